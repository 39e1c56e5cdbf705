"""A well's year: its readings with their state, and how each month's figure came about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.kernel.months import Month
from casebook.kernel.volumes import cubic_metres
from casebook.quotas.rules import VolumeMethod
from casebook.volumes import queries
from casebook.volumes.presenters.overview import shares_of
from casebook.volumes.presenters.visits import VisitLine, visit_lines
from casebook.volumes.queries.asked import list_queries_of
from casebook.volumes.queries.books import load_books, load_readings
from casebook.volumes.queries.known import list_assignments
from casebook.volumes.queries.readings import (
    count_by_month,
    list_coefficients_used,
    list_estimates,
    list_history,
    list_pasts,
    list_revisions,
)
from casebook.volumes.rules import QueryState, ReadingState, VolumeFlag
from casebook.volumes.rules.dials import intervals_of
from casebook.volumes.rules.figures import ZERO
from casebook.volumes.rules.formulas import joined, parts_of
from casebook.web.formats import m3, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.quotas.rules import Grade
    from casebook.volumes.models import Coefficient, MeterReading, VolumeQuery, WellMonthPast
    from casebook.volumes.presenters.overview import Share
    from casebook.volumes.rules import MonthVolume, YearVolume
    from casebook.volumes.rules.formulas import Part
    from casebook.wells.models import Well

MOST_READINGS = 200
"""More in a year are shown month by month: an online meter writes thousands."""
_WH_OF_KWH = 1000
_LITRES = 1000


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """One revision of a reading."""

    reading: MeterReading
    state: ReadingState
    meter: str
    dial_m3: Decimal | None
    queries: tuple[VolumeQuery, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """A reading with all its revisions, the first first."""

    line: ReadingLine
    history: tuple[ReadingLine, ...]
    is_last: bool
    """Whether this is the revision that counts, so that a correction may follow it."""
    visits: tuple[VisitLine, ...]
    """The attempts of that day that read this meter."""


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month with its figure and how it came about."""

    volume: MonthVolume
    formulas: tuple[str, ...]
    source: str
    pasts: tuple[WellMonthPast, ...]
    is_over: bool
    """Whether its last day is past, so that no figure is a gap."""


@dataclass(frozen=True, slots=True)
class WellYear:
    """What the page of a well and year shows."""

    year: YearVolume
    months: tuple[MonthLine, ...]
    readings: tuple[ReadingLine, ...]
    """Of the whole year, or of one month where there are too many."""
    read_months: dict[int, int]
    """How many readings were written down by month, where the page shows one month only; else empty."""
    shown_month: int | None
    queries: tuple[VolumeQuery, ...]
    missing: int
    """Months that are over and have no figure."""
    shares: tuple[Share, ...]
    """What of the year's total each grade is."""
    visits: tuple[VisitLine, ...]
    """Attempts to read its meters: by tablet, with a photograph, or in vain."""


def well_year(session: Session, well: Well, year: int, today: date, *, wanted: int | None = None) -> WellYear:
    """Return the page of a well's year, by a fixed number of statements; `wanted` says which month."""
    asked = list_queries_of(session, [well.id])
    first, last = Month(year, 1), Month(year, 12)
    counts = count_by_month(session, well.id, year)
    is_much = sum(counts.values()) > MOST_READINGS
    shown = (wanted if wanted in counts else max(counts)) if is_much else None
    span = (Month(year, shown), Month(year, shown)) if shown else (first, last)
    revisions = list_revisions(session, well.id, span[0].first, span[1].last)
    return WellYear(
        year=(found := queries.year_of(session, well.id, year)),
        months=_months(session, well, found, today),
        readings=reading_lines(session, well, revisions, asked),
        read_months=counts if is_much else {},
        shown_month=shown,
        queries=tuple(one for one in asked if one.to_on >= first.first and one.from_on <= last.last),
        missing=sum(month.last < today for month in found.missing_months),
        shares=_shares(found),
        visits=visit_lines(session, well, first.first, last.last),
    )


def reading_page(session: Session, well: Well, reading: MeterReading) -> ReadingPage:
    """Return the page of a reading."""
    revisions = list_history(session, reading)
    lines = reading_lines(session, well, revisions, list_queries_of(session, [well.id]))
    (line,) = (one for one in lines if one.reading.id == reading.id)
    visits = visit_lines(session, well, reading.read_on, reading.read_on)
    return ReadingPage(
        line,
        lines,
        is_last=reading.revision == revisions[-1].revision,
        visits=tuple(one for one in visits if one.files and one.visit.meter_no == line.meter),
    )


def _shares(year: YearVolume) -> tuple[Share, ...]:
    by_grade: dict[Grade, Decimal] = {}
    for month in year.months:
        if month.grade is not None and month.m3 is not None:
            by_grade[month.grade] = by_grade.get(month.grade, ZERO) + month.m3
    return shares_of(by_grade)


def reading_lines(
    session: Session, well: Well, revisions: Sequence[MeterReading], asked: Iterable[VolumeQuery]
) -> tuple[ReadingLine, ...]:
    """Return revisions with how each stands; `revisions` hold every one of the readings that they hold."""
    numbers = {meter.id: meter.number for _put, meter in list_assignments(session, [well.id])}
    last: dict[tuple[object, ...], int] = defaultdict(int)
    for one in revisions:
        last[_place(one)] = max(last[_place(one)], one.revision)
    by_day: dict[date, list[VolumeQuery]] = defaultdict(list)
    for query in asked:
        if query.state is QueryState.OPEN:
            for on in {query.from_on, query.to_on}:
                by_day[on].append(query)
    return tuple(
        _reading_line(one, last[_place(one)], numbers.get(one.meter_id, ""), by_day.get(one.read_on, ()))
        for one in revisions
    )


