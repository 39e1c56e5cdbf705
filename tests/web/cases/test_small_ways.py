"""Small ways on and off: what is offered while a filing is asked, where one stays, who serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.cases import queries
from casebook.cases.acts import DisputeResult
from casebook.cases.rules import CaseStatus
from casebook.documents.queries import find_issued
from casebook.documents.rules import FormCode
from tests.factories.accounts import NOW, make_agency, make_officer
from tests.factories.cases import DAY, Bureau, ask_filing, make_bureau, make_case, make_problems
from tests.factories.performing import SERVED, fight, served_case, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def bureau(store: Session) -> Bureau:
    return make_bureau(store)


def test_a_filing_that_is_asked_for_is_not_offered_again(
    sign_in: SignIn, store: Session, bureau: Bureau
) -> None:
    (problem,) = make_problems(store, bureau)
    store.commit()
    client, url = sign_in(bureau.visit.lead), f"/problems/{problem.number}"
    assert "立案" in client.page(url).links()
    ask_filing(store, bureau, [problem])
    store.commit()
    assert "立案" not in client.page(url).links()


def test_after_an_order_one_stays_with_the_orders(sign_in: SignIn, store: Session, bureau: Bureau) -> None:
    case = make_case(store, bureau)
    store.commit()
    typed = {
        "well": bureau.visit.well.code,
        "kind": "other",
        "demand": "安装计量设施",
        "served_on": "2023-06-03",
        "term_amount": "5",
        "term_unit": "working_day",
    }
    client = sign_in(bureau.visit.lead)
    answer = client.submit(f"/cases/{case.number}/measures/new", typed)
    assert answer.location == f"/cases/{case.number}/measures"
    page = client.page(f"/cases/{case.number}")
    clocks = [url for url in page.links().values() if url.startswith("/deadlines/")]
    assert clocks
    client.page(clocks[0])


def test_windows_that_are_over_are_nobodys_delay(sign_in: SignIn, store: Session) -> None:
    bureau, case = served_case(store)
    store.commit()
    text = sign_in(bureau.visit.lead).page(f"/cases/{case.number}").text
    assert case.status is CaseStatus.SERVED
    assert "已届满" in text


def test_a_revoked_decision_is_no_ending(store: Session) -> None:
    bureau, case = served_case(store)
    (problem,) = queries.list_problems_of_case(store, case.id)
    assert queries.has_decision(store, problem.id)
    dispute = fight(store, bureau, case, SERVED + DAY)
    assert queries.has_decision(store, problem.id)
    settle(store, bureau, case, dispute, SERVED + 40 * DAY, result=DisputeResult.REVOKED)
    assert not queries.has_decision(store, problem.id)


def test_an_officer_of_another_agency_does_not_serve(sign_in: SignIn, store: Session, bureau: Bureau) -> None:
    other = make_officer(store, Role.INSPECTOR, agency=make_agency(store), name="外机关人")
    case = make_case(store, bureau)
    store.commit()
    client = sign_in(bureau.visit.lead)
    made = client.submit(f"/cases/{case.number}/papers", {"form": "F10"})
    page = client.page(f"{made.location}/serve")
    assert other.name not in page.text
    assert NOW.year


def test_a_wrong_record_of_service_is_corrected_by_its_page(sign_in: SignIn, store: Session) -> None:
    bureau, case = served_case(store)
    paper = find_issued(store, case.id, FormCode.F27)
    assert paper is not None
    store.commit()
    officers = {"first": str(bureau.visit.lead.id), "second": str(bureau.visit.second.id)}
    url = f"/documents/{paper.id}"
    store.commit()
    client = sign_in(bureau.visit.lead)
    way = client.page(url).links()["更正"]
    client.page(way)
    typed = {
        "mode": "direct",
        "on": "2023-06-14",
        "receiver": "石守田",
        "receiver_kind": "self",
        "place": "厂区门口",
        **officers,
    }
    assert "请填写" in client.submit(way, typed, status=422).get_data(as_text=True)
    client.submit(way, typed | {"reason": "回证日期抄错。"})
    text = client.page(url).text
    assert "已更正，不再计算期限" in text
    assert "回证日期抄错。" in text
