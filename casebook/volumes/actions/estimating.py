"""Volumes of months without a meter: estimated, replaced with a reason, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.plans.queries import norms_on
from casebook.volumes.actions.figuring import Changes, hold_figures, refigure
from casebook.volumes.models import VolumeEstimate
from casebook.volumes.queries.estimates import find_estimate, find_month
from casebook.volumes.rules.estimates import METERED, by_norm, check_estimate
from casebook.wells.models import subject_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.plans.models import WaterNorm
    from casebook.volumes.rules.estimates import EstimateFacts
    from casebook.wells.models import Well

_ESTIMATE = "estimate"


def record_estimate(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    well: Well,
    facts: EstimateFacts,
    norm_id: UUID | None = None,
    reason: str = "",
) -> Changes:
    """Keep a month's volume by pump × hours or by a norm; audited. The same again changes nothing.

    `norm_id`: a norm of the county in force at the end of the month, whose value counts and is kept. One of
    the same method takes the former's place, with a reason. RuleBroken: those of `check_estimate`;
    `estimate_norm_not_in_force`; `estimate_metered` (by a meter); `estimate_reason_missing`.
    """
    actor.need(Permission.READING_RECORD)
    actor.need_reach(well.division_code, "well", well.code)
    norm = None if norm_id is None else _norm(session, well.county_code, facts.month, norm_id)
    facts = facts if norm is None else by_norm(facts, norm.value_m3, norm.per)
    check_estimate(facts, today=local_day(now), flow_m3h=well.pump_flow_m3h)
    hold_figures(session, well.county_code)
    _check_month(session, well, facts.month)
    former = find_estimate(session, well.id, facts.month, facts.method)
    if former is not None:
        if (former.basis, former.paper, former.norm_id) == (facts.basis, facts.paper, norm_id):
            return Changes(well.county_code, now, _ESTIMATE)
        _end(session, former, now, reason)
    _add(session, actor, now, well, facts, norm)
    record(
        session,
        actor=actor,
        now=now,
        action="volume_estimate:record",
        subject=subject_of(well),
        before={"volume_m3": str(former.volume_m3)} if former else None,
        after=_said(facts, norm),
        reason=reason.strip() or None,
    )
    return refigure(session, county_code=well.county_code, well_ids=[well.id], now=now, reason=_ESTIMATE)


def _check_month(session: Session, well: Well, month: Month) -> None:
    stands = find_month(session, well.id, month)
    if stands is not None and stands.method in METERED:
        raise RuleBroken("estimate_metered", field="month", month=str(month), method=stands.method)


def _norm(session: Session, county_code: str, month: Month, norm_id: UUID) -> WaterNorm:
    found = next((one for one in norms_on(session, county_code, month.last) if one.id == norm_id), None)
    if found is None:
        raise RuleBroken("estimate_norm_not_in_force", field="norm", month=str(month))
    return found


def _add(
    session: Session,
    actor: Actor,
    now: datetime,
    well: Well,
    facts: EstimateFacts,
    norm: WaterNorm | None,
) -> None:
    month = facts.month
    place = {"well_id": well.id, "year": month.year, "month": month.month, "method": facts.method}
    said = {"volume_m3": facts.volume_m3, "basis": facts.basis, "paper": facts.paper}
    chosen = {"norm_id": norm.id, "norm_m3": norm.value_m3} if norm else {}
    by = {"recorded_at": now, "actor_name": actor.name}
    session.add(VolumeEstimate(county_code=well.county_code, **place, **said, **chosen, **by))
    session.flush()


def _said(facts: EstimateFacts, norm: WaterNorm | None) -> dict[str, str]:
    said = {
        "month": str(facts.month),
        "method": facts.method.value,
        "volume_m3": str(facts.volume_m3),
        "basis": facts.basis,
    }
    return said | ({"norm": f"{norm.item} {norm.version}"} if norm else {})


def take_back_estimate(
    session: Session, *, actor: Actor, now: datetime, well: Well, estimate: VolumeEstimate, reason: str
) -> Changes:
    """Let an estimate count no more; it stays with its reason. Audited.

    RuleBroken: `estimate_reason_missing`, `estimate_ended_already`.
    """
    actor.need(Permission.READING_RECORD)
    actor.need_reach(well.division_code, "well", well.code)
    hold_figures(session, well.county_code)
    session.refresh(estimate)
    if estimate.replaced_at is not None:
        raise RuleBroken("estimate_ended_already")
    _end(session, estimate, now, reason)
    month = str(Month(estimate.year, estimate.month))
    record(
        session,
        actor=actor,
        now=now,
        action="volume_estimate:take_back",
        subject=subject_of(well),
        before={
            "month": month,
            "method": estimate.method,
            "volume_m3": str(estimate.volume_m3),
            "basis": estimate.basis,
        },
        reason=reason.strip(),
    )
    return refigure(session, county_code=well.county_code, well_ids=[well.id], now=now, reason=_ESTIMATE)


def _end(session: Session, estimate: VolumeEstimate, now: datetime, reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("estimate_reason_missing", field="reason")
    estimate.replaced_at, estimate.ended_reason = now, reason.strip()
    session.flush()