def _place(reading: MeterReading) -> tuple[object, ...]:
    return reading.meter_id, reading.read_on, reading.second, reading.mark.value == "new_opening"


def _reading_line(reading: MeterReading, last: int, meter: str, asked: Sequence[VolumeQuery]) -> ReadingLine:
    dial = None if reading.dial_l is None else cubic_metres(reading.dial_l)
    if reading.revision < last:
        return ReadingLine(reading, ReadingState.SUPERSEDED, meter, dial)
    if reading.dial_l is None:
        return ReadingLine(reading, ReadingState.TAKEN_BACK, meter, dial)
    state = ReadingState.QUERIED if asked else ReadingState.USED
    return ReadingLine(reading, state, meter, dial, tuple(asked))


def _months(session: Session, well: Well, year: YearVolume, today: date) -> tuple[MonthLine, ...]:
    book = load_books(session, well.county_code, [well.id])[well.id]
    readings = load_readings(session, [well.id]).get(well.id, [])
    parts = parts_of(intervals_of(readings, book.digits))
    used = list_coefficients_used(session, well.id, year.year)
    bases = {(one.month, one.method): one.basis for one in list_estimates(session, well.id, year.year)}
    pasts: dict[int, list[WellMonthPast]] = defaultdict(list)
    for past in list_pasts(session, well.id, year.year):
        pasts[past.month].append(past)
    lines = []
    for volume in year.months:
        number_ = volume.month.month
        metered = tuple(_part_text(part) for part in joined(parts.get(volume.month, ())))
        formulas, source = metered, _meter_source(volume, has_readings=bool(readings))
        if volume.method is VolumeMethod.POWER_COEFFICIENT and number_ in used:
            formulas, source = (*metered, _power_text(volume, used[number_])), used[number_].source
        elif volume.method is not None and (number_, volume.method) in bases:
            formulas, source = (*metered, bases[number_, volume.method]), _("登记的推算")
        is_over = volume.month.last < today
        lines.append(MonthLine(volume, formulas, source, tuple(pasts[number_]), is_over))
    return tuple(lines)


def _meter_source(volume: MonthVolume, *, has_readings: bool) -> str:
    if volume.method is VolumeMethod.ONLINE_METER:
        return str(_("在线水表"))
    return _("抄表") if volume.m3 is not None and has_readings else ""


def _part_text(part: Part) -> str:
    """Return how an interval adds to a month, in one line."""
    interval = part.interval
    opened, closed = cubic_metres(interval.opened.dial_l), cubic_metres(interval.closed.dial_l)
    facts = {"opened": m3(opened), "closed": m3(closed)}
    days = {"from_on": interval.opened.on.isoformat(), "to_on": interval.closed.on.isoformat()}
    if interval.flag is VolumeFlag.SWAP:
        return str(_("%(to_on)s 换表：旧表止码 %(opened)s，新表起码 %(closed)s", **facts, **days))
    if interval.flag is VolumeFlag.SWAP_UNMARKED:
        return str(_("%(from_on)s 到 %(to_on)s 换了表，没有止码起码，不计水量", **days))
    if interval.litres is None or part.litres is None:
        return str(_("%(to_on)s 的 %(closed)s 小于 %(opened)s，不计水量", **facts, **days))
    whole = {"m3": m3(cubic_metres(interval.litres))}
    if interval.flag is VolumeFlag.ROLLOVER:
        full = m3(cubic_metres(interval.litres + interval.opened.dial_l - interval.closed.dial_l))
        text = _("%(full)s − %(opened)s + %(closed)s = %(m3)s（翻转）", full=full, **facts, **whole)
    else:
        text = f"{facts['closed']} − {facts['opened']} = {whole['m3']}"
    if part.intervals > 1:
        text = _("%(text)s（%(n)s 段）", text=text, n=part.intervals)
    if part.days is None:
        return str(text)
    share = {"days": part.days, "of_days": part.of_days, "part": m3(cubic_metres(part.litres))}
    return str(_("%(text)s，按日分摊 %(days)s/%(of_days)s 天 = %(part)s", text=text, **share))


def _power_text(volume: MonthVolume, coefficient: Coefficient) -> str:
    """Return electricity times coefficient; the well's part of the electricity is found from the figure."""
    litres = int((volume.m3 or 0) * _LITRES)
    energy_wh = round(litres * _WH_OF_KWH / coefficient.litres_per_kwh)
    said = _(
        "%(kwh)s kWh × %(factor)s m³/kWh = %(m3)s（第 %(version)s 版系数，范围 %(low)s 到 %(high)s）",
        kwh=number(energy_wh / _WH_OF_KWH, 1),
        factor=number(coefficient.litres_per_kwh / _LITRES, 3),
        m3=m3(volume.m3),
        version=coefficient.version,
        low=number(coefficient.low_per_kwh / _LITRES, 3),
        high=number(coefficient.high_per_kwh / _LITRES, 3),
    )
    return str(said)
