"""Plan and measured groundwater of the county and its townships by year (水量平衡), from the roll-ups."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Date,
    Integer,
    String,
    bindparam,
    case,
    cast,
    extract,
    func,
    literal_column,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from casebook.kernel.volumes import cubic_metres
from casebook.plans.models import PlanNode
from casebook.plans.rules import IN_FORCE, Level
from casebook.quotas.rules import GROUNDWATER, Grade
from casebook.volumes.models import TownshipMonth, WellMonth
from casebook.volumes.rules.coverage import Coverage, Life, months_due, months_over, together
from casebook.wells.models import Well
from casebook.wells.rules import CLOSED, WellStatus

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

    from sqlalchemy import CTE, ColumnElement, Row, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session
    from sqlalchemy.types import TypeEngine

    from casebook.access import Actor

Place = tuple[int, str]
"""A year and a division."""
_MONTHS, _NEVER_CLOSED = 12, 999_999
_ITS_COUNTY = bindparam("its_county", type_=String())
_ITS_FIRST_DAY = bindparam("its_first_day", type_=Date())
_ITS_YEARS = bindparam("its_first_year", type_=Integer()), bindparam("its_last_year", type_=Integer())
_THIS_YEAR = bindparam("this_year", type_=Integer())
_MONTHS_OVER = bindparam("months_over", type_=Integer())


@dataclass(frozen=True, slots=True)
class Balance:
    """A division's year: what it may take of groundwater, and what its wells took as far as is known."""

    year: int
    division_code: str
    plan_m3: Decimal | None
    """The issued plan; None where there is none."""
    measured: Coverage

    @property
    def difference_m3(self) -> Decimal | None:
        """What the plan leaves, negative when more was taken; None without a plan or any figure."""
        if self.plan_m3 is None or not self.measured.is_known:
            return None
        return self.plan_m3 - self.measured.total_m3


@dataclass(frozen=True, slots=True)
class Balances:
    """The balances of some years, as far as a reader reaches."""

    county: dict[int, Balance]
    """By year; empty for who does not reach the county."""
    townships: dict[int, list[Balance]]
    """By year, in the order of codes."""


class _Part(StrEnum):
    """What a row of the one statement is about."""

    TAKEN = "taken"
    """Litres of a grade, and how many months of wells that are over have a figure of it."""
    PLANNED = "planned"
    """The issued plan."""
    LIVES = "lives"
    """How many wells live from when to when: each of them owes the same months."""
    BUILT_LATE = "built_late"
    """How many of those in use were built when: they owe less than the lives say."""
    BESIDE = "beside"
    """How many figures are of months for which none was due: of closed, idle, not yet built wells."""


@dataclass(slots=True)
class _Sums:
    """What the rows add up to, by year and division."""

    years: list[int]
    today: date
    taken: dict[Place, dict[Grade, Decimal]] = field(default_factory=lambda: defaultdict(dict))
    plans: dict[Place, Decimal] = field(default_factory=dict)
    due: dict[Place, int] = field(default_factory=lambda: defaultdict(int))
    missing: dict[Place, int] = field(default_factory=lambda: defaultdict(int))
    owed: dict[Life, list[tuple[int, int]]] = field(default_factory=dict)
    """Years with how many months are due in each."""

    def add(self, row: Row[*tuple[Any, ...]]) -> None:
        part, year, code, word, litres, months, wells, built_on, closed_on = row
        if part == _Part.TAKEN:
            self.taken[year, code][Grade(word)] = cubic_metres(int(litres))
            self.missing[year, code] -= months
        elif part == _Part.PLANNED:
            self.plans[year, code] = cubic_metres(int(litres))
        elif part == _Part.BESIDE:
            self.missing[year, code] += months
        else:
            life = Life(WellStatus(word), built_on, closed_on)
            self._owe(code, life, wells)
            if part == _Part.BUILT_LATE:
                self._owe(code, Life(life.status), -wells)

    def _owe(self, division_code: str, life: Life, wells: int) -> None:
        if life not in self.owed:
            months = {year: len(months_due(year, self.today, life)) for year in self.years}
            self.owed[life] = [(year, number) for year, number in months.items() if number]
        for year, number in self.owed[life]:
            self.due[year, division_code] += number * wells
            self.missing[year, division_code] += number * wells

    def balance(self, place: Place) -> Balance:
        missing = max(self.missing.get(place, 0), 0)
        measured = Coverage(self.taken.get(place, {}), self.due.get(place, 0), missing)
        return Balance(*place, self.plans.get(place), measured)


