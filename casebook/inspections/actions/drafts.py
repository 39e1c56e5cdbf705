"""What every change of a draft begins and ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.inspections.models import Inspection
from casebook.inspections.queries import SUBJECT
from casebook.kernel.errors import Conflict, Forbidden, RuleBroken
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.rules import Clash


def subject_of(inspection: Inspection) -> Subject:
    """Return the inspection as the subject of evidence and audit."""
    title = f"检查 {inspection.well.code} {inspection.visited_on.isoformat()}"
    return Subject(SUBJECT, inspection.id, title, inspection.division_code)


def open_draft(session: Session, *, actor: Actor, inspection: Inspection) -> Inspection:
    """Lock a draft for a change by one of its officers, as it is stored now.

    Raises NotFound outside the jurisdiction, RuleBroken("inspection_submitted") for a submitted record,
    Forbidden for an officer who is not on it.
    """
    actor.need(Permission.INSPECTION_RECORD)
    actor.need_reach(inspection.division_code, "inspection", inspection.id)
    session.execute(select(Inspection.rowid).where(Inspection.id == inspection.id).with_for_update())
    session.expire(inspection)
    if not inspection.is_draft:
        raise RuleBroken("inspection_submitted")
    if not inspection.has_officer(actor.officer_id):
        raise Forbidden("inspection_not_on_record")
    return inspection


def refuse_clashes(clashes: list[Clash]) -> None:
    """Refuse an edit of what somebody else changed meanwhile; the conflict carries both values."""
    if clashes:
        raise Conflict("inspection_clash", clashes=tuple(clashes))


def note(
    session: Session,
    inspection: Inspection,
    *,
    actor: Actor,
    now: datetime,
    action: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Count a save of the draft and audit it."""
    inspection.version += 1
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject=subject_of(inspection),
        before=before,
        after=after,
    )
