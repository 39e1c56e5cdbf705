"""Reading permits and yearly volumes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, select

from casebook.quotas.models import AnnualVolume, Permit, PermitChange, PermitWell
from casebook.quotas.rules import NOT_YET, VolumeSource

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session

Volumes = dict[int, dict[VolumeSource, AnnualVolume]]
"""Volumes in force by year and source."""


def volumes_by_year(session: Session, well_ids: Collection[UUID]) -> dict[UUID, Volumes]:
    """Return the volumes in force of each well, years ascending; wells without any are left out."""
    query = select(AnnualVolume).where(AnnualVolume.well_id.in_(well_ids), AnnualVolume.replaced_at.is_(None))
    found: dict[UUID, Volumes] = defaultdict(lambda: defaultdict(dict))
    for row in session.scalars(query.order_by(AnnualVolume.year, AnnualVolume.source)):
        found[row.well_id][row.year][row.source] = row
    return {well_id: dict(years) for well_id, years in found.items()}


def list_years(session: Session, county_code: str, *, most: int) -> list[int]:
    """Return the newest years for which the county has volumes, ascending, at most so many."""
    query = select(AnnualVolume.year).where(AnnualVolume.county_code == county_code).distinct()
    return sorted(session.scalars(query.order_by(AnnualVolume.year.desc()).limit(most)))


GRANTED = and_(Permit.status.not_in(NOT_YET), Permit.ended_on.is_(None))
"""Permits that were issued and not ended by an act; whether their days are past is asked at reading."""

_OF_WELL = (
    select(Permit)
    .join(PermitWell, PermitWell.permit_id == Permit.id)
    .where(PermitWell.well_id == bindparam("well"), GRANTED)
    .order_by(Permit.valid_to.is_(None), Permit.valid_to.desc(), Permit.number)
)


def permits_of_well(session: Session, well_id: UUID) -> list[Permit]:
    """Return the permits that a well stands on, the longest valid first."""
    return list(session.scalars(_OF_WELL, {"well": well_id}))


def permits_by_well(session: Session, well_ids: Collection[UUID]) -> dict[UUID, list[Permit]]:
    """Return the permits of each well by number; wells without any are left out."""
    query = (
        select(PermitWell.well_id, Permit)
        .join(Permit, Permit.id == PermitWell.permit_id)
        .where(PermitWell.well_id.in_(well_ids), GRANTED)
        .order_by(Permit.number)
    )
    found: dict[UUID, list[Permit]] = defaultdict(list)
    for well_id, permit in session.execute(query):
        found[well_id].append(permit)
    return dict(found)


def find_permit(session: Session, county_code: str, number: str) -> Permit | None:
    """Return the permit with this number, or None."""
    found: Permit | None = session.scalar(
        select(Permit).where(Permit.county_code == county_code, Permit.number == number)
    )
    return found


def count_wells(session: Session, permit_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return on how many wells each permit stands."""
    found: dict[UUID, int] = defaultdict(int)
    for permit_id in session.scalars(
        select(PermitWell.permit_id).where(PermitWell.permit_id.in_(permit_ids))
    ):
        found[permit_id] += 1
    return dict(found)


def list_changes(session: Session, permit_id: UUID) -> list[PermitChange]:
    """Return what a permit said before, newest first."""
    query = select(PermitChange).where(PermitChange.permit_id == permit_id)
    return list(session.scalars(query.order_by(PermitChange.version.desc())))
