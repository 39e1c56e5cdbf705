"""What is known of the wells that a return claims: loaded for all its lines at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from casebook.claims.queries import METERED, years_of_wells
from casebook.claims.rules import BASELINE_YEARS
from casebook.closures.queries.emergency import emergencies_of
from casebook.closures.rules.claims import (
    Emergency,
    MonthUse,
    NewWell,
    PermitFacts,
    PostingFacts,
    WellFacts,
)
from casebook.kernel.cells import DatePrecision
from casebook.kernel.coordinates import distance_m
from casebook.kernel.months import Month, months_between
from casebook.ledger import queries as ledger
from casebook.quotas import queries as quotas
from casebook.quotas.models import PermitChange, PermitList, PermitListEntry
from casebook.volumes import queries as volumes
from casebook.volumes.models import ElectricityAccount, ElectricityAccountWell
from casebook.wells.models import Well, WellAlias, WellParty
from casebook.wells.rules import MeterKind, PartyRole, WellStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.claims.rules import YearFacts
    from casebook.closures.rules.claims import ClaimLine
    from casebook.quotas.models import Permit

AT_ONCE = 500
"""Codes in one statement."""

METER_KINDS = frozenset({MeterKind.ONLINE, MeterKind.MECHANICAL})
_USERS = (PartyRole.USER, PartyRole.OWNER)


@dataclass
class _Loaded:
    """All that the statements brought, by well."""

    years: dict[UUID, dict[int, YearFacts]] = field(default_factory=dict)
    uses: dict[UUID, dict[Month, MonthUse]] = field(default_factory=dict)
    permits: dict[UUID, list[Permit]] = field(default_factory=dict)
    listed: dict[UUID, list[PermitFacts]] = field(default_factory=dict)
    newer: dict[UUID, list[NewWell]] = field(default_factory=dict)
    emergencies: dict[UUID, list[Emergency]] = field(default_factory=dict)
    postings: dict[str, list[PostingFacts]] = field(default_factory=dict)


def find_wells(session: Session, actor: Actor, codes: Collection[str]) -> dict[str, Well]:
    """Return wells of the actor's jurisdiction by the code or other number that names them."""
    found: dict[str, Well] = {}
    for some in _pieces(codes):
        own = select(Well).where(Well.county_code == actor.county_code, Well.code.in_(some))
        found |= {well.code: well for well in session.scalars(own)}
        other = select(WellAlias.value, Well).join(Well, Well.id == WellAlias.well_id)
        aliases = other.where(WellAlias.county_code == actor.county_code, WellAlias.value.in_(some))
        found = dict(session.execute(aliases).all()) | found
    return {code: well for code, well in found.items() if actor.reaches(well.division_code)}


def facts_of_claims(
    session: Session, actor: Actor, claims: Sequence[ClaimLine], *, today: date
) -> dict[str, WellFacts]:
    """Return facts by the code that lines say; codes of no well are left out."""
    found = find_wells(session, actor, {claim.code for claim in claims if claim.code})
    wells = {well.id: well for well in found.values()}
    days = [claim.closed_on for claim in claims if claim.closed_on is not None]
    loaded = _load(session, actor, wells, days, today)
    facts = {well.id: _facts(well, loaded) for well in wells.values()}
    return {code: facts[well.id] for code, well in found.items()}


def _load(
    session: Session, actor: Actor, wells: Mapping[UUID, Well], days: Sequence[date], today: date
) -> _Loaded:
    loaded = _Loaded()
    if not wells:
        return loaded
    codes = sorted(well.code for well in wells.values())
    for some in _pieces(codes):
        for code, on, sequence in ledger.standing_closings(session, actor.county_code, some):
            loaded.postings.setdefault(code, []).append(PostingFacts(on, sequence))
    loaded.permits = quotas.permits_by_well(session, list(wells))
    loaded.emergencies = {
        well_id: days
        for some in _pieces(list(wells))
        for well_id, days in emergencies_of(session, some).items()
    }
    loaded.newer = _newer_wells(session, wells)
    loaded.listed = _listed_permits(session, actor.county_code, loaded.permits)
    if days:
        span = range(min(days).year - BASELINE_YEARS, max(days).year)
        loaded.years = years_of_wells(session, list(wells), span)
        loaded.uses = _uses_after(session, actor.county_code, wells, min(days), today)
    return loaded


def _facts(well: Well, loaded: _Loaded) -> WellFacts:
    years = loaded.years.get(well.id, {})
    volumes_permitted = [
        permit.permitted_m3 for permit in loaded.permits.get(well.id, ()) if permit.permitted_m3 is not None
    ]
    is_metered = any(year.metered_m3 is not None for year in years.values())
    has_number = bool(well.meter_no) and well.meter_kind is MeterKind.UNKNOWN
    return WellFacts(
        code=well.code,
        closed_on=well.closed_on,
        built_on=well.built_on,
        casing_mm=well.casing_mm,
        depth_m=well.depth_m,
        flow_m3h=well.pump_flow_m3h,
        permitted_m3=sum(volumes_permitted, Decimal(0)) if volumes_permitted else None,
        has_meter=well.meter_kind in METER_KINDS or is_metered or has_number,
        years=years,
        permits=tuple(loaded.listed.get(well.id, ())),
        postings=tuple(loaded.postings.get(well.code, ())),
        newer=tuple(loaded.newer.get(well.id, ())),
        uses=loaded.uses.get(well.id, {}),
        emergencies=tuple(loaded.emergencies.get(well.id, ())),
    )


