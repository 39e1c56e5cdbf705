"""Confirming a closure, which books it, and reopening, which takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission, Role
from casebook.accounts import queries as accounts
from casebook.accounts.models import AgencyKind
from casebook.audit.actions import record
from casebook.cases import queries as cases
from casebook.closures import queries, rules
from casebook.closures.actions.steps import note, officer_id, subject_of
from casebook.closures.models import ClosureConfirmation
from casebook.closures.rules import ClosureStatus, ConfirmingPart
from casebook.evidence import queries as evidence
from casebook.kernel import clock
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.ledger import actions as ledger
from casebook.ledger import queries as ledger_queries
from casebook.ledger.rules import GRADES, GROUPS, PostingKind
from casebook.wells import actions as well_actions
from casebook.wells import queries as wells
from casebook.wells.rules import WellStatus

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import Closure
    from casebook.wells.models import Well


def parts_of(session: Session, closure: Closure) -> tuple[ConfirmingPart, ...]:
    """Return the offices whose confirmation a closure needs."""
    involved = [closure.reported_by_id, closure.accepted_by_id]
    kinds = {accounts.get_officer(session, one).agency.kind for one in involved if one is not None}
    return rules.confirming_parts(closure.origin, is_township_involved=AgencyKind.TOWNSHIP in kinds)


def confirm_closure(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    closure: Closure,
    part: ConfirmingPart,
    confirmed_on: date,
    remark: str,
) -> bool:
    """Give one office's confirmation; with the last one the closure is booked. Returns whether it was.

    Posts one well closed and the reduction into the year of the closing day, with method, grade
    and the hashes of the closure's papers.
    """
    actor.need(Permission.CLOSURE_CONFIRM)
    actor.need_reach(closure.division_code, "closure", closure.number)
    rules.step(closure.status, ClosureStatus.CONFIRMED, closure.number)
    _check_part(session, actor, closure, part)
    _check_day(closure, confirmed_on, clock.local_day(now), remark)
    session.add(
        ClosureConfirmation(
            closure_id=closure.id,
            part=part,
            agency_id=actor.agency_id,
            officer_id=officer_id(actor),
            confirmed_on=confirmed_on,
            remark=remark.strip(),
        )
    )
    session.flush()
    given = {one.part for one in queries.list_confirmations(session, closure.id)}
    is_last = set(parts_of(session, closure)) <= given
    what = f"{actor.agency_name}确认：{remark}"
    to = ClosureStatus.CONFIRMED if is_last else None
    changes = {"confirmed_on": confirmed_on} if is_last else None
    note(session, closure, actor=actor, now=now, on=confirmed_on, what=what, to=to, changes=changes)
    well = wells.get_well_by_id(session, closure.well_id)
    if is_last:
        _book(session, actor=actor, now=now, closure=closure, well=well)
    subject = subject_of(closure, well.code)
    record(session, actor=actor, now=now, action="closure:confirm", subject=subject, reason=remark)
    session.flush()
    return is_last


def _check_part(session: Session, actor: Actor, closure: Closure, part: ConfirmingPart) -> None:
    """Hold that the office is one that must confirm, that it did not yet, and that it is not its own work."""
    if part not in parts_of(session, closure):
        raise RuleBroken("confirmer_wrong", field="part", part=part)
    if part in {one.part for one in queries.list_confirmations(session, closure.id)}:
        raise RuleBroken("confirmed_already", field="part", part=part)
    if actor.officer_id in {closure.reported_by_id, closure.accepted_by_id}:
        raise RuleBroken("confirmed_by_involved")
    if part is ConfirmingPart.TOWNSHIP:
        is_its_lead = Role.TOWNSHIP_LEAD in actor.roles and closure.division_code == actor.jurisdiction
        _need(is_its_lead, "confirmer_township")
    elif part is ConfirmingPart.COUNTY_RECHECK:
        _need(Role.COUNTY_RECHECK in actor.roles, "confirmer_recheck")
    else:
        _check_enforcing(session, actor, closure)


def _check_enforcing(session: Session, actor: Actor, closure: Closure) -> None:
    if closure.case_id is None:
        power = accounts.power_holder(
            session,
            county_code=closure.county_code,
            matter="PEN-10",
            division_code=closure.division_code,
            on=closure.closed_on,
        )
        _need(actor.agency_id == power.agency_id, "confirmer_enforcing")
        return
    case = cases.get_case_by_id(session, closure.case_id)
    _need(actor.agency_id == case.agency_id, "confirmer_enforcing")
    ordered_by = {measure.ordered_by_id for measure in cases.list_measures(session, case.id)}
    if actor.officer_id in ordered_by:
        raise RuleBroken("confirmed_by_orderer")


def _need(holds: bool, code: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise Forbidden(code)


def _check_day(closure: Closure, confirmed_on: date, today: date, remark: str) -> None:
    if confirmed_on > today:
        raise RuleBroken("date_in_future", field="confirmed_on")
    if closure.accepted_on is not None and confirmed_on < closure.accepted_on:
        raise RuleBroken("confirmed_before_accepted", field="confirmed_on")
    if not remark.strip():
        raise RuleBroken("confirmation_needs_remark", field="remark")


def _book(session: Session, *, actor: Actor, now: datetime, closure: Closure, well: Well) -> None:
    papers = [item.file_hash for item in evidence.list_items(session, "closure", closure.id)]
    for kind in (PostingKind.WELL_CLOSED, PostingKind.REDUCTION):
        is_reduction = kind is PostingKind.REDUCTION
        ledger.post(
            session,
            actor=actor,
            now=now,
            kind=kind,
            on=closure.closed_on,
            year=closure.closed_on.year,
            well_code=well.code,
            division_code=closure.division_code,
            subject=subject_of(closure, well.code),
            count=0 if is_reduction else 1,
            full_year_m3=closure.full_year_m3 if is_reduction else 0,
            this_year_m3=closure.this_year_m3 if is_reduction else 0,
            aquifer_group=GROUPS[well.aquifer],
            method=closure.baseline_method if is_reduction else None,
            grade=GRADES[closure.baseline_method] if is_reduction else None,
            papers=papers,
        )


def reopen_closure(
    session: Session, *, actor: Actor, now: datetime, closure: Closure, reopened_on: date, reason: str
) -> None:
    """Record that a closed well is pumped again, and take its booking back from that day (rules.md 10.6).

    Count and full year go to nothing; this year's saving is kept up to the day before.
    """
    actor.need(Permission.CLOSURE_REOPEN)
    actor.need_reach(closure.division_code, "closure", closure.number)
    rules.step(closure.status, ClosureStatus.REOPENED, closure.number)
    if reopened_on > clock.local_day(now):
        raise RuleBroken("date_in_future", field="reopened_on")
    if reopened_on < closure.closed_on:
        raise RuleBroken("reopened_before_closed", field="reopened_on")
    if not reason.strip():
        raise RuleBroken("reopen_needs_reason", field="reason")
    note(
        session,
        closure,
        actor=actor,
        now=now,
        on=reopened_on,
        what=f"发现重新启用：{reason}",
        to=ClosureStatus.REOPENED,
        changes={"reopened_on": reopened_on},
    )
    _take_back(session, actor=actor, now=now, closure=closure, on=reopened_on, reason=reason)
    _open_well(session, actor=actor, now=now, closure=closure, on=reopened_on, reason=reason)


def _take_back(
    session: Session, *, actor: Actor, now: datetime, closure: Closure, on: date, reason: str
) -> None:
    kept = rules.kept_until(closure.full_year_m3, closed_on=closure.closed_on, reopened_on=on)
    for entry in ledger_queries.list_entries_of_subject(session, closure.id, actor):
        if entry.posting.kind in {PostingKind.WELL_CLOSED, PostingKind.REDUCTION}:
            is_reduction = entry.posting.kind is PostingKind.REDUCTION
            ledger.reverse(
                session,
                actor=actor,
                now=now,
                entry_id=entry.id,
                on=on,
                reason=reason,
                this_year_m3_kept=kept if is_reduction else None,
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
