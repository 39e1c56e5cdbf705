"""One way to move a return: locked, judged by the table, its event and audit entry written together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.audit.actions import record
from casebook.deadlines import queries as deadlines
from casebook.deadlines.actions import meet_term
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict
from casebook.returns import queries
from casebook.returns.models import PeriodicReturn, ReturnEvent
from casebook.returns.rules import check_step

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.returns.rules import ReturnState

LONGEST_TEXT = 400


def hold_return(session: Session, row: PeriodicReturn, base_version: int | None) -> None:
    """Lock a return and read it anew; Conflict where it is no longer the one that was looked at."""
    session.refresh(row, with_for_update={"of": PeriodicReturn})
    if base_version is not None and base_version != row.version:
        raise Conflict("return_changed_meanwhile")


def move(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: PeriodicReturn,
    to: ReturnState,
    action: str,
    text: str = "",
) -> None:
    """Move a held return to a state; RuleBroken `return_step_out_of_order`."""
    check_step(row.state, to)
    before, row.state = row.state, to
    row.version, row.changed_at = row.version + 1, now
    note_event(session, actor=actor, now=now, row=row, before=before, text=text)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject=row.as_subject(),
        before={"state": before},
        after={"state": to, "total_m3": row.total_m3},
        reason=text or None,
    )
    end_clock(session, actor=actor, now=now, round_id=row.round_id)


def note_event(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: PeriodicReturn,
    before: ReturnState | None,
    text: str = "",
    last: int | None = None,
) -> None:
    """Add the step that brought a return to its state; `last` is its latest step's number, where known."""
    if last is None:
        last = queries.last_sequences(session, [row.id]).get(row.id, 0) if before else 0
    event = ReturnEvent(
        return_id=row.id,
        sequence=last + 1,
        from_state=before,
        to_state=row.state,
        at=now,
        text=text[:LONGEST_TEXT],
        actor_id=actor.officer_id,
        actor_name=actor.name,
    )
    session.add(event)


def end_clock(session: Session, *, actor: Actor, now: datetime, round_id: UUID) -> None:
    """End the round's clock when nothing is owed any more."""
    if queries.is_owed_in(session, round_id):
        return
    for term in deadlines.list_terms(session, [round_id]):
        if term.is_running:
            meet_term(session, actor=actor, now=now, term=term, on=local_day(now))
