"""The pages of checked returns: uploaded, read, exported, entered as history and taken back; who may."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from casebook.access import Role
from casebook.access.actor import local_operator
from casebook.closures import queries
from casebook.closures.rules import ReturnState
from casebook.db import db
from casebook.ledger import queries as ledger
from casebook.ledger.rules import PostingKind
from casebook.wells.rules import MeterKind
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.factories.regions import EAST, make_county
from tests.factories.returns import make_return, return_file
from tests.factories.wells import make_well
from tests.support.counting import statements
from tests.support.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from casebook.closures.models import ClosureReturn
    from casebook.wells.models import Well
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

HOSTILE = "<script>alert('x')</script>"
SOUND = {"压减量核算方法": "以电折水"}


@pytest.fixture
def agency(store: Session) -> Agency:
    make_county(store)
    found = make_agency(store)
    store.commit()
    return found


@pytest.fixture
def well(store: Session, agency: Agency) -> Well:
    found = make_well(store, meter_kind=MeterKind.POWER)
    store.commit()
    return found


@pytest.fixture
def officer(store: Session, agency: Agency) -> Officer:
    return make_officer(store, Role.CLOSURE_OFFICER, agency=agency)


@pytest.fixture
def head(store: Session, agency: Agency) -> Officer:
    return make_officer(store, Role.AGENCY_HEAD, agency=agency)


@pytest.fixture
def row(store: Session, well: Well) -> ClosureReturn:
    lines = ({"水井编号": well.code, **SOUND}, {"水井编号": "没有", "取水单位": HOSTILE})
    found = make_return(store, local_operator("tester", COUNTY), *lines)
    store.commit()
    return found


def upload(file: io.BytesIO, name: str = "封井台账.xlsx") -> dict[str, object]:
    return {"file": (file, name)}


def test_a_return_is_uploaded_and_shows_claimed_beside_admissible(
    store: Session, sign_in: SignIn, well: Well, officer: Officer
) -> None:
    client = sign_in(officer)
    assert client.page("/closures").links()["核对上报表"] == "/closures/returns"
    file = return_file({"水井编号": well.code, **SOUND}, {"水井编号": "没有"}, {"水井编号": well.code})
    answer = client.submit("/closures/returns", upload(file))
    page = client.page(answer.location)
    assert "台账查无此井" in page.text
    assert "与本表第 1 条（第 3 行）是同一眼井" in page.text
    for words in ("申报合计3180,000", "可报160,000", "不可报2120,000"):
        assert words in page.text.replace(" ", "").replace("\n", "")
    listed = client.page("/closures/returns")
    assert listed.links()["封井台账.xlsx"] == answer.location
    one = client.page(f"{answer.location}?outcome=accepted")
    assert "台账查无此井" not in one.text
    assert "没有发现问题" in one.text


def test_a_file_that_is_no_return_is_refused_beside_its_field(
    store: Session, sign_in: SignIn, agency: Agency, officer: Officer
) -> None:
    client = sign_in(officer)
    book = openpyxl.Workbook()
    book.active.append(["机井台账"])
    other = io.BytesIO()
    book.save(other)
    other.seek(0)
    refused = Page(client.submit("/closures/returns", upload(other), status=422).get_data(as_text=True))
    assert "没有找到封停上报表的表头" in refused.text
    text = client.submit("/closures/returns", upload(io.BytesIO(b"%PDF-1.4"), "a.pdf"), status=422)
    assert text.status_code == 422
    assert queries.page_returns(store, local_operator("x", COUNTY)).items == []


def test_hostile_words_of_a_file_stay_words(sign_in: SignIn, row: ClosureReturn, officer: Officer) -> None:
    answer = sign_in(officer).get(f"/closures/returns/{row.id}")
    assert HOSTILE not in answer.get_data(as_text=True)


def test_the_lines_leave_as_a_spreadsheet(
    sign_in: SignIn, row: ClosureReturn, well: Well, officer: Officer
) -> None:
    client = sign_in(officer)
    answer = client.get(f"/closures/returns/{row.id}/sheet.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    header, first, second = book.active.iter_rows(values_only=True)
    assert header[:3] == ("行号", "井编号", "取水单位")
    assert "申报全年压减量（m³）" in header
    assert (first[0], first[1], first[5], first[6], first[8]) == (3, well.code, 60_000, 60_000, "可报")
    assert (second[1], second[6], second[8], second[9]) == ("没有", None, "不可报", "台账查无此井")
    only = client.get(f"/closures/returns/{row.id}/sheet.xlsx?outcome=refused")
    assert openpyxl.load_workbook(io.BytesIO(only.data)).active.max_row == 2


def test_a_head_enters_it_as_history_and_takes_it_back(
    store: Session, sign_in: SignIn, row: ClosureReturn, well: Well, head: Officer, officer: Officer
) -> None:
    address = f"/closures/returns/{row.id}"
    client = sign_in(head)
    assert client.page(address).links()["作历史补录入账"] == f"{address}/post"
    assert "不可报的行不入账" in client.page(f"{address}/post").text
    client.submit(f"{address}/post", {})
    store.expire_all()
    assert row.state is ReturnState.POSTED
    closed, _water = ledger.list_entries_of_well(store, well.code, local_operator("x", COUNTY))
    assert closed.posting.kind is PostingKind.WELL_CLOSED
    entry = client.page(f"/ledger/{closed.sequence}")
    assert "从系统启用以前的封停台账补录" in entry.text
    assert f"{address}#lines" in entry.links().values()
    assert client.get(f"{address}/post").location == address
    refused = client.submit(f"{address}/take-back", {"reason": ""}, status=422)
    assert "请写明撤回的原因" in refused.get_data(as_text=True)
    client.submit(f"{address}/take-back", {"reason": "拿错了年份"})
    assert "拿错了年份" in client.page(address).text
    assert "历史补录" in client.page("/ledger").text


def test_who_may_check_and_who_may_enter_history(
    store: Session, sign_in: SignIn, row: ClosureReturn, agency: Agency, officer: Officer
) -> None:
    address = f"/closures/returns/{row.id}"
    client = sign_in(officer)
    assert "作历史补录入账" not in client.page(address).links()
    assert client.get(f"{address}/post").status_code == 403
    other = sign_in(make_officer(store, Role.INSPECTOR, agency=agency))
    assert "核对上报表" not in other.page("/closures").links()
    for url in ("/closures/returns", address, f"{address}/sheet.xlsx"):
        assert other.get(url).status_code == 403
    elsewhere = sign_in(make_officer(store, Role.CLOSURE_OFFICER, agency=agency, jurisdiction=EAST))
    assert elsewhere.get(address).status_code == 404


def test_the_list_costs_the_same_with_one_and_with_twenty(
    store: Session, sign_in: SignIn, row: ClosureReturn, well: Well, officer: Officer
) -> None:
    client = sign_in(officer)
    client.get("/closures/returns")
    with statements(db.engine) as few:
        client.get("/closures/returns")
    for _place in range(19):
        make_return(store, local_operator("tester", COUNTY), {"水井编号": well.code})
    store.commit()
    with statements(db.engine) as many:
        client.get("/closures/returns")
    assert len(many) == len(few)
