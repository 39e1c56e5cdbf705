"""Meters: where they are and were, their seals, and which of a well's was read on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from casebook.kernel.errors import NotFound
from casebook.volumes.models import Meter, MeterAssignment, MeterSeal
from casebook.volumes.queries.known import list_assignments
from casebook.volumes.rules.cells import read_key
from casebook.volumes.rules.metering import Span
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


def find_meter(session: Session, county_code: str, number: str) -> Meter | None:
    """Return the meter of a number, spelled in any way."""
    query = select(Meter).where(Meter.county_code == county_code, Meter.number == read_key(number))
    found: Meter | None = session.scalar(query)
    return found


def get_meter_of(session: Session, well: Well, meter_id: UUID) -> Meter:
    """Return a meter that is or was on a well; NotFound for any other."""
    query = (
        select(Meter)
        .join(MeterAssignment, MeterAssignment.meter_id == Meter.id)
        .where(Meter.id == meter_id, MeterAssignment.well_id == well.id)
        .distinct()
    )
    found: Meter | None = session.scalar(query)
    if found is None:
        raise NotFound("meter", meter_id)
    return found


def find_assignment(session: Session, well_id: UUID) -> tuple[MeterAssignment, Meter] | None:
    """Return the meter that is on a well now, with the day since which it is."""
    open_ones = [pair for pair in list_assignments(session, [well_id]) if pair[0].to_on is None]
    return open_ones[-1] if open_ones else None


def meter_on(pairs: Sequence[tuple[MeterAssignment, Meter]], on: date) -> Meter | None:
    """Return the one of a well's meters that was there on a day; of two on a swap's day the new one."""
    there = [meter for put, meter in pairs if put.from_on <= on and (put.to_on is None or on <= put.to_on)]
    return there[-1] if there else None


def spans_about(session: Session, well: Well, meter_id: UUID | None) -> list[Span]:
    """Return where a meter is and was, and which meters are and were on a well."""
    query = (
        select(Well.code, Meter.number, MeterAssignment.from_on, MeterAssignment.to_on)
        .join(Meter, Meter.id == MeterAssignment.meter_id)
        .join(Well, Well.id == MeterAssignment.well_id)
        .where(or_(MeterAssignment.well_id == well.id, MeterAssignment.meter_id == meter_id))
        .order_by(MeterAssignment.from_on, MeterAssignment.rowid)
    )
    return [Span(*row) for row in session.execute(query)]


def list_seals(session: Session, meter_ids: Collection[UUID]) -> list[MeterSeal]:
    """Return the seals of meters, the newest first."""
    query = (
        select(MeterSeal)
        .where(MeterSeal.meter_id.in_(meter_ids))
        .order_by(MeterSeal.put_on.desc(), MeterSeal.rowid.desc())
    )
    return list(session.scalars(query))


def find_seal(session: Session, meter_id: UUID) -> MeterSeal | None:
    """Return the seal that is on a meter."""
    query = select(MeterSeal).where(MeterSeal.meter_id == meter_id, MeterSeal.ended_on.is_(None))
    found: MeterSeal | None = session.scalar(query)
    return found
