"""Who can be drawn for a self-check, what was drawn, and what the files of those wells lack."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.campaigns.models import SpotCheck, SpotCheckWell
from casebook.campaigns.rules import Candidate, Gap, InUseItem, SpotKind, StruckItem
from casebook.cases import queries as cases
from casebook.cases.models import Problem
from casebook.cases.rules import CaseStatus, ProblemStatus
from casebook.closures.models import Closure
from casebook.closures.rules import ClosureStatus
from casebook.db.paging import page
from casebook.dossier.queries.well_gaps import well_file_gaps
from casebook.dossier.rules.well_file import WellFileItem
from casebook.evidence import queries as evidence
from casebook.inspections import queries as inspections
from casebook.kernel.errors import NotFound
from casebook.kernel.months import Month
from casebook.ledger.queries import TOWNSHIP_DIGITS
from casebook.plates import queries as plates
from casebook.quotas import queries as quotas
from casebook.volumes import queries as volumes
from casebook.volumes.queries.known import list_assignments
from casebook.wells import queries as wells
from casebook.wells.models import Well
from casebook.wells.rules import PartyRole, WellStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page

    Items = Mapping[UUID, Sequence[WellFileItem | InUseItem | StruckItem]]
    Look = Callable[[Session, list[UUID], int, date], Items]

YEAR_DAYS = timedelta(days=365)
MONTHS = 12
_CLOSED = (ClosureStatus.ACCEPTED, ClosureStatus.CONFIRMED)
_OVER = frozenset(
    {
        CaseStatus.CLOSED,
        CaseStatus.ARCHIVED,
        CaseStatus.TERMINATED,
        CaseStatus.WITHDRAWN,
        CaseStatus.NOT_FILED,
    }
)


@dataclass(frozen=True)
class Member:
    """A well that can be drawn, and all reasons that it can be drawn for."""

    well_id: UUID
    candidate: Candidate
    kinds: tuple[SpotKind, ...]


@dataclass(frozen=True)
class Drawn:
    """A well whose file is asked for, and why."""

    well_id: UUID
    kinds: tuple[SpotKind, ...]


def get_spot_check(session: Session, number: str, actor: Actor) -> SpotCheck:
    """Return a draw in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(SpotCheck).where(SpotCheck.number == number))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("spot_check", number)
    return found


