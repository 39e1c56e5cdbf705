"""What is read of a piece of the register: one statement for each kind of fact."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, case, func, select, type_coerce

from casebook.closures.queries import emergencies_of
from casebook.kernel.months import Month, months_between
from casebook.parties.models import Party
from casebook.quotas.models import AnnualVolume
from casebook.quotas.rules import VolumeSource
from casebook.screening.rules import StoppedMeter, Use
from casebook.volumes.models import VolumeQuery, WellMonth
from casebook.volumes.queries import own_power_of, stopped_on
from casebook.volumes.rules import QueryState
from casebook.wells.models import Well, WellEvent, WellParty, WellZone
from casebook.wells.rules import CLOSED, PartyRole, WellStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from casebook.parties.rules import PartyKind
    from casebook.screening.queries.facts import County

_COLUMNS = (
    Well.id,
    Well.code,
    Well.division_code,
    Well.status,
    Well.closed_on,
    Well.use,
    Well.aquifer,
    Well.exemption,
    Well.built_on,
    Well.built_precision,
    Well.depth_m,
    Well.irrigated_mu,
    Well.people_served,
    Well.meter_kind,
    Well.electricity_account,
)
_MONTHS = 12
_PLACE = WellMonth.year * _MONTHS + WellMonth.month
_LITRES = type_coerce(WellMonth.volume_m3, BigInteger)
_TWELVE = [
    type_coerce(func.max(case((WellMonth.month == month, _LITRES))), BigInteger)
    for month in range(1, _MONTHS + 1)
]
_YEARS_STATED = 4


def rows_of(session: Session, ids: Sequence[UUID]) -> list[Row[Any]]:
    """Return the register's columns of these wells, by code."""
    return list(session.execute(select(*_COLUMNS).where(Well.id.in_(ids)).order_by(Well.code)))


def months_by_well(
    session: Session, ids: Sequence[UUID], first: Month, last: Month
) -> dict[UUID, dict[Month, Use]]:
    """Return volumes by month with what must be known beside them, straight from the roll-up.

    A year comes as one row of twelve: reading a row for each month would take most of a run's time.
    """
    meant = (WellMonth.well_id.in_(ids), _PLACE.between(_place(first), _place(last)))
    found: dict[UUID, dict[Month, Use]] = defaultdict(dict)
    query = select(WellMonth.well_id, WellMonth.year, *_TWELVE).where(*meant)
    for well_id, year, *litres in session.execute(query.group_by(WellMonth.well_id, WellMonth.year)):
        months = found[well_id]
        for month, volume in enumerate(litres, start=1):
            if volume is not None:
                months[Month(year, month)] = Use(Decimal(volume).scaleb(-3))
    flagged = select(WellMonth.well_id, WellMonth.year, WellMonth.month, WellMonth.flags)
    for well_id, year, month, words in session.execute(flagged.where(*meant, WellMonth.flags != "")):
        known = found[well_id].get(Month(year, month))
        found[well_id][Month(year, month)] = Use(known.m3 if known else None, None, tuple(words.split()))
    return found


def _place(month: Month) -> int:
    return month.year * _MONTHS + month.month


def doubts_by_well(
    session: Session, ids: Sequence[UUID], last: Month
) -> dict[UUID, dict[Month, tuple[str, ...]]]:
    """Return what about readings waits for an explanation, by well and month."""
    query = select(VolumeQuery.well_id, VolumeQuery.to_on, VolumeQuery.kind).where(
        VolumeQuery.well_id.in_(ids), VolumeQuery.state == QueryState.OPEN, VolumeQuery.to_on <= last.last
    )
    found: dict[UUID, dict[Month, tuple[str, ...]]] = defaultdict(dict)
    for well_id, on, kind in session.execute(query.order_by(VolumeQuery.to_on, VolumeQuery.kind)):
        month = Month.of(on)
        found[well_id][month] = (*found[well_id].get(month, ()), kind.value)
    return found


def stopped_by_well(session: Session, ids: Sequence[UUID], as_of: date) -> dict[UUID, StoppedMeter]:
    """Return the meters that were found stopped on site and had not turned again by the day."""
    return {
        well_id: StoppedMeter(visit.id, visit.read_on, visit.meter_no)
        for well_id, visit in stopped_on(session, ids, as_of).items()
    }