def balances_of(session: Session, actor: Actor, years: Collection[int], today: date) -> Balances:
    """Return the balance of each year, by one statement."""
    wanted = sorted(years)
    sums = _Sums(wanted, today)
    bound = {
        "its_county": actor.county_code,
        "its_first_year": wanted[0],
        "its_last_year": wanted[-1],
        "its_first_day": date(wanted[0], 1, 1),
        "this_year": today.year,
        "months_over": len(months_over(today.year, today)),
    }
    session.flush()
    for row in session.connection().execute(_EVERYTHING, bound):
        if actor.reaches(row.division_code):
            sums.add(row)
    townships: dict[int, list[Balance]] = {year: [] for year in wanted}
    owing = (place for place, months in sums.due.items() if months)
    for place in sorted({*sums.taken, *sums.plans, *owing}):
        if place[0] in townships and place[1] != actor.county_code:
            townships[place[0]].append(sums.balance(place))
    county = {}
    if actor.reaches(actor.county_code):
        for year, rows in townships.items():
            place = year, actor.county_code
            county[year] = Balance(*place, sums.plans.get(place), together(row.measured for row in rows))
    return Balances(county, townships)


def list_balance_years(session: Session, county_code: str) -> list[int]:
    """Return the years that have figures of wells or plans, the newest first."""
    taken = select(TownshipMonth.year).where(TownshipMonth.county_code == county_code)
    planned = select(PlanNode.year).where(PlanNode.county_code == county_code, PlanNode.level == Level.COUNTY)
    both = taken.union(planned).subquery()
    return list(session.scalars(select(both.c.year).order_by(both.c.year.desc())))


def _word(value: StrEnum) -> ColumnElement[str]:
    """Return one of our own words as it stands in the statement: always the same."""
    return literal_column(f"'{value.value}'", String())


def _words(*values: StrEnum) -> list[ColumnElement[str]]:
    return [_word(value) for value in sorted(values)]


_IN_USE, _CLOSED = _word(WellStatus.IN_USE), _words(*CLOSED)
_NOT_IN_USE = _words(*(status for status in WellStatus if status is not WellStatus.IN_USE))


def _row(part: _Part, year: Any, division_code: Any, **columns: Any) -> Select[Any]:  # noqa: ANN401 - columns of any model
    """Select what one part has of the columns that all parts share."""
    empty: dict[str, TypeEngine[Any]] = {
        "word": String(),
        "litres": BigInteger(),
        "months": BigInteger(),
        "wells": BigInteger(),
        "built_on": Date(),
        "closed_on": Date(),
    }
    return select(
        _word(part).label("part"),
        year.label("year"),
        division_code.label("division_code"),
        *(
            (type_coerce(columns[name], kind) if name in columns else cast(null(), kind)).label(name)
            for name, kind in empty.items()
        ),
    )


def _taken() -> Select[Any]:
    row = TownshipMonth
    is_over = or_(row.year < _THIS_YEAR, row.month <= _MONTHS_OVER)
    return (
        _row(
            _Part.TAKEN,
            row.year,
            row.division_code,
            word=row.grade,
            litres=func.sum(type_coerce(row.volume_m3, BigInteger)),
            months=func.sum(case((is_over, row.wells), else_=0)),
        )
        .where(row.county_code == _ITS_COUNTY, row.year.between(*_ITS_YEARS))
        .group_by(row.year, row.division_code, row.grade)
        .having(func.sum(row.wells) > 0)
    )


