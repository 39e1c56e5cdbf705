"""What the figures of some wells rest on beside readings: meters, electricity, estimates, the roll-up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, select, type_coerce

from casebook.db.lists import among
from casebook.kernel.months import Month
from casebook.kernel.volumes import litres
from casebook.quotas.rules import VolumeMethod
from casebook.volumes.models import (
    Coefficient,
    ElectricityUse,
    Meter,
    MeterAssignment,
    VolumeEstimate,
    WellMonth,
)
from casebook.volumes.queries.series import load_series
from casebook.volumes.queries.shares import accounts_serving
from casebook.volumes.rules.coefficients import CoefficientFacts, choose
from casebook.volumes.rules.combining import Estimate, power_volume
from casebook.volumes.rules.series import Numbered, bounds
from casebook.volumes.rules.suspicions import WellTraits
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.regions.rules import Aquifer
    from casebook.volumes.rules.dials import Reading


class Stored(NamedTuple):
    """A month of the roll-up."""

    division_code: str
    litres: int | None
    method: VolumeMethod | None
    flags: str
    coefficient_id: UUID | None
    version: int
    figured_at: datetime


@dataclass(slots=True)
class WellBook:
    """What is known of one well's water beside its readings."""

    well_id: UUID
    code: str
    division_code: str
    aquifer: Aquifer
    traits: WellTraits
    pump_power_kw: float | None
    digits: dict[UUID, int | None] = field(default_factory=dict)
    power_wh: dict[Month, int] = field(default_factory=dict)
    """Of accounts that serve only this well."""
    estimates: dict[Month, list[Estimate[UUID]]] = field(default_factory=lambda: defaultdict(list))
    stored: dict[Month, Stored] = field(default_factory=dict)
    """The roll-up as it stands."""


_LITRES = type_coerce(WellMonth.volume_m3, BigInteger)
_WELL = (
    Well.id,
    Well.code,
    Well.division_code,
    Well.aquifer,
    Well.pump_flow_m3h,
    Well.closed_on,
    Well.pump_power_kw,
)


def load_books(session: Session, county_code: str, well_ids: Sequence[UUID]) -> dict[UUID, WellBook]:
    """Return the books of some wells (a few thousand at once), by the order of their ids."""
    query = select(*_WELL).where(among(Well.id, well_ids), Well.county_code == county_code).order_by(Well.id)
    books = {row.id: _book(row) for row in session.execute(query)}
    _add_meters(session, books)
    _add_stored(session, books)
    _add_power(session, county_code, books)
    _add_estimates(session, books)
    return books


def _book(row: Any) -> WellBook:  # noqa: ANN401 - a row of `_WELL`
    traits = WellTraits(row.pump_flow_m3h, row.closed_on)
    return WellBook(row.id, row.code, row.division_code, row.aquifer, traits, row.pump_power_kw)


def _add_meters(session: Session, books: Mapping[UUID, WellBook]) -> None:
    query = (
        select(MeterAssignment.well_id, Meter.id, Meter.digits)
        .join(Meter, Meter.id == MeterAssignment.meter_id)
        .where(among(MeterAssignment.well_id, books))
    )
    for well_id, meter_id, digits in session.execute(query):
        books[well_id].digits[meter_id] = digits


def load_readings(session: Session, well_ids: Sequence[UUID]) -> dict[UUID, list[Reading]]:
    """Return the readings of wells as they count, in order: of each the last revision, none taken back.

    Wells without readings are left out.
    """
    meters = Numbered()
    series = load_series(session, well_ids, meters).in_order()
    ids, edges = list(meters), bounds(series.well, len(well_ids)).tolist()
    return {
        well_id: series.readings(first, last, ids)
        for well_id, (first, last) in zip(well_ids, pairwise(edges), strict=True)
        if first < last
    }


def _add_stored(session: Session, books: Mapping[UUID, WellBook]) -> None:
    row = WellMonth
    facts = (row.division_code, _LITRES, row.method, row.flags, row.coefficient_id, row.version)
    query = select(row.well_id, row.year, row.month, *facts, row.figured_at).where(among(row.well_id, books))
    for well_id, year, month, *said in session.execute(query):
        books[well_id].stored[Month(year, month)] = Stored(*said)


def _add_estimates(session: Session, books: Mapping[UUID, WellBook]) -> None:
    columns = VolumeEstimate
    query = select(columns.well_id, columns.year, columns.month, columns.volume_m3, columns.method).where(
        among(columns.well_id, books), columns.replaced_at.is_(None)
    )
    for well_id, year, month, volume_m3, method in session.execute(query):
        books[well_id].estimates[Month(year, month)].append(Estimate(litres(volume_m3), method))


def _add_power(session: Session, county_code: str, books: Mapping[UUID, WellBook]) -> None:
    """Add each well's electricity, as the accounts that serve it are dealt out."""
    accounts = accounts_serving(session, list(books))
    if not accounts:
        return
    dealt: dict[UUID, dict[Month, int]] = defaultdict(lambda: defaultdict(int))
    columns = ElectricityUse
    query = select(columns.account_id, columns.year, columns.month, columns.energy_kwh).where(
        among(columns.account_id, accounts), columns.replaced_at.is_(None)
    )
    for account_id, year, number, energy_kwh in session.execute(query.order_by(columns.account_id)):
        month = Month(year, number)
        for well_id, part, is_alone in accounts[account_id].deal(litres(energy_kwh), month):
            if well_id in books:
                dealt[well_id][month] += part
                if is_alone:
                    power = books[well_id].power_wh
                    power[month] = power.get(month, 0) + part
    _turn_into_water(session, county_code, books, dealt)


def _turn_into_water(
    session: Session,
    county_code: str,
    books: Mapping[UUID, WellBook],
    energies: Mapping[UUID, Mapping[Month, int]],
) -> None:
    """Add the volume of each month with electricity, where a coefficient is or was in force for it.

    A figure that was found keeps the coefficient that it was found with.
    """
    known = coefficients_of(session, county_code)
    if not known:
        return
    in_force = [one for one in known.values() if not one.is_replaced]
    for well_id, months in energies.items():
        book = books[well_id]
        for month, energy_wh in months.items():
            stored = book.stored.get(month)
            pinned = known.get(stored.coefficient_id) if stored and stored.coefficient_id else None
            chosen = pinned or choose(in_force, book.division_code, book.aquifer, month)
            if chosen is not None:
                volume = power_volume(energy_wh, chosen.litres_per_kwh)
                estimate = Estimate(volume, VolumeMethod.POWER_COEFFICIENT, chosen.key)
                book.estimates[month].append(estimate)


def coefficients_of(session: Session, county_code: str) -> dict[UUID, CoefficientFacts[UUID]]:
    """Return every version of the county's coefficients, the replaced ones too."""
    query = select(Coefficient).where(Coefficient.county_code == county_code).order_by(Coefficient.rowid)
    return {
        row.id: CoefficientFacts(
            key=row.id,
            division_code=row.division_code,
            aquifer=row.aquifer,
            first_month=row.first_month,
            last_month=row.last_month,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            litres_per_kwh=row.litres_per_kwh,
            is_replaced=row.replaced_at is not None,
        )
        for row in session.scalars(query)
    }
