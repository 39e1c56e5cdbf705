"""Correcting the electricity of an account and month: a further row with its reason, the former one stays."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select, union

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.volumes.actions.figuring import Changes, hold_figures, refigure
from casebook.volumes.models import (
    ElectricityAccount,
    ElectricityAccountWell,
    ElectricityShare,
    ElectricityUse,
)

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor

MOST_KWH = Decimal(10**9)
"""kWh of a month; a county's whole irrigation takes less."""
_REASON = "electricity_correction"


def correct_electricity(
    session: Session, *, actor: Actor, now: datetime, use: ElectricityUse, energy_kwh: Decimal, reason: str
) -> Changes:
    """Put another kWh in the place of one that stood; the wells' figures follow. Audited.

    An account may serve wells of several townships, so that only the county corrects it. RuleBroken:
    `correction_reason_missing`, `energy_impossible`, `electricity_corrected_meanwhile`,
    `correction_changes_nothing`.
    """
    actor.need(Permission.READING_IMPORT)
    actor.need_reach(use.county_code, "electricity_use", use.id)
    if not reason.strip():
        raise RuleBroken("correction_reason_missing", field="reason")
    if not 0 <= energy_kwh <= MOST_KWH:
        raise RuleBroken("energy_impossible", field="energy_kwh")
    hold_figures(session, use.county_code)
    session.refresh(use, with_for_update=True)
    if use.replaced_at is not None:
        raise RuleBroken("electricity_corrected_meanwhile")
    if use.energy_kwh == energy_kwh:
        raise RuleBroken("correction_changes_nothing", field="energy_kwh")
    use.replaced_at = now
    session.flush()
    place = {"account_id": use.account_id, "year": use.year, "month": use.month}
    said = {"energy_kwh": energy_kwh, "recorded_at": now, "reason": reason.strip()}
    session.add(ElectricityUse(county_code=use.county_code, **place, **said))
    session.flush()
    _audit(session, actor, now, use, energy_kwh, reason.strip())
    wells = _wells(session, use.account_id)
    return refigure(session, county_code=use.county_code, well_ids=wells, now=now, reason=_REASON)


def _wells(session: Session, account_id: UUID) -> list[UUID]:
    """Return the wells that an account serves or served."""
    link, share = ElectricityAccountWell, ElectricityShare
    linked = select(link.well_id).where(link.account_id == account_id)
    shared = select(share.well_id).where(share.account_id == account_id)
    return list(session.scalars(union(linked, shared)))


def _audit(
    session: Session, actor: Actor, now: datetime, use: ElectricityUse, energy_kwh: Decimal, reason: str
) -> None:
    number = session.scalar(select(ElectricityAccount.number).where(ElectricityAccount.id == use.account_id))
    record(
        session,
        actor=actor,
        now=now,
        action="electricity:correct",
        subject=Subject("electricity_use", use.id, f"{number} {use.year}-{use.month:02}", use.county_code),
        before={"energy_kwh": str(use.energy_kwh)},
        after={"energy_kwh": str(energy_kwh)},
        reason=reason,
    )
