"""The desk: what every feature lets wait there, past-due first, at the same cost for one thing and many."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import actor_of, get_officer
from casebook.cases.rules import CaseStatus
from casebook.db import db
from casebook.inspections import actions as inspections
from casebook.inspections.rules import Verdict
from casebook.kernel import clock
from tests.factories import documents as papers
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import Bureau, bring_to, make_bureau, make_case
from tests.factories.deadlines import TOWNSHIP, make_subject, make_term
from tests.factories.filed import file
from tests.factories.inspections import LATER
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

pytestmark = pytest.mark.usefixtures("file_store")


@pytest.fixture
def bureau(store: Session) -> Bureau:
    found = make_bureau(store)
    store.commit()
    return found


@pytest.mark.parametrize(
    ("status", "role", "other", "step"),
    [
        (CaseStatus.REPORTED, Role.LEGAL_REVIEWER, Role.AGENCY_HEAD, "法制审核"),
        (CaseStatus.REVIEWED, Role.AGENCY_HEAD, Role.PERMIT_OFFICER, "集体讨论"),
    ],
    ids=str,
)
def test_a_case_waits_for_who_takes_its_next_step(
    store: Session, bureau: Bureau, sign_in: SignIn, status: CaseStatus, role: Role, other: Role, step: str
) -> None:
    case = make_case(store, bureau)
    bring_to(store, bureau, case, status)
    store.commit()
    offices = {one: make_officer(store, one, agency=bureau.visit.agency) for one in (role, other)}
    store.commit()
    assert sign_in(offices[role]).page("/").links().get(step) == f"/cases/{case.number}"
    assert step not in sign_in(offices[other]).page("/").links()
    assert step not in sign_in(bureau.visit.lead).page("/").links()


def test_a_record_waits_for_each_who_has_to_act_on_it(
    store: Session, bureau: Bureau, sign_in: SignIn
) -> None:
    head = make_officer(store, Role.CASE_HEAD, agency=bureau.visit.agency, name="赵立")
    inspection = file(store, bureau.visit).inspection
    store.commit()
    address = f"/inspections/{inspection.id}"
    assert sign_in(bureau.visit.second).page("/").links()["确认我参加了这次检查"] == address
    desk = sign_in(head)
    assert desk.page("/").links()["复核检查记录"] == address
    inspections.review(
        store,
        actor=actor_of(head),
        now=LATER,
        inspection=inspection,
        verdict=Verdict.RETURNED,
        note="照片不清。",
    )
    store.commit()
    assert sign_in(bureau.visit.lead).page("/").links()["修订被退回的检查记录"] == address
    assert "复核检查记录" not in desk.page("/").text


def test_past_due_comes_first_and_what_has_no_day_before_what_is_far(
    store: Session, bureau: Bureau, sign_in: SignIn
) -> None:
    today = clock.today()
    for days in (400, 3, -30):
        make_term(
            store,
            bureau.inspector,
            rule_id="D-02",
            subject=make_subject(f"AJ-{days}"),
            started_on=today + timedelta(days=days - 90),
        )
    file(store, bureau.visit)
    store.commit()
    text = sign_in(bureau.visit.lead).page("/").text
    order = [text.index(words) for words in ("已逾期", "AJ--30", "七天内", "AJ-3", "以后", "AJ-400")]
    assert order == sorted(order)


def test_the_desk_costs_the_same_for_one_clock_and_for_twenty(
    store: Session, bureau: Bureau, sign_in: SignIn
) -> None:
    client = sign_in(bureau.visit.lead)
    client.page("/")  # the first request of a sign-in notes that it is used
    counts = []
    for wave in (1, 19):
        for number in range(wave):
            subject = make_subject(f"AJ-{wave}-{number}", TOWNSHIP)
            make_term(store, bureau.inspector, rule_id="D-02", subject=subject, now=NOW)
        store.commit()
        with statements(db.engine) as sent:
            client.page("/")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_who_keeps_no_cases_is_shown_nothing_of_them(store: Session, bureau: Bureau, sign_in: SignIn) -> None:
    make_term(store, bureau.inspector, rule_id="D-02", subject=make_subject("AJ-1"))
    informant = make_officer(store, Role.INFORMANT, agency=bureau.visit.agency)
    store.commit()
    assert "AJ-1" not in sign_in(informant).page("/").text


def test_papers_wait_for_their_maker_and_for_the_seal(store: Session, sign_in: SignIn) -> None:
    office = papers.an_office(store)
    draft = papers.a_draft(store, office)
    issued = papers.an_issued(store, office)
    stamped = papers.a_stamped(store, office)
    store.commit()

    def steps(actor: Actor) -> dict[str, str]:
        assert actor.officer_id is not None
        links = sign_in(get_officer(store, actor.officer_id)).page("/").links()
        return {url: step for step, url in links.items() if url.startswith("/documents/")}

    assert steps(office.maker) == {
        f"/documents/{draft.id}": "完成文书",
        f"/documents/{stamped.id}": "送达文书",
    }
    assert steps(office.keeper) == {f"/documents/{issued.id}": "用印"}
    assert steps(office.second) == {}
