"""The figures of the catalogue: each source is asked once for a span, never for a cell."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.blanks.queries.counting import cases_between, problems_between, register_now, volumes_between
from casebook.blanks.rules.binding import HUNDRED
from casebook.blanks.rules.catalogue import CATALOGUE, MONTHS, FigureId, Source, Span, Window, window
from casebook.kernel import clock
from casebook.kernel.months import Month
from casebook.oversight import queries as oversight
from casebook.oversight.rules import Gauge, Indicator, Progress
from casebook.quotas.queries import permits_on
from casebook.regions import queries as regions
from casebook.volumes import queries as volumes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.blanks.rules.binding import Told
    from casebook.oversight.queries import Board, Place

    Values = dict[FigureId, dict[str, Told]]

_F = FigureId
_GAUGES = {
    Indicator.DEEP_WELLS: (_F.DEEP_TARGET, _F.DEEP_LEFT),
    Indicator.RECLAIMED: (_F.RECLAIMED_TARGET, _F.RECLAIMED_USED),
    Indicator.RECLAIMED_RATE: (None, _F.RECLAIMED_RATE),
    Indicator.STRUCK_OFF_RATE: (None, _F.STRUCK_OFF_RATE),
    Indicator.ACCEPTED_RATE: (None, _F.ACCEPTED_RATE),
    Indicator.ANSWERED_RATE: (None, _F.ANSWERED_RATE),
    Indicator.RESOLVED_RATE: (None, _F.RESOLVED_RATE),
    Indicator.SATISFIED_RATE: (None, _F.SATISFIED_RATE),
}
_BY_MONTH = {_F.WELLS_BOOKED, _F.REDUCTION_BOOKED, _F.REDUCTION_THIS_YEAR}


def figures(
    session: Session,
    *,
    actor: Actor,
    wanted: Collection[tuple[FigureId, Span]],
    month: Month,
    now: datetime,
) -> Mapping[tuple[FigureId, Span], Mapping[str, Told]]:
    """Return the wanted figures of the county and its townships, by figure and span, and by division.

    A division without a value is left out, and so is a span that had not begun by the month's end: a form for
    March says the same in April and in December.
    """
    reader = _Reader(session, actor, month, now)
    spans: dict[tuple[Source, Span], set[FigureId]] = defaultdict(set)
    for figure, span in wanted:
        spans[CATALOGUE[figure].source, span].add(figure)
    found: dict[tuple[FigureId, Span], Mapping[str, Told]] = {}
    for (source, span), ids in sorted(spans.items()):
        first, last = window(span, month)
        if source is not Source.FORM and first > min(reader.today, month.last):
            continue
        days = Window(first, min(last, month.last))
        read = reader.read(source, span, days)
        found |= {(figure, span): read[figure] for figure in ids if figure in read}
    return found


class _Reader:
    """Reads one form's figures; boards are kept, because months share their ends."""

    def __init__(self, session: Session, actor: Actor, month: Month, now: datetime) -> None:
        self.today = clock.local_day(now)
        self._session, self._actor, self._month = session, actor, month
        self._county = actor.county_code
        self._codes = sorted(regions.names(session, self._county))
        self._boards: dict[tuple[int, date | None], Board] = {}

    def read(self, source: Source, span: Span, days: Window) -> Values:
        session, county = self._session, self._county
        readers: dict[Source, Callable[[], Values]] = {
            Source.BOARD: lambda: self._board(span, days),
            Source.GAUGES: lambda: self._gauges(days),
            Source.REGISTER: lambda: self._counted(register_now(session, county)),
            Source.PROBLEMS: lambda: self._counted(problems_between(session, county, days)),
            Source.CASES: lambda: self._counted(cases_between(session, county, days)),
            Source.VOLUMES: lambda: self._summed(volumes_between(session, county, days)),
            Source.PLANS: lambda: self._plans(days),
            Source.PERMITS: lambda: self._permits(days),
            Source.FORM: self._form,
        }
        return readers[source]()

    def _as_of(self, last: date) -> date | None:
        """Return the day of an as-of query; None, which is answered from sums, for today and later."""
        return None if last >= self.today else last

    def _board_at(self, year: int, last: date) -> Board:
        key = year, self._as_of(last)
        if key not in self._boards:
            self._boards[key] = oversight.board(
                self._session, county_code=self._county, year=year, as_of=key[1]
            )
        return self._boards[key]

    def _board(self, span: Span, days: Window) -> Values:
        board = self._board_at(days.last.year, days.last)
        found = _of_places(board)
        if span not in MONTHS:
            return found
        before = Month.of(days.first).previous()
        found = {figure: values for figure, values in found.items() if figure in _BY_MONTH}
        if before.year == days.last.year:
            earlier = _of_places(self._board_at(before.year, before.last))
            found = {figure: _minus(values, earlier[figure]) for figure, values in found.items()}
        return found

    def _gauges(self, days: Window) -> Values:
        year, as_of = days.last.year, self._as_of(days.last)
        targets = self._board_at(year, days.last).targets
        gauges = oversight.gauges(self._session, self._county, year, targets, as_of=as_of)
        found: Values = defaultdict(dict)
        for code in self._codes:
            for gauge in gauges.of(code):
                _take_gauge(found, code, gauge)
        if gauges.sewage_m3 is not None:
            found[_F.SEWAGE_TREATED][self._county] = gauges.sewage_m3
        return found

    def _counted(self, by_township: Mapping[FigureId, Mapping[str, Decimal]]) -> Values:
        """Return counts of every division: nothing counted is none, and the county is the sum of all."""
        found: Values = {}
        for figure, counts in by_township.items():
            found[figure] = {code: counts.get(code, Decimal(0)) for code in self._codes}
            found[figure][self._county] = sum(counts.values(), Decimal(0))
        return found

    def _summed(self, by_township: Mapping[FigureId, Mapping[str, Decimal]]) -> Values:
        """Return measured sums; a township without any figure has none, which is not the same as zero."""
        found: Values = {}
        for figure, sums in by_township.items():
            found[figure] = dict(sums)
            if sums:
                found[figure][self._county] = sum(sums.values(), Decimal(0))
        return found

    def _plans(self, days: Window) -> Values:
        year = days.last.year
        found = volumes.balances_of(self._session, self._actor, [year], self.today)
        balances = [*found.county.values(), *found.townships[year]]
        return {_F.VOLUME_PLANNED: {one.division_code: one.plan_m3 for one in balances}}

    def _permits(self, days: Window) -> Values:
        on = min(days.last, self.today)
        held = [
            permit
            for permit in permits_on(self._session, self._county, on)
            if _is_held(permit.valid_from, permit.valid_to, permit.ended_on, on)
        ]
        volume = sum((permit.permitted_m3 or Decimal(0) for permit in held), Decimal(0))
        return {
            _F.PERMITS_VALID: {self._county: Decimal(len(held))},
            _F.PERMITTED_VOLUME: {self._county: volume},
        }

    def _form(self) -> Values:
        names, month = regions.names(self._session, self._county), self._month
        told: dict[FigureId, Told] = {
            _F.COUNTY_NAME: names.get(self._county, self._county),
            _F.COUNTY_CODE: self._county,
            _F.REPORTING_UNIT: self._actor.agency_name or names.get(self._county, self._county),
            _F.FILLED_BY: self._actor.name,
            _F.FILLED_ON: self.today,
            _F.PERIOD_TEXT: f"{month.year}年{month.month}月",
            _F.PERIOD_END: month.last,
            _F.YEAR_NUMBER: Decimal(month.year),
            _F.MONTH_NUMBER: Decimal(month.month),
        }
        return {figure: {self._county: value} for figure, value in told.items()}


