"""Plan and measured groundwater of the county and its townships by year (水量平衡), from the roll-ups."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, case, func, or_, select, type_coerce

from casebook.kernel.months import Month
from casebook.kernel.volumes import cubic_metres
from casebook.plans.models import PlanNode
from casebook.plans.rules import IN_FORCE, Level
from casebook.quotas.rules import GROUNDWATER
from casebook.volumes.models import TownshipMonth, WellMonth
from casebook.volumes.rules.coverage import Coverage, Life, months_due, months_over, together
from casebook.wells.models import Well
from casebook.wells.rules import CLOSED, WellStatus

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.quotas.rules import Grade

Place = tuple[int, str]
"""A year and a division."""


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


def balances_of(session: Session, actor: Actor, years: Collection[int], today: date) -> Balances:
    """Return the balance of each year, by four statements."""
    wanted = sorted(years)
    taken = _taken(session, actor, wanted, today)
    plans = _plans(session, actor, wanted)
    due = _due(session, actor, wanted, today)
    beside = _beside_due(session, actor, wanted, today)
    townships: dict[int, list[Balance]] = {year: [] for year in wanted}
    places = {place for place in (*taken, *due, *plans) if place[1] != actor.county_code}
    for place in sorted(places):
        by_grade, known = taken.get(place, ({}, 0))
        owed = due.get(place, 0)
        missing = max(owed - known + beside.get(place, 0), 0)
        measured = Coverage(by_grade, owed, missing)
        townships[place[0]].append(Balance(*place, plans.get(place), measured))
    county = {}
    if actor.reaches(actor.county_code):
        for year, rows in townships.items():
            place = year, actor.county_code
            county[year] = Balance(*place, plans.get(place), together(row.measured for row in rows))
    return Balances(county, townships)


def list_balance_years(session: Session, county_code: str) -> list[int]:
    """Return the years that have figures of wells or plans, the newest first."""
    taken = select(TownshipMonth.year).where(TownshipMonth.county_code == county_code)
    planned = select(PlanNode.year).where(PlanNode.county_code == county_code, PlanNode.level == Level.COUNTY)
    both = taken.union(planned).subquery()
    return list(session.scalars(select(both.c.year).order_by(both.c.year.desc())))


def _taken(
    session: Session, actor: Actor, years: list[int], today: date
) -> dict[Place, tuple[dict[Grade, Decimal], int]]:
    """Return m³ by grade, and how many months of wells that are over have a figure."""
    row = TownshipMonth
    is_over = or_(row.year < today.year, row.month <= len(months_over(today.year, today)))
    query = (
        select(
            row.year,
            row.division_code,
            row.grade,
            func.sum(type_coerce(row.volume_m3, BigInteger)),
            func.sum(row.wells),
            func.sum(case((is_over, row.wells), else_=0)),
        )
        .where(row.county_code == actor.county_code, row.year.in_(years))
        .group_by(row.year, row.division_code, row.grade)
        .order_by(row.year, row.division_code, row.grade)
    )
    if not actor.reaches(actor.county_code):
        query = query.where(row.division_code.startswith(actor.jurisdiction))
    found: dict[Place, tuple[dict[Grade, Decimal], int]] = {}
    for year, division_code, grade, volume_l, wells, over in session.execute(query):
        if wells:
            by_grade, known = found.get((year, division_code), ({}, 0))
            by_grade[grade] = cubic_metres(int(volume_l))
            found[year, division_code] = by_grade, known + int(over)
    return found


def _plans(session: Session, actor: Actor, years: list[int]) -> dict[Place, Decimal]:
    """Return the issued plans of groundwater: the county's control total, and those of townships."""
    query = (
        select(PlanNode.year, PlanNode.division_code, func.sum(type_coerce(PlanNode.planned_m3, BigInteger)))
        .where(
            PlanNode.county_code == actor.county_code,
            PlanNode.year.in_(years),
            PlanNode.level.in_((Level.COUNTY, Level.TOWNSHIP)),
            PlanNode.source.in_(GROUNDWATER),
            PlanNode.state.in_(IN_FORCE),
        )
        .group_by(PlanNode.year, PlanNode.division_code)
    )
    found = {}
    for year, division_code, volume_l in session.execute(query):
        if actor.reaches(division_code):
            found[year, division_code] = cubic_metres(int(volume_l))
    return found


def _due(session: Session, actor: Actor, years: list[int], today: date) -> dict[Place, int]:
    """Return how many months of wells should have a figure."""
    since = date(min(years), 1, 1)
    built = case((Well.built_on >= since, Well.built_on))
    closed = case((Well.status.in_(CLOSED), Well.closed_on))
    query = (
        select(Well.division_code, Well.status, built, closed, func.count())
        .where(
            Well.county_code == actor.county_code,
            or_(
                Well.status == WellStatus.IN_USE,
                Well.status.in_(CLOSED) & (Well.closed_on >= since),
            ),
        )
        .group_by(Well.division_code, Well.status, built, closed)
    )
    if not actor.reaches(actor.county_code):
        query = query.where(Well.division_code == actor.jurisdiction)
    found: dict[Place, int] = defaultdict(int)
    owed: dict[Life, list[tuple[int, int]]] = {}
    for division_code, status, built_on, closed_on, wells in session.execute(query):
        life = Life(status, built_on, closed_on)
        if life not in owed:
            owed[life] = [(year, months) for year in years if (months := len(months_due(year, today, life)))]
        for year, months in owed[life]:
            found[year, division_code] += months * wells
    return dict(found)


def _beside_due(session: Session, actor: Actor, years: list[int], today: date) -> dict[Place, int]:
    """Return how many figures are of months for which none was due: of closed, idle, not yet built wells."""
    row = WellMonth
    query = (
        select(
            row.division_code, row.year, row.month, Well.status, Well.built_on, Well.closed_on, func.count()
        )
        .join(Well, Well.id == row.well_id)
        .where(
            Well.county_code == actor.county_code,
            or_(Well.status != WellStatus.IN_USE, Well.built_on >= date(min(years), 1, 1)),
            row.year.in_(years),
            row.grade.is_not(None),
        )
        .group_by(row.division_code, row.year, row.month, Well.status, Well.built_on, Well.closed_on)
    )
    found: dict[Place, int] = defaultdict(int)
    for division_code, year, number, status, built_on, closed_on, wells in session.execute(query):
        month, life = Month(year, number), Life(status, built_on, closed_on)
        if month.last < today and month not in months_due(year, today, life):
            found[year, division_code] += wells
    return dict(found)
