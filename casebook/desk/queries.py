"""Reading what waits for an officer, from the features that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from casebook.access import Permission
from casebook.cases.models import Measure, Problem
from casebook.cases.rules import ProblemStatus
from casebook.closures.models import Closure
from casebook.closures.rules import ClosureStatus
from casebook.deadlines import queries as deadlines
from casebook.deadlines.models import Term, TermExtension
from casebook.inspections import queries as inspections
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.models import Inspection, InspectionReview

SHOWN = 50
"""How many of one kind a desk shows; the lists behind it show all."""


@dataclass(frozen=True)
class Waiting:
    """What waits for an officer, by kind."""

    terms: Sequence[Term]
    drafts: Sequence[Inspection]
    extensions: Sequence[tuple[TermExtension, Measure]]
    verified: Sequence[Problem]
    closures: Sequence[Closure]
    to_confirm: Sequence[Inspection] = ()
    """Records on which the officer stands by another's declaration only."""
    returned: Sequence[tuple[Inspection, InspectionReview]] = ()
    to_review: Sequence[Inspection] = ()
    register: tuple[int, int] = (0, 0)
    """How many corrections clash, and how many positions are proposed."""


def waiting_for(session: Session, actor: Actor) -> Waiting:
    """Return what waits for an officer; one query for each kind that the roles can move."""
    officer_id = actor.officer_id
    if officer_id is None:
        return Waiting([], [], [], [], [])
    return Waiting(
        terms=deadlines.list_running(
            session, division_code=actor.jurisdiction, assignee_id=officer_id, limit=SHOWN
        ),
        drafts=inspections.list_drafts_of(session, officer_id)[:SHOWN]
        if actor.can(Permission.INSPECTION_RECORD)
        else [],
        extensions=_extensions(session, actor) if actor.can(Permission.TERM_APPROVE_EXTENSION) else [],
        verified=_verified(session, actor) if actor.can(Permission.PROBLEM_STRIKE_OFF) else [],
        closures=_closures(session, actor),
        **_of_records(session, actor, officer_id),
    )


def _of_records(session: Session, actor: Actor, officer_id: UUID) -> dict[str, Any]:
    """Return the submitted field checks that wait for this officer."""
    found: dict[str, Any] = {}
    if actor.can(Permission.INSPECTION_RECORD):
        found["to_confirm"] = inspections.list_to_confirm(session, officer_id, most=SHOWN)
        found["returned"] = inspections.list_returned(session, officer_id)[:SHOWN]
    if actor.can(Permission.INSPECTION_REVIEW):
        found["to_review"] = inspections.page_to_review(session, actor, size=SHOWN).items
    if actor.can(Permission.WELL_EDIT):
        found["register"] = wells.count_waiting(session, actor)
    return found


def _extensions(session: Session, actor: Actor) -> list[tuple[TermExtension, Measure]]:
    query = (
        select(TermExtension, Measure)
        .join(Measure, Measure.term_id == TermExtension.term_id)
        .where(
            TermExtension.decided_at.is_(None),
            TermExtension.requested_by_id != actor.officer_id,
            Measure.division_code.startswith(actor.jurisdiction),
        )
        .order_by(TermExtension.requested_at, TermExtension.rowid)
        .limit(SHOWN)
    )
    return [(asked, measure) for asked, measure in session.execute(query)]


def _verified(session: Session, actor: Actor) -> list[Problem]:
    """Return problems ready to be struck off by this officer, who did not see to the rectifying."""
    rectifier = func.coalesce(Problem.rectified_by_id, Problem.responsible_officer_id)
    query = select(Problem).where(
        Problem.county_code == actor.county_code,
        Problem.division_code.startswith(actor.jurisdiction),
        Problem.status == ProblemStatus.VERIFIED,
        rectifier != actor.officer_id,
    )
    return list(session.scalars(query.order_by(Problem.number).limit(SHOWN)))


def _closures(session: Session, actor: Actor) -> list[Closure]:
    statuses = []
    if actor.can(Permission.CLOSURE_ACCEPT):
        statuses.append(ClosureStatus.REPORTED)
    if actor.can(Permission.CLOSURE_CONFIRM):
        statuses.append(ClosureStatus.ACCEPTED)
    if actor.can(Permission.CLOSURE_REPORT):
        statuses.append(ClosureStatus.RETURNED)
    if not statuses:
        return []
    query = select(Closure).where(
        Closure.county_code == actor.county_code,
        Closure.division_code.startswith(actor.jurisdiction),
        Closure.status.in_(statuses),
    )
    return list(session.scalars(query.order_by(Closure.number).limit(SHOWN)))
