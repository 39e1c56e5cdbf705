"""The work ledger as a sheet: layout, contents, what is masked, what is neutralised, who may."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from casebook.access import Role
from casebook.audit.models import AccessLog
from casebook.cases import actions
from casebook.db import db
from casebook.evidence import queries as evidence
from casebook.inspections.rules import InspectionKind
from casebook.reports.commands import report
from casebook.reports.queries import work_ledger
from casebook.web.sheets import XLSX
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import (
    DAY,
    Bureau,
    make_bureau,
    make_case,
    make_decision,
    make_measure,
    make_met,
    make_problems,
)
from tests.factories.inspections import make_submitted
from tests.factories.regions import EAST
from tests.factories.wells import CITIZEN_NUMBER, make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]
    Row = dict[str, object]

URL = "/reports/work-ledger.xlsx"
HEADER = [
    *("序号", "问题编号", "乡镇", "村", "井编号", "取水单位/人", "USCC/ID", "联系人电话"),
    *("坐标", "用途", "层位", "发现日期", "发现方式", "问题码", "描述", "依据", "分类"),
    *("责任单位", "责任人", "整改措施", "整改时限", "进展", "完成日期", "验收人", "证据号"),
    *("是否立案", "案号", "是否移送", "销号日期", "回头看日期", "备注"),
]
"""rules.md 9, 一本账."""


@pytest.fixture
def bureau(store: Session) -> Bureau:
    found = make_bureau(store)
    make_problems(store, found, "P20")
    store.commit()
    return found


def read(data: bytes) -> list[Row]:
    header, *rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    assert list(header) == HEADER
    return [dict(zip(HEADER, row, strict=True)) for row in rows]


def fetch(client: CasebookClient, query: str = "") -> list[Row]:
    with client.get(f"{URL}?{query}") as answer:
        assert answer.status_code == 200
        assert answer.mimetype == XLSX
        return read(answer.data)


def looks(store: Session) -> list[str]:
    store.rollback()
    return list(store.scalars(select(AccessLog.what)))


def test_a_line_says_all_that_became_of_a_problem(store: Session, sign_in: SignIn, bureau: Bureau) -> None:
    problems = make_problems(store, bureau, "P10", now=NOW + DAY)
    case = make_case(store, bureau, problems, now=NOW + 2 * DAY)
    measure = make_measure(store, bureau, case, now=NOW + 3 * DAY)
    make_met(store, bureau, measure, now=NOW + 10 * DAY)
    make_decision(store, bureau, case)
    actions.strike_off_problem(
        store, actor=bureau.clerk, now=NOW + 13 * DAY, problem=problems[0], remark="核实属实，同意销号"
    )
    make_submitted(store, bureau.visit, kind=InspectionKind.FOLLOW_UP, now=NOW + 40 * DAY)
    hashes = [one.file_hash for one in evidence.list_items(store, "inspection", problems[0].inspection_id)]
    store.commit()
    _first, line = fetch(sign_in(bureau.visit.lead))
    assert line == {
        "序号": 2,
        "问题编号": "371525-2023-WT-00002",
        "乡镇": "清水镇",
        "村": "小王庄村",
        "井编号": bureau.visit.well.code,
        "取水单位/人": "刘建国",
        "USCC/ID": CITIZEN_NUMBER,
        "联系人电话": "10076847031",
        "坐标": "115.420000°E, 36.450000°N",
        "用途": "农业灌溉",
        "层位": "浅层",
        "发现日期": "2023-06-02",
        "发现方式": "行政检查",
        "问题码": "P10",
        "描述": "出水管后未见计量设施，水泵正在运行。",
        "依据": "748号22、56①",
        "分类": "整改",
        "责任单位": "冠县综合行政执法局",
        "责任人": "周明",
        "整改措施": f"安装计量设施：安装符合标准的取水计量设施（{measure.order_no}）",
        "整改时限": "2023-07-03",
        "进展": "已销号",
        "完成日期": "2023-06-11",
        "验收人": "李雪",
        "证据号": hashes[0].partition(":")[2][:16],
        "是否立案": "是",
        "案号": case.number,
        "是否移送": "否",
        "销号日期": "2023-06-14",
        "回头看日期": "2023-07-11",
        "备注": "核实属实，同意销号",
    }


def test_the_sheet_is_what_the_page_lists(store: Session, sign_in: SignIn, bureau: Bureau) -> None:
    make_problems(store, bureau, "P10", "P11", now=NOW + DAY)
    store.commit()
    client = sign_in(bureau.visit.lead)
    for query in ("", "code=P10", "status=open", "year=2023", "year=2022", "q=WT-00003", "status=struck_off"):
        page = client.page(f"/problems?{query}")
        numbers = sorted(text for text in page.links() if "-WT-" in text)
        rows = fetch(client, query)
        assert [row["问题编号"] for row in rows] == numbers, query
        assert [row["序号"] for row in rows] == list(range(1, len(numbers) + 1))
        assert page.links()["导出一本账"] == (f"{URL}?{query}" if query else URL)


def test_personal_data_is_masked_unless_one_may_see_it(
    store: Session, sign_in: SignIn, bureau: Bureau
) -> None:
    auditor = make_officer(store, Role.AUDITOR, agency=bureau.visit.agency)
    store.commit()
    (hidden,) = fetch(sign_in(auditor))
    assert (hidden["取水单位/人"], hidden["联系人电话"]) == ("刘**", "100****7031")
    assert CITIZEN_NUMBER not in str(hidden)
    assert looks(store) == []
    (plain,) = fetch(sign_in(bureau.visit.lead))
    assert plain["USCC/ID"] == CITIZEN_NUMBER
    assert looks(store) == ["work_ledger.export"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_what_a_spreadsheet_would_run_is_text(
    store: Session, sign_in: SignIn, bureau: Bureau, start: str
) -> None:
    (problem,) = make_problems(store, bureau, "P11", now=NOW + DAY)
    problem.description = f"{start}HYPERLINK(1,2)"
    store.commit()
    with sign_in(bureau.visit.lead).get(f"{URL}?code=P11") as answer:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    cell = sheet.cell(2, HEADER.index("描述") + 1)
    assert (cell.data_type, cell.value) == ("s", f"'{start}HYPERLINK(1,2)")


def test_many_lines_come_in_batches(
    app: Flask, store: Session, sign_in: SignIn, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = [f"P{n:02d}" for n in range(10, 17)]
    make_problems(store, bureau, *codes, now=NOW + DAY)
    store.commit()
    client = sign_in(bureau.visit.lead)
    with statements(db.engine) as whole:
        fetch(client)
    monkeypatch.setattr(work_ledger, "AT_ONCE", 3)
    with statements(db.engine) as parts:
        rows = fetch(client)
    assert [row["序号"] for row in rows] == list(range(1, 9))
    assert len({row["问题编号"] for row in rows}) == 8
    a_batch = (len(parts) - len(whole)) / 2
    assert a_batch == pytest.approx(12, abs=4)


def test_a_batch_asks_as_often_for_one_as_for_many(store: Session, sign_in: SignIn, bureau: Bureau) -> None:
    client = sign_in(bureau.visit.lead)
    fetch(client)
    with statements(db.engine) as few:
        fetch(client)
    bureau.visit.well = make_well(store, code="371525104JJ00770", lon=115.43)
    make_problems(store, bureau, *[f"P{n:02d}" for n in range(10, 17)], now=NOW + DAY)
    store.commit()
    with statements(db.engine) as many:
        assert len(fetch(client)) == 8
    assert len(few) == len(many)


def test_who_may_export(store: Session, sign_in: SignIn, bureau: Bureau) -> None:
    agency = bureau.visit.agency
    refused = [make_officer(store, role, agency=agency) for role in (Role.LIAISON, Role.SYSTEM_ADMIN)]
    stranger = make_officer(store, Role.INSPECTOR, agency=agency, jurisdiction=EAST)
    store.commit()
    for officer in refused:
        client = sign_in(officer)
        client.page(URL, 403)
        if officer.roles == {Role.LIAISON}:
            assert "导出一本账" not in client.page("/problems").links()
    assert fetch(sign_in(stranger)) == []


def test_the_command_writes_the_same(app: Flask, store: Session, bureau: Bureau, tmp_path: Path) -> None:
    store.commit()
    target = tmp_path / "一本账.xlsx"
    for more, name in (([], "刘**"), (["--personal", "--year", "2023"], "刘建国")):
        run = CliRunner().invoke(report, ["work-ledger", "-o", str(target), *more], obj=lambda: app)
        assert run.exit_code == 0, run.output
        (line,) = read(target.read_bytes())
        assert line["取水单位/人"] == name
        assert "共 1 行" in run.output
    assert looks(store) == ["work_ledger.export"]
    run = CliRunner().invoke(report, ["work-ledger", "-o", str(target), "--year", "2022"], obj=lambda: app)
    assert read(target.read_bytes()) == []
    assert not list(tmp_path.glob("*.part"))


def test_the_command_of_an_officer_who_may_not(
    app: Flask, store: Session, bureau: Bureau, tmp_path: Path
) -> None:
    liaison = make_officer(store, Role.LIAISON, agency=bureau.visit.agency)
    auditor = make_officer(store, Role.AUDITOR, agency=bureau.visit.agency)
    logins = liaison.login, auditor.login
    store.commit()
    target = tmp_path / "x.xlsx"
    for login, more in ((logins[0], []), (logins[1], ["--personal"])):
        run = CliRunner().invoke(
            report, ["work-ledger", "-o", str(target), "--as", login, *more], obj=lambda: app
        )
        assert run.exit_code == 1
        assert not target.exists()
