"""Whether the roll-ups say what the raw readings say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, func, select, type_coerce

from casebook.kernel.months import Month
from casebook.kernel.volumes import m3_text
from casebook.volumes.models import Meter, MeterReading, TownshipMonth, WellMonth
from casebook.volumes.queries.gathering import gather, judge_each
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.volumes.queries.books import WellBook
    from casebook.volumes.rules.combining import Figure

    Place = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where a roll-up says something else than what it sums up."""

    place: str
    """Well code, or township with grade; ids of well and meter where the register has none."""
    month: Month
    kept: str
    """m³ in the roll-up, empty for none; of a township with the number of wells."""
    found: str
    """m³ of the raw readings."""


def list_well_ids(session: Session, county_code: str) -> list[UUID]:
    """Return the wells of a county in the order of their codes."""
    return list(session.scalars(select(Well.id).where(Well.county_code == county_code).order_by(Well.code)))


def differences(session: Session, county_code: str) -> Iterator[Difference]:
    """Yield where the figures of wells differ from their readings, then townships from their wells.

    First come rows without a well or meter in the register, which no foreign key keeps out.
    """
    yield from _without_well(session, county_code)
    wanted = list_well_ids(session, county_code)
    for some in gather(session, county_code, wanted):
        for book, figured in judge_each(some):
            yield from _of_well(book, figured.months)
    yield from _of_townships(session, county_code)


def _without_well(session: Session, county_code: str) -> Iterator[Difference]:
    row, is_known = WellMonth, select(Well.id).where(Well.id == WellMonth.well_id)
    months = select(row.well_id, row.year, row.month, type_coerce(row.volume_m3, BigInteger))
    months = months.where(row.county_code == county_code, ~is_known.exists())
    for well_id, year, number, litres in session.execute(months.order_by(row.well_id, row.year, row.month)):
        yield Difference(str(well_id), Month(year, number), _text(litres), "")
    reading = MeterReading
    has_well = select(Well.id).where(Well.id == reading.well_id).exists()
    has_meter = select(Meter.id).where(Meter.id == reading.meter_id).exists()
    place = reading.well_id, reading.meter_id
    readings = (
        select(*place, func.min(reading.read_on), func.count())
        .where(reading.county_code == county_code, ~(has_well & has_meter))
        .group_by(*place)
        .order_by(*place)
    )
    for well_id, meter_id, first, count in session.execute(readings):
        yield Difference(f"{well_id} {meter_id}", Month.of(first), f"{count} readings", "")


def _of_well(book: WellBook, found: Mapping[Month, Figure[UUID]]) -> Iterator[Difference]:
    for month in sorted({*found, *book.stored}):
        figure, stored = found.get(month), book.stored.get(month)
        raw = (None, None) if figure is None else (figure.litres, figure.method)
        kept = (None, None) if stored is None else (stored.litres, stored.method)
        if raw != kept:
            yield Difference(book.code, month, _text(kept[0]), _text(raw[0]))


def _text(litres: int | None) -> str:
    return "" if litres is None else m3_text(litres)


def _by_place(rows: Iterable[Any]) -> dict[Place, tuple[int, int]]:
    return {
        (division_code, year, month, grade.value): (int(litres), wells)
        for division_code, year, month, grade, litres, wells in rows
    }


def _of_townships(session: Session, county_code: str) -> Iterator[Difference]:
    row = WellMonth
    raw = (
        select(
            row.division_code,
            row.year,
            row.month,
            row.grade,
            func.sum(type_coerce(row.volume_m3, BigInteger)),
            func.count(),
        )
        .where(row.county_code == county_code, row.grade.is_not(None))
        .group_by(row.division_code, row.year, row.month, row.grade)
    )
    summed = _by_place(session.execute(raw))
    sums = TownshipMonth
    query = select(
        sums.division_code,
        sums.year,
        sums.month,
        sums.grade,
        type_coerce(sums.volume_m3, BigInteger),
        sums.wells,
    ).where(sums.county_code == county_code)
    kept = _by_place(session.execute(query))
    for place in sorted({*summed, *kept}):
        here, there = kept.get(place, (0, 0)), summed.get(place, (0, 0))
        if here != there:
            division_code, year, month, grade = place
            spelled = [f"{m3_text(litres)} / {wells}" for litres, wells in (here, there)]
            yield Difference(f"{division_code} {grade}", Month(year, month), *spelled)
