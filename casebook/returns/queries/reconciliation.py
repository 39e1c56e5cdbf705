"""The four figures of a year for every user of a county, by a few statements for some hundred users."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.kernel.months import Month, months_of_year
from casebook.parties.models import Party
from casebook.returns.models import PeriodicReturn, ReturnRound, TaxList, TaxListLine
from casebook.returns.queries.users import AT_ONCE, divisions_of, holders_of, wells_of_users
from casebook.returns.rules import LENGTHS, TOLD, Figure, Period, PeriodKind, Side, reconcile
from casebook.volumes.queries import months_of
from casebook.volumes.rules import VolumeFlag
from casebook.volumes.rules.coverage import coverage_of, together
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.returns.rules import Reconciled
    from casebook.volumes.rules import MonthVolume

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class UserYear:
    """A user's four figures; one that only the tax office names has no `party_id`."""

    party_id: UUID | None
    name: str
    identifier: str
    division_code: str
    reconciled: Reconciled


@dataclass(frozen=True, slots=True)
class _Life:
    """When a well was there: its months outside count as known, with nothing taken."""

    first: Month | None
    last: Month | None

    def has(self, month: Month) -> bool:
        return not ((self.first and month < self.first) or (self.last and month > self.last))


def reconciliation(session: Session, actor: Actor, year: int, limit: Decimal) -> list[UserYear]:
    """Return the users of a year whom the actor may see, by name: holders, who reported, who was taxed."""
    county = actor.county_code
    period = Period(year, 1, PeriodKind.YEAR)
    holders = holders_of(session, county, period.first, period.last)
    reported = _reported(session, county, year)
    taxed, strangers = _taxed(session, county, year)
    users = {*holders, *reported, *taxed}
    wells = {one: some for one, some in wells_of_users(session, county, period).items() if one in users}
    measured = _measured(session, wells, year)
    towns = divisions_of(session, wells, county)
    found = []
    for party_id, (name, identifier) in _names(session, users).items():
        division = towns.get(party_id, county)
        if not actor.reaches(division):
            continue
        permitted = holders[party_id].permitted_m3 if party_id in holders else None
        figures = {
            Side.PERMIT: None if permitted is None else Figure(permitted),
            Side.MEASURED: measured.get(party_id),
            Side.REPORTED: reported.get(party_id),
            Side.TAXED: taxed.get(party_id),
        }
        known = {side: figure for side, figure in figures.items() if figure is not None}
        found.append(UserYear(party_id, name, identifier, division, reconcile(known, limit)))
    if actor.reaches(county):
        found += [
            UserYear(None, name, identifier, county, reconcile({Side.TAXED: figure}, limit))
            for (name, identifier), figure in sorted(strangers.items())
        ]
    return found


def list_tax_years(session: Session, county_code: str) -> list[int]:
    """Return the years for which there is something to compare, newest first."""
    lists = select(TaxList.year).where(TaxList.county_code == county_code)
    rounds = select(ReturnRound.year).where(ReturnRound.county_code == county_code)
    return sorted(set(session.scalars(lists)) | set(session.scalars(rounds)), reverse=True)


def list_tax_lists(session: Session, county_code: str) -> list[TaxList]:
    """Return the lists of the tax office, the newest year and version first."""
    query = select(TaxList).where(TaxList.county_code == county_code)
    return list(session.scalars(query.order_by(TaxList.year.desc(), TaxList.version.desc())))


def last_tax_list(session: Session, county_code: str, year: int) -> int:
    """Return the version of the list of a year that counts, 0 for none."""
    query = select(func.max(TaxList.version)).where(TaxList.county_code == county_code, TaxList.year == year)
    return session.scalar(query) or 0


def _names(session: Session, ids: set[UUID]) -> dict[UUID, tuple[str, str]]:
    rows: list[tuple[str, UUID, str]] = []
    wanted = sorted(ids)
    for start in range(0, len(wanted), AT_ONCE):
        query = select(Party.name, Party.id, Party.identifier)
        found = session.execute(query.where(Party.id.in_(wanted[start : start + AT_ONCE])))
        rows += [(name, party_id, identifier) for name, party_id, identifier in found]
    return {party_id: (name, identifier) for name, party_id, identifier in sorted(rows)}


