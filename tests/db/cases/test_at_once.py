"""Two officers at the same problem or case at the same time: one comes first, the other is told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.cases import actions, queries
from casebook.cases.rules import CaseStatus, CaseStep, MeasureStatus, ProblemStatus
from casebook.deadlines import queries as deadlines
from casebook.inspections.queries import get_inspection
from casebook.kernel.clock import local_day
from casebook.ledger import queries as ledger
from casebook.wells.queries import get_well
from tests.factories.accounts import COUNTY, NOW, make_officer
from tests.factories.cases import (
    DAY,
    WORDING,
    Bureau,
    approve,
    bring_to,
    listing_of,
    make_bureau,
    make_case,
    make_decision,
    make_measure,
    make_met,
    make_problems,
    make_recheck,
    pay,
    wish_for,
)
from tests.factories.inspections import begin, find, make_whole
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case, Measure, Problem
    from casebook.deadlines.models import TermExtension

pytestmark = pytest.mark.usefixtures("file_store")

LATER = NOW + 20 * DAY


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


@dataclass
class File:
    """One case with everything in it."""

    bureau: Bureau
    problem: Problem
    case: Case
    measure: Measure
    reader: Actor

    def load_case(self, own: Session) -> Case:
        return queries.get_case(own, self.case.number, self.reader)

    def load_problem(self, own: Session) -> Problem:
        return queries.get_problem(own, self.problem.number, self.reader)

    def load_measure(self, own: Session) -> Measure:
        return queries.get_measure(own, self.measure.id, self.reader)


@pytest.fixture
def file(session: Session) -> File:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau)
    case = make_case(session, bureau, [problem])
    return File(bureau, problem, case, make_measure(session, bureau, case), bureau.chief)


def decide(actor: Actor, own: Session, case: Case) -> None:
    actions.decide(
        own,
        actor=actor,
        now=LATER,
        case=case,
        on=local_day(LATER),
        wish=wish_for(case),
        wording=WORDING,
    )


def strike(actor: Actor, own: Session, problem: Problem) -> None:
    actions.strike_off_problem(own, actor=actor, now=LATER, problem=problem, remark="核实")


def test_two_who_decide(session: Session, file: File) -> None:
    other = actor_of(make_officer(session, Role.AGENCY_HEAD, agency=file.bureau.visit.agency))
    bring_to(session, file.bureau, file.case, CaseStatus.CONSIDERED, now=LATER)
    approve(session, file.bureau, file.case, CaseStep.DECIDE, now=LATER)
    both = [partial(decide, actor) for actor in (file.bureau.chief, other)]
    assert at_once(session, file.load_case, *both) == ["case_step_out_of_order", "done"]
    assert len(queries.list_decisions(session, file.case.id)) == 1


def test_two_who_strike_off(session: Session, file: File) -> None:
    make_met(session, file.bureau, file.measure)
    make_decision(session, file.bureau, file.case)
    both = [partial(strike, actor) for actor in (file.bureau.clerk, file.bureau.chief)]
    assert at_once(session, file.load_problem, *both) == ["done", "step_out_of_order"]
    assert len(ledger.list_entries_of_subject(session, file.problem.id, file.bureau.clerk)) == 1
    assert ledger.verify(session, COUNTY).is_whole


def test_two_who_verify_the_same_measure(session: Session, file: File) -> None:
    bureau, verifier = file.bureau, file.bureau.second
    rechecks = [make_recheck(session, bureau, now=NOW + days * DAY).id for days in (10, 11)]

    def verify(recheck_id: UUID, own: Session, measure: Measure) -> None:
        actions.verify_measure(
            own,
            actor=verifier,
            now=LATER,
            measure=measure,
            inspection=get_inspection(own, recheck_id, verifier),
            is_met=True,
            note="已安装",
        )

    both = [partial(verify, one) for one in rechecks]
    assert at_once(session, file.load_measure, *both) == ["done", "step_out_of_order"]
    assert file.measure.status is MeasureStatus.MET
    assert len(queries.list_verifications(session, [file.measure.id])) == 1


def test_two_who_open_a_case_over_the_same_problem(session: Session) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau)
    number = problem.number
    pair = [(bureau.inspector, bureau.visit.second.id), (bureau.second, bureau.visit.lead.id)]

    def open_case(actor: Actor, second_id: UUID, own: Session, found: Problem) -> None:
        actions.ask_filing(
            own,
            actor=actor,
            now=LATER,
            problems=[found],
            cause="涉嫌未安装计量设施",
            second_investigator_id=second_id,
            asked_on=local_day(LATER),
        )

    reader = bureau.chief

    def load(own: Session) -> Problem:
        return queries.get_problem(own, number, reader)

    both = [partial(open_case, *one) for one in pair]
    assert at_once(session, load, *both) == ["case_filing_asked_already", "done"]
    assert len(queries.list_cases_by_well(session, problem.well_id)) == 1


def test_a_case_is_not_closed_over_a_measure_that_is_being_ordered(session: Session, file: File) -> None:
    bureau = file.bureau
    make_met(session, bureau, file.measure)
    make_decision(session, bureau, file.case, now=LATER)
    bring_to(session, bureau, file.case, CaseStatus.SERVED, now=LATER)
    pay(session, bureau, file.case, now=LATER)
    approve(session, bureau, file.case, CaseStep.CLOSE, now=LATER)
    code = bureau.visit.well.code

    def close(own: Session, case: Case) -> None:
        facts = {"now": LATER, "case": case, "on": local_day(LATER)}
        actions.close_case(own, actor=bureau.chief, **facts, reason="已履行")

    def order(own: Session, case: Case) -> None:
        bureau.visit.well = get_well(own, code, bureau.inspector)
        make_measure(own, bureau, case, now=LATER)

    answers = at_once(session, file.load_case, close, order)
    left = queries.list_measures(session, file.case.id)
    if file.case.status is CaseStatus.CLOSED:
        assert (answers, len(left)) == (["done", "measure_closed_case"], 1)
    else:
        assert (answers, len(left)) == (["done", "refused"], 2)


def test_more_time_is_granted_or_declined_once(session: Session, file: File) -> None:
    bureau, granter = file.bureau, file.bureau.chief
    asked = actions.request_extension(
        session, actor=bureau.inspector, now=NOW + 3 * DAY, measure=file.measure, added=10, reason="缺货"
    )
    asked_id, due_on = asked.id, deadlines.get_term(session, file.measure.term_id).due_on
    other = actor_of(make_officer(session, Role.AGENCY_HEAD, agency=bureau.visit.agency))

    def load(own: Session) -> TermExtension:
        return deadlines.get_extension(own, asked_id)

    def grant(own: Session, request: TermExtension) -> None:
        actions.approve_extension(own, actor=granter, now=LATER, request=request)

    def decline(own: Session, request: TermExtension) -> None:
        actions.decline_extension(own, actor=other, now=LATER, request=request)

    assert at_once(session, load, grant, decline) == ["done", "extension_decided_already"]
    is_later = deadlines.get_term(session, file.measure.term_id).due_on > due_on
    assert is_later is deadlines.get_extension(session, asked_id).is_granted


def test_striking_off_and_finding_it_again(session: Session, file: File) -> None:
    """Whichever comes first, what was found at the well stays on the list."""
    bureau = file.bureau
    make_met(session, bureau, file.measure)
    make_decision(session, bureau, file.case)
    inspection = begin(session, bureau.visit, now=LATER)
    make_whole(session, bureau.visit, inspection, now=LATER)
    find(session, bureau.visit, inspection)
    listings, inspection_id = listing_of(session, bureau, inspection), inspection.id

    def submit(own: Session, _problem: Problem) -> None:
        actions.submit_inspection(
            own,
            actor=bureau.inspector,
            now=LATER + DAY,
            inspection=get_inspection(own, inspection_id, bureau.inspector),
            listings=listings,
        )

    answers = at_once(session, file.load_problem, submit, partial(strike, bureau.clerk))
    newest, *earlier = queries.list_problems_by_well(session, file.problem.well_id)
    if earlier:
        assert (answers, newest.status) == (["done", "done"], ProblemStatus.LISTED)
    else:
        assert (answers, newest.status) == (["done", "step_out_of_order"], ProblemStatus.IN_CASE)
