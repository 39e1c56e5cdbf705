"""Estimates of wells' months, and what stands beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.kernel.errors import NotFound
from casebook.volumes.models import VolumeEstimate, WellMonth

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.kernel.months import Month
    from casebook.quotas.rules import VolumeMethod
    from casebook.wells.models import Well


def find_estimate(
    session: Session, well_id: UUID, month: Month, method: VolumeMethod
) -> VolumeEstimate | None:
    """Return the estimate in force of a month by a method."""
    row = VolumeEstimate
    query = select(row).where(
        row.well_id == well_id,
        row.year == month.year,
        row.month == month.month,
        row.method == method,
        row.replaced_at.is_(None),
    )
    found: VolumeEstimate | None = session.scalar(query)
    return found


def get_estimate(session: Session, well: Well, estimate_id: UUID) -> VolumeEstimate:
    """Return an estimate of a well, in force or not; NotFound for any other."""
    query = select(VolumeEstimate).where(VolumeEstimate.id == estimate_id, VolumeEstimate.well_id == well.id)
    found: VolumeEstimate | None = session.scalar(query)
    if found is None:
        raise NotFound("estimate", estimate_id)
    return found


def list_all_estimates(session: Session, well_id: UUID) -> list[VolumeEstimate]:
    """Return every estimate of a well that there ever was, the newest month and record first."""
    row = VolumeEstimate
    query = select(row).where(row.well_id == well_id)
    return list(session.scalars(query.order_by(row.year.desc(), row.month.desc(), row.rowid.desc())))


def find_month(session: Session, well_id: UUID, month: Month) -> WellMonth | None:
    """Return a well's figure of a month."""
    row = WellMonth
    query = select(row).where(row.well_id == well_id, row.year == month.year, row.month == month.month)
    found: WellMonth | None = session.scalar(query)
    return found


def list_months(session: Session, well_id: UUID) -> dict[tuple[int, int], WellMonth]:
    """Return all figures of a well by year and month."""
    rows = session.scalars(select(WellMonth).where(WellMonth.well_id == well_id))
    return {(row.year, row.month): row for row in rows}
