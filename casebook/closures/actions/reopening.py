"""Reopening a closed well, which takes its booking back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases.actions.receiving import LeadEntry, register
from casebook.cases.rules import FoundHow
from casebook.claims.actions import give_back
from casebook.closures import queries, rules
from casebook.closures.actions.steps import hold, note, subject_of
from casebook.closures.rules import ClosureStatus
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.ledger import actions as ledger
from casebook.ledger import queries as ledger_queries
from casebook.ledger.rules import PostingKind
from casebook.wells import actions as well_actions
from casebook.wells import queries as wells
from casebook.wells.rules import WellStatus

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Lead
    from casebook.closures.models import Closure


def reopen_closure(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    closure: Closure,
    reopened_on: date,
    reason: str,
    found_how: FoundHow = FoundHow.INSPECTION,
    base_version: int | None = None,
) -> None:
    """Record that a closed well is pumped again, and take its booking back from that day (rules.md 10.6).

    Count and full year go to nothing; this year's saving is kept up to the day before. What was not found
    by a field check becomes a lead, so that two officers go and list it as P17 (私自启用).
    RuleBroken `emergency_allowed` where the well was open by leave on that day.
    """
    actor.need(Permission.CLOSURE_REOPEN)
    actor.need_reach(closure.division_code, "closure", closure.number)
    hold(session, closure, base_version)
    rules.step(closure.status, ClosureStatus.REOPENED, closure.number)
    _check(session, closure, reopened_on, reason, today=clock.local_day(now))
    lead = _tell(session, actor=actor, now=now, closure=closure, reason=reason, found_how=found_how)
    note(
        session,
        closure,
        actor=actor,
        now=now,
        on=reopened_on,
        what=f"发现重新启用：{reason}" + (f"（线索 {lead.number}）" if lead else ""),
        to=ClosureStatus.REOPENED,
        changes={"reopened_on": reopened_on},
    )
    # The well's row before the ledger's lock, in the order in which all acts take them.
    _open_well(session, actor=actor, now=now, closure=closure, on=reopened_on, reason=reason)
    _take_back(session, actor=actor, now=now, closure=closure, on=reopened_on, reason=reason)
    give_back(session, now=now, subject_id=closure.id)


def _check(session: Session, closure: Closure, on: date, reason: str, *, today: date) -> None:
    if on > today:
        raise RuleBroken("date_in_future", field="reopened_on")
    if on < closure.closed_on:
        raise RuleBroken("reopened_before_closed", field="reopened_on")
    if not reason.strip():
        raise RuleBroken("reopen_needs_reason", field="reason")
    allowed = queries.emergencies_of(session, [closure.well_id]).get(closure.well_id, [])
    if any(one.first <= on <= one.last for one in allowed):
        raise RuleBroken("emergency_allowed", field="reopened_on")


def _tell(
    session: Session, *, actor: Actor, now: datetime, closure: Closure, reason: str, found_how: FoundHow
) -> Lead | None:
    """Make the lead that sends two officers to the well; None where officers were there already."""
    if found_how is FoundHow.INSPECTION:
        return None
    well = wells.get_well_by_id(session, closure.well_id)
    content = f"已封停的井疑似私自启用（{closure.number}）：{reason}"
    entry = LeadEntry(found_how, content, now, division_code=well.division_code, well=well)
    lead = register(session, actor=actor, now=now, entry=entry, division_code=well.division_code)
    lead.owner_id = actor.officer_id
    session.flush()
    return lead


def _take_back(
    session: Session, *, actor: Actor, now: datetime, closure: Closure, on: date, reason: str
) -> None:
    saved = rules.kept_until(closure.full_year_m3, closed_on=closure.closed_on, reopened_on=on)
    kept = rules.after_emergencies(saved, [queries.used_in_year(session, closure)])
    for entry in ledger_queries.list_entries_of_subject(session, closure.id, actor):
        is_standing = entry.reverses is None and entry.reversed_by is None
        if is_standing and entry.posting.kind in {PostingKind.WELL_CLOSED, PostingKind.REDUCTION}:
            is_reduction = entry.posting.kind is PostingKind.REDUCTION
            ledger.reverse(
                session,
                actor=actor,
                now=now,
                entry_id=entry.id,
                on=on,
                reason=reason,
                this_year_m3_kept=min(kept, entry.posting.this_year_m3) if is_reduction else None,
            )
    _take_back_uses(session, actor=actor, now=now, closure=closure, on=on, reason=reason)


def _take_back_uses(
    session: Session, *, actor: Actor, now: datetime, closure: Closure, on: date, reason: str
) -> None:
    """Take the emergencies off no longer, with the reduction gone; what was pumped stays in its year."""
    for row in queries.list_emergencies(session, closure.id):
        for entry in ledger_queries.list_entries_of_subject(session, row.id, actor):
            if entry.reverses is None and entry.reversed_by is None:
                day, kept = max(on, entry.posting.on), entry.posting.this_year_m3
                ledger.reverse(
                    session,
                    actor=actor,
                    now=now,
                    entry_id=entry.id,
                    on=day,
                    reason=reason,
                    this_year_m3_kept=kept,
                )


def _open_well(
    session: Session, *, actor: Actor, now: datetime, closure: Closure, on: date, reason: str
) -> None:
    well = wells.get_well_by_id(session, closure.well_id)
    subject = subject_of(closure, well.code)
    well_actions.change_status(
        session,
        actor=actor,
        now=now,
        well=well,
        to=WellStatus.IN_USE,
        on=on,
        reason=f"重新启用：{reason}"[:400],
        subject=subject,
    )
    record(session, actor=actor, now=now, action="closure:reopen", subject=subject, reason=reason)
    session.flush()
