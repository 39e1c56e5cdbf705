"""Asking the users of a county to report for a period, and noting who has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Actor, Permission
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.deadlines.actions import start_term
from casebook.deadlines.queries import list_terms
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.table import RETURN_DUE
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.parties.rules import PartyKind
from casebook.returns import queries
from casebook.returns.actions.moving import note_event
from casebook.returns.models import PeriodicReturn, ReturnRound
from casebook.returns.rules import PeriodKind, ReturnSettingKey, ReturnState, Scope, latest_to_open

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.deadlines.models import Term
    from casebook.returns.rules import Period, ReturnSettings

YEARLY = "D-25"
"""取水条例 42: by 31 December of the year itself."""


def open_round(session: Session, *, actor: Actor, now: datetime, period: Period) -> ReturnRound:
    """Ask everybody whom the county's setting names to report for a period; the same again asks who is new.

    RuleBroken: `return_period_not_over`, `return_scope_missing`, `return_round_empty`.
    """
    actor.need(Permission.RETURN_EDIT)
    actor.need_reach(actor.county_code, "county", actor.county_code)
    today = local_day(now)
    if period.opens_on > today:
        raise RuleBroken("return_period_not_over", field="period", period=period, opens=period.opens_on)
    settings = queries.settings_on(session, actor.county_code, today)
    if settings.scope is None:
        raise RuleBroken("return_scope_missing", field="period")
    hold(session, f"return_round:{actor.county_code}:{period}")
    obliged = _obliged(session, actor.county_code, period, settings)
    if not obliged:
        raise RuleBroken("return_round_empty", field="period")
    row = queries.find_round(session, actor.county_code, period)
    if row is None:
        row = _begin(session, actor, now, period, settings)
    added = _ask(session, actor, now, row, obliged)
    after = {"period": str(period), "due_on": row.due_on, "returns": added}
    record(session, actor=actor, now=now, action="return_round:open", subject=row.as_subject(), after=after)
    return row


def _obliged(session: Session, county_code: str, period: Period, settings: ReturnSettings) -> list[UUID]:
    holders = queries.holders_of(session, county_code, period.first, period.last).values()
    return [
        one.party_id
        for one in holders
        if (settings.scope is Scope.HOLDERS or one.kind is not PartyKind.CITIZEN)
        and (not settings.least_m3 or (one.permitted_m3 or 0) >= settings.least_m3)
    ]


def _begin(
    session: Session, actor: Actor, now: datetime, period: Period, settings: ReturnSettings
) -> ReturnRound:
    """Write a round and start the clock that gives it its due day."""
    row = ReturnRound(
        id=new_id(),
        county_code=actor.county_code,
        kind=period.kind,
        year=period.year,
        number=period.number,
        opened_at=now,
        opened_by=actor.name,
    )
    row.due_on = _start_clock(session, actor, now, row, settings).due_on
    session.add(row)
    session.flush()
    return row


def _start_clock(
    session: Session, actor: Actor, now: datetime, row: ReturnRound, settings: ReturnSettings
) -> Term:
    is_year = row.kind is PeriodKind.YEAR
    return start_term(
        session,
        actor=actor,
        now=now,
        subject=row.as_subject(),
        rule_id=YEARLY if is_year else RETURN_DUE,
        started_on=row.period.opens_on if is_year else row.period.last,
        length=None if is_year else Length(settings.due_days, Unit.CALENDAR_DAY),
        assignee_id=actor.officer_id,
    )


def keep_clock(session: Session, *, actor: Actor, now: datetime, row: ReturnRound) -> None:
    """Start a round's clock again, with its old end, where it had ended and something is owed once more."""
    if any(term.is_running for term in list_terms(session, [row.id])):
        return
    first = row.period.opens_on if row.kind is PeriodKind.YEAR else row.period.last
    start_term(
        session,
        actor=actor,
        now=now,
        subject=row.as_subject(),
        rule_id=YEARLY if row.kind is PeriodKind.YEAR else RETURN_DUE,
        started_on=first,
        length=Length((row.due_on - first).days, Unit.CALENDAR_DAY),
        assignee_id=actor.officer_id,
    )


def _ask(session: Session, actor: Actor, now: datetime, row: ReturnRound, obliged: list[UUID]) -> int:
    """Add a return for everybody who has none in the round yet; return how many."""
    asked = queries.asked_in(session, row.id)
    new = [one for one in obliged if one not in asked]
    wells = queries.wells_of_users(session, row.county_code, row.period, only=new)
    towns = queries.divisions_of(session, wells, row.county_code)
    state = ReturnState.LATE if row.due_on < local_day(now) else ReturnState.DUE
    for party_id in new:
        owed = PeriodicReturn(
            id=new_id(),
            county_code=row.county_code,
            round_id=row.id,
            party_id=party_id,
            division_code=towns.get(party_id, row.county_code),
            state=state,
            changed_at=now,
        )
        session.add(owed)
    session.flush()
    for owed in queries.list_owed(session, row.id):
        if owed.party_id not in asked:
            note_event(session, actor=actor, now=now, row=owed, before=None)
    session.flush()
    return len(new)


def keep_rounds(session: Session, *, now: datetime, county_code: str) -> dict[str, int]:
    """Open the round of the last period, where the county wants it, and note what is late; for the night.

    Nobody is asked for a period that was over before the county said who reports.
    """
    actor = Actor(None, "system", None, "", county_code)
    today = local_day(now)
    settings = queries.settings_on(session, county_code, today)
    scope = settings.values.get(ReturnSettingKey.SCOPE)
    period = latest_to_open(settings.kind, today)
    opened = 0
    if scope is not None and scope.valid_from is not None and scope.valid_from <= period.last:
        is_new = queries.find_round(session, county_code, period) is None
        if is_new and _obliged(session, county_code, period, settings):
            open_round(session, actor=actor, now=now, period=period)
            opened = 1
    return {"opened": opened, "late": _mark_late(session, actor, now)}


def _mark_late(session: Session, actor: Actor, now: datetime) -> int:
    late = queries.list_past_due(session, actor.county_code, local_day(now))
    steps = queries.last_sequences(session, [row.id for row in late])
    for row in late:
        before, row.state = row.state, ReturnState.LATE
        row.version, row.changed_at = row.version + 1, now
        note_event(session, actor=actor, now=now, row=row, before=before, last=steps[row.id])
    session.flush()
    return len(late)