def events_by_well(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[tuple[date, WellStatus]]]:
    """Return the steps of each well's life in their order."""
    query = select(WellEvent.well_id, WellEvent.on, WellEvent.to_status).where(WellEvent.well_id.in_(ids))
    found: dict[UUID, list[tuple[date, WellStatus]]] = defaultdict(list)
    for well_id, on, status in session.execute(query.order_by(WellEvent.well_id, WellEvent.sequence)):
        found[well_id].append((on, status))
    return found


def status_on(row: Row[Any], events: Sequence[tuple[date, WellStatus]], as_of: date) -> WellStatus:
    """Return where a well stood on a day.

    Its last step up to the day, else its first one: what a register brought later is taken to have been
    so before. One that was closed only after the day was in use until then.
    """
    until = [status for on, status in events if on <= as_of]
    status: WellStatus = until[-1] if until else events[0][1] if events else row.status
    if status in CLOSED and row.closed_on is not None and row.closed_on > as_of:
        return WellStatus.IN_USE
    return status


def users_by_well(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, PartyKind]]:
    """Return who takes the water: the user, else the manager, else the owner."""
    order = case({PartyRole.USER: 0, PartyRole.MANAGER: 1}, value=WellParty.role, else_=2)
    query = (
        select(WellParty.well_id, Party.id, Party.kind)
        .join(Party, Party.id == WellParty.party_id)
        .where(WellParty.well_id.in_(ids))
        .order_by(order, Party.id)
    )
    found: dict[UUID, tuple[UUID, PartyKind]] = {}
    for well_id, party_id, kind in session.execute(query):
        found.setdefault(well_id, (party_id, kind))
    return found


def zones_by_well(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Return the zones whose shape covers each well, whatever their period."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    query = select(WellZone.well_id, WellZone.zone_id).where(WellZone.well_id.in_(ids))
    for well_id, zone_id in session.execute(query):
        found[well_id].append(zone_id)
    return found


def stated_by_well(session: Session, ids: Sequence[UUID], as_of: date) -> dict[UUID, dict[int, Decimal]]:
    """Return yearly volumes of years that were over on the day; a measured one before the register's."""
    last = as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
    query = select(
        AnnualVolume.well_id, AnnualVolume.year, AnnualVolume.source, AnnualVolume.volume_m3
    ).where(
        AnnualVolume.well_id.in_(ids),
        AnnualVolume.replaced_at.is_(None),
        AnnualVolume.year.between(last - _YEARS_STATED, last),
    )
    found: dict[UUID, dict[int, Decimal]] = defaultdict(dict)
    for well_id, year, source, volume in session.execute(query):
        if source is VolumeSource.MEASURED or year not in found[well_id]:
            found[well_id][year] = volume
    return found


def months_since_closing(
    session: Session, county: County, rows: Sequence[Row[Any]]
) -> dict[UUID, dict[Month, Use]]:
    """Return the months of closed wells since the earliest of them was closed."""
    closed = {row.id: on for row in rows if (on := _closed_on(county, row)) is not None}
    if not closed:
        return {}
    return months_by_well(session, list(closed), Month.of(min(closed.values())), county.last)


def months_by_leave(session: Session, ids: Sequence[UUID]) -> dict[UUID, frozenset[Month]]:
    """Return the months in which reserve wells were open in an emergency that was allowed."""
    return {
        well_id: frozenset(
            month for one in days for month in months_between(Month.of(one.first), Month.of(one.last))
        )
        for well_id, days in emergencies_of(session, ids).items()
    }


def _closed_on(county: County, row: Row[Any]) -> date | None:
    """Return since when a well counts as closed by the register, else by the ledger."""
    on: date | None = row.closed_on if row.status in CLOSED else None
    return on or county.closings.get(row.code)


def power_of_closed(
    session: Session, county: County, rows: Sequence[Row[Any]]
) -> dict[UUID, dict[Month, Decimal]]:
    """Return the electricity of closed wells, of months in which their account ran no other well."""
    closed = [row.id for row in rows if _closed_on(county, row) is not None]
    return own_power_of(session, county.code, closed, county.first, county.last) if closed else {}


def with_power(months: Mapping[Month, Use], power: Mapping[Month, Decimal]) -> Mapping[Month, Use]:
    """Return months with what their electricity was."""
    if not power:
        return months
    both = sorted({*months, *power})
    none = Use()
    return {
        month: Use(months.get(month, none).m3, power.get(month), months.get(month, none).flags)
        for month in both
    }
