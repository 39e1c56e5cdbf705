"""Confirming what two agencies owed each other in a month."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.handovers import queries
from casebook.handovers.models import LetterStatement
from casebook.handovers.rules import check_month_over, last_of, tally
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, Forbidden, RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.handovers.queries import Exchange


def figures_of(exchange: Exchange, own_name: str, month: date) -> bytes:
    """Return what both sides confirm: the same bytes whichever of the two looks at them."""
    sides = {own_name: exchange.incoming, exchange.other_name: exchange.outgoing}
    owed = {name: asdict(tally(courses, month, last_of(month))) for name, courses in sides.items()}
    return canonical_json({"month": month, "owed": owed})


def confirm_statement(
    session: Session, *, actor: Actor, now: datetime, month: date, other_name: str, seen_hash: str
) -> LetterStatement:
    """Confirm a month's statement for the actor's agency; Conflict when its figures are not those seen."""
    actor.need(Permission.HANDOVER_ANSWER)
    if actor.officer_id is None or actor.agency_id is None:
        raise Forbidden("letter_needs_officer")
    check_month_over(last_of(month), local_day(now))
    hold(session, f"letter_statement:{actor.agency_id}:{month}")
    exchange = queries.get_exchange(session, actor.agency_id, other_name, last=last_of(month))
    figures = figures_of(exchange, actor.agency_name, month)
    if digest(figures) != seen_hash:
        raise Conflict("statement_changed_meanwhile")
    _check_new(session, actor, month, other_name, seen_hash)
    row = LetterStatement(
        county_code=actor.county_code,
        month=month,
        agency_id=actor.agency_id,
        other_id=exchange.other_id,
        other_name=other_name,
        figures=figures.decode(),
        figures_hash=digest(figures),
        confirmed_by_id=actor.officer_id,
        confirmed_by=actor.name,
        confirmed_at=now,
    )
    session.add(row)
    session.flush()
    subject = Subject("letter_statement", row.id, f"{month:%Y-%m} {other_name}", actor.county_code)
    facts = {"hash": row.figures_hash}
    record(session, actor=actor, now=now, action="statement:confirm", subject=subject, after=facts)
    return row


def _check_new(session: Session, actor: Actor, month: date, other_name: str, figures_hash: str) -> None:
    mine = {
        (one.other_name, one.figures_hash)
        for one in queries.list_confirmations(session, actor.county_code, month, [actor.agency_id])
        if one.agency_id == actor.agency_id
    }
    if (other_name, figures_hash) in mine:
        raise RuleBroken("statement_confirmed_already")
