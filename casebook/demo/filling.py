"""Putting the register of the demonstration into a database, by the bulk acts that imports use."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.demo.geography import COUNTY, SINCE, county_files
from casebook.demo.register import wells
from casebook.kernel.cells import DatePrecision
from casebook.kernel.coordinates import CrsSource
from casebook.parties.actions import find_or_create_many
from casebook.quotas.actions import link_wells, put_annual_volumes, put_permits
from casebook.quotas.facts import PermitFacts, VolumeFacts
from casebook.quotas.rules import VolumeMethod, VolumeSource, method_of
from casebook.regions.queries import load_locator
from casebook.wells.actions import import_county, register_wells
from casebook.wells.facts import NewWell, WellFacts
from casebook.wells.rules import AliasKind, MeterKind, PartyRole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.demo.register import DemoPermit, DemoWell
    from casebook.parties.actions import PartyFacts
    from casebook.regions.locator import Place

_COUNTED = "2022 年机井普查"
_COUNTED_ON = date(2019, 12, 31)
"""First day of every well's life in casebook: no volume is older."""
_MEASURED_SHARE = Decimal("1.012")
"""What meters say against what is written in the register: a little more."""


def fill_register(session: Session, *, actor: Actor, now: datetime, today: date) -> dict[str, UUID]:
    """Store areas, wells, people, permits and volumes; return the wells of the story by their keys."""
    import_county(session, actor=actor, now=now, on=SINCE, county_code=COUNTY, files=county_files())
    drawn = wells()
    ids = _people(session, drawn)
    places = load_locator(session, COUNTY).locate_many([one.lon for one in drawn], [one.lat for one in drawn])
    new = [_new_well(well, place, ids) for well, place in zip(drawn, places, strict=True)]
    well_ids = register_wells(session, actor=actor, now=now, county_code=COUNTY, wells=new, reason=_COUNTED)
    _put_permits(session, drawn, well_ids, ids, actor=actor, now=now)
    volumes = [
        volume
        for well, well_id in zip(drawn, well_ids, strict=True)
        for volume in _volumes(well, well_id, before=today.year)
    ]
    put_annual_volumes(session, now=now, county_code=COUNTY, volumes=volumes)
    return {well.key: well_id for well, well_id in zip(drawn, well_ids, strict=True) if well.key}


def _people(session: Session, drawn: tuple[DemoWell, ...]) -> dict[PartyFacts, UUID]:
    facts = list(dict.fromkeys(person for well in drawn for _role, person in well.parties))
    return dict(zip(facts, find_or_create_many(session, county_code=COUNTY, facts=facts), strict=True))


def _new_well(well: DemoWell, place: Place, ids: Mapping[PartyFacts, UUID]) -> NewWell:
    facts: WellFacts = {
        "lon": well.lon,
        "lat": well.lat,
        "crs_source": CrsSource.CGCS2000,
        "village": well.village.name,
        "use": well.use,
        "aquifer": well.aquifer,
        "exemption": well.exemption,
        "built_on": well.built_on,
        "built_precision": DatePrecision.MONTH,
        "depth_m": well.depth_m,
        "casing_mm": well.casing_mm,
        "pump_flow_m3h": well.pump_flow_m3h,
        "pump_power_kw": well.pump_power_kw,
        "irrigated_mu": well.irrigated_mu,
        "meter_kind": well.meter,
        "meter_no": well.meter_no,
        "electricity_account": well.electricity_account,
    }
    return NewWell(
        code=well.code,
        facts=facts,
        place=place,
        status=well.status,
        status_on=well.closed_on or _COUNTED_ON,
        closed_on=well.closed_on,
        parties=tuple((role, ids[person]) for role, person in well.parties),
        aliases=((AliasKind.PLATE, f"GX{well.code[6:9]}{well.code[-4:]}"),) if well.permit else (),
    )


def _put_permits(
    session: Session,
    drawn: tuple[DemoWell, ...],
    well_ids: list[UUID],
    ids: Mapping[PartyFacts, UUID],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    held = [(well, well_id) for well, well_id in zip(drawn, well_ids, strict=True) if well.permit]
    first = {well.permit.number: well for well, _well_id in reversed(held) if well.permit}
    facts = [_permit(well.permit, well, ids) for well in first.values() if well.permit]
    permit_ids = put_permits(session, actor=actor, now=now, county_code=COUNTY, permits=facts)
    by_number = dict(zip(first, permit_ids, strict=True))
    pairs = [(by_number[well.permit.number], well_id) for well, well_id in held if well.permit]
    link_wells(session, pairs=pairs)


def _permit(permit: DemoPermit, well: DemoWell, ids: Mapping[PartyFacts, UUID]) -> PermitFacts:
    roles = dict(well.parties)
    holder = roles.get(PartyRole.OWNER)
    return PermitFacts(
        number=permit.number,
        holder_id=ids[holder] if holder else None,
        permitted_m3=Decimal(permit.permitted_m3),
        issued_on=permit.issued_on,
        valid_from=permit.issued_on,
        valid_to=permit.valid_to,
        use=well.use,
        aquifer=well.aquifer,
    )


def _volumes(well: DemoWell, well_id: UUID, *, before: int) -> list[VolumeFacts]:
    """Return what the register says of the years that are over, and what online meters say."""
    found = []
    for year, m3 in well.volumes.items():
        if year >= before:
            continue
        volume = Decimal(m3)
        found.append(VolumeFacts(well_id=well_id, year=year, volume_m3=volume, method=method_of(well.meter)))
        if well.meter is MeterKind.ONLINE:
            measured = (volume * _MEASURED_SHARE).quantize(Decimal("0.001"))
            found.append(
                VolumeFacts(
                    well_id=well_id,
                    year=year,
                    volume_m3=measured,
                    source=VolumeSource.MEASURED,
                    method=VolumeMethod.ONLINE_METER,
                )
            )
    return found
