"""Facts of electricity accounts, of users with a plan of their own, and of who stands on lists of others."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.kernel.matching import Matcher
from casebook.parties.models import Party
from casebook.plans.models import PlanNode
from casebook.plans.queries import plans_of_parties
from casebook.plans.rules import Level
from casebook.returns.queries import missing_returns
from casebook.screening.queries.facts import plans_by_year
from casebook.screening.queries.lists import current_entries
from casebook.screening.rules import AccountFacts, Due, PartyFacts
from casebook.screening.rules.states import ListKind
from casebook.volumes.queries import power_without_well, years_of
from casebook.wells.models import Well, WellParty

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.plans.rules import PlanLine
    from casebook.returns.queries import MissingReturn
    from casebook.screening.models import ScreeningListEntry
    from casebook.screening.queries.facts import County
    from casebook.screening.rules import Permit

_POWER_MONTHS = 36
AT_ONCE = 500


def walk_accounts(session: Session, county: County) -> Iterator[AccountFacts]:
    """Yield accounts with electricity of the last three years, in months in which they ran no known well."""
    first = county.last.plus(1 - _POWER_MONTHS)
    for number, kwh in sorted(power_without_well(session, county.code, first, county.last).items()):
        yield AccountFacts(number, county.code, kwh)


def planned_users(session: Session, county_code: str, years: Collection[int]) -> frozenset[UUID]:
    """Return the users that the plans of these years name."""
    query = select(PlanNode.party_id).where(
        PlanNode.county_code == county_code, PlanNode.year.in_(years), PlanNode.level == Level.USER
    )
    return frozenset(found for found in session.scalars(query.distinct()) if found is not None)


def walk_planned(session: Session, county: County) -> Iterator[PartyFacts]:
    """Yield users with a plan of their own, unless each of their wells has one; wells were walked before."""
    plans = plans_by_year((year, _plans_of_users(session, county, year)) for year in county.plan_years)
    parties = _parties(session, sorted(plans))
    for party_id in sorted(plans):
        party = parties[party_id]
        yield PartyFacts(
            party_id,
            party.name,
            county.code,
            party.identifier,
            months=county.months[party_id],
            stated=county.stated[party_id],
            plans=plans[party_id],
        )


def _plans_of_users(session: Session, county: County, year: int) -> dict[UUID, PlanLine]:
    users = [one for one, of in county.not_planned if of == year]
    return plans_of_parties(session, county.code, year, users, on=county.as_of)


def walk_reporting(session: Session, county: County) -> Iterator[PartyFacts]:
    """Yield the users of whom a return had not come by the day, with those returns."""
    missing: dict[UUID, list[MissingReturn]] = defaultdict(list)
    for one in missing_returns(session, county.code, county.as_of):
        missing[one.party_id].append(one)
    for party_id, some in missing.items():
        first = some[0]
        dues = tuple(Due(one.period, one.due_on, one.received_on) for one in some)
        yield PartyFacts(
            party_id, first.party_name, first.division_code, first.party_identifier, returns=dues
        )


def walk_listed(session: Session, county: County) -> Iterator[PartyFacts]:
    """Yield who stands on a list of businesses or of discharges, with what other lists say of them."""
    lists = {kind: current_entries(session, county.code, kind, county.as_of) for kind in ListKind}
    listed = [*lists[ListKind.BUSINESSES], *lists[ListKind.DISCHARGES]]
    if not listed:
        return
    matchers = {
        kind: Matcher((one.identifier, one.name, one) for one in some) for kind, some in lists.items()
    }
    known = _known_parties(session, county.code, listed)
    holders = _permits_by_holder(county, [one.id for one in known.values()])
    metered, wells = _metered(session, county, [one.id for one in known.values()])
    done: set[str] = set()
    for entry in listed:
        key = entry.identifier or entry.name
        if key in done:
            continue
        done.add(key)
        party = known.get(key)
        mine = {
            kind: list(dict.fromkeys(matchers[kind].find(entry.identifier, entry.name))) for kind in ListKind
        }
        yield PartyFacts(
            party.id if party else None,
            entry.name or entry.identifier,
            entry.division_code or county.code,
            entry.identifier,
            trade=next((one.trade for one in mine[ListKind.BUSINESSES]), ""),
            permits=holders.get(party.id, ()) if party else (),
            has_tap=bool(mine[ListKind.TAP_ACCOUNTS]),
            has_reclaimed=bool(mine[ListKind.RECLAIMED_BUYERS]),
            metered_m3=metered.get(party.id, {}) if party else {},
            tap_m3=_by_year(mine[ListKind.TAP_ACCOUNTS]),
            reclaimed_m3=_by_year(mine[ListKind.RECLAIMED_BUYERS]),
            discharge_m3=_by_year(mine[ListKind.DISCHARGES]),
            wells=wells.get(party.id, ()) if party else (),
        )


def _by_year(entries: Iterable[ScreeningListEntry]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for one in entries:
        if one.year is not None and one.volume_m3 is not None:
            found[one.year] = found.get(one.year, Decimal(0)) + one.volume_m3
    return found


def _parties(session: Session, ids: list[UUID]) -> dict[UUID, Party]:
    found: dict[UUID, Party] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        found |= {row.id: row for row in session.scalars(select(Party).where(Party.id.in_(some)))}
    return found


def _known_parties(
    session: Session, county_code: str, listed: Iterable[ScreeningListEntry]
) -> dict[str, Party]:
    """Return the registered party of each listed one, by what it is listed under."""
    rows = session.scalars(select(Party).where(Party.county_code == county_code).order_by(Party.rowid))
    parties = Matcher((row.identifier, row.name, row) for row in rows)
    found = {}
    for one in listed:
        match = next(iter(parties.find(one.identifier, one.name)), None)
        if match is not None:
            found[one.identifier or one.name] = match
    return found


def _permits_by_holder(county: County, holders: list[UUID]) -> dict[UUID, tuple[Permit, ...]]:
    found: dict[UUID, list[Permit]] = {holder: [] for holder in holders}
    for permit_id, holder_id in county.holders.items():
        if holder_id in found:
            found[holder_id].append(county.permits[permit_id])
    return {holder: tuple(some) for holder, some in found.items()}


def _metered(
    session: Session, county: County, parties: list[UUID]
) -> tuple[dict[UUID, dict[int, Decimal]], dict[UUID, tuple[str, ...]]]:
    """Return whole years of all wells of each party together, and the codes of its wells."""
    query = (
        select(WellParty.party_id, Well.id, Well.code)
        .join(Well, Well.id == WellParty.well_id)
        .where(WellParty.party_id.in_(parties))
        .order_by(Well.code)
    )
    wells: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for party_id, well_id, code in session.execute(query):
        wells[party_id][well_id] = code
    span = [county.as_of.year - 1, county.as_of.year]
    years = years_of(session, sorted({one for some in wells.values() for one in some}), span)
    metered: dict[UUID, dict[int, Decimal]] = defaultdict(dict)
    for party_id, some in wells.items():
        for year in span:
            if all(years[well_id][year].is_complete for well_id in some):
                metered[party_id][year] = sum((years[one][year].total_m3 for one in some), Decimal(0))
    return metered, {party_id: tuple(some.values()) for party_id, some in wells.items()}
