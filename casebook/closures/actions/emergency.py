"""应急启用 of a reserve well: asked for, allowed, opened, closed again, and what it took subtracted."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.closures import queries, rules
from casebook.closures.actions.steps import hold, note, officer_id
from casebook.closures.models import Closure, EmergencyOpening
from casebook.closures.rules import ClosureKind, ClosureStatus, EmergencyStatus, ReadingOf
from casebook.deadlines import actions as deadlines
from casebook.deadlines import queries as clocks
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.table import EMERGENCY_END
from casebook.kernel import clock
from casebook.kernel.errors import Conflict, Refused, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.months import Month
from casebook.kernel.subjects import Subject
from casebook.ledger import actions as ledger
from casebook.ledger import queries as ledger_queries
from casebook.ledger.rules import GROUPS, PostingKind
from casebook.numbering.actions import issue
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.rules import EmergencyAsked

KIND = "emergency_opening"


def subject_of_emergency(row: EmergencyOpening, well_code: str = "") -> Subject:
    """Return an emergency use as the subject of clocks and audit."""
    return Subject(KIND, row.id, f"{row.number} {well_code}".strip(), row.division_code)


def ask_emergency(
    session: Session, *, actor: Actor, now: datetime, closure: Closure, asked: EmergencyAsked
) -> EmergencyOpening:
    """Ask to open a confirmed reserve well. Refused with all that cannot be asked for."""
    actor.need(Permission.EMERGENCY_ASK)
    actor.need_reach(closure.division_code, "closure", closure.number)
    hold(session, closure)
    _check_reserve(closure)
    well = wells.get_well_by_id(session, closure.well_id)
    running = queries.find_running_emergency(session, well.id)
    if running is not None:
        raise RuleBroken("emergency_running", well=well.code, number=running.number)
    faults = rules.asked_faults(asked, today=clock.local_day(now))
    if faults:
        raise Refused(faults)
    row = EmergencyOpening(
        id=new_id(),
        county_code=closure.county_code,
        division_code=closure.division_code,
        closure_id=closure.id,
        well_id=well.id,
        number="",
        status=EmergencyStatus.ASKED,
        asked_by_id=officer_id(actor),
        asked_at=now,
        **asdict(asked),
    )
    subject = subject_of_emergency(row, well.code)
    year = clock.local_day(now).year
    row.number = issue(session, county_code=row.county_code, kind="YJ", year=year, subject=subject, now=now)
    session.add(row)
    _record(session, actor, now, row, "emergency:ask")
    return row


def _check_reserve(closure: Closure) -> None:
    """Refuse a closure that is no confirmed reserve well."""
    if closure.kind is not ClosureKind.MOTHBALLED or closure.status is not ClosureStatus.CONFIRMED:
        raise RuleBroken("emergency_not_reserve", number=closure.number)


def decide_emergency(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: EmergencyOpening,
    is_allowed: bool,
    decision: str,
    base_version: int | None = None,
) -> None:
    """Allow or refuse an emergency use; never by who asked. `decision` is the paper's number, or why not."""
    actor.need(Permission.EMERGENCY_DECIDE)
    _hold(session, actor, row, base_version)
    to = EmergencyStatus.APPROVED if is_allowed else EmergencyStatus.REFUSED
    rules.emergency_step(row.status, to, row.number)
    if actor.officer_id == row.asked_by_id:
        raise RuleBroken("emergency_by_asker")
    if not decision.strip():
        raise RuleBroken("emergency_decision_missing", field="decision")
    row.decided_by_id, row.decided_at, row.decision = officer_id(actor), now, decision.strip()
    _move(session, actor, now, row, to, "emergency:decide")


