"""The steps of a well's life (rules.md 6.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel import clock
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.wells.models import WellEvent, subject_of
from casebook.wells.rules import CLOSED, Ground, check_step, ground_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.kernel.subjects import Subject
    from casebook.wells.models import Well
    from casebook.wells.rules import WellStatus


def change_status(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    well: Well,
    to: WellStatus,
    on: date,
    reason: str,
    subject: Subject | None = None,
    base_version: int | None = None,
) -> WellEvent:
    """Take one step; the subject (closure, inspection, batch) is the ground, none means a register entry.

    Refused: a step that the table does not have or not on this ground, a day in the future, an
    entry without a reason. Conflict when the well changed after `base_version`.
    """
    actor.need_reach(well.division_code, "well", well.code)
    session.refresh(well, with_for_update=True)
    if base_version is not None and well.version != base_version:
        raise Conflict("well_changed", well=well.code)
    _check(actor, now, well, to, on, reason, ground_of(subject.kind if subject else ""))
    before = {"status": well.status, "closed_on": well.closed_on}
    event = _event(session, actor, now, well, subject)
    event.to_status, event.on, event.reason = to, on, reason.strip()
    session.add(event)
    well.status, well.closed_on = to, on if to in CLOSED else None
    well.version, well.changed_at = well.version + 1, now
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="well:status",
        subject=subject_of(well),
        before=before,
        after={"status": to, "closed_on": well.closed_on},
        reason=reason,
    )
    return event


def withdraw_step(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    well: Well,
    subject: Subject,
    closed_on: date | None,
    reason: str,
) -> None:
    """Take back a well's last step as if it had not been: only for rolling back the file that took it.

    `closed_on` is the day that stood there before. Conflict when another step came after.
    """
    is_of_closure = ground_of(subject.kind) is Ground.CLOSURE
    actor.need(Permission.CLOSURE_HISTORY if is_of_closure else Permission.WELL_IMPORT)
    actor.need_reach(well.division_code, "well", well.code)
    steps = select(WellEvent).where(WellEvent.well_id == well.id).order_by(WellEvent.sequence.desc())
    last = session.scalars(steps.limit(1)).one()
    if (last.subject_kind, last.subject_id) != (subject.kind, subject.id) or last.from_status is None:
        raise Conflict("well_changed", well=well.code)
    before = {"status": well.status, "closed_on": well.closed_on}
    after = {"status": last.from_status, "closed_on": closed_on}
    well.status, well.closed_on = last.from_status, closed_on
    well.version, well.changed_at = well.version + 1, now
    session.delete(last)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="well:withdraw_step",
        subject=subject_of(well),
        before=before,
        after=after,
        reason=reason,
    )


def _check(
    actor: Actor, now: datetime, well: Well, to: WellStatus, on: date, reason: str, ground: Ground
) -> None:
    if ground is Ground.REGISTER:
        actor.need(Permission.WELL_EDIT)
        if not reason.strip():
            raise RuleBroken("well_step_reason", field="reason")
    check_step(well.status, to, ground)
    if on > clock.local_day(now):
        raise RuleBroken("well_step_future", field="on")


def _event(session: Session, actor: Actor, now: datetime, well: Well, subject: Subject | None) -> WellEvent:
    last = session.scalar(select(func.max(WellEvent.sequence)).where(WellEvent.well_id == well.id))
    return WellEvent(
        well_id=well.id,
        sequence=(last or 0) + 1,
        from_status=well.status,
        at=now,
        actor_id=actor.officer_id,
        actor_name=actor.name,
        subject_kind=subject.kind if subject else "",
        subject_id=subject.id if subject else None,
        subject_title=subject.title if subject else "",
    )
