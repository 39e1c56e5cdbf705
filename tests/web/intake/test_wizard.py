"""The import wizard, as who keeps the register walks it."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING

import openpyxl
import pytest
from sqlalchemy import func, select

from casebook.access import Role
from casebook.audit.models import AccessLog
from casebook.db import db
from casebook.intake.models import ImportBatch, ImportMapping
from casebook.jobs.worker import Worker
from casebook.kernel.errors import NotFound
from casebook.wells.models import Well
from tests.factories.accounts import make_agency, make_officer
from tests.factories.messy import make_register
from tests.factories.regions import make_county
from tests.factories.styles import PLAIN, small_register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def client(store: Session, sign_in: SignIn) -> CasebookClient:
    make_county(store)
    return sign_in(make_officer(store, Role.PERMIT_OFFICER, agency=make_agency(store)))


def upload(client: CasebookClient, data: bytes, name: str = "台账.xlsx", *, status: int = 302) -> str:
    answer = client.submit("/wells/import", {"file": (io.BytesIO(data), name)}, status=status)
    return answer.headers.get("Location", "") if status == 302 else answer.get_data(as_text=True)


def to_preview(client: CasebookClient, data: bytes, name: str = "台账.xlsx") -> str:
    """Upload a file, take its columns as they are understood, and return the batch's address."""
    columns = upload(client, data, name)
    chosen = chosen_columns(client, columns)
    return client.submit(columns, chosen).headers["Location"]


def chosen_columns(client: CasebookClient, columns: str) -> dict[str, object]:
    page = client.page(columns)
    selects = [element for element in page.all("select") if (element.get("name") or "").startswith("column_")]
    return {
        select.get("name", ""): next(
            (option.get("value") for option in select if option.get("selected") is not None), ""
        )
        for select in selects
    }


def count(store: Session, table: type) -> int:
    store.rollback()
    return store.scalar(select(func.count()).select_from(table)) or 0


def test_from_the_file_to_the_register_and_back(client: CasebookClient, store: Session) -> None:
    register = make_register(3, PLAIN)
    batch = to_preview(client, register.xlsx())
    page = client.page(batch)
    assert page.h1 == "导入台账"
    assert count(store, Well) == 0
    client.submit(f"{batch}/apply")
    assert count(store, Well) == register.accepted
    assert "已导入" in client.page(batch).text
    client.submit(f"{batch}/roll-back", {"reason": "导错了文件"})
    assert count(store, Well) == 0
    assert "导错了文件" in client.page(batch).text


def test_the_preview_tells_each_line_its_cell_and_how_to_mend_it(client: CasebookClient) -> None:
    batch = to_preview(client, small_register(depth="约30").xlsx())
    text = client.page(batch).text
    assert "L3 井深(m)" in text
    assert "“约30”不是一个数" in text
    assert "数字读不出" in client.page(f"{batch}?reason=number_unreadable").text
    assert "没有符合条件的记录" in client.page(f"{batch}?reason=code_missing").text


def test_refused_rows_are_mended_and_imported_again(client: CasebookClient, store: Session) -> None:
    register = make_register(5, PLAIN)
    batch = to_preview(client, register.xlsx())
    client.submit(f"{batch}/apply")
    with client.get(f"{batch}/refused") as answer:
        book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
    sheet = book.active
    rows = list(sheet.iter_rows(min_row=3))
    assert len(rows) == len(register.rows) - register.accepted
    codes = [cell.value for cell in sheet[2]]
    for number, row in enumerate(rows):
        row[codes.index("取水井编号")].value = f"371525104JJ{80_000 + number}"
        row[codes.index("经度")].value = 115.403 + number * 0.001
        row[codes.index("纬度")].value = 36.499
        row[codes.index("坐标系")].value = "CGCS2000"
        for header in ("井深(m)", "井管内径(mm)", "水泵额定流量(m³/h)", "水泵功率(kW)", "灌溉面积(亩)"):
            row[codes.index(header)].value = 100
        for header in ("2021年取水量(m³)", "2022年取水量(m³)"):
            row[codes.index(header)].value = 0
    mended = io.BytesIO()
    book.save(mended)
    again = to_preview(client, mended.getvalue(), "改好的.xlsx")
    client.submit(f"{again}/apply")
    assert count(store, Well) == len(register.rows)


def test_a_mapping_is_remembered(client: CasebookClient, store: Session) -> None:
    register = small_register()
    register.style.headers["village"] = "位于何处"
    columns = upload(client, register.xlsx())
    chosen = chosen_columns(client, columns)
    assert chosen["column_2"] == ""
    client.submit(columns, chosen | {"column_2": "village"})
    assert count(store, ImportMapping) == 1
    again = upload(client, register.xlsx(), "另一份.xlsx")
    assert chosen_columns(client, again)["column_2"] == "village"


