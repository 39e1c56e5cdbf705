"""Readings of wells as they count: of each the last revision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Integer, extract, func, select, type_coerce
from sqlalchemy.orm import aliased

from casebook.kernel.errors import NotFound
from casebook.volumes.models import Coefficient, MeterReading, VolumeEstimate, WellMonth, WellMonthPast
from casebook.volumes.rules import ReadingMark

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.wells.models import Well


def list_last_readings(session: Session, until: Mapping[UUID, date]) -> dict[UUID, date]:
    """Return of each well the day of its last reading until a day; wells without readings are left out."""
    query = (
        select(MeterReading.well_id, MeterReading.read_on)
        .where(MeterReading.well_id.in_(list(until)), MeterReading.dial_l.is_not(None))
        .group_by(MeterReading.well_id, MeterReading.read_on)
        .order_by(MeterReading.well_id, MeterReading.read_on)
    )
    return {well_id: on for well_id, on in session.execute(query) if on <= until[well_id]}


def list_revisions(session: Session, well_id: UUID, first: date, last: date) -> list[MeterReading]:
    """Return all that was ever written down of a well's dials in a while, with every revision, by day."""
    row = MeterReading
    query = (
        select(row)
        .where(row.well_id == well_id, row.read_on.between(first, last))
        .order_by(row.read_on, row.second, row.meter_id, row.mark, row.revision)
    )
    return list(session.scalars(query))


def count_by_month(session: Session, well_id: UUID, year: int) -> dict[int, int]:
    """Return how many readings of a well, each revision counted, lie in each month of a year."""
    month = type_coerce(extract("month", MeterReading.read_on), Integer)
    span = MeterReading.read_on.between(date(year, 1, 1), date(year, 12, 31))
    query = select(month, func.count()).where(MeterReading.well_id == well_id, span).group_by(month)
    return {int(number): int(count) for number, count in session.execute(query.order_by(month))}


def list_history(session: Session, reading: MeterReading) -> list[MeterReading]:
    """Return all revisions of one reading, the first first."""
    row = MeterReading
    query = (
        select(row)
        .where(
            row.meter_id == reading.meter_id,
            row.read_on == reading.read_on,
            row.second == reading.second,
            row.well_id == reading.well_id,
        )
        .order_by(row.revision)
    )
    is_new = reading.mark is ReadingMark.NEW_OPENING
    return [one for one in session.scalars(query) if (one.mark is ReadingMark.NEW_OPENING) == is_new]


def get_reading(session: Session, well: Well, reading_id: UUID) -> MeterReading:
    """Return one revision of a reading of a well; NotFound for any other."""
    query = select(MeterReading).where(MeterReading.id == reading_id, MeterReading.well_id == well.id)
    found: MeterReading | None = session.scalar(query)
    if found is None:
        raise NotFound("reading", reading_id)
    return found


def list_years_of(session: Session, well_id: UUID) -> list[int]:
    """Return the years in which a well has a reading, a figure or a gap, the earliest first."""
    first, last = session.execute(
        select(func.min(MeterReading.read_on), func.max(MeterReading.read_on)).where(
            MeterReading.well_id == well_id
        )
    ).one()
    read = set(range(first.year, last.year + 1)) if first else set()
    figured = select(WellMonth.year).where(WellMonth.well_id == well_id).distinct()
    return sorted(read | set(session.scalars(figured)))


def list_estimates(session: Session, well_id: UUID, year: int) -> list[VolumeEstimate]:
    """Return the estimates in force of a well's months."""
    row = VolumeEstimate
    query = select(row).where(row.well_id == well_id, row.year == year, row.replaced_at.is_(None))
    return list(session.scalars(query.order_by(row.month, row.method)))


def list_pasts(session: Session, well_id: UUID, year: int) -> list[WellMonthPast]:
    """Return what the figures of a well's months were before, by month and version."""
    row = WellMonthPast
    query = select(row).where(row.well_id == well_id, row.year == year)
    return list(session.scalars(query.order_by(row.month, row.version)))


def list_coefficients_used(session: Session, well_id: UUID, year: int) -> dict[int, Coefficient]:
    """Return by month the coefficient that the month's figure was found with."""
    query = (
        select(WellMonth.month, Coefficient)
        .join(Coefficient, Coefficient.id == WellMonth.coefficient_id)
        .where(WellMonth.well_id == well_id, WellMonth.year == year)
    )
    return dict(session.execute(query).all())


def latest_readings(session: Session, well_ids: Collection[UUID]) -> dict[UUID, MeterReading]:
    """Return of each well the last reading that counts; wells without any are left out."""
    row = MeterReading
    newer = aliased(MeterReading)
    last = (
        select(row.well_id, func.max(row.read_on).label("on"))
        .where(row.well_id.in_(well_ids), row.dial_l.is_not(None))
        .group_by(row.well_id)
        .subquery()
    )
    over = select(newer.id).where(
        newer.well_id == row.well_id,
        newer.meter_id == row.meter_id,
        newer.read_on == row.read_on,
        newer.second == row.second,
        newer.revision > row.revision,
    )
    query = (
        select(row)
        .join(last, (last.c.well_id == row.well_id) & (last.c.on == row.read_on))
        .where(row.dial_l.is_not(None), ~over.exists())
        .order_by(row.well_id, row.second, row.recorded_at, row.revision)
    )
    return {one.well_id: one for one in session.scalars(query)}