def _uses_after(
    session: Session, county_code: str, wells: Mapping[UUID, Well], first_day: date, today: date
) -> dict[UUID, dict[Month, MonthUse]]:
    """Return what wells and their own electricity accounts used after the first closing of all."""
    first, last = Month.of(first_day), Month.of(today)
    water = volumes.months_of(session, list(wells), first, last)
    own = _own_accounts(session, list(wells))
    numbers = {number for accounts in own.values() for number in accounts}
    power = volumes.power_of(session, county_code, first, last, accounts=numbers) if numbers else {}
    found: dict[UUID, dict[Month, MonthUse]] = {}
    for well_id in wells:
        for month in months_between(first, last):
            read = water.get(well_id, {}).get(month)
            m3 = read.m3 if read is not None and read.method in METERED else None
            used = [power[number][month] for number in own[well_id] if month in power.get(number, {})]
            if m3 is not None or used:
                kwh = sum(used, Decimal(0)) if used else None
                found.setdefault(well_id, {})[month] = MonthUse(m3, kwh)
    return found


def _own_accounts(session: Session, well_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return the accounts that feed one well alone, always: a shared one does not tell whose pump ran."""
    feeding = (
        select(ElectricityAccountWell.account_id, func.count().label("wells"))
        .group_by(ElectricityAccountWell.account_id)
        .subquery()
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for some in _pieces(well_ids):
        query = (
            select(ElectricityAccountWell.well_id, ElectricityAccount.number)
            .join(ElectricityAccount, ElectricityAccount.id == ElectricityAccountWell.account_id)
            .join(feeding, feeding.c.account_id == ElectricityAccount.id)
            .where(
                ElectricityAccountWell.well_id.in_(some),
                ElectricityAccountWell.by_share.is_(False),
                feeding.c.wells == 1,
            )
            .order_by(ElectricityAccount.number)
        )
        for well_id, number in session.execute(query):
            found[well_id].append(number)
    return found


def _newer_wells(session: Session, wells: Mapping[UUID, Well]) -> dict[UUID, list[NewWell]]:
    """Return the wells in use of the same user that no line of the return closes, with their distance."""
    users: dict[UUID, set[UUID]] = defaultdict(set)
    for some in _pieces(wells):
        query = select(WellParty.party_id, WellParty.well_id)
        for party_id, well_id in session.execute(
            query.where(WellParty.well_id.in_(some), WellParty.role.in_(_USERS))
        ):
            users[party_id].add(well_id)
    found: dict[UUID, dict[UUID, NewWell]] = defaultdict(dict)
    for some in _pieces(users):
        others = (
            select(WellParty.party_id, Well)
            .join(Well, Well.id == WellParty.well_id)
            .where(
                WellParty.party_id.in_(some),
                WellParty.role.in_(_USERS),
                Well.status == WellStatus.IN_USE,
                Well.built_on.is_not(None),
            )
            .order_by(Well.code)
        )
        for party_id, other in session.execute(others):
            for well_id in users[party_id] if other.id not in wells else ():
                found[well_id][other.id] = _new_well(wells[well_id], other)
    return {well_id: list(known.values()) for well_id, known in found.items()}


def _new_well(well: Well, other: Well) -> NewWell:
    metres = distance_m(well.lon, well.lat, other.lon, other.lat)
    built_on = other.built_on
    assert built_on is not None
    if other.built_precision is DatePrecision.YEAR:
        built_on = date(built_on.year, 12, 31)
    elif other.built_precision is DatePrecision.MONTH:
        built_on = Month.of(built_on).last
    return NewWell(other.code, built_on, metres)


def _listed_permits(
    session: Session, county_code: str, permits: Mapping[UUID, Sequence[Permit]]
) -> dict[UUID, list[PermitFacts]]:
    """Return what the newest dated list of permits still carries for each well."""
    by_id = {permit.id: permit for held in permits.values() for permit in held}
    newest = select(PermitList.id, PermitList.listed_on).where(
        PermitList.county_code == county_code, PermitList.listed_on.is_not(None)
    )
    last = session.execute(newest.order_by(PermitList.listed_on.desc(), PermitList.rowid.desc()).limit(1))
    found = last.first() if by_id else None
    if found is None or found.listed_on is None:
        return {}
    listed: dict[str, Decimal] = {}
    for some in _pieces({permit.number for permit in by_id.values()}):
        query = select(PermitListEntry.number, PermitListEntry.theirs)
        for number, theirs in session.execute(
            query.where(PermitListEntry.list_id == found.id, PermitListEntry.number.in_(some))
        ):
            if theirs.get("volume") is not None:
                listed[number] = Decimal(theirs["volume"])
    counts, before = quotas.count_wells(session, list(by_id)), _largest_before(session, by_id)
    return {
        well_id: [
            PermitFacts(one.number, found.listed_on, listed[one.number], before[one.id], counts[one.id])
            for one in held
            if one.number in listed
        ]
        for well_id, held in permits.items()
    }


def _largest_before(session: Session, permits: Mapping[UUID, Permit]) -> dict[UUID, Decimal | None]:
    """Return the largest volume that each permit ever carried in our register."""
    known: dict[UUID, list[Decimal]] = defaultdict(list)
    for permit in permits.values():
        if permit.permitted_m3 is not None:
            known[permit.id].append(permit.permitted_m3)
    for some in _pieces(permits):
        query = select(PermitChange.permit_id, PermitChange.facts).where(PermitChange.permit_id.in_(some))
        for permit_id, facts in session.execute(query):
            if facts.get("permitted_m3") is not None:
                known[permit_id].append(Decimal(facts["permitted_m3"]))
    return {permit_id: max(known[permit_id], default=None) for permit_id in permits}


def _pieces(keys: Collection[Any]) -> Iterator[list[Any]]:
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), AT_ONCE):
        yield wanted[start : start + AT_ONCE]
