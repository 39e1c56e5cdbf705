"""The clock of a user's defence (申辩) against the cut of its next plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.deadlines.actions import cancel_term, meet_term, start_term
from casebook.deadlines.queries import find_running, get_calendar, setting_on
from casebook.deadlines.rules import Length, Unit, compute, find_rule
from casebook.deadlines.rules.table import PLAN_DEFENCE
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.plans.models import PlanCut


def subject_of(cut: PlanCut) -> Subject:
    """Return a cut as what an act is about."""
    return Subject("plan_cut", cut.id, f"{cut.year}-{str(cut.id)[:8]}", cut.county_code)


def open_defence(
    session: Session, cut: PlanCut, on: date, until: date | None, *, actor: Actor, now: datetime
) -> date:
    """Start the clock with the notice and return its last day: no less time than the rule gives."""
    term = start_term(
        session,
        actor=actor,
        now=now,
        subject=subject_of(cut),
        rule_id=PLAN_DEFENCE,
        started_on=on,
        length=_more_time(session, cut, on, until),
        assignee_id=cut.drafted_by_id,
    )
    return term.due_on


def _more_time(session: Session, cut: PlanCut, on: date, until: date | None) -> Length | None:
    """Return the time up to a later day than the rule's; None where the rule's holds."""
    usual = find_rule(PLAN_DEFENCE).choose_length(setting_on(session, cut.county_code, PLAN_DEFENCE, on))
    due = compute(on, usual, calendar=get_calendar(session)).due
    return None if until is None or until <= due else Length((until - on).days, Unit.CALENDAR_DAY)


def end_defence(
    session: Session, cut: PlanCut, reason: str, *, met_on: date | None = None, actor: Actor, now: datetime
) -> None:
    """End the clock if it runs: the user has answered on a day, or for a reason."""
    term = find_running(session, subject_id=cut.id, rule_id=PLAN_DEFENCE)
    if term is not None and met_on is not None:
        meet_term(session, actor=actor, now=now, term=term, on=met_on)
    elif term is not None:
        cancel_term(session, actor=actor, now=now, term=term, reason=reason)
