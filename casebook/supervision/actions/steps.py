"""One way to move a step of the ladder: state, event and audit entry are written together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.deadlines import queries as deadlines
from casebook.deadlines.actions import cancel_term, meet_term
from casebook.deadlines.rules.table import SUPERVISION_REPLY
from casebook.kernel.errors import Conflict, Forbidden
from casebook.kernel.subjects import Subject
from casebook.supervision import queries
from casebook.supervision.models import SupervisionEvent
from casebook.supervision.rules import step as check_step

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.supervision.models import SupervisionStep
    from casebook.supervision.rules import StepState


@dataclass(frozen=True)
class Move:
    """What happened, on which day, and the scan that proves it."""

    to: StepState
    on: date
    what: str
    act: str
    scan_hash: str | None = None
    scan_name: str = ""


def subject_of(row: SupervisionStep) -> Subject:
    """Return a step as the subject of its clock, its number and of audit."""
    title = f"{row.number or ''} {row.subject_title}".strip()
    return Subject(queries.SUBJECT, row.id, title[:300], row.division_code)


def hold(session: Session, row: SupervisionStep, base_version: int | None = None) -> None:
    """Lock a step and read it anew; Conflict when it is no longer the one that was seen."""
    session.refresh(row, with_for_update=True)
    if base_version is not None and base_version != row.version:
        raise Conflict("supervision_moved_meanwhile")


def need_issuer(row: SupervisionStep, actor: Actor) -> None:
    """Hold that the actor may move a step for who issues it; the trigger names the role."""
    actor.need(Permission.SUPERVISION_ISSUE)
    actor.need_reach(row.division_code, queries.SUBJECT, row.id)
    if not actor.is_operator and row.issued_on is None and row.issuer not in actor.roles:
        raise Forbidden("supervision_issuer", role=row.issuer)


def need_unit(row: SupervisionStep, actor: Actor) -> None:
    """Hold that the actor replies for the unit, or enters its reply for who issued it."""
    actor.need_reach(row.division_code, queries.SUBJECT, row.id)
    is_unit = actor.agency_id is not None and actor.agency_id == row.unit_id
    if not (is_unit and actor.can(Permission.SUPERVISION_SEE)):
        actor.need(Permission.SUPERVISION_ISSUE)


def move(session: Session, row: SupervisionStep, taken: Move, *, actor: Actor, now: datetime) -> None:
    """Take a step of the ladder to a state; the table decides whether it may."""
    before = row.state
    check_step(before, taken.to)
    row.state, row.version = taken.to, row.version + 1
    session.flush()
    note(session, row, taken, actor=actor, now=now)
    record(
        session,
        actor=actor,
        now=now,
        action=taken.act,
        subject=subject_of(row),
        before={"state": before},
        after={"state": taken.to, "on": taken.on, "rung": row.rung, "hash": row.body_hash},
    )


def note(session: Session, row: SupervisionStep, taken: Move, *, actor: Actor, now: datetime) -> None:
    """Write an event of a step."""
    session.add(
        SupervisionEvent(
            step_id=row.id,
            sequence=queries.last_sequence(session, row.id) + 1,
            to_state=taken.to,
            at=now,
            on=taken.on,
            what=taken.what[:1200],
            scan_hash=taken.scan_hash,
            scan_name=taken.scan_name,
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()


def end_clock(
    session: Session, row: SupervisionStep, *, actor: Actor, now: datetime, met_on: date | None
) -> None:
    """Meet the clock of the reply, or cancel it where nothing is waited for any more."""
    term = deadlines.find_running(session, subject_id=row.id, rule_id=SUPERVISION_REPLY)
    if term is None:
        return
    if met_on is not None:
        meet_term(session, actor=actor, now=now, term=term, on=met_on)
    else:
        cancel_term(session, actor=actor, now=now, term=term, reason="督办办结")