def _of_places(board: Board) -> Values:
    found: Values = defaultdict(dict)
    for place in [board.whole, *board.townships]:
        for figure, value in _of_place(place):
            if value is not None:
                found[figure][place.division_code] = value
    return found


def _of_place(place: Place) -> Iterable[tuple[FigureId, Decimal | None]]:
    wells, cut = place.wells, place.reduction
    yield _F.WELLS_TARGET, wells.target
    yield _F.WELLS_BOOKED, wells.booked
    yield _F.WELLS_CLAIMED, wells.claimed
    yield _F.WELLS_LEFT, wells.difference
    yield _F.WELLS_RATE, _rate(wells)
    yield _F.REDUCTION_TARGET, cut.target
    yield _F.REDUCTION_BOOKED, cut.booked
    yield _F.REDUCTION_THIS_YEAR, cut.booked_this_year
    yield _F.REDUCTION_CLAIMED, cut.claimed
    yield _F.REDUCTION_LEFT, cut.difference
    yield _F.REDUCTION_RATE, _rate(cut)


def _rate(progress: Progress) -> Decimal | None:
    """Return how much of the target is booked, in per cent; it may be more than a hundred."""
    return progress.booked * HUNDRED / progress.target if progress.target else None


def _take_gauge(found: Values, code: str, gauge: Gauge) -> None:
    aim, value = _GAUGES[gauge.indicator]
    told = [(aim, gauge.target), (value, gauge.value)]
    if gauge.indicator is Indicator.STRUCK_OFF_RATE:
        told += [(_F.PROBLEMS_DONE, gauge.part), (_F.PROBLEMS_LISTED, gauge.whole)]
    for figure, number in told:
        if figure is not None and number is not None:
            found[figure][code] = number


def _minus(values: Mapping[str, Told], earlier: Mapping[str, Told]) -> dict[str, Told]:
    found: dict[str, Told] = {}
    for code, value in values.items():
        before = earlier.get(code, Decimal(0))
        if isinstance(value, Decimal) and isinstance(before, Decimal):
            found[code] = value - before
    return found


def _is_held(valid_from: date | None, valid_to: date | None, ended_on: date | None, on: date) -> bool:
    """Say whether a permit holds on a day; a day that its paper does not name does not end it."""
    has_begun = valid_from is None or valid_from <= on
    return has_begun and (valid_to is None or valid_to >= on) and (ended_on is None or ended_on > on)