def _planned() -> Select[Any]:
    """Select the issued plans of groundwater: the county's control total, and those of townships."""
    row = PlanNode
    litres = func.sum(type_coerce(row.planned_m3, BigInteger))
    return (
        _row(_Part.PLANNED, row.year, row.division_code, litres=litres)
        .where(
            row.county_code == _ITS_COUNTY,
            row.year.between(*_ITS_YEARS),
            row.level.in_(_words(Level.COUNTY, Level.TOWNSHIP)),
            row.source.in_(_words(*GROUNDWATER)),
            row.state.in_(_words(*IN_FORCE)),
        )
        .group_by(row.year, row.division_code)
    )


def _in_use() -> Select[Any]:
    return (
        _row(_Part.LIVES, cast(null(), Integer), Well.division_code, word=Well.status, wells=func.count())
        .where(Well.county_code == _ITS_COUNTY, Well.status == _IN_USE)
        .group_by(Well.status, Well.division_code)
    )


def _of_some_months(part: _Part, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Select how many wells were built and closed when."""
    life = {"word": Well.status, "built_on": Well.built_on, "closed_on": Well.closed_on}
    return (
        _row(part, cast(null(), Integer), Well.division_code, **life, wells=func.count())
        .where(Well.county_code == _ITS_COUNTY, *conditions)
        .group_by(Well.division_code, *life.values())
    )


def _month(day: InstrumentedAttribute[date | None]) -> ColumnElement[int]:
    """Return the month of a day as one number, counted from the year 0."""
    year, month = (cast(extract(part, day), Integer) for part in ("year", "month"))
    return year * _MONTHS + month


_IS_BUILT_LATE = (
    # Not `status = 'in_use'`: SQLite would look through all of them instead of the few that were built late.
    func.coalesce(Well.status, "") == _IN_USE,
    Well.built_on >= _ITS_FIRST_DAY,
)


def _others() -> CTE:
    """Select the wells not in use throughout, with the months that they owe: `coverage.months_due` as SQL.

    It stands by itself, so that days become months once for a well, not for each of its figures.
    """
    well = select(
        Well.id,
        case((Well.built_on.is_(None), 0), else_=_month(Well.built_on)).label("first"),
        case(
            (Well.status == _IN_USE, _NEVER_CLOSED),
            (Well.status.in_(_CLOSED) & Well.closed_on.is_not(None), _month(Well.closed_on)),
            else_=0,
        ).label("last"),
    ).where(Well.county_code == _ITS_COUNTY)
    both = union_all(well.where(Well.status.in_(_NOT_IN_USE)), well.where(*_IS_BUILT_LATE))
    return both.cte("others").prefix_with("MATERIALIZED")


def _beside() -> Select[Any]:
    row, well = WellMonth, _others()
    month = row.year * _MONTHS + row.month
    return (
        _row(_Part.BESIDE, row.year, row.division_code, months=func.count())
        .join(well, well.c.id == row.well_id)
        .where(
            row.year.between(*_ITS_YEARS),
            or_(row.year < _THIS_YEAR, row.month <= _MONTHS_OVER),
            row.grade.is_not(None),
            or_(month < well.c.first, month > well.c.last),
        )
        .group_by(row.year, row.division_code)
    )


_EVERYTHING = union_all(
    _taken(),
    _planned(),
    _in_use(),
    _of_some_months(_Part.BUILT_LATE, *_IS_BUILT_LATE),
    _of_some_months(_Part.LIVES, Well.status.in_(_CLOSED), Well.closed_on >= _ITS_FIRST_DAY),
    _beside(),
)
"""One statement: of small sums, asking one after another would take longer than finding them."""
