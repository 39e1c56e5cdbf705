"""A year of the jurisdiction from the roll-ups: how many wells have a figure each month, how good it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, case, func, select, type_coerce

from casebook.kernel.volumes import cubic_metres
from casebook.volumes.models import VolumeQuery, WellMonth
from casebook.volumes.rules import QueryKind, QueryState, VolumeFlag

if TYPE_CHECKING:
    from decimal import Decimal

    from sqlalchemy import ColumnElement
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


def months_of_reach(session: Session, actor: Actor, year: int) -> dict[int, MonthFigures]:
    """Return by number of the month what all wells in the actor's reach have; empty months are left out."""
    row = WellMonth
    is_partial = row.flags.contains(VolumeFlag.PARTIAL.value)
    query = (
        select(
            row.month,
            row.grade,
            func.sum(type_coerce(row.volume_m3, BigInteger)),
            func.count(),
            func.sum(case((is_partial, 1), else_=0)),
        )
        .where(row.county_code == actor.county_code, row.year == year, row.grade.is_not(None))
        .where(*_within(row.division_code, actor))
        .group_by(row.month, row.grade)
        .order_by(row.month, row.grade)
    )
    found: dict[int, MonthFigures] = {}
    for month, grade, litres, wells, partial in session.execute(query):
        figures = found.setdefault(month, MonthFigures())
        figures.by_grade[grade] = cubic_metres(int(litres))
        figures.wells += int(wells)
        figures.partial += int(partial)
    return found


def _within(division_code: InstrumentedAttribute[str], actor: Actor) -> list[ColumnElement[bool]]:
    is_whole = actor.jurisdiction == actor.county_code
    return [] if is_whole else [division_code.startswith(actor.jurisdiction)]


def list_years(session: Session, county_code: str) -> list[int]:
    """Return the years for which the county has a figure of any well."""
    query = select(WellMonth.year).where(WellMonth.county_code == county_code).distinct()
    return list(session.scalars(query.order_by(WellMonth.year)))


def count_open_queries(session: Session, actor: Actor) -> dict[QueryKind, int]:
    """Return how many queries of each kind wait in the actor's reach."""
    row = VolumeQuery
    query = (
        select(row.kind, func.count())
        .where(row.county_code == actor.county_code, row.state == QueryState.OPEN)
        .where(*_within(row.division_code, actor))
        .group_by(row.kind)
        .order_by(row.kind)
    )
    return {kind: int(count) for kind, count in session.execute(query)}