def _measured(session: Session, wells: Mapping[UUID, list[UUID]], year: int) -> dict[UUID, Figure]:
    """Return what the wells of each user took; users of whose wells nothing is known are left out."""
    ids = {well_id for some in wells.values() for well_id in some}
    months = months_of(session, ids, Month(year, 1), Month(year, 12))
    lives = _lives(session, ids)
    found = {}
    for party_id, some in wells.items():
        known = [months.get(well_id, {}) for well_id in some]
        taken = together(coverage_of(well.values(), ()) for well in known)
        if taken.is_known:
            covered = sum(
                all(_is_known(well, month, lives[well_id]) for well, well_id in zip(known, some, strict=True))
                for month in months_of_year(year)
            )
            found[party_id] = Figure(taken.total_m3, covered, taken.by_grade)
    return found


def _is_known(well: Mapping[Month, MonthVolume], month: Month, life: _Life) -> bool:
    one = well.get(month)
    if one is None or one.m3 is None:
        return not life.has(month)
    return VolumeFlag.PARTIAL not in one.flags


def _lives(session: Session, ids: Iterable[UUID]) -> dict[UUID, _Life]:
    found, wanted = {}, sorted(ids)
    for start in range(0, len(wanted), AT_ONCE):
        query = select(Well.id, Well.built_on, Well.closed_on).where(
            Well.id.in_(wanted[start : start + AT_ONCE])
        )
        for well_id, built_on, closed_on in session.execute(query):
            found[well_id] = _Life(
                Month.of(built_on) if built_on else None, Month.of(closed_on) if closed_on else None
            )
    return found


def _reported(session: Session, county_code: str, year: int) -> dict[UUID, Figure]:
    """Return what users reported: by the kind of period that covers most of the year, else the finest."""
    query = (
        select(PeriodicReturn.party_id, ReturnRound.kind, PeriodicReturn.total_m3)
        .join(ReturnRound, ReturnRound.id == PeriodicReturn.round_id)
        .where(
            PeriodicReturn.county_code == county_code,
            ReturnRound.year == year,
            PeriodicReturn.state.in_(TOLD),
            PeriodicReturn.total_m3.is_not(None),
        )
    )
    told: dict[UUID, dict[PeriodKind, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for party_id, kind, total in session.execute(query):
        told[party_id][kind].append(total or _NOTHING)
    found = {}
    for party_id, kinds in told.items():
        kind = max(kinds, key=lambda one: (len(kinds[one]) * LENGTHS[one], -LENGTHS[one]))
        found[party_id] = Figure(sum(kinds[kind], _NOTHING), len(kinds[kind]) * LENGTHS[kind])
    return found


def _taxed(
    session: Session, county_code: str, year: int
) -> tuple[dict[UUID, Figure], dict[tuple[str, str], Figure]]:
    """Return what the newest list of a year says of users, and of those whom we do not know."""
    version = last_tax_list(session, county_code, year)
    query = (
        select(
            TaxListLine.party_id,
            TaxListLine.name,
            TaxListLine.identifier,
            TaxListLine.first_month,
            TaxListLine.last_month,
            TaxListLine.volume_m3,
        )
        .join(TaxList, TaxList.id == TaxListLine.list_id)
        .where(TaxList.county_code == county_code, TaxList.year == year, TaxList.version == version)
        .order_by(TaxListLine.line)
    )
    volumes: dict[object, Decimal] = defaultdict(lambda: _NOTHING)
    months: dict[object, set[int]] = defaultdict(set)
    known: dict[UUID, Figure] = {}
    strangers: dict[tuple[str, str], Figure] = {}
    for row in session.execute(query):
        key = row.party_id or (row.name, row.identifier)
        volumes[key] += row.volume_m3
        months[key] |= set(range(row.first_month, row.last_month + 1))
        figure = Figure(volumes[key], len(months[key]))
        if row.party_id is None:
            strangers[row.name, row.identifier] = figure
        else:
            known[row.party_id] = figure
    return known, strangers
