"""What waits at the wells of a package: problems, measures, closures, and the tasks that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.access import Permission
from casebook.cases.models import Case, Lead, Measure, Problem
from casebook.cases.rules import CODES, OPEN_LEADS, MeasureStatus, ProblemStatus
from casebook.closures.models import Closure
from casebook.closures.rules import ClosureStatus
from casebook.deadlines.models import Term
from casebook.field.rules import packages as rules
from casebook.inspections import queries as inspections
from casebook.inspections.rules import InspectionKind
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Work:
    """The parts that say what is to be done; ids and enums as they are, days as dates."""

    problems: Rows
    measures: Rows
    closures: Rows
    tasks: Rows

    @property
    def wells(self) -> list[UUID]:
        """The wells at which anything waits, those with tasks first."""
        parts = (self.tasks, self.measures, self.problems)
        return list(dict.fromkeys(one["well"] for part in parts for one in part))

    def wells_due(self, last: date) -> set[UUID]:
        """Return the wells with a task that is due by a day, or at once."""
        return {one["well"] for one in self.tasks if one["due_on"] is None or one["due_on"] <= last}

    def at(self, wells: Container[UUID]) -> Work:
        """Return what of it waits at some of its wells."""
        parts = (self.problems, self.measures, self.closures, self.tasks)
        return Work(*([one for one in part if one["well"] in wells] for part in parts))


def pack_work(
    session: Session, actor: Actor, scope: ColumnElement[bool], today: date, word: Callable[[object], str]
) -> Work:
    """Return what waits at the wells that a condition means, as far as the actor may see it.

    `word` gives the words of an enum member.
    """
    problems = _problems(session, scope, today) if actor.can(Permission.PROBLEM_SEE) else []
    measures = _measures(session, scope, today) if actor.can(Permission.CASE_SEE) else []
    closures = _closures(session, scope) if actor.can(Permission.CLOSURE_SEE) else []
    tasks: Rows = []
    if actor.can(Permission.INSPECTION_RECORD):
        tasks += _rechecks(problems, measures)
        tasks += _verifications(session, scope)
        tasks += _follow_ups(session, scope, today)
        tasks += _returned(session, actor, scope, word)
    if actor.can(Permission.CLOSURE_ACCEPT):
        tasks += _acceptances(closures)
    return Work(problems, measures, closures, tasks)


def _due_on(term: Term | None, today: date) -> date | None:
    """Return the last day that is not overdue; None where no clock runs, so that tablets judge as we do."""
    if term is None or not term.is_running or term.is_suspended(today):
        return None
    return term.alarm_on


def _problems(session: Session, scope: ColumnElement[bool], today: date) -> Rows:
    query = (
        select(Problem, Term)
        .join(Well, Well.id == Problem.well_id)
        .outerjoin(Term, Term.id == Problem.rectification_term_id)
        .where(scope, Problem.status != ProblemStatus.STRUCK_OFF)
        .order_by(Problem.number)
    )
    return [
        {
            "id": one.id,
            "number": one.number,
            "well": one.well_id,
            "code": one.code,
            "title": CODES[one.code].title,
            "description": one.description,
            "status": one.status,
            "severity": one.severity,
            "found_on": one.found_on,
            "due_on": _due_on(term, today),
        }
        for one, term in session.execute(query)
    ]


def _measures(session: Session, scope: ColumnElement[bool], today: date) -> Rows:
    query = (
        select(Measure, Case.number, Term)
        .join(Well, Well.id == Measure.well_id)
        .join(Case, Case.id == Measure.case_id)
        .join(Term, Term.id == Measure.term_id)
        .where(scope, Measure.status == MeasureStatus.ORDERED)
        .order_by(Term.due_on, Measure.id)
    )
    return [
        {
            "id": one.id,
            "order_no": one.order_no,
            "case_no": case_no,
            "well": one.well_id,
            "demand": one.demand,
            "served_on": one.served_on,
            "due_on": _due_on(term, today),
            "status": one.status,
        }
        for one, case_no, term in session.execute(query)
    ]


def _closures(session: Session, scope: ColumnElement[bool]) -> Rows:
    query = select(Closure).join(Well, Well.id == Closure.well_id)
    query = query.where(scope, Closure.status != ClosureStatus.REOPENED).order_by(Closure.number)
    return [
        {
            "id": one.id,
            "number": one.number,
            "well": one.well_id,
            "kind": one.kind,
            "closed_on": one.closed_on,
            "status": one.status,
            "version": one.version,
        }
        for one in session.scalars(query)
    ]


def _task(kind: str, one: dict[str, Any], title: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - values of the part
    """Return a task about a measure, problem, closure, lead or record."""
    told = {"id": one["id"], "kind": kind, "well": one["well"], "title": title}
    return {**told, "due_on": None, "state": one["status"], "note": "", "of": one["id"], **more}


def _rechecks(problems: Rows, measures: Rows) -> Iterator[dict[str, Any]]:
    """Look at a measure when its time is up, and at once at what was put right without one."""
    ordered_at = {one["well"] for one in measures}
    for one in measures:
        yield _task("recheck", one, one["demand"], due_on=one["due_on"], note=one["order_no"])
    for one in problems:
        if one["status"] is ProblemStatus.RECTIFIED and one["well"] not in ordered_at:
            title = f"{one['number']} {one['title']}"
            yield _task("recheck", one, title, due_on=one["due_on"], of=None)


def _verifications(session: Session, scope: ColumnElement[bool]) -> Iterator[dict[str, Any]]:
    query = select(Lead).join(Well, Well.id == Lead.well_id).where(scope, Lead.state.in_(OPEN_LEADS))
    for lead in session.scalars(query.order_by(Lead.number)):
        one = {"id": lead.id, "well": lead.well_id, "status": lead.state}
        yield _task("verification", one, lead.number, note=lead.what)


def _follow_ups(session: Session, scope: ColumnElement[bool], today: date) -> Iterator[dict[str, Any]]:
    """Look again at what was struck off, after 30, 90 and 180 days."""
    query = (
        select(Problem)
        .join(Well, Well.id == Problem.well_id)
        .where(scope, Problem.status == ProblemStatus.STRUCK_OFF)
        .where(Problem.struck_off_on >= rules.earliest_struck_off(today))
        .order_by(Problem.number)
    )
    struck_off = list(session.scalars(query))
    wells = {one.well_id for one in struck_off}
    visits = inspections.days_by_well(session, wells, InspectionKind.FOLLOW_UP)
    for problem in struck_off:
        assert problem.struck_off_on is not None
        due_on = rules.next_follow_up(problem.struck_off_on, visits.get(problem.well_id, []))
        if due_on is not None:
            one = {"id": problem.id, "well": problem.well_id, "status": problem.status}
            yield _task("follow_up", one, f"{problem.number} {CODES[problem.code].title}", due_on=due_on)


def _returned(
    session: Session, actor: Actor, scope: ColumnElement[bool], word: Callable[[object], str]
) -> Iterator[dict[str, Any]]:
    if actor.officer_id is None:
        return
    found = inspections.list_returned(session, actor.officer_id)
    near = select(Well.id).where(scope, Well.id.in_({record.well_id for record, _verdict in found}))
    inside = set(session.scalars(near))
    for record, verdict in found:
        if record.well_id in inside:
            one = {"id": record.id, "well": record.well_id, "status": "returned"}
            yield _task("returned", one, word(record.kind), note=verdict.note)


def _acceptances(closures: Rows) -> Iterator[dict[str, Any]]:
    for one in closures:
        if one["status"] is ClosureStatus.REPORTED:
            yield _task("acceptance", one, one["number"])
