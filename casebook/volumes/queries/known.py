"""The wells that rows of a file name, and the meters on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.db.lists import among
from casebook.volumes.models import Meter, MeterAssignment
from casebook.volumes.rules.cells import read_key
from casebook.wells.models import Well, WellAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.wells.rules import MeterKind

AT_ONCE = 5_000
"""Keys in one list."""


@dataclass(frozen=True, slots=True)
class KnownWell:
    """A registered well, as far as its meters go."""

    well_id: UUID
    code: str
    division_code: str
    meter_kind: MeterKind
    meter_no: str
    """The register's 水表编号, as folded for comparing."""
    hex: str
    """The id in 32 digits."""


_COLUMNS = (Well.id, Well.code, Well.division_code, Well.meter_kind, Well.meter_no)


def known_wells(session: Session, county_code: str, keys: Sequence[str]) -> dict[str, KnownWell]:
    """Return the wells that these keys name, by code or by another number that leads to them (a plate …)."""
    found: dict[str, KnownWell] = {}
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        query = select(*_COLUMNS).where(Well.county_code == county_code, among(Well.code, some))
        found.update({row.code: _known(row) for row in session.execute(query)})
        missing = [key for key in some if key not in found]
        if missing:
            found.update(_by_alias(session, county_code, missing))
    return found


def _by_alias(session: Session, county_code: str, keys: Sequence[str]) -> dict[str, KnownWell]:
    query = (
        select(WellAlias.value, *_COLUMNS)
        .join(Well, Well.id == WellAlias.well_id)
        .where(WellAlias.county_code == county_code, among(WellAlias.value, keys))
    )
    return {row.value: _known(row) for row in session.execute(query.order_by(WellAlias.rowid))}


def _known(row: Any) -> KnownWell:  # noqa: ANN401 - a row of `_COLUMNS`
    return KnownWell(row.id, row.code, row.division_code, row.meter_kind, read_key(row.meter_no), row.id.hex)


def list_assignments(session: Session, well_ids: Collection[UUID]) -> list[tuple[MeterAssignment, Meter]]:
    """Return the meters that are or were on wells, the earliest first."""
    query = (
        select(MeterAssignment, Meter)
        .join(Meter, Meter.id == MeterAssignment.meter_id)
        .where(among(MeterAssignment.well_id, well_ids))
        .order_by(MeterAssignment.well_id, MeterAssignment.from_on, MeterAssignment.rowid)
    )
    return [(assignment, meter) for assignment, meter in session.execute(query)]


def find_meters(
    session: Session, county_code: str, numbers: Collection[str]
) -> dict[str, tuple[UUID, int | None]]:
    """Return id and given digits of the meters with these numbers."""
    query = select(Meter.number, Meter.id, Meter.digits).where(
        Meter.county_code == county_code, among(Meter.number, numbers)
    )
    return {number: (meter_id, digits) for number, meter_id, digits in session.execute(query)}
