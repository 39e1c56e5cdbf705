"""One way to take a step of a closure: the status and the event row are written together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.closures.models import Closure, ClosureEvent
from casebook.closures.rules import step
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.rules import ClosureStatus


def subject_of(closure: Closure, well_code: str) -> Subject:
    """Return the closure as the subject of files, postings and audit."""
    return Subject("closure", closure.id, f"{closure.number} {well_code}".strip(), closure.division_code)


def hold(session: Session, closure: Closure, base_version: int | None = None) -> None:
    """Lock a closure's row and read it anew, so that of two who act at once the later sees what happened.

    `base_version` is the version that the page was made from; Conflict when it is no longer that.
    """
    session.refresh(closure, with_for_update=True)
    if base_version is not None and closure.version != base_version:
        raise Conflict("closure_changed", number=closure.number, status=closure.status)


def officer_id(actor: Actor) -> UUID:
    """Return who acts; a closure's steps are an officer's own."""
    if actor.officer_id is None:
        raise RuleBroken("officer_needed")
    return actor.officer_id


def note(
    session: Session,
    closure: Closure,
    *,
    actor: Actor,
    now: datetime,
    on: date,
    what: str,
    to: ClosureStatus | None = None,
    changes: Mapping[str, object] | None = None,
) -> None:
    """Write a closure's next event and take its step; without `to` the status stays.

    `changes` are columns written together with the status.
    """
    session.flush()
    last = session.scalar(
        select(func.max(ClosureEvent.sequence)).where(ClosureEvent.closure_id == closure.id)
    )
    present = closure.status
    if last is not None and to is not None:
        step(present, to, closure.number)
    for column, value in (changes or {}).items():
        setattr(closure, column, value)
    closure.status = to or present
    closure.version = (closure.version or 0) + 1
    session.add(
        ClosureEvent(
            closure_id=closure.id,
            sequence=(last or 0) + 1,
            from_status=present if last is not None else None,
            to_status=closure.status,
            at=now,
            on=on,
            what=what[:400],
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()
