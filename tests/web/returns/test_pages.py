"""Pages of returns: who sees, who decides, what a user fills in behind the link, sheets and spreadsheets."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import openpyxl
import pypdfium2
import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.kernel import clock
from casebook.returns.actions import issue_sheet
from casebook.returns.models import PeriodicReturn, ReturnLinkUse, TaxSheet
from casebook.returns.rules import ReturnState, latest_to_open
from casebook.returns.rules.periods import PeriodKind
from tests.factories.accounts import make_agency, make_officer
from tests.factories.quotas import make_permit
from tests.factories.reported import (
    SUMMER,
    User,
    ask,
    issue,
    make_user_with_wells,
    plan,
    report,
    send,
    take_list,
    tax_file,
    wish,
)
from tests.factories.storage import picture
from tests.factories.wells import make_party, make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

LINK = re.compile(r'data-copy="[^"]*(/report-water/[\w-]+)"')


@pytest.fixture
def user(store: Session) -> User:
    """A firm whose first permit ended; the second one says no volume and has no end."""
    store.expire_on_commit = False
    found = make_user_with_wells(store)
    endless = {"valid_from": None, "valid_to": None, "volume": None}
    make_permit(store, *found.wells, holder=found.firm, number="D371525G2020-0002", **endless)
    store.commit()
    return found


@pytest.fixture
def clerk(store: Session, sign_in: SignIn, user: User) -> CasebookClient:
    officer = make_officer(
        store, Role.PERMIT_OFFICER, agency=make_agency(store, name="冠县水利局"), name="马慧"
    )
    return sign_in(officer)


@pytest.fixture
def visitor(app: Flask) -> CasebookClient:
    """Somebody who has not signed in."""
    return cast("CasebookClient", app.test_client())


@pytest.fixture
def row(store: Session, user: User) -> PeriodicReturn:
    """What the firm owes for the last quarter."""
    now = clock.now()
    (found,) = ask(store, latest_to_open(PeriodKind.QUARTER, clock.today()), now=now)
    store.commit()
    return found


def address_of(clerk: CasebookClient, row: PeriodicReturn) -> str:
    found = LINK.search(clerk.get(f"/returns/{row.id}").text)
    assert found is not None
    return found[1]


def read_anew(store: Session, row: PeriodicReturn) -> None:
    """Read a row, and keep no transaction open while a request writes."""
    store.refresh(row)
    store.commit()


def typed(client: CasebookClient, row: PeriodicReturn, **more: object) -> dict[str, object]:
    told = {"base_version": row.version, "reporter": "周敏", "volume_0": "600", "volume_1": "1.2万"}
    return {"csrf_token": client.csrf_token(), **told, **more}


def test_the_county_sets_who_reports_and_begins(store: Session, user: User, clerk: CasebookClient) -> None:
    assert "没有直报" in clerk.page("/returns").text
    token = {"csrf_token": clerk.csrf_token()}
    paper = {"paper": "冠水〔2026〕3号", "valid_from": clock.today().isoformat()}
    period = str(latest_to_open(PeriodKind.QUARTER, clock.today()))
    refused = clerk.post("/returns/new", data={**token, "period": period})
    assert (refused.status_code, "还没有设定谁要报送" in refused.text) == (422, True)
    set_to = clerk.post("/returns/settings/return_scope", data={**token, **paper, "value": "scope_holders"})
    assert set_to.status_code == 302
    page = clerk.page("/returns/settings").text
    assert "所有持取水许可证的用水户" in page
    assert "未核实" in page
    assert clerk.post("/returns/new", data={**token, "period": period}).status_code == 302
    assert "冠县清泉纸业有限公司" in clerk.page("/returns").text
    wrong = clerk.post("/returns/settings/tax_tiers", data={**token, **paper, "value": "20"})
    assert (wrong.status_code, "分档读不出来" in wrong.text) == (422, True)


def test_a_user_reports_behind_the_link(
    store: Session, user: User, row: PeriodicReturn, clerk: CasebookClient, visitor: CasebookClient
) -> None:
    address = address_of(clerk, row)
    page = visitor.page(address).text
    assert user.wells[0].code in page
    assert user.firm.identifier not in page, "whoever has the link sees no more than is asked"
    nobody = visitor.post(address, data=typed(visitor, row, reporter=""))
    assert nobody.status_code == 422
    store.rollback()  # what others have committed since
    assert [one.was_refused for one in store.scalars(select(ReturnLinkUse))] == [True]
    picture_of = {"photograph_0": (io.BytesIO(picture()), "表.jpg")}
    sent = visitor.post(address, data=typed(visitor, row, **picture_of))
    assert (sent.status_code, sent.headers["Location"]) == (302, address)
    assert "已经收到" in visitor.page(address).text
    shown = clerk.get(f"/returns/{row.id}").text
    assert "12,600" in shown
    photograph = re.search(r"/returns/[\w-]+/photographs/[\w-]+", shown)
    assert photograph is not None
    assert clerk.get(photograph[0]).mimetype == "image/jpeg"
    read_anew(store, row)
    stale = visitor.post(address, data=typed(visitor, row, base_version=row.version - 1))
    assert stale.status_code == 409


def test_a_nil_report_needs_no_figures(
    store: Session, row: PeriodicReturn, clerk: CasebookClient, visitor: CasebookClient
) -> None:
    data = typed(visitor, row, volume_0="", volume_1="", is_nil="y")
    assert visitor.post(address_of(clerk, row), data=data).status_code == 302
    read_anew(store, row)
    assert row.state is ReturnState.NIL


def test_a_link_that_is_not_ours_leads_nowhere(
    store: Session, row: PeriodicReturn, clerk: CasebookClient, visitor: CasebookClient
) -> None:
    address = address_of(clerk, row)
    other = address[:-1] + ("A" if address[-1] != "A" else "B")
    assert visitor.get(other).status_code == 404
    assert visitor.get("/report-water/x").status_code == 404
    assert clerk.post(f"/returns/{row.id}/link", data={"csrf_token": clerk.csrf_token()}).status_code == 302
    assert visitor.get(address).status_code == 404
    assert visitor.get(address_of(clerk, row)).status_code == 200


def test_a_link_is_a_key_and_stays_out_of_the_log(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    app: Flask,
    row: PeriodicReturn,
    clerk: CasebookClient,
    visitor: CasebookClient,
) -> None:
    def broken(*_: object) -> None:
        raise TypeError

    address = address_of(clerk, row)
    app.testing = False
    monkeypatch.setattr("casebook.returns.queries.get_by_link", broken)
    assert visitor.get(address).status_code == 500
    assert "request failed: GET /report-water/…" in caplog.text
    assert address.rpartition("/")[2] not in caplog.text


def test_an_officer_asks_back_and_accepts(
    store: Session, user: User, row: PeriodicReturn, clerk: CasebookClient, visitor: CasebookClient
) -> None:
    entered = clerk.post(f"/returns/{row.id}/enter", data=typed(clerk, row))
    assert entered.status_code == 302
    read_anew(store, row)
    step = {"csrf_token": clerk.csrf_token(), "base_version": row.version}
    path = f"/returns/{row.id}/steps"
    assert clerk.post(f"{path}/return_under_query", data=step).status_code == 422
    asked = clerk.post(f"{path}/return_under_query", data={**step, "reason": "请核对二号井"})
    assert asked.status_code == 302
    assert "请核对二号井" in visitor.page(address_of(clerk, row)).text
    assert clerk.post(f"{path}/return_accepted", data=step).status_code == 409
    read_anew(store, row)
    done = clerk.post(f"{path}/return_accepted", data={**step, "base_version": row.version})
    assert done.status_code == 302
    assert "已经审核通过" in visitor.page(address_of(clerk, row)).text
    assert clerk.get(f"{path}/return_received").status_code == 404


def test_who_only_reads_gets_no_link_and_decides_nothing(
    store: Session, user: User, row: PeriodicReturn, sign_in: SignIn
) -> None:
    reader = sign_in(
        make_officer(store, Role.INSPECTOR, agency=make_agency(store, name="执法局"), name="许刚")
    )
    page = reader.get(f"/returns/{row.id}").text
    assert "/report-water/" not in page
    assert "审核通过</span>" not in page
    token = {"csrf_token": reader.csrf_token()}
    for path in (
        "/returns/new",
        f"/returns/{row.id}/steps/return_void",
        "/returns/sheets/new",
        "/returns/taxes",
    ):
        assert reader.post(path, data=token).status_code == 403
    keeper = sign_in(make_officer(store, Role.SEAL_KEEPER, agency=make_agency(store, name="政务局")))
    assert keeper.get("/returns").status_code == 403


def test_who_may_not_see_personal_data_reads_no_names_and_numbers(
    store: Session, user: User, row: PeriodicReturn, clerk: CasebookClient, sign_in: SignIn
) -> None:
    told = typed(clerk, row, reporter="周敏敏", phone="10012345678")
    assert clerk.post(f"/returns/{row.id}/enter", data=told).status_code == 302
    plan(store, user)
    given = wish(user, contact="周敏敏 10012345678")
    sheet = issue_sheet(store, actor=user.clerk, now=SUMMER, wish=given)
    store.commit()
    pages = f"/returns/{row.id}", f"/returns/sheets/{sheet.id}"
    assert all("周敏敏" in clerk.page(page).text for page in pages)
    auditor = sign_in(make_officer(store, Role.AUDITOR, agency=make_agency(store, name="审计室")))
    for page in pages:
        shown = auditor.page(page).text
        assert "周敏敏" not in shown
        assert "10012345678" not in shown
    assert auditor.get(f"/returns/sheets/{sheet.id}.pdf").status_code == 403


def test_the_desk_offers_what_waits(
    store: Session, user: User, row: PeriodicReturn, clerk: CasebookClient
) -> None:
    send(store, row, report(user, 1, 1), now=clock.now())
    store.commit()
    assert "取水情况直报 1 份" in clerk.page("/").text


def test_lists_cost_the_same_at_one_and_twenty(
    store: Session, user: User, row: PeriodicReturn, clerk: CasebookClient
) -> None:
    paths = ("/returns", "/returns/reconciliation?year=2023")
    costs = []
    for _turn in range(2):
        costs.append([])
        for path in paths:
            with statements(store.get_bind().engine) as sent:
                clerk.page(path)
            costs[-1].append(len(sent))
        for number in range(19):
            firm = make_party(store, name=f"冠县第{number}纸厂", identifier="", phone="")
            permit = {"number": f"D371525G2018-{number:04d}", "valid_from": None, "valid_to": None}
            make_permit(store, make_well(store, user=firm), holder=firm, **permit)
        ask(store, row.round.period, now=clock.now())
        store.commit()
        if len(costs) == 2:
            break
    assert costs[0] == costs[1]


def test_the_reconciliation_is_shown_and_exported_alike(
    store: Session, user: User, clerk: CasebookClient
) -> None:
    take_list(store, user, "913715250000695428,,2023,1000", ",冠县无名浴池,2023,5")
    store.commit()
    page = clerk.page("/returns/reconciliation?year=2023").text
    assert "缺 6 个月" in page
    assert "纳税比监测少" in page
    only = clerk.page("/returns/reconciliation?year=2023&outcome=reconciled_deviating").text
    assert "冠县无名浴池" not in only
    file = clerk.get("/returns/reconciliation.xlsx?year=2023&outcome=reconciled_deviating")
    sheet = openpyxl.load_workbook(io.BytesIO(file.data)).active
    header, *rows = sheet.iter_rows(values_only=True)
    assert header == (
        "用水户", "乡镇（街道）", "许可（m³）", "监测（m³）", "监测缺的月数（月）", "监测的构成",
        "直报（m³）", "直报缺的月数（月）", "纳税（m³）", "纳税缺的月数（月）", "偏差", "结果",
    )  # fmt: skip
    (line,) = rows
    assert line[0] == "冠县清泉纸业有限公司"
    assert (line[2], line[3], line[4], line[8]) == (30000, 1800, 6, 1000)
    assert line[5] == "甲级 100.0%"
    assert line[5] in page


def test_a_tax_list_is_uploaded_and_its_refused_rows_are_told(
    store: Session, user: User, clerk: CasebookClient
) -> None:
    def upload(*rows: str) -> object:
        return {
            "csrf_token": clerk.csrf_token(),
            "year": "2023",
            "file": (tax_file(*rows), "申报.csv"),
        }

    told = clerk.post("/returns/taxes", data=upload("913715250000695428,,2023,1000", ",甲,2022,5"))
    assert (told.status_code, "所属期不在所选年度" in told.text) == (200, True)
    refused = clerk.post("/returns/taxes", data=upload())
    assert refused.status_code == 422
    assert clerk.post("/returns/taxes", data=upload("913715250000695428,,2023,1200")).status_code == 302
    assert "第 2 版" in clerk.page("/returns/taxes").text


def test_a_sheet_is_tried_out_issued_printed_and_taken_back(
    store: Session, user: User, clerk: CasebookClient
) -> None:
    plan(store, user)
    sheet = issue(store, user)
    store.commit()
    page = clerk.page(f"/returns/sheets/{sheet.id}").text
    assert sheet.facts_hash in page
    assert "分档和倍数未核实" in page
    first = clerk.get(f"/returns/sheets/{sheet.id}.pdf").data
    assert first == clerk.get(f"/returns/sheets/{sheet.id}.pdf").data, "the same sheet is the same paper"
    document = pypdfium2.PdfDocument(first)
    text = document[0].get_textpage().get_text_range()
    assert len(document) == 1
    for words in ("水资源税取用水量核定书", sheet.number, "核定超计划", "冠县清泉纸业有限公司"):
        assert words in text
    assert "水资源费" not in text
    void = f"/returns/sheets/{sheet.id}/void"
    assert clerk.post(void, data={"csrf_token": clerk.csrf_token(), "reason": ""}).status_code == 422
    assert clerk.post(void, data={"csrf_token": clerk.csrf_token(), "reason": "抄错表"}).status_code == 302
    assert "已撤回" in clerk.page("/returns/sheets").text


def test_issuing_by_the_form(store: Session, user: User, clerk: CasebookClient) -> None:
    """Of last year: tried out, then issued; without a plan the form says what is missing."""
    period = latest_to_open(PeriodKind.QUARTER, clock.today())
    data = {
        "csrf_token": clerk.csrf_token(),
        "party": "冠县清泉纸业有限公司",
        "period": str(period),
        "source": "groundwater_shallow",
        "read_on": (clock.today() - timedelta(days=1)).isoformat(),
        "special": "special_none",
    }
    refused = clerk.post("/returns/sheets/new", data=data)
    assert (refused.status_code, "没有完整水量" in refused.text) == (422, True)
    unknown = clerk.post("/returns/sheets/new", data={**data, "party": "没有这家"})
    assert "没有找到“没有这家”" in unknown.text
    assert store.query(TaxSheet).count() == 0
