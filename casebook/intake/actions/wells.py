"""New wells of a register file, with their parties, permits and volumes, in bulk."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from casebook.intake.models import subject_of
from casebook.intake.queries import taken_aliases
from casebook.intake.rules import saying as s
from casebook.kernel.cells import DatePrecision
from casebook.kernel.clock import local_day
from casebook.kernel.coordinates import CrsSource
from casebook.parties.actions import PartyFacts, find_or_create_many
from casebook.quotas.actions import link_wells, put_annual_volumes, put_permits
from casebook.quotas.facts import PermitFacts, VolumeFacts
from casebook.quotas.rules import method_of
from casebook.regions.locator import Place
from casebook.regions.rules import Aquifer
from casebook.wells.actions import register_wells
from casebook.wells.facts import NewWell, WellFacts
from casebook.wells.rules import AliasKind, MeterKind, PartyRole, WellStatus, WellUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.intake.models import ImportBatch
    from casebook.intake.queries import PlannedLine
    from casebook.intake.rules.saying import Saying

_CODED: Mapping[str, Any] = {"use": WellUse, "aquifer": Aquifer, "meter_kind": MeterKind}
_UNSAID: Mapping[str, Any] = {
    "use": WellUse.OTHER,
    "aquifer": Aquifer.UNKNOWN,
    "meter_kind": MeterKind.UNKNOWN,
    "village": "",
    "casing_material": "",
    "meter_no": "",
    "electricity_account": "",
    "remark": "",
}
"""What stands in a column of which nothing is said; None in all others."""

Roles = dict[int, dict[PartyRole, UUID]]
"""Who holds which role, by the line's place among the lines at hand."""


def add_wells(
    session: Session, *, actor: Actor, now: datetime, batch: ImportBatch, lines: Sequence[PlannedLine]
) -> list[dict[str, Any]]:
    """Register the wells of new lines; return a row of `batch_change` for each."""
    sayings = [line.said or {} for line in lines]
    roles = find_parties(session, batch.county_code, sayings)
    plates = _free_plates(session, batch.county_code, sayings)
    well_ids = register_wells(
        session,
        actor=actor,
        now=now,
        county_code=batch.county_code,
        wells=[_new(line, roles.get(place, {}), plates.get(place), now) for place, line in enumerate(lines)],
        subject=subject_of(batch),
        reason=batch.file_name,
    )
    put_quotas(session, actor=actor, now=now, batch=batch, well_ids=well_ids, sayings=sayings, roles=roles)
    return [
        {"well_id": well_id, "is_new": True, "version": 1, "said": said, "before": {}}
        for well_id, said in zip(well_ids, sayings, strict=True)
    ]


def find_parties(session: Session, county_code: str, sayings: Sequence[Saying]) -> Roles:
    """Return who holds which role in each line; parties that are new are stored."""
    mentions = [
        (place, PartyRole(role), PartyFacts(**said[role]))
        for place, said in enumerate(sayings)
        for role in s.ROLES
        if said.get(role)
    ]
    facts = list(dict.fromkeys(facts for _, _, facts in mentions))
    found = find_or_create_many(session, county_code=county_code, facts=facts)
    ids = dict(zip(facts, found, strict=True))
    roles: Roles = defaultdict(dict)
    for place, role, mentioned in mentions:
        roles[place][role] = ids[mentioned]
    return roles


def _free_plates(session: Session, county_code: str, sayings: Sequence[Saying]) -> dict[int, str]:
    """Return by line the plate numbers that no other well has; one number cannot lead to two wells."""
    wanted = {said[s.PLATE] for said in sayings if s.PLATE in said}
    taken = taken_aliases(session, county_code, AliasKind.PLATE, wanted)
    free: dict[int, str] = {}
    for place, said in enumerate(sayings):
        if s.PLATE in said and said[s.PLATE] not in taken:
            free[place] = said[s.PLATE]
            taken.add(said[s.PLATE])
    return free