def open_emergency(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: EmergencyOpening,
    opened_on: date,
    first_reading: Decimal | None,
    base_version: int | None = None,
) -> None:
    """Note that a reserve well was opened; from that day the duty runs to close it again."""
    actor.need(Permission.EMERGENCY_ASK)
    _hold(session, actor, row, base_version)
    rules.emergency_step(row.status, EmergencyStatus.OPEN, row.number)
    rules.check_opening(opened_on, from_on=row.from_on, until_on=row.until_on, today=clock.local_day(now))
    closure = queries.get_closure_by_id(session, row.closure_id, actor)
    hold(session, closure)
    _check_reserve(closure)  # it may have been reopened since leave was given
    row.opened_on, row.first_reading = opened_on, first_reading
    _move(session, actor, now, row, EmergencyStatus.OPEN, "emergency:open")
    note(session, closure, actor=actor, now=now, on=opened_on, what=f"应急启用 {row.number}：{row.cause}")
    deadlines.start_term(
        session,
        actor=actor,
        now=now,
        subject=subject_of_emergency(row, wells.get_well_by_id(session, row.well_id).code),
        rule_id=EMERGENCY_END,
        started_on=opened_on,
        length=Length(max((row.until_on - opened_on).days, 1), Unit.CALENDAR_DAY),
        assignee_id=row.asked_by_id,
    )


def seal_emergency(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: EmergencyOpening,
    sealed_on: date,
    last_reading: Decimal | None,
    tag_no: str,
    overrun: str = "",
    base_version: int | None = None,
) -> Decimal:
    """Note that an opened well was closed again, and subtract what it took. Returns that, in m³.

    In the year of the closing the booked reduction is reversed and booked anew without it; in a later year
    what was used is booked by itself and subtracted there. Refused for an
    overrun that nobody explains; RuleBroken `emergency_unmeasured` where neither meter nor volumes know.
    """
    actor.need(Permission.EMERGENCY_ASK)
    _hold(session, actor, row, base_version)
    rules.emergency_step(row.status, EmergencyStatus.SEALED, row.number)
    used = _used(session, row, sealed_on, last_reading, overrun, today=clock.local_day(now))
    row.sealed_on, row.last_reading, row.used_m3 = sealed_on, last_reading, used
    row.tag_no, row.overrun = tag_no.strip(), overrun.strip()
    _move(session, actor, now, row, EmergencyStatus.SEALED, "emergency:seal")
    term = clocks.find_running(session, subject_id=row.id, rule_id=EMERGENCY_END)
    if term is not None:
        deadlines.meet_term(session, actor=actor, now=now, term=term, on=sealed_on)
    closure = queries.get_closure_by_id(session, row.closure_id, actor)
    what = f"应急启用 {row.number} 后重新封存，取水 {used} m³"
    hold(session, closure)
    note(session, closure, actor=actor, now=now, on=sealed_on, what=what)
    _subtract(session, actor=actor, now=now, closure=closure, row=row)
    return used


def _used(
    session: Session,
    row: EmergencyOpening,
    sealed_on: date,
    last_reading: Decimal | None,
    overrun: str,
    *,
    today: date,
) -> Decimal:
    """Return what an opening took, once its end can be."""
    assert row.opened_on is not None  # the step from `open` holds it
    measured = queries.measured_between(session, row.well_id, row.opened_on, max(sealed_on, row.opened_on))
    used = rules.used_m3(ReadingOf(first=row.first_reading, last=last_reading), measured)
    faults = rules.sealing_faults(
        sealed_on=sealed_on,
        opened_on=row.opened_on,
        until_on=row.until_on,
        used=used,
        limit=row.limit_m3,
        why=overrun,
        today=today,
    )
    if faults:
        raise Refused(faults)
    return used


def lapse_emergency(
    session: Session, *, actor: Actor, now: datetime, row: EmergencyOpening, base_version: int | None = None
) -> None:
    """Note that an allowed emergency use was not needed after all."""
    actor.need(Permission.EMERGENCY_ASK)
    _hold(session, actor, row, base_version)
    rules.emergency_step(row.status, EmergencyStatus.LAPSED, row.number)
    _move(session, actor, now, row, EmergencyStatus.LAPSED, "emergency:lapse")


