"""Cases of several parties: papers to each, clocks for each, money of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.cases import actions, queries
from casebook.cases.actions import disputing
from casebook.cases.actions.court_clock import terms_ended
from casebook.cases.actions.drawing_up import draw_up
from casebook.cases.acts import DisputeKind
from casebook.cases.queries.facts import accounts_of
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus
from casebook.deadlines.queries import find_running
from casebook.documents import actions as documents
from casebook.documents.queries import list_documents
from casebook.documents.rules import FormCode, ReceiverKind
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.parties.actions import PartyFacts
from tests.factories.accounts import NOW
from tests.factories.cases import (
    DAY,
    bring_to,
    decide,
    hear,
    make_bureau,
    make_case,
    serve,
    stamped,
    wish_for,
)
from tests.factories.performing import pay_in

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.cases.models import Case
    from tests.factories.cases import Bureau

pytestmark = pytest.mark.usefixtures("file_store")
T = NOW + 12 * DAY
OTHER = PartyFacts(name="冠县试验凿井有限公司", address="冠县试验路2号", legal_rep="孙平")


@pytest.fixture
def bureau(session: Session) -> Bureau:
    return make_bureau(session)


@pytest.fixture
def case(session: Session, bureau: Bureau) -> Case:
    found = make_case(session, bureau)
    add(session, bureau, found, OTHER)
    return found


def add(session: Session, bureau: Bureau, case: Case, facts: PartyFacts) -> None:
    by = {"actor": bureau.inspector, "now": NOW + 2 * DAY, "case": case}
    actions.add_party_by_facts(session, **by, facts=facts, reason="共同实施。")


def both(session: Session, case: Case) -> tuple[UUID, UUID]:
    first, second = reload_file(session, case).parties
    assert first.id == case.party_id
    return first.id, second.id


def hand_over(
    session: Session, bureau: Bureau, case: Case, form: FormCode, party: UUID, now: datetime
) -> None:
    """Serve the newest paper of a form that is made out to a party."""
    file = reload_file(session, case)
    papers = [one for one in list_documents(session, [case.id]) if one.form is form]
    paper = next(one for one in papers if file.party_of_paper(one.id) == party)
    if paper.issued_on is None:
        documents.issue(session, actor=bureau.inspector, now=now, document=paper)
    serve(
        session,
        bureau,
        case,
        stamped(session, bureau, paper, now=now),
        now=now,
        receiver_kind=ReceiverKind.SELF if party == case.party_id else ReceiverKind.LEGAL_REP,
    )


def tell(session: Session, bureau: Bureau, case: Case, party: UUID, now: datetime) -> None:
    by = {"actor": bureau.inspector, "now": now, "case": case}
    draw_up(session, **by, form=FormCode.F23, party=party)
    hand_over(session, bureau, case, FormCode.F23, party, now)


def test_each_party_has_its_papers_clocks_and_money(session: Session, bureau: Bureau, case: Case) -> None:
    first, second = both(session, case)
    fines = {first: 10_000_000, second: 20_000_000}
    wish = wish_for(case, fines=fines)
    bring_to(session, bureau, case, CaseStatus.PROPOSED, now=T, wish=wish)
    tell(session, bureau, case, first, T)
    assert case.status is CaseStatus.PROPOSED
    tell(session, bureau, case, second, T + DAY)
    assert case.status is CaseStatus.NOTIFIED
    file = reload_file(session, case)
    assert file.dues_of(first)["D-08"] < file.dues_of(second)["D-08"] == file.dues["D-08"]
    told = {
        file.party_of_paper(one.id): one.contents
        for one in list_documents(session, [case.id])
        if one.form is FormCode.F23
    }
    assert "200000 元" in told[second]["proposed"]
    assert "100000 元" not in told[second]["proposed"]
    assert told[second]["party_name"] == OTHER.name
    hear(session, bureau, case, now=T + 2 * DAY)
    decide(session, bureau, case, now=T + 2 * DAY, wish=wish)
    rulings = {one.party_id: one for one in queries.list_decisions(session, case.id)}
    assert {party: one.fine_fen for party, one in rulings.items()} == fines
    assert len({one.number for one in rulings.values()}) == 2
    hand_over(session, bureau, case, FormCode.F27, second, T + 2 * DAY)
    assert case.status is CaseStatus.DECIDED
    assert terms_ended(reload_file(session, case)) is None
    hand_over(session, bureau, case, FormCode.F27, first, T + 4 * DAY)
    assert case.status is CaseStatus.SERVED
    file = reload_file(session, case)
    assert file.dues_of(second)["D-10"] < file.dues_of(first)["D-10"]
    assert find_running(session, subject_id=case.id, rule_id="D-10") is None
    parts = {one.party: one.parts[0].due_on for one in accounts_of(file, on=local_day(T + 5 * DAY))}
    assert parts == {one: file.dues_of(one)["D-10"] for one in (first, second)}
    assert terms_ended(file) == file.dues_of(first)["D-14"]
    pay_in(session, bureau, case, T + 5 * DAY, 20_000_000, party_id=second)
    assert find_running(session, subject_id=file.seats[second], rule_id="D-10") is None
    assert find_running(session, subject_id=file.seats[first], rule_id="D-10") is not None
    fight = disputing.Fight(
        party_id=first,
        kind=DisputeKind.REVIEW,
        organ="冠县人民政府",
        number="冠政复〔2023〕1号",
        begun_on=local_day(T + 6 * DAY),
        received_on=local_day(T + 6 * DAY),
    )
    disputing.open_dispute(session, actor=bureau.inspector, now=T + 6 * DAY, case=case, fight=fight)
    assert find_running(session, subject_id=file.seats[first], rule_id="D-14") is None
    assert find_running(session, subject_id=file.seats[second], rule_id="D-14") is not None


def test_one_paper_to_all_is_enough(session: Session, bureau: Bureau, case: Case) -> None:
    wish = wish_for(case, fines=dict.fromkeys(both(session, case), 10_000_000))
    bring_to(session, bureau, case, CaseStatus.NOTIFIED, now=T, wish=wish)
    assert case.status is CaseStatus.NOTIFIED
    assert find_running(session, subject_id=case.id, rule_id="D-08") is not None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (PartyFacts(name=""), "case_party_unnamed"),
        (PartyFacts(name="冠县试验厂", identifier="91371525000000000X"), "case_party_code_wrong"),
        (OTHER, "party_in_case"),
    ],
    ids=["no name", "wrong code", "there already"],
)
def test_who_cannot_be_added(
    session: Session, bureau: Bureau, case: Case, facts: PartyFacts, code: str
) -> None:
    with pytest.raises(RuleBroken) as caught:
        add(session, bureau, case, facts)
    assert caught.value.code == code


def test_a_paper_to_a_stranger_is_refused(session: Session, bureau: Bureau, case: Case) -> None:
    bring_to(session, bureau, case, CaseStatus.PROPOSED, now=T)
    by = {"actor": bureau.inspector, "now": T, "case": case}
    with pytest.raises(RuleBroken) as caught:
        draw_up(session, **by, form=FormCode.F22, party=bureau.visit.well.id)
    assert caught.value.code == "party_elsewhere"
