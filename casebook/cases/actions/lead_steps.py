"""One way to take a step of a lead: state, event and clocks are written together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.access import Permission
from casebook.cases.models import LeadEvent
from casebook.cases.rules import LEAD_TRANSITIONS, LeadState
from casebook.cases.rules.checks import step
from casebook.deadlines import actions as deadlines
from casebook.deadlines.queries import find_running
from casebook.deadlines.rules.table import LEAD_ACCEPTANCE
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Lead

FILING_TERM = "D-01"
"""From receipt to the decision whether to file (令55 立案)."""
LONGEST = 400


def subject_of_lead(lead: Lead) -> Subject:
    """Return a lead as the subject of its number, its clocks and of audit."""
    return Subject("lead", lead.id, lead.number, lead.division_code)


def hold_lead(session: Session, actor: Actor, lead: Lead, need: Permission = Permission.LEAD_DECIDE) -> None:
    """Check permission and reach, lock a lead and read it anew."""
    actor.need(need)
    actor.need_reach(lead.division_code, "lead", lead.number)
    session.refresh(lead, with_for_update=True)


def note_lead(
    session: Session,
    lead: Lead,
    *,
    actor: Actor,
    now: datetime,
    what: str,
    to: LeadState | None = None,
    visit_id: UUID | None = None,
    changes: Mapping[str, object] | None = None,
) -> None:
    """Write a lead's next event and take its step; without `to` the state stays.

    `changes` are columns that a constraint ties to the new state, written with it.
    """
    session.flush()
    last = session.scalar(select(func.max(LeadEvent.sequence)).where(LeadEvent.lead_id == lead.id))
    present = lead.state
    if to is not None:
        step(LEAD_TRANSITIONS, present, to, what=lead.number)
    for column, value in (changes or {}).items():
        setattr(lead, column, value)
    lead.state = to or present
    lead.version = (lead.version or 0) + 1
    session.add(
        LeadEvent(
            lead_id=lead.id,
            sequence=(last or 0) + 1,
            from_state=present if last is not None else None,
            to_state=lead.state,
            at=now,
            what=what[:LONGEST],
            visit_id=visit_id,
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()


def meet_clock(session: Session, lead: Lead, rule_id: str, *, actor: Actor, now: datetime, on: date) -> None:
    """Stop a lead's clock, where it runs; what was done before it began counts as done on its first day."""
    term = find_running(session, subject_id=lead.id, rule_id=rule_id)
    if term is not None:
        deadlines.meet_term(session, actor=actor, now=now, term=term, on=max(on, term.started_on))


def cancel_clock(
    session: Session, lead: Lead, rule_id: str, *, actor: Actor, now: datetime, reason: str
) -> None:
    """End a lead's clock that no longer matters, where it runs."""
    term = find_running(session, subject_id=lead.id, rule_id=rule_id)
    if term is not None:
        deadlines.cancel_term(session, actor=actor, now=now, term=term, reason=reason)


def accept_on(session: Session, lead: Lead, *, actor: Actor, now: datetime, on: date) -> None:
    """Note that a lead was accepted (受理), where nobody has yet; taking it up accepts it as well."""
    if lead.accepted_on is None and lead.received_at is not None:
        lead.accepted_on = on
        lead.owner_id = lead.owner_id or actor.officer_id
        meet_clock(session, lead, LEAD_ACCEPTANCE, actor=actor, now=now, on=on)
