"""What the register holds of wells, in the form of sayings, and what files said of them before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from casebook.intake.models import BatchChange, ImportBatch
from casebook.intake.rules import saying as s
from casebook.parties.models import Party
from casebook.quotas.queries import permits_by_well, volumes_by_year
from casebook.quotas.rules import VolumeSource
from casebook.wells.models import Well, WellAlias, WellParty
from casebook.wells.rules import AliasKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.intake.rules.saying import Saying
    from casebook.quotas.models import Permit

AT_ONCE = 500
"""Keys in one IN list."""


@dataclass(frozen=True, slots=True)
class Known:
    """A well that the register has, and what the last file said of it."""

    well_id: UUID
    version: int
    said: Saying | None
    names: frozenset[str]
    """What the last file could say something about."""


def known_wells(session: Session, county_code: str, codes: Sequence[str]) -> dict[str, Known]:
    """Return the wells that the register has, by code."""
    found: dict[str, Known] = {}
    names: dict[UUID | None, frozenset[str]] = {None: frozenset()}
    change = aliased(BatchChange)
    latest = select(func.max(change.rowid)).where(change.well_id == Well.id).scalar_subquery()
    query = select(Well.code, Well.id, Well.version, BatchChange.said, BatchChange.batch_id).outerjoin(
        BatchChange, BatchChange.rowid == latest
    )
    for start in range(0, len(codes), AT_ONCE):
        some = codes[start : start + AT_ONCE]
        rows = session.execute(query.where(Well.county_code == county_code, Well.code.in_(some)))
        for code, well_id, version, said, batch_id in rows:
            if batch_id not in names:
                names[batch_id] = _names_of(session, batch_id)
            found[code] = Known(well_id, version, said, names[batch_id])
    return found


def _names_of(session: Session, batch_id: UUID) -> frozenset[str]:
    return frozenset(session.scalars(select(ImportBatch.names).where(ImportBatch.id == batch_id)).one())


def positions(session: Session, county_code: str) -> Iterator[tuple[str, float, float]]:
    """Yield code, longitude and latitude of every well of the county."""
    query = select(Well.code, Well.lon, Well.lat).where(Well.county_code == county_code).order_by(Well.rowid)
    rows = session.execute(query.execution_options(yield_per=5_000))
    yield from ((code, lon, lat) for code, lon, lat in rows)


def held(session: Session, permits_asked: Mapping[UUID, str]) -> dict[UUID, Saying]:
    """Return what the register holds of wells now, in the form of a saying.

    A well may stand on several permits: the one with the number asked for is told, else the first.
    """
    found: dict[UUID, Saying] = {}
    wanted = sorted(permits_asked)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        roles, plates = _parties(session, some), _plates(session, some)
        permits, volumes = permits_by_well(session, some), volumes_by_year(session, some)
        for well in session.scalars(select(Well).where(Well.id.in_(some)).order_by(Well.id)):
            saying = _of_row(well) | roles.get(well.id, {})
            if well.id in plates:
                saying[s.PLATE] = plates[well.id]
            if well.id in permits:
                saying[s.PERMIT] = _of_permit(permits[well.id], permits_asked[well.id])
            for year, sources in volumes.get(well.id, {}).items():
                if VolumeSource.REGISTER in sources:
                    saying[f"volume:{year}"] = str(sources[VolumeSource.REGISTER].volume_m3)
            found[well.id] = saying
    return found


def _of_row(well: Well) -> Saying:
    saying: Saying = {
        s.POSITION: [well.lon, well.lat, well.crs_source.value],
        s.STATUS: [well.status.value, _iso(well.closed_on)],
    }
    for name in s.COLUMNS.values():
        value = getattr(well, name)
        if value is not None and value != "":
            saying[name] = getattr(value, "value", value)
    if well.built_on is not None and well.built_precision is not None:
        saying[s.BUILT] = [well.built_on.isoformat(), well.built_precision.value]
    if well.written:
        saying[s.WRITTEN] = well.written
    return saying


def _of_permit(permits: Sequence[Permit], number: str) -> Saying:
    permit = next((permit for permit in permits if permit.number == number), permits[0])
    volume = permit.permitted_m3
    return {
        "number": permit.number,
        "permitted_m3": None if volume is None else str(volume),
        "issued_on": _iso(permit.issued_on),
        "valid_to": _iso(permit.valid_to),
    }


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _parties(session: Session, well_ids: Sequence[UUID]) -> dict[UUID, Saying]:
    query = (
        select(WellParty.well_id, WellParty.role, Party.name, Party.identifier, Party.phone)
        .join(Party, Party.id == WellParty.party_id)
        .where(WellParty.well_id.in_(well_ids))
        .order_by(WellParty.rowid.desc())
    )
    found: dict[UUID, Saying] = defaultdict(dict)
    for well_id, role, name, identifier, phone in session.execute(query):
        found[well_id][role.value] = {"name": name, "identifier": identifier, "phone": phone}
    return found


def _plates(session: Session, well_ids: Sequence[UUID]) -> dict[UUID, str]:
    query = select(WellAlias.well_id, WellAlias.value).where(
        WellAlias.well_id.in_(well_ids), WellAlias.kind == AliasKind.PLATE
    )
    return dict(session.execute(query.order_by(WellAlias.rowid.desc())).all())


def taken_aliases(session: Session, county_code: str, kind: AliasKind, values: Collection[str]) -> set[str]:
    """Return which of these numbers already lead to a well."""
    found: set[str] = set()
    wanted = sorted(values)
    for start in range(0, len(wanted), AT_ONCE):
        query = select(WellAlias.value).where(
            WellAlias.county_code == county_code,
            WellAlias.kind == kind,
            WellAlias.value.in_(wanted[start : start + AT_ONCE]),
        )
        found.update(session.scalars(query))
    return found