def _subtract(
    session: Session, *, actor: Actor, now: datetime, closure: Closure, row: EmergencyOpening
) -> None:
    """Take what was used off the years of its use: of the closing's own booking, in other years by itself."""
    assert row.opened_on is not None  # the caller holds it
    assert row.sealed_on is not None  # the caller has set it, and the volume
    assert row.used_m3 is not None
    for year, used in rules.used_by_year(row.used_m3, row.opened_on, row.sealed_on).items():
        if used and year == closure.closed_on.year:
            _book_anew(session, actor=actor, now=now, closure=closure, row=row, used=used)
        elif used:
            _book_use(session, actor=actor, now=now, closure=closure, row=row, year=year, used=used)


def _book_use(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    closure: Closure,
    row: EmergencyOpening,
    year: int,
    used: Decimal,
) -> None:
    """Book what was taken in a later year than that of the closing; the year's sums subtract it."""
    well = wells.get_well_by_id(session, closure.well_id)
    assert row.opened_on is not None  # the caller holds it
    ledger.post(
        session,
        actor=actor,
        now=now,
        kind=PostingKind.EMERGENCY_USE,
        on=max(row.opened_on, Month(year, 1).first),
        year=year,
        division_code=closure.division_code,
        subject=subject_of_emergency(row, well.code),
        well_code=well.code,
        aquifer_group=GROUPS[well.aquifer],
        full_year_m3=used,
        this_year_m3=used,
    )


def _book_anew(
    session: Session, *, actor: Actor, now: datetime, closure: Closure, row: EmergencyOpening, used: Decimal
) -> None:
    """Reverse the reduction of the closing's own year and book it again without what was taken."""
    for entry in ledger_queries.list_entries_of_subject(session, closure.id, actor):
        old = entry.posting
        is_standing = entry.reverses is None and entry.reversed_by is None
        if old.kind is not PostingKind.REDUCTION or not is_standing:
            continue
        on = max(row.sealed_on or old.on, old.on)
        reason = f"应急启用 {row.number} 取水 {used} m³，扣减后重记"
        ledger.reverse(session, actor=actor, now=now, entry_id=entry.id, on=on, reason=reason)
        ledger.post(
            session,
            actor=actor,
            now=now,
            kind=PostingKind.REDUCTION,
            on=old.on,
            year=old.year,
            division_code=old.division_code,
            subject=entry.subject,
            well_code=old.well_code,
            aquifer_group=old.aquifer_group,
            full_year_m3=rules.after_emergencies(old.full_year_m3, [used]),
            this_year_m3=rules.after_emergencies(old.this_year_m3, [used]),
            method=old.method,
            grade=old.grade,
            papers=old.papers,
        )


def _hold(session: Session, actor: Actor, row: EmergencyOpening, base_version: int | None) -> None:
    actor.need_reach(row.division_code, KIND, row.number)
    session.refresh(row, with_for_update=True)
    if base_version is not None and row.version != base_version:
        raise Conflict("emergency_changed", number=row.number, status=row.status)


def _move(
    session: Session, actor: Actor, now: datetime, row: EmergencyOpening, to: EmergencyStatus, action: str
) -> None:
    row.status, row.version = to, row.version + 1
    _record(session, actor, now, row, action)


def _record(session: Session, actor: Actor, now: datetime, row: EmergencyOpening, action: str) -> None:
    session.flush()
    after = {
        "status": row.status,
        "limit_m3": row.limit_m3,
        "until_on": row.until_on,
        "opened_on": row.opened_on,
        "sealed_on": row.sealed_on,
        "used_m3": row.used_m3,
    }
    about = subject_of_emergency(row)
    reason = row.decision or row.cause
    record(session, actor=actor, now=now, action=action, subject=about, after=after, reason=reason)
    session.flush()
