"""One way to take a step: the status and the event row are written together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.cases import queries
from casebook.cases.acts import Act, ActKind, Note, encode
from casebook.cases.models import Case, CaseEvent, Measure, Problem, ProblemEvent
from casebook.cases.rules import FINISHED, CaseStatus, CaseStep, ProblemStatus, get_code
from casebook.cases.rules.checks import case_step, problem_step
from casebook.inspections.rules import InspectionKind, InspectionState
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.parties.rules import masked_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.models import Inspection
    from casebook.parties.models import Party


def subject_of_problem(problem: Problem) -> Subject:
    """Return the problem as the subject of terms, files and audit."""
    title = f"{problem.number} {get_code(problem.code).title}".strip()
    return Subject("problem", problem.id, title, problem.division_code)


def subject_of_case(case: Case) -> Subject:
    """Return the case as the subject of terms, files and audit."""
    return Subject("case", case.id, f"{case.number} {case.cause}".strip(), case.division_code)


def subject_of_party(case: Case, seat_id: UUID, party: Party) -> Subject:
    """Return a party of a case of several as the subject of its own terms; persons are masked."""
    title = f"{case.number} {masked_name(party.name, party.kind)}"
    return Subject("case_party", seat_id, title[:200], case.division_code)


def subject_of_measure(measure: Measure) -> Subject:
    """Return the measure as the subject of its order term."""
    return Subject(
        "measure", measure.id, f"{measure.order_no} {measure.demand}"[:200].strip(), measure.division_code
    )


def check_recheck(inspection: Inspection, *, well_id: UUID) -> None:
    """Hold that an inspection is a submitted re-check of a well; only such a record verifies anything."""
    is_recheck = inspection.kind in {InspectionKind.RECHECK, InspectionKind.FOLLOW_UP}
    if not is_recheck or inspection.state is not InspectionState.SUBMITTED:
        raise RuleBroken("recheck_wrong_kind", field="inspection")
    if inspection.well_id != well_id:
        raise RuleBroken("recheck_other_well", field="inspection")


def way_back(session: Session, problem: Problem) -> ProblemStatus:
    """Return where a problem goes that was not put right after all; a closed case has no more work in it."""
    case = queries.find_case_of_problem(session, problem.id)
    is_open = case is not None and case.status not in FINISHED
    return ProblemStatus.IN_CASE if is_open else ProblemStatus.RECTIFYING


def hold(session: Session, row: Case | Problem | Measure) -> None:
    """Lock a row and read it anew, so that of two who act at once the later sees what happened.

    A case is held before its problems, these before measures, all before the first number or entry
    of a chain is taken: two acts never wait for each other.
    """
    session.refresh(row, with_for_update=True)


def note_problem(
    session: Session,
    problem: Problem,
    *,
    actor: Actor,
    now: datetime,
    on: date,
    what: str,
    to: ProblemStatus | None = None,
    changes: Mapping[str, object] | None = None,
) -> None:
    """Write a problem's next event and take its step; without `to` the status stays.

    `changes` are columns that a constraint ties to the new status, written with it.
    """
    session.flush()
    last = session.scalar(
        select(func.max(ProblemEvent.sequence)).where(ProblemEvent.problem_id == problem.id)
    )
    present = problem.status
    if last is not None and to is not None:
        problem_step(present, to, problem.number)
    for column, value in (changes or {}).items():
        setattr(problem, column, value)
    problem.status = to or present
    problem.version = (problem.version or 0) + 1
    session.add(
        ProblemEvent(
            problem_id=problem.id,
            sequence=(last or 0) + 1,
            from_status=present if last is not None else None,
            to_status=problem.status,
            at=now,
            on=on,
            what=what[:400],
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()


def note_case(  # noqa: PLR0913 - what a row of the chronology holds
    session: Session,
    case: Case,
    *,
    actor: Actor,
    now: datetime,
    on: date,
    what: str,
    to: CaseStatus | None = None,
    changes: Mapping[str, object] | None = None,
    kind: ActKind = ActKind.NOTE,
    act: Act | None = None,
    step: CaseStep | None = None,
    document_id: UUID | None = None,
    approval_id: UUID | None = None,
    old: CaseStatus | None = None,
) -> CaseEvent:
    """Write a case's next act and take its step; without `to` the status stays.

    Whoever calls has asked the workflow and its gates; here only the table is held. `old` is the status
    that a paper of an old file tells of, whatever the table says.
    """
    session.flush()
    last = session.scalar(select(func.max(CaseEvent.sequence)).where(CaseEvent.case_id == case.id))
    present = case.status
    if last is not None and to is not None:
        case_step(present, to, case.number)
    for column, value in (changes or {}).items():
        setattr(case, column, value)
    case.status = old or to or present
    case.version = (case.version or 0) + 1
    event = CaseEvent(
        case_id=case.id, sequence=(last or 0) + 1, at=now, on=on, what=what[:400], kind=kind, step=step
    )
    event.from_status, event.to_status = (present if last is not None else None), case.status
    event.facts, event.document_id, event.approval_id = encode(act or Note()), document_id, approval_id
    event.actor_id, event.actor_name = actor.officer_id, actor.name
    session.add(event)
    session.flush()
    return event
