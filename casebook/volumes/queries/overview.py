"""A year of the jurisdiction from the roll-ups: how many wells have a figure, and how good it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ColumnElement, case, func, select, type_coerce

from casebook.kernel.volumes import cubic_metres
from casebook.volumes.models import VolumeQuery, WellMonth
from casebook.volumes.rules import QueryKind, QueryState, VolumeFlag
from casebook.wells.models import Well
from casebook.wells.rules import WellStatus

if TYPE_CHECKING:
    from decimal import Decimal

    from sqlalchemy.orm import InstrumentedAttribute, Session

    from casebook.access import Actor
    from casebook.quotas.rules import Grade


@dataclass(slots=True)
class MonthFigures:
    """What the wells of a jurisdiction say of one month."""

    by_grade: dict[Grade, Decimal] = field(default_factory=dict)
    """m³ of each grade."""
    wells: int = 0
    """Wells with a figure."""
    partial: int = 0
    """Those of them whose figure is only the least that was taken."""
    in_use: int = 0
    """Those of them that the register says are in use now."""


@dataclass(slots=True)
class YearOverview:
    """What the roll-ups say of a year."""

    year: int
    wells_in_use: int
    """Wells that the register says are in use now."""
    months: dict[int, MonthFigures]
    """By number of the month; months without any figure are left out."""
    wells_by_months: dict[int, int]
    """How many wells in use have so many months with a whole figure; those without any are left out."""


def overview_of(session: Session, actor: Actor, year: int) -> YearOverview:
    """Return the year of all wells in the actor's reach, by three statements."""
    return YearOverview(year, _count_in_use(session, actor), *_figures(session, actor, year))


def _count_in_use(session: Session, actor: Actor) -> int:
    query = select(func.count()).where(
        Well.county_code == actor.county_code,
        Well.status == WellStatus.IN_USE,
        *_within(Well.division_code, actor),
    )
    return session.scalar(query) or 0


def _within(division_code: InstrumentedAttribute[str], actor: Actor) -> list[ColumnElement[bool]]:
    is_whole = actor.jurisdiction == actor.county_code
    return [] if is_whole else [division_code.startswith(actor.jurisdiction)]


def _figures(session: Session, actor: Actor, year: int) -> tuple[dict[int, MonthFigures], dict[int, int]]:
    row = WellMonth
    is_of = (row.county_code == actor.county_code, row.year == year, *_within(row.division_code, actor))
    is_partial = row.flags.contains(VolumeFlag.PARTIAL.value)
    is_in_use = Well.status == WellStatus.IN_USE
    months = (
        select(
            row.month,
            row.grade,
            func.sum(type_coerce(row.volume_m3, BigInteger)),
            func.count(),
            func.sum(case((is_partial, 1), else_=0)),
            func.sum(case((is_in_use, 1), else_=0)),
        )
        .join(Well, Well.id == row.well_id)
        .where(*is_of, row.grade.is_not(None))
        .group_by(row.month, row.grade)
        .order_by(row.month, row.grade)
    )
    found: dict[int, MonthFigures] = defaultdict(MonthFigures)
    for month, grade, litres, wells, partial, in_use in session.execute(months):
        figures = found[month]
        figures.by_grade[grade] = cubic_metres(int(litres))
        figures.wells += int(wells)
        figures.partial += int(partial)
        figures.in_use += int(in_use)
    each = (
        select(func.count().label("months"))
        .join_from(row, Well, Well.id == row.well_id)
        .where(*is_of, row.grade.is_not(None), ~is_partial, is_in_use)
        .group_by(row.well_id)
        .subquery()
    )
    tally = select(each.c.months, func.count()).group_by(each.c.months).order_by(each.c.months)
    return dict(found), {int(months): int(wells) for months, wells in session.execute(tally)}


def list_years(session: Session, county_code: str) -> list[int]:
    """Return the years for which the county has a figure of any well."""
    return list(
        session.scalars(
            select(WellMonth.year)
            .where(WellMonth.county_code == county_code)
            .distinct()
            .order_by(WellMonth.year)
        )
    )


def count_open_queries(session: Session, actor: Actor) -> dict[QueryKind, int]:
    """Return how many queries of each kind wait in the actor's reach."""
    row = VolumeQuery
    query = (
        select(row.kind, func.count())
        .where(
            row.county_code == actor.county_code,
            row.state == QueryState.OPEN,
            *_within(row.division_code, actor),
        )
        .group_by(row.kind)
        .order_by(row.kind)
    )
    return {kind: int(count) for kind, count in session.execute(query)}
