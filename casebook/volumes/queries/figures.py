"""The volumes of wells by month and year, as the roll-up has them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, func, select, type_coerce

from casebook.kernel.months import Month
from casebook.quotas.rules import VolumeMethod
from casebook.volumes.models import (
    ElectricityAccount,
    ElectricityAccountWell,
    ElectricityUse,
    WellMonth,
)
from casebook.volumes.queries.readings import list_last_readings
from casebook.volumes.queries.shares import serves
from casebook.volumes.rules import MonthVolume, VolumeFlag, YearVolume, year_of_months

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

AT_ONCE = 500
"""Keys in one IN list."""

METERED = (VolumeMethod.ONLINE_METER, VolumeMethod.MANUAL_METER)
_MONTHS = 12
_COLUMNS = (
    WellMonth.well_id,
    WellMonth.year,
    WellMonth.month,
    WellMonth.volume_m3,
    WellMonth.grade,
    WellMonth.method,
    WellMonth.flags,
)


def months_of(
    session: Session, well_ids: Collection[UUID], first: Month, last: Month
) -> dict[UUID, dict[Month, MonthVolume]]:
    """Return what is known of the months from first to last; wells without any are left out."""
    found: dict[UUID, dict[Month, MonthVolume]] = defaultdict(dict)
    span = _between(WellMonth.year, WellMonth.month, first, last)
    for some in _in_pieces(well_ids):
        query = select(*_COLUMNS).where(WellMonth.well_id.in_(some), span)
        for row in session.execute(query.order_by(WellMonth.well_id, WellMonth.year, WellMonth.month)):
            found[row.well_id][Month(row.year, row.month)] = _month_volume(row)
    return dict(found)


def months_by_year(
    session: Session, well_ids: Collection[UUID], years: Collection[int] = ()
) -> dict[UUID, dict[int, list[MonthVolume]]]:
    """Return the months with a figure by well and year, of all years unless some are named."""
    found: dict[UUID, dict[int, list[MonthVolume]]] = defaultdict(lambda: defaultdict(list))
    for some in _in_pieces(well_ids):
        query = select(*_COLUMNS).where(WellMonth.well_id.in_(some), WellMonth.grade.is_not(None))
        if years:
            query = query.where(WellMonth.year.in_(years))
        for row in session.execute(query.order_by(WellMonth.well_id, WellMonth.year, WellMonth.month)):
            found[row.well_id][row.year].append(_month_volume(row))
    return {well_id: dict(of_well) for well_id, of_well in found.items()}


def year_of(session: Session, well_id: UUID, year: int) -> YearVolume:
    """Return a well's year; a year without any figure has twelve missing months."""
    return years_of(session, [well_id], [year])[well_id][year]


def years_of(
    session: Session, well_ids: Collection[UUID], years: Collection[int]
) -> dict[UUID, dict[int, YearVolume]]:
    """Return every asked year of every asked well, those without any figure too."""
    if not years:
        return {well_id: {} for well_id in well_ids}
    months = months_of(session, well_ids, Month(min(years), 1), Month(max(years), _MONTHS))
    return {
        well_id: {year: year_of_months(year, months.get(well_id, {})) for year in sorted(years)}
        for well_id in well_ids
    }


def power_of(
    session: Session,
    county_code: str,
    first: Month,
    last: Month,
    *,
    accounts: Collection[str] | None = None,
) -> dict[str, dict[Month, Decimal]]:
    """Return kWh by account number and month; of every account of the county unless some are named."""
    found: dict[str, dict[Month, Decimal]] = defaultdict(dict)
    query = (
        select(
            ElectricityAccount.number, ElectricityUse.year, ElectricityUse.month, ElectricityUse.energy_kwh
        )
        .join(ElectricityUse, ElectricityUse.account_id == ElectricityAccount.id)
        .where(
            ElectricityAccount.county_code == county_code,
            ElectricityUse.replaced_at.is_(None),
            _between(ElectricityUse.year, ElectricityUse.month, first, last),
        )
        .order_by(ElectricityAccount.number, ElectricityUse.year, ElectricityUse.month)
    )
    pieces = [None] if accounts is None else list(_in_pieces(accounts))
    for some in pieces:
        wanted = query if some is None else query.where(ElectricityAccount.number.in_(some))
        for number, year, month, energy in session.execute(wanted):
            found[number][Month(year, month)] = energy
    return dict(found)


def last_use_of(session: Session, well_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return the day of each well's last known use; wells without any are left out.

    The closing day of the last interval with a volume, or the end of the last month with electricity,
    whichever is later.
    """
    found: dict[UUID, date] = {}
    for some in _in_pieces(well_ids):
        found.update(_last_pumped(session, some))
        for well_id, on in _last_powered(session, some):
            found[well_id] = max(on, found.get(well_id, on))
    return found


def _last_pumped(session: Session, well_ids: Sequence[UUID]) -> dict[UUID, date]:
    """Return the closing day of the last interval with a volume, by the well's own readings."""
    place = WellMonth.year * _MONTHS + WellMonth.month - 1
    query = (
        select(WellMonth.well_id, type_coerce(func.max(place), Integer))
        .where(WellMonth.well_id.in_(well_ids), WellMonth.volume_m3 > 0, WellMonth.method.in_(METERED))
        .group_by(WellMonth.well_id)
    )
    last = {well_id: _month_at(index).last for well_id, index in session.execute(query)}
    return last | list_last_readings(session, last)


def _last_powered(session: Session, well_ids: Sequence[UUID]) -> Iterator[tuple[UUID, date]]:
    place = ElectricityUse.year * _MONTHS + ElectricityUse.month - 1
    query = (
        select(ElectricityAccountWell.well_id, type_coerce(func.max(place), Integer))
        .join(ElectricityUse, ElectricityUse.account_id == ElectricityAccountWell.account_id)
        .where(
            ElectricityAccountWell.well_id.in_(well_ids),
            ElectricityUse.replaced_at.is_(None),
            ElectricityUse.energy_kwh > 0,
            serves(),
        )
        .group_by(ElectricityAccountWell.well_id)
    )
    for well_id, index in session.execute(query):
        yield well_id, _month_at(index).last


def _month_at(index: int) -> Month:
    year, month = divmod(int(index), _MONTHS)
    return Month(year, month + 1)


def _between(
    year: InstrumentedAttribute[int], month: InstrumentedAttribute[int], first: Month, last: Month
) -> ColumnElement[bool]:
    whole = (first.month, last.month) == (1, _MONTHS)
    span = year.between(first.year, last.year)
    if whole:
        return span
    place = year * _MONTHS + month
    return span & place.between(first.year * _MONTHS + first.month, last.year * _MONTHS + last.month)


def _month_volume(row: Any) -> MonthVolume:  # noqa: ANN401 - a row of `_COLUMNS`
    flags = tuple(VolumeFlag(word) for word in row.flags.split())
    return MonthVolume(Month(row.year, row.month), row.volume_m3, row.grade, row.method, flags)


def _in_pieces(keys: Collection[Any]) -> Iterator[list[Any]]:
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), AT_ONCE):
        yield wanted[start : start + AT_ONCE]
