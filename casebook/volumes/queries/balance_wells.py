"""The wells behind a figure of the balance."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Integer, and_, case, exists, extract, func, select, type_coerce

from casebook.db.paging import page
from casebook.kernel.months import Month
from casebook.kernel.volumes import cubic_metres
from casebook.volumes.models import WellMonth
from casebook.volumes.rules.coverage import Coverage, Life, months_due, months_over
from casebook.wells.models import Well
from casebook.wells.rules import CLOSED, WellStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page
    from casebook.quotas.rules import Grade

_MONTHS = 12


class Behind(StrEnum):
    """Which figure of a balance is looked behind."""

    FIGURES = "figures"
    """What was measured: wells with a figure."""
    DUE = "due"
    """Wells that should have figures."""
    MISSING = "missing"
    """Those of them that lack some."""


@dataclass(frozen=True, kw_only=True)
class BalanceFilter:
    """Which figure: of a year, of one township or all, and of one grade or all."""

    year: int
    today: date
    behind: Behind = Behind.FIGURES
    division_code: str | None = None
    grade: Grade | None = None


def page_balance_wells(
    session: Session, actor: Actor, wanted: BalanceFilter, *, cursor: str | None = None
) -> Page[Well]:
    """Return a page of the wells that a figure is made of, by code."""
    return page(
        session,
        select(Well).where(Well.county_code == actor.county_code, *_conditions(actor, wanted)),
        columns=[Well.code, Well.rowid],
        key=lambda row: [row.code, row.rowid],
        cursor=cursor,
    )


def count_balance_wells(session: Session, actor: Actor, wanted: BalanceFilter) -> int:
    """Return how many wells a figure is made of."""
    query = select(func.count()).where(Well.county_code == actor.county_code, *_conditions(actor, wanted))
    return session.scalar(query) or 0


def _conditions(actor: Actor, wanted: BalanceFilter) -> list[ColumnElement[bool]]:
    whose = wanted.division_code or (None if actor.reaches(actor.county_code) else actor.jurisdiction)
    if wanted.behind is Behind.FIGURES:
        return [exists(select(WellMonth.rowid).where(_is_of(wanted, whose)).correlate(Well))]
    lies = [] if whose is None else [Well.division_code == whose]
    first, last = _due_from(wanted), _due_until(wanted)
    if wanted.behind is Behind.DUE:
        return [*lies, last >= first]
    known = (
        select(func.count(WellMonth.rowid))
        .where(_is_of(wanted, None), WellMonth.month >= first, WellMonth.month <= last)
        .correlate(Well)
        .scalar_subquery()
    )
    return [*lies, known < last - first + 1]


def _is_of(wanted: BalanceFilter, division_code: str | None) -> ColumnElement[bool]:
    conditions = [
        WellMonth.well_id == Well.id,
        WellMonth.year == wanted.year,
        WellMonth.grade.is_not(None) if wanted.grade is None else WellMonth.grade == wanted.grade,
    ]
    if division_code is not None:
        conditions.append(WellMonth.division_code == division_code)
    return and_(*conditions)


def _due_from(wanted: BalanceFilter) -> ColumnElement[int]:
    """Return the first month of the year that is due, 13 where none is: `coverage.months_due` as SQL."""
    return case(
        (Well.built_on > date(wanted.year, _MONTHS, 31), _MONTHS + 1),
        (Well.built_on >= date(wanted.year, 1, 1), type_coerce(extract("month", Well.built_on), Integer)),
        else_=1,
    )


def _due_until(wanted: BalanceFilter) -> ColumnElement[int]:
    """Return the last month of the year that is due, 0 where none is: `coverage.months_due` as SQL."""
    over = len(months_over(wanted.year, wanted.today))
    first_day = date(wanted.year, 1, 1)
    is_closed = Well.status.in_(CLOSED)
    until = date(wanted.year, over, 1) if over else date(wanted.year + 1, 1, 1)
    return case(
        (Well.status == WellStatus.IN_USE, over),
        (is_closed & (Well.closed_on >= until), over),
        (
            is_closed & (Well.closed_on >= first_day),
            type_coerce(extract("month", Well.closed_on), Integer) if over else 0,
        ),
        else_=0,
    )


def coverages_of(
    session: Session, wells: Sequence[Well], wanted: BalanceFilter
) -> dict[UUID, tuple[Coverage, tuple[Month, ...]]]:
    """Return of each well what counts into the figure, and the months that it lacks, by one statement."""
    row = WellMonth
    query = select(
        row.well_id, row.month, row.grade, row.division_code, type_coerce(row.volume_m3, BigInteger)
    ).where(row.well_id.in_([well.id for well in wells]), row.year == wanted.year, row.grade.is_not(None))
    sums: dict[UUID, dict[Grade, Decimal]] = defaultdict(dict)
    known: dict[UUID, set[Month]] = defaultdict(set)
    for well_id, number, grade, division_code, volume_l in session.execute(query):
        known[well_id].add(Month(wanted.year, number))
        is_counted = wanted.division_code in {None, division_code} and wanted.grade in {None, grade}
        if grade is not None and is_counted:
            sums[well_id][grade] = sums[well_id].get(grade, cubic_metres(0)) + cubic_metres(int(volume_l))
    found = {}
    for well in wells:
        due = months_due(wanted.year, wanted.today, Life(well.status, well.built_on, well.closed_on))
        missing = tuple(month for month in due if month not in known[well.id])
        found[well.id] = Coverage(sums[well.id], len(due), len(missing)), missing
    return found
