"""Pages of leads, and of orders that were served on the spot."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.cases import actions, queries
from casebook.cases.rules import LeadState
from casebook.db import db
from casebook.inspections.filed import PaperForm, PatrolState
from casebook.inspections.queries import get_inspection
from casebook.kernel.ids import new_id
from casebook.wells.rules import WellStatus
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import DAY, Bureau, make_bureau, make_case, make_problems
from tests.factories.papers import block_number, make_device, order, signed_paper, visit
from tests.factories.regions import EAST, WEST
from tests.factories.wells import make_well
from tests.support.counting import statements
from tests.support.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.cases.models import Lead, Problem, SiteOrder
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def bureau(store: Session) -> Bureau:
    found = make_bureau(store)
    store.commit()
    return found


@pytest.fixture
def client(sign_in: SignIn, bureau: Bureau) -> CasebookClient:
    return sign_in(bureau.visit.lead)


@pytest.fixture
def keeper(store: Session, bureau: Bureau) -> Officer:
    return make_officer(
        store, Role.INFORMANT, agency=bureau.visit.agency, name="孙巡", jurisdiction=WEST, certificate=False
    )


@pytest.fixture
def lead(store: Session, keeper: Officer) -> Lead:
    found = make_lead(store, keeper)
    store.commit()
    return found


def make_lead(store: Session, keeper: Officer, note: str = HOSTILE) -> Lead:
    well = make_well(store, lon=115.43, lat=36.46, status=WellStatus.PLUGGED, closed_on=date(2022, 5, 1))
    seen = actions.file_patrol_visit(
        store,
        actor=actor_of(keeper),
        now=NOW,
        device_id=None,
        visit_id=new_id(),
        filed=visit(well, PatrolState.IN_USE, note=note),
    )
    return seen.lead


def test_the_list_leads_to_a_lead(client: CasebookClient, lead: Lead) -> None:
    page = client.page("/leads")
    assert page.links()[lead.number] == f"/leads/{lead.number}"
    assert HOSTILE in page.text
    page = client.page(f"/leads/{lead.number}")
    assert (page.h1, "日常巡查" in page.text) == ("已封停的井正在取水", True)


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ("state=open", True),
        ("state=new", True),
        ("state=listed", False),
        ("sign=pumping", True),
        ("sign=gone", False),
        (f"township={EAST}", False),
        (f"township={WEST}", True),
        ("q=LX-00001", True),
        ("q=nothing", False),
        ("state=nonsense&sign=nonsense", True),
    ],
)
def test_the_list_can_be_narrowed(client: CasebookClient, lead: Lead, query: str, is_shown: bool) -> None:
    assert (lead.number in client.page(f"/leads?{query}").links()) is is_shown


def test_the_list_asks_as_often_for_many_as_for_one(
    client: CasebookClient, store: Session, keeper: Officer, lead: Lead
) -> None:
    client.page("/leads")
    with statements(db.engine) as few:
        client.page("/leads")
    for _ in range(19):
        make_lead(store, keeper)
    store.commit()
    with statements(db.engine) as many:
        client.page("/leads")
    assert len(few) == len(many)


def test_a_lead_is_taken_up_with_a_verification(
    client: CasebookClient, store: Session, bureau: Bureau, lead: Lead
) -> None:
    url, number = f"/leads/{lead.number}/take", lead.number
    client.page(url)
    answer = client.submit(url, {"second_officer_id": str(bureau.visit.second.id)})
    store.expire_all()
    taken = queries.get_lead(store, number, bureau.inspector)
    assert answer.location == f"/inspections/{taken.inspection_id}"
    assert taken.state is LeadState.TAKEN
    answer = client.submit(url, {"second_officer_id": ""}, status=422)
    assert "不能直接变为" in Page(answer.get_data(as_text=True)).text


def test_a_lead_is_taken_along_on_a_tablet(client: CasebookClient, lead: Lead) -> None:
    url = f"/leads/{lead.number}"
    assert client.submit(f"{url}/take", {"second_officer_id": ""}).location == url
    assert "核查中" in client.page(url).text


def test_a_lead_is_dismissed_with_a_reason(
    client: CasebookClient, store: Session, bureau: Bureau, lead: Lead
) -> None:
    number = lead.number
    url = f"/leads/{number}/dismiss"
    assert client.submit(url, {"reason": " "}, status=422)
    client.submit(url, {"reason": HOSTILE})
    assert HOSTILE in client.page(f"/leads/{number}").text
    store.expire_all()
    assert queries.get_lead(store, number, bureau.inspector).state is LeadState.UNFOUNDED


def test_leads_are_for_officers_in_reach(
    store: Session, sign_in: SignIn, bureau: Bureau, keeper: Officer, lead: Lead
) -> None:
    number = lead.number
    assert sign_in(keeper).get("/leads").status_code == 403
    auditor = sign_in(make_officer(store, Role.AUDITOR, agency=bureau.visit.agency))
    assert not {"开始核查", "记为不属实"} & set(auditor.page(f"/leads/{number}").links())
    assert auditor.get(f"/leads/{number}/take").status_code == 403
    east = sign_in(make_officer(store, Role.INSPECTOR, agency=bureau.visit.agency, jurisdiction=EAST))
    east.page(f"/leads/{number}", 404)
    assert number not in east.page("/leads").links()


@pytest.fixture
def problem(store: Session, bureau: Bureau) -> Problem:
    (found,) = make_problems(store, bureau, term_amount=None, term_unit=None)
    store.commit()
    return found


@pytest.fixture
def served(store: Session, bureau: Bureau, problem: Problem) -> SiteOrder:
    record = get_inspection(store, problem.inspection_id, bureau.inspector)
    tablet = make_device(store, bureau.visit.lead)
    number = block_number(store, tablet.id)
    told = order(record, signed_paper(store, PaperForm.ORDER_RECTIFY, number=number), demand=HOSTILE)
    about = {"actor": bureau.inspector, "now": NOW + DAY, "device_id": tablet.id, "order_id": new_id()}
    found = actions.serve_site_order(store, **about, filed=told)
    store.commit()
    return found


def test_a_problem_shows_the_orders_about_it_without_the_receivers_name(
    client: CasebookClient, problem: Problem, served: SiteOrder
) -> None:
    text = client.page(f"/problems/{problem.number}").text
    assert served.number in text
    assert HOSTILE in text
    assert "2023-06-16" in text
    assert "刘建国" not in text


def test_a_case_takes_an_order_over(
    client: CasebookClient, store: Session, bureau: Bureau, problem: Problem, served: SiteOrder
) -> None:
    case, number = make_case(store, bureau, [problem]).number, served.number
    store.commit()
    url = client.page(f"/cases/{case}/measures").links()["并入本案"]
    page = client.page(url)
    (chosen,) = [one for one in page.all("option") if one.get("selected") is not None]
    assert chosen.get("value") == "install_meter"
    assert client.submit(url, {"kind": "install_meter"}).location == f"/cases/{case}"
    page = client.page(f"/cases/{case}/measures")
    assert number in page.text
    assert "并入本案" not in page.links()
    answer = client.submit(url, {"kind": "install_meter"}, status=422)
    assert "不能再并一次" in Page(answer.get_data(as_text=True)).text


def test_who_may_not_order_does_not_take_over(
    store: Session, sign_in: SignIn, bureau: Bureau, problem: Problem, served: SiteOrder
) -> None:
    case = make_case(store, bureau, [problem]).number
    url = f"/cases/{case}/orders/{served.id}"
    store.commit()
    auditor = sign_in(make_officer(store, Role.AUDITOR, agency=bureau.visit.agency))
    assert "并入本案" not in auditor.page(f"/cases/{case}").links()
    assert auditor.get(url).status_code == 403