def put_quotas(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    batch: ImportBatch,
    well_ids: Sequence[UUID],
    sayings: Sequence[Saying],
    roles: Roles,
) -> None:
    """Store the permits and volumes that lines name, and put their wells on the permits."""
    held = [(place, said[s.PERMIT]) for place, said in enumerate(sayings) if said.get(s.PERMIT)]
    # Of several lines on one permit the last one's words hold.
    permits = {
        permit["number"]: _permit(permit, sayings[place], _holder(roles.get(place, {})))
        for place, permit in held
    }
    if permits:
        ids = put_permits(
            session,
            actor=actor,
            now=now,
            county_code=batch.county_code,
            permits=list(permits.values()),
            reason=batch.file_name,
        )
        by_number = dict(zip(permits, ids, strict=True))
        link_wells(session, pairs=[(by_number[permit["number"]], well_ids[place]) for place, permit in held])
    volumes = [
        volume
        for well_id, said in zip(well_ids, sayings, strict=True)
        for volume in volumes_of(well_id, said, (name for name in said if name.startswith("volume:")))
    ]
    if volumes:
        put_annual_volumes(session, now=now, county_code=batch.county_code, volumes=volumes)


def _holder(roles: Mapping[PartyRole, UUID]) -> UUID | None:
    """Return the permit's holder: the owner where one is named, else the user."""
    return roles.get(PartyRole.OWNER) or roles.get(PartyRole.USER)


def _permit(permit: Saying, said: Saying, holder_id: UUID | None) -> PermitFacts:
    volume = permit.get("permitted_m3")
    return PermitFacts(
        number=permit["number"],
        holder_id=holder_id,
        permitted_m3=None if volume is None else Decimal(volume),
        issued_on=_day(permit.get("issued_on")),
        valid_to=_day(permit.get("valid_to")),
        use=WellUse(said["use"]) if "use" in said else None,
        aquifer=Aquifer(said["aquifer"]) if "aquifer" in said else None,
    )


def volumes_of(well_id: UUID, said: Saying, names: Iterable[str]) -> list[VolumeFacts]:
    """Return the yearly volumes of a well that a line names."""
    method = method_of(MeterKind(said.get("meter_kind", MeterKind.UNKNOWN)))
    written = said.get(s.WRITTEN, {})
    return [
        VolumeFacts(
            well_id=well_id,
            year=int(name.partition(":")[2]),
            volume_m3=Decimal(said[name]),
            method=method,
            written=written.get(name, ""),
        )
        for name in names
        if name in said
    ]


def _new(line: PlannedLine, roles: Mapping[PartyRole, UUID], plate: str | None, now: datetime) -> NewWell:
    said = line.said or {}
    today = local_day(now)
    status, closed = said.get(s.STATUS) or (WellStatus.UNVERIFIED, None)
    closed_on = _day(closed)
    assert line.code
    return NewWell(
        code=line.code,
        facts=facts_of(said, [s.POSITION, *s.COLUMNS.values(), s.BUILT]),
        place=Place(is_inside=True, township=line.division_code, zones=line.zone_ids),
        status=WellStatus(status),
        status_on=min(closed_on, today) if closed_on else today,
        closed_on=closed_on,
        parties=tuple(roles.items()),
        aliases=((AliasKind.PLATE, plate),) if plate else (),
    )


def facts_of(said: Saying, names: Iterable[str]) -> WellFacts:
    """Return the columns of a well's row that a saying sets, for these of its names."""
    facts: dict[str, Any] = {"written": said.get(s.WRITTEN, {})}
    for name in names:
        if name == s.POSITION:
            lon, lat, crs = said[name]
            facts |= {"lon": lon, "lat": lat, "crs_source": CrsSource(crs)}
        elif name == s.BUILT:
            on, precision = said.get(name) or (None, None)
            facts |= {"built_on": _day(on), "built_precision": precision and DatePrecision(precision)}
        elif said.get(name) is not None:
            facts[name] = _CODED[name](said[name]) if name in _CODED else said[name]
        else:
            facts[name] = _UNSAID.get(name)
    return cast("WellFacts", facts)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
