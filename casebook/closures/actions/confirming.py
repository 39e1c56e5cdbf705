"""Confirming a closure by the offices that its origin asks for; the last confirmation books it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission, Role
from casebook.accounts import queries as accounts
from casebook.accounts.rules import AgencyKind, applicable_power
from casebook.audit.actions import record
from casebook.cases import queries as cases
from casebook.claims import actions as claims
from casebook.claims.queries import find_substitute
from casebook.claims.rules import this_year_m3
from casebook.closures import queries, rules
from casebook.closures.actions.steps import hold, note, officer_id, subject_of
from casebook.closures.models import ClosureConfirmation
from casebook.closures.rules import ClosureOrigin, ClosureStatus, ConfirmingPart
from casebook.documents.queries import frozen_hashes
from casebook.evidence import actions as evidence_actions
from casebook.evidence import queries as evidence
from casebook.kernel import clock
from casebook.kernel.errors import CasebookError, Forbidden, RuleBroken
from casebook.ledger import actions as ledger
from casebook.ledger.rules import GRADES, GROUPS, PostingKind
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import Closure
    from casebook.wells.models import Well


UNFILLED_WELL = "PEN-10"
"""The matter of a well that should be filled and is not; its power says who enforces at an ownerless one."""


def parts_of(session: Session, closure: Closure) -> tuple[ConfirmingPart, ...]:
    """Return the offices whose confirmation a closure needs."""
    involved = [closure.reported_by_id, closure.accepted_by_id]
    officers = accounts.officers_by_id(session, [one for one in involved if one is not None]).values()
    is_township_involved = any(one.agency.kind is AgencyKind.TOWNSHIP for one in officers)
    is_enforcer_involved = False
    if closure.origin is ClosureOrigin.OWNERLESS:
        enforcer_id = _enforcer_id(session, closure)
        is_enforcer_involved = enforcer_id in {one.agency_id for one in officers} or (
            enforcer_id is not None and accounts.get_agency(session, enforcer_id).kind is AgencyKind.TOWNSHIP
        )
    return rules.confirming_parts(
        closure.origin,
        is_township_involved=is_township_involved,
        is_enforcer_involved=is_enforcer_involved,
    )


def confirm_closure(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    closure: Closure,
    part: ConfirmingPart,
    confirmed_on: date,
    remark: str,
    base_version: int | None = None,
) -> bool:
    """Give one office's confirmation; with the last one the closure is booked. Returns whether it was.

    Posts one well closed and the reduction into the year of the closing day, with method, grade
    and the hashes of the closure's papers. Conflict when the closure changed after `base_version`.
    """
    actor.need(Permission.CLOSURE_CONFIRM)
    actor.need_reach(closure.division_code, "closure", closure.number)
    hold(session, closure, base_version)
    rules.step(closure.status, ClosureStatus.CONFIRMED, closure.number)
    fault = _fault(session, actor, closure, part)
    if fault is not None:
        raise fault
    _check_day(closure, confirmed_on, clock.local_day(now), remark)
    is_last = _give(session, actor, closure, part, confirmed_on, remark)
    well = wells.get_well_by_id(session, closure.well_id)
    to = ClosureStatus.CONFIRMED if is_last else None
    counted, left_out = _counted(session, closure, well) if is_last else ({}, "")
    what = f"{actor.agency_name}确认：{remark}{left_out}"
    changes = {"confirmed_on": confirmed_on, **counted} if is_last else None
    note(session, closure, actor=actor, now=now, on=confirmed_on, what=what, to=to, changes=changes)
    if is_last:
        _book(session, actor=actor, now=now, closure=closure, well=well)
    subject = subject_of(closure, well.code)
    record(session, actor=actor, now=now, action="closure:confirm", subject=subject, reason=remark)
    session.flush()
    return is_last


def _give(
    session: Session, actor: Actor, closure: Closure, part: ConfirmingPart, confirmed_on: date, remark: str
) -> bool:
    """Keep a confirmation; return whether it was the last that the closure needs."""
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
    return set(parts_of(session, closure)) <= given


def parts_for(session: Session, closure: Closure, actor: Actor) -> list[ConfirmingPart]:
    """Return the confirmations that this officer can give now."""
    if not actor.can(Permission.CLOSURE_CONFIRM) or closure.status is not ClosureStatus.ACCEPTED:
        return []
    parts = parts_of(session, closure)
    return [part for part in parts if _fault(session, actor, closure, part) is None]


def _fault(session: Session, actor: Actor, closure: Closure, part: ConfirmingPart) -> CasebookError | None:
    """Say why this officer cannot give a confirmation; None when they can.

    The office must be one that confirms this closure and has not yet; nobody confirms their own work.
    """
    if part not in parts_of(session, closure):
        return RuleBroken("confirmer_wrong", field="part", part=part)
    if part in {one.part for one in queries.list_confirmations(session, closure.id)}:
        return RuleBroken("confirmed_already", field="part", part=part)
    if actor.officer_id in {closure.reported_by_id, closure.accepted_by_id}:
        return RuleBroken("confirmed_by_involved")
    if part is ConfirmingPart.TOWNSHIP:
        is_its_lead = Role.TOWNSHIP_LEAD in actor.roles and closure.division_code == actor.jurisdiction
        return None if is_its_lead else Forbidden("confirmer_township")
    if part is ConfirmingPart.COUNTY_RECHECK:
        return None if Role.COUNTY_RECHECK in actor.roles else Forbidden("confirmer_recheck")
    return _fault_of_enforcer(session, actor, closure)


def _fault_of_enforcer(session: Session, actor: Actor, closure: Closure) -> CasebookError | None:
    if actor.agency_id is None or actor.agency_id != _enforcer_id(session, closure):
        return Forbidden("confirmer_enforcing")
    measures = cases.list_measures(session, closure.case_id) if closure.case_id else []
    if actor.officer_id in {measure.ordered_by_id for measure in measures}:
        return RuleBroken("confirmed_by_orderer")
    return None


def _enforcer_id(session: Session, closure: Closure) -> UUID | None:
    """Return the agency of the case, or who holds the power over wells left open; None when nobody does."""
    if closure.case_id is not None:
        return cases.get_case_by_id(session, closure.case_id).agency_id
    power = applicable_power(
        accounts.list_powers(session, closure.county_code),
        matter=UNFILLED_WELL,
        division_code=closure.division_code,
        on=closure.closed_on,
    )
    return power.agency_id if power else None


def _check_day(closure: Closure, confirmed_on: date, today: date, remark: str) -> None:
    if confirmed_on > today:
        raise RuleBroken("date_in_future", field="confirmed_on")
    if closure.accepted_on is not None and confirmed_on < closure.accepted_on:
        raise RuleBroken("confirmed_before_accepted", field="confirmed_on")
    if not remark.strip():
        raise RuleBroken("confirmation_needs_remark", field="remark")


def _counted(session: Session, closure: Closure, well: Well) -> tuple[dict[str, Decimal], str]:
    """Return what of the reported reduction is booked, and the words for what is not: counted elsewhere."""
    found = claims.admissible_for_closure(
        session,
        well=well,
        baseline_m3=closure.baseline_m3,
        residual_m3=closure.residual_m3,
        substitute=find_substitute(session, closure.substitute_id),
    )
    full_year = min(found.admissible_m3, closure.full_year_m3)
    short = closure.full_year_m3 - full_year
    this_year = this_year_m3(full_year, closure.closed_on)
    words = f"；报告压减 {closure.full_year_m3:f} m³，其中 {short:f} m³ 已由其他压减量计入或超出上限，不入账"
    return {"full_year_m3": full_year, "this_year_m3": this_year}, words if short else ""


def _book(session: Session, *, actor: Actor, now: datetime, closure: Closure, well: Well) -> None:
    evidence_actions.lock_items(session, actor=actor, now=now, subject=subject_of(closure, well.code))
    substitute = find_substitute(session, closure.substitute_id)
    if substitute is not None:
        about = subject_of(closure, well.code)
        claims.draw(session, now=now, substitute=substitute, subject=about, volume_m3=closure.full_year_m3)
    papers = [
        *(item.file_hash for item in evidence.list_items(session, "closure", closure.id)),
        *frozen_hashes(session, [closure.id]),
    ]
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
