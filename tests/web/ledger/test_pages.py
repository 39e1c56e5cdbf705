"""The pages of the ledger: entries by filter, and one down to its photographs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.closures.rules import ClosureOrigin, ClosureStatus, ConfirmingPart
from casebook.db import db
from casebook.ledger import queries
from tests.factories import closures as make
from tests.factories.accounts import COUNTY, NOW, make_agency, make_officer
from tests.factories.cases import make_bureau, make_case, make_problems
from tests.factories.closures import DAY
from tests.factories.ledger import post_closed_well, well_code
from tests.factories.regions import EAST
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.factories.closures import Offices
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def offices(store: Session) -> Offices:
    found = make.make_offices(store)
    make.make_closure(store, found, ClosureStatus.REOPENED)
    store.commit()
    return found


@pytest.fixture
def client(sign_in: SignIn, offices: Offices) -> CasebookClient:
    return sign_in(offices.reporter)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"1", "2", "3", "4"}),
        ("year=2023", {"1", "2", "3", "4"}),
        ("year=2022", set()),
        ("kind=wells", {"1", "3"}),
        ("kind=water", {"2", "4"}),
        ("kind=reduction", {"2"}),
        ("kind=reduction_reversed", {"4"}),
        ("kind=problem_struck_off", set()),
        ("township=371525104", {"1", "2", "3", "4"}),
        ("township=371525105", set()),
        ("aquifer=shallow&kind=wells", {"1", "3"}),
        ("aquifer=deep", set()),
        ("kind=nonsense", {"1", "2", "3", "4"}),
    ],
)
def test_the_list_can_be_narrowed(client: CasebookClient, query: str, shown: set[str]) -> None:
    links = client.page(f"/ledger?{query}").links()
    assert {text for text, url in links.items() if url.startswith("/ledger/")} == shown


def test_sums_head_and_reversals_stand_with_the_list(store: Session, client: CasebookClient) -> None:
    text = client.page("/ledger?year=2023").text
    assert "冲第 1 号" in text
    assert "已由第 4 号冲销" in text
    assert "全年压减0m³" in text.replace(" ", "")
    assert "当年压减1,400m³" in text.replace(" ", "")
    head = queries.head(store, COUNTY)
    assert "全县共 4 笔" in text
    assert head.hash[:23] in text


def test_an_entry_goes_down_to_closure_case_inspection_and_photographs(
    store: Session, sign_in: SignIn
) -> None:
    bureau = make_bureau(store)
    case = make_case(
        store, bureau, make_problems(store, bureau, "P09", now=NOW - 60 * DAY), now=NOW - 59 * DAY
    )
    offices = make.offices_around(store, bureau.visit.agency, well=bureau.visit.well)
    about = {"origin": ClosureOrigin.CASE, "case_id": case.id}
    closure = make.make_closure(store, offices, ClosureStatus.ACCEPTED, **about)
    make.confirm(store, offices, closure, ConfirmingPart.ENFORCING_AGENCY, by="head")
    store.commit()
    page = sign_in(bureau.visit.lead).page("/ledger/2")
    links = page.links()
    assert links[closure.number] == f"/closures/{closure.number}"
    assert links[case.number] == f"/cases/{case.number}"
    assert links["371525-2023-WT-00001"] == "/problems/371525-2023-WT-00001"
    assert [url for text, url in links.items() if url.startswith("/inspections/0")]
    assert len(page.all("img")) == 3
    assert "B1 近三年计量均值" in page.text
    assert "等级 A" in page.text
    entry = queries.get_entry(store, 2, bureau.inspector)
    assert entry.hash in page.text
    assert entry.previous_hash in page.text
    assert entry.body.decode() in "".join(page.root.itertext())


def test_who_may_not_see_the_photographs_gets_their_hashes(
    store: Session, sign_in: SignIn, offices: Offices
) -> None:
    liaison = make_officer(store, Role.LIAISON, agency=offices.water)
    store.commit()
    page = sign_in(liaison).page("/ledger/2")
    assert page.all("img") == []
    assert "其他依据的摘要值" in page.text
    assert "371525-2023-FJ-00001" in page.links()


def test_a_reversal_and_its_original_lead_to_each_other(client: CasebookClient) -> None:
    original, reversal = client.page("/ledger/2"), client.page("/ledger/4")
    assert original.links()["看冲销的那一笔"] == "/ledger/4"
    assert reversal.links()["看原来那一笔"] == "/ledger/2"
    assert "巡查发现水泵运行。" in reversal.text


def test_who_may_open_it(store: Session, sign_in: SignIn, offices: Offices) -> None:
    agency = make_agency(store, name="某单位")
    people = {
        200: make_officer(store, Role.AUDITOR, agency=agency),
        403: make_officer(store, Role.SYSTEM_ADMIN, agency=agency),
        404: make_officer(store, Role.TOWNSHIP_LEAD, agency=agency, jurisdiction=EAST),
    }
    store.commit()
    clients = {status: sign_in(officer) for status, officer in people.items()}
    for status, client in clients.items():
        client.page("/ledger/1", status)
    assert "没有符合条件的分录" in clients[404].page("/ledger").text
    clients[200].page("/ledger/99", 404)


def test_the_list_asks_as_often_for_many_as_for_few(store: Session, client: CasebookClient) -> None:
    client.page("/ledger")
    counts = []
    for time in range(2):
        with statements(db.engine) as sent:
            client.page("/ledger")
        counts.append(len(sent))
        if time == 0:
            for number in range(100, 160):
                post_closed_well(store, well_code=well_code(number))
            store.commit()
    assert counts[0] == counts[1]
    first = client.page("/ledger")
    assert "1" not in first.links()
    assert "1" in client.page(first.links()["下一页"]).links()
