"""Meters: where they are and were, their seals, and which of a well's was read on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from casebook.db.paging import page
from casebook.kernel.errors import NotFound
from casebook.volumes.models import Meter, MeterAssignment, MeterSeal
from casebook.volumes.queries.known import list_assignments
from casebook.volumes.queries.visits import found_stopped
from casebook.volumes.rules.cells import read_key
from casebook.volumes.rules.metering import CALIBRATION_SOON_DAYS, CalibrationState, SealEnd, Span
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterFilter:
    """What the list of meters is narrowed to; empty means all."""

    today: date
    division_code: str = ""
    calibration: CalibrationState | None = None
    seal: str = ""
    """`broken`: the last seal was found broken and none is on; `none`: none is on."""
    is_stopped: bool = False
    """Only those that were found stopped, and from which no reading came since."""
    text: str = ""
    """What the well's code begins or ends with, or the meter's number."""


def page_meters(
    session: Session, actor: Actor, wanted: MeterFilter, *, cursor: str | None = None
) -> Page[MeterAssignment]:
    """Return the meters that are on wells now, by well."""
    return page(
        session,
        _filtered(actor, wanted),
        columns=[Well.code, MeterAssignment.rowid],
        key=lambda row: [row.well.code, row.rowid],
        cursor=cursor,
    )


def count_meters(session: Session, actor: Actor, wanted: MeterFilter) -> int:
    """Return how many meters a filter leaves."""
    counted = _filtered(actor, wanted).with_only_columns(func.count(), maintain_column_froms=True)
    return session.scalar(counted) or 0


def _filtered(actor: Actor, wanted: MeterFilter) -> Select[MeterAssignment]:
    query = (
        select(MeterAssignment)
        .join(MeterAssignment.well)
        .join(MeterAssignment.meter)
        .options(contains_eager(MeterAssignment.well), contains_eager(MeterAssignment.meter))
        .where(MeterAssignment.county_code == actor.county_code, MeterAssignment.to_on.is_(None))
    )
    if actor.jurisdiction != actor.county_code:
        query = query.where(Well.division_code.startswith(actor.jurisdiction))
    if wanted.division_code:
        query = query.where(Well.division_code == wanted.division_code)
    if wanted.calibration is not None:
        query = query.where(_calibrated(wanted.calibration, wanted.today))
    if wanted.seal:
        query = query.where(_sealed(wanted.seal))
    if wanted.is_stopped:
        query = query.where(found_stopped())
    if wanted.text:
        word = wanted.text
        fits = Well.code.startswith(word, autoescape=True) | Well.code.endswith(word, autoescape=True)
        query = query.where(fits | (Meter.number == word))
    return query


def _calibrated(state: CalibrationState, today: date) -> ColumnElement[bool]:
    """`rules.metering.calibration_state` as SQL."""
    due, soon = Meter.calibration_due_on, today + timedelta(days=CALIBRATION_SOON_DAYS)
    return {
        CalibrationState.UNKNOWN: due.is_(None),
        CalibrationState.OVERDUE: due < today,
        CalibrationState.DUE_SOON: due.between(today, soon),
        CalibrationState.VALID: due > soon,
    }[state]


def _sealed(state: str) -> ColumnElement[bool]:
    is_off = Meter.seal_no == ""
    if state != "broken":
        return is_off
    later = aliased(MeterSeal)
    newer = select(later.rowid).where(later.meter_id == MeterSeal.meter_id, later.rowid > MeterSeal.rowid)
    broken = select(MeterSeal.rowid).where(
        MeterSeal.meter_id == Meter.id, MeterSeal.ending == SealEnd.BROKEN, ~newer.exists()
    )
    return is_off & broken.exists()