def page_spot_checks(session: Session, actor: Actor, cursor: str | None = None) -> Page[SpotCheck]:
    """Return a page of draws, the latest first."""
    query = select(SpotCheck).where(
        SpotCheck.county_code == actor.county_code, SpotCheck.division_code.startswith(actor.jurisdiction)
    )
    return page(
        session,
        query,
        columns=[SpotCheck.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def list_drawn(session: Session, check_ids: Collection[UUID]) -> list[SpotCheckWell]:
    """Return the wells of draws in the order of their lots."""
    query = select(SpotCheckWell).where(SpotCheckWell.spot_check_id.in_(check_ids))
    return list(session.scalars(query.order_by(SpotCheckWell.spot_check_id, SpotCheckWell.position)))


def pool_of(
    session: Session,
    actor: Actor,
    *,
    year: int,
    kinds: Collection[SpotKind],
    townships: Collection[str],
    on: date,
) -> list[Member]:
    """Return the wells that can be drawn, by code; one that is there for several reasons once."""
    found: dict[UUID, set[SpotKind]] = defaultdict(set)
    for kind in kinds:
        for well_id in session.scalars(_members(kind, actor.county_code, year, on)):
            found[well_id].add(kind)
    order = list(SpotKind)
    members = []
    for well_id, well in wells.list_wells(session, set(found)).items():
        township = well.division_code[:TOWNSHIP_DIGITS]
        if actor.reaches(well.division_code) and (not townships or township in townships):
            mine = tuple(sorted(found[well_id], key=order.index))
            members.append(Member(well_id, Candidate(well.code, mine[0], township), mine))
    return sorted(members, key=lambda one: one.candidate)


def _members(kind: SpotKind, county_code: str, year: int, on: date) -> Select[UUID]:
    if kind is SpotKind.CLOSED:
        return select(Closure.well_id).where(Closure.county_code == county_code, *_closed_in(year))
    if kind is SpotKind.STRUCK_OFF:
        return select(Problem.well_id).where(Problem.county_code == county_code, *_struck_in(year))
    return select(Well.id).where(
        Well.county_code == county_code,
        Well.status == WellStatus.IN_USE,
        Well.id.in_(quotas.on_permit(on)),
    )


def _closed_in(year: int) -> tuple[ColumnElement[bool], ...]:
    return Closure.closed_on.between(*_days(year)), Closure.status.in_(_CLOSED)


def _struck_in(year: int) -> tuple[ColumnElement[bool], ...]:
    return Problem.struck_off_on.between(*_days(year)), Problem.status == ProblemStatus.STRUCK_OFF


def _days(year: int) -> tuple[date, date]:
    return Month(year, 1).first, Month(year, MONTHS).last


def list_closures_drawn(session: Session, year: int, well_ids: Collection[UUID]) -> list[Closure]:
    """Return the closings of a year that stand, of these wells, by number."""
    query = select(Closure).where(Closure.well_id.in_(well_ids), *_closed_in(year))
    return list(session.scalars(query.order_by(Closure.number)))


def list_drawn_gaps(
    session: Session, drawn: Iterable[Drawn], *, year: int, on: date
) -> dict[UUID, list[Gap]]:
    """Return what the file of each well lacks on a day, in the order of reasons and items.

    A fixed number of statements for each reason, however many wells there are.
    """
    by_kind: dict[SpotKind, list[UUID]] = defaultdict(list)
    found: dict[UUID, list[Gap]] = {}
    for one in drawn:
        found[one.well_id] = []
        for kind in one.kinds:
            by_kind[kind].append(one.well_id)
    for kind in SpotKind:
        if by_kind[kind]:
            lacking = _LOOK[kind](session, by_kind[kind], year, on)
            for well_id, items in lacking.items():
                found[well_id] += [Gap(kind, item) for item in items]
    return found


def _closed_gaps(
    session: Session, well_ids: list[UUID], year: int, _on: date
) -> Mapping[UUID, list[WellFileItem]]:
    known = list_closures_drawn(session, year, well_ids)
    gaps = well_file_gaps(session, known)
    of_well = {one.well_id: gaps[one.id] for one in known}
    # The closing was reopened since: nothing of it is there any more.
    return {well_id: of_well.get(well_id, [WellFileItem.REPORT]) for well_id in well_ids}


def _in_use_gaps(
    session: Session, well_ids: list[UUID], _year: int, on: date
) -> Mapping[UUID, list[InUseItem]]:
    known, parties = wells.list_wells(session, well_ids), wells.parties_by_well(session, well_ids)
    visits = [one for one in inspections.list_submitted(session, well_ids) if one.on <= on]
    pictures = evidence.pictures_of(session, {inspections.SUBJECT: [one.id for one in visits]})
    this = Month.of(on)
    months = volumes.months_of(session, well_ids, this.plus(-MONTHS), this.previous())
    metered = {one.well_id for one, _meter in list_assignments(session, well_ids) if one.to_on is None}
    metered |= {one.id for one in known.values() if one.meter_no or one.electricity_account}
    has = {
        InUseItem.USER: {one for one in well_ids if parties[one].get(PartyRole.USER)},
        InUseItem.PERMIT: set(session.scalars(_on_permit(well_ids, on))),
        InUseItem.METER: metered,
        InUseItem.PLATE: plates.with_plate(session, well_ids),
        InUseItem.INSPECTION: {one.well_id for one in visits if one.on > on - YEAR_DAYS},
        InUseItem.PHOTOGRAPHS: {one.well_id for one in visits if (inspections.SUBJECT, one.id) in pictures},
        InUseItem.FIGURES: {
            one
            for one in well_ids
            if sum(month.m3 is not None for month in months.get(one, {}).values()) == MONTHS
        },
    }
    return {one: [item for item in InUseItem if one not in has[item]] for one in well_ids}


def _on_permit(well_ids: list[UUID], on: date) -> Select[UUID]:
    return select(Well.id).where(Well.id.in_(well_ids), Well.id.in_(quotas.on_permit(on)))


def _struck_gaps(
    session: Session, well_ids: list[UUID], year: int, _on: date
) -> Mapping[UUID, list[StruckItem]]:
    query = select(Problem).where(Problem.well_id.in_(well_ids), *_struck_in(year))
    problems = list(session.scalars(query.order_by(Problem.number)))
    pictured = cases.pictured(session, problems)
    open_cases = {
        problem_id
        for problem_id, case in cases.cases_of_problems(session, [one.id for one in problems]).items()
        if case.status not in _OVER
    }
    lacking: dict[UUID, set[StruckItem]] = defaultdict(set)
    for one in problems:
        has = {
            StruckItem.PHOTOGRAPHS: pictured[one.id].has_any,
            StruckItem.PAIR: pictured[one.id].has_pair,
            StruckItem.RECTIFICATION: bool(one.rectification.strip()),
            StruckItem.INDEPENDENT: one.struck_off_by_id not in {None, one.rectified_by_id},
            StruckItem.OUTCOME: one.id not in open_cases,
        }
        lacking[one.well_id] |= {item for item, is_there in has.items() if not is_there}
    return {one: [item for item in StruckItem if item in lacking[one]] for one in well_ids}


_LOOK: dict[SpotKind, Look] = {
    SpotKind.CLOSED: _closed_gaps,
    SpotKind.IN_USE: _in_use_gaps,
    SpotKind.STRUCK_OFF: _struck_gaps,
}