def test_another_sheet_of_the_same_file(client: CasebookClient) -> None:
    register, other = small_register(), make_register(14, PLAIN, rows=60, each=1)
    columns = upload(client, register.xlsx(("更长的台账", other.table())))
    assert "更长的台账" in client.page(columns).text
    client.submit(columns.replace("/columns", "/sheet"), {"sheet": "登记台账"})
    batch = client.submit(columns, chosen_columns(client, columns)).headers["Location"]
    page = client.page(batch)
    assert "登记台账" in page.text
    assert "导入 2 眼新井" in page.buttons()
    client.submit(columns.replace("/columns", "/sheet"), {"sheet": "没有这张"}, status=422)


def test_changes_need_a_tick(client: CasebookClient, store: Session) -> None:
    client.submit(f"{to_preview(client, small_register().xlsx())}/apply")
    batch = to_preview(client, small_register(village="大王庄村").xlsx())
    text = client.page(batch).text
    assert "小王庄村" in text
    assert "大王庄村" in text
    client.submit(f"{batch}/apply", {"with_changes": "y"})
    store.rollback()
    villages = set(store.scalars(select(Well.village).where(Well.code == "371525104JJ00001")))
    assert villages == {"大王庄村"}


def test_what_people_say_of_themselves_is_hidden_and_the_look_is_logged(
    client: CasebookClient, store: Session
) -> None:
    batch = to_preview(client, small_register(identifier="371525197811080001").xlsx())
    text = client.page(batch).text
    assert "371525197811080001" not in text
    assert "371***********0001" in text or "371" in text
    client.get(f"{batch}/refused").close()
    store.rollback()
    looks = set(store.scalars(select(AccessLog.what)))
    assert {"batch.columns", "batch.refused"} <= looks


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("台账.xlsx", b"not a workbook", "不接受这类文件"),
        ("台账.xlsx", b"", "文件是空的"),
        ("台账.csv", "甲,乙\n1,2\n".encode(), "没有找到机井台账的表头"),
    ],
)
def test_an_unusable_file_is_told_and_leaves_nothing(
    client: CasebookClient, store: Session, name: str, data: bytes, words: str
) -> None:
    assert words in upload(client, data, name, status=422)
    assert count(store, ImportBatch) == 0


def test_a_missing_column_is_named_and_the_choices_stay(client: CasebookClient) -> None:
    columns = upload(client, small_register().xlsx())
    chosen = chosen_columns(client, columns)
    code = next(name for name, word in chosen.items() if word == "code")
    answer = client.submit(columns, chosen | {code: "", "column_2": "remark"}, status=422)
    text = answer.get_data(as_text=True)
    assert "没有一列对应“取水井编号”" in text
    assert '<option selected value="remark">' in text


def test_a_batch_is_forgotten_before_it_is_applied(client: CasebookClient, store: Session) -> None:
    batch = to_preview(client, small_register().xlsx())
    client.submit(f"{batch}/discard")
    assert count(store, ImportBatch) == 0


def test_a_large_file_is_the_workers(
    client: CasebookClient, store: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casebook.intake.views.MOST_WHILE_WAITING", 10)
    register = make_register(4, PLAIN)
    columns = upload(client, register.xlsx())
    job = client.submit(columns, chosen_columns(client, columns)).headers["Location"]
    assert client.page(job).h1 == "核对取水井台账"
    batch = columns.removesuffix("/columns")
    work_off(app, store)
    assert batch in client.page(job).links().values()
    assert "待确认" in client.page(batch).text
    job = client.submit(f"{batch}/apply").headers["Location"]
    assert "后台正在处理" in client.page(batch).text
    work_off(app, store)
    assert count(store, Well) == register.accepted
    assert "已导入" in client.page(batch).text


def test_a_job_that_fails_leaves_the_register_alone_and_can_be_asked_again(
    client: CasebookClient, store: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = to_preview(client, small_register().xlsx())
    monkeypatch.setattr("casebook.intake.views.MOST_WHILE_WAITING", 1)
    client.submit(f"{batch}/apply")
    with monkeypatch.context() as patch:
        patch.setattr("casebook.intake.handlers._batch", lambda *_: (_ for _ in ()).throw(NotFound("batch")))
        work_off(app, store)
    assert count(store, Well) == 0
    assert "上次导入没有完成" in client.page(batch).text
    client.submit(f"{batch}/apply")
    work_off(app, store)
    assert count(store, Well) == 2


def work_off(app: Flask, store: Session) -> None:
    """Let a worker do what is due."""
    store.rollback()

    @contextmanager
    def scope() -> Iterator[Session]:
        with app.app_context():
            yield db.session()
            db.session.remove()

    Worker(scope).run_due()


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.LIAISON, Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_others_may_not(store: Session, sign_in: SignIn, role: Role) -> None:
    other = sign_in(make_officer(store, role, agency=make_agency(store)))
    assert other.get("/wells/import").status_code == 403
