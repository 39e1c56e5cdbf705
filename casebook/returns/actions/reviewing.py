"""What an officer decides about a return: accept it, ask back, or that none is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.returns import queries
from casebook.returns.actions.moving import LONGEST_TEXT, hold_return, move
from casebook.returns.actions.rounds import keep_clock
from casebook.returns.rules import DECIDED_BY_OFFICERS, LAST_VERSION, NEED_REASON, ReturnState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.returns.models import PeriodicReturn

_ACTIONS = {
    ReturnState.ACCEPTED: "return:accept",
    ReturnState.UNDER_QUERY: "return:query",
    ReturnState.VOID: "return:void",
    ReturnState.DUE: "return:restore",
}


def decide(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: PeriodicReturn,
    to: ReturnState,
    reason: str = "",
    base_version: int | None = None,
) -> None:
    """Accept a return, ask back, say that none is owed, or take that back; the last three with a reason.

    The reason of a query is what the user reads behind the link. A return that is owed again has to be
    reported anew: what had come for it stays among its former reports.
    """
    actor.need(Permission.RETURN_EDIT)
    actor.need_reach(row.division_code, queries.RETURN, row.id)
    if to not in DECIDED_BY_OFFICERS:
        raise RuleBroken("return_step_out_of_order", state=row.state, to=to)
    if to in NEED_REASON and not reason.strip():
        raise RuleBroken("return_reason_missing", field="reason")
    hold_return(session, row, base_version)
    text = reason.strip()[:LONGEST_TEXT]
    row.query = text if to is ReturnState.UNDER_QUERY else ""
    if to is ReturnState.DUE and row.state is ReturnState.VOID:
        row.submission_id, row.total_m3, row.received_on = None, None, None
    move(session, actor=actor, now=now, row=row, to=to, action=_ACTIONS[to], text=text)
    if to is ReturnState.DUE:
        keep_clock(session, actor=actor, now=now, row=row.round)


def renew_link(session: Session, *, actor: Actor, now: datetime, row: PeriodicReturn) -> int:
    """Make the links given out so far useless, and return the edition of the new one."""
    actor.need(Permission.RETURN_EDIT)
    actor.need_reach(row.division_code, queries.RETURN, row.id)
    hold_return(session, row, None)
    before, row.link_version = row.link_version, row.link_version % LAST_VERSION + 1
    row.version, row.changed_at = row.version + 1, now
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="return:renew_link",
        subject=row.as_subject(),
        before={"link_version": before},
        after={"link_version": row.link_version, "on": local_day(now)},
    )
    return row.link_version
