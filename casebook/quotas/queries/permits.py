"""Reading permits: one, pages of them, their events and wells, and wells that stand on none."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, or_, select

from casebook.db.paging import page
from casebook.kernel.errors import NotFound
from casebook.parties.queries import matching
from casebook.quotas.models import Permit, PermitEvent, PermitWell
from casebook.quotas.queries.register import GRANTED, volumes_by_year
from casebook.quotas.rules import ENDED, NOT_YET, RENEWAL_DAYS, PermitStatus, VolumeSource
from casebook.wells.models import Well
from casebook.wells.rules import PermitExemption, WellStatus

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page
    from casebook.quotas.rules import WaterSource

TAKING = (WellStatus.IN_USE, WellStatus.IDLE, WellStatus.UNVERIFIED)
"""Wells that may be taken from, so that they need a permit."""


class Shown(StrEnum):
    """What the list of permits is narrowed to."""

    IN_FORCE = "in_force"
    RENEWAL = "renewal"
    PAST = "past"
    APPLICATIONS = "applications"
    ENDED = "ended"
    SEVERAL_WELLS = "several_wells"
    NO_WELL = "no_well"


@dataclass(frozen=True, kw_only=True)
class PermitFilter:
    """What a list is narrowed to; None and empty mean all."""

    on: date
    shown: Shown | None = None
    source: WaterSource | None = None
    text: str = ""
    """A part of the number, or of the holder's name."""
    holder_id: UUID | None = None


def get_permit(session: Session, permit_id: UUID, actor: Actor) -> Permit:
    """Return a permit of the county, for a township one of its wells'; NotFound otherwise."""
    found = session.scalar(select(Permit).where(Permit.id == permit_id, *_visible(actor)))
    if found is None:
        raise NotFound("permit", permit_id)
    return found


def page_permits(
    session: Session, actor: Actor, wanted: PermitFilter, *, cursor: str | None = None
) -> Page[Permit]:
    """Return a page of permits and applications by number."""
    return page(
        session,
        select(Permit).where(*_visible(actor), *_conditions(actor, wanted)),
        columns=[Permit.number, Permit.rowid],
        key=lambda row: [row.number, row.rowid],
        cursor=cursor,
    )


def count_permits(session: Session, actor: Actor, wanted: PermitFilter) -> int:
    """Return how many permits a filter means."""
    query = select(func.count(Permit.rowid)).where(*_visible(actor), *_conditions(actor, wanted))
    return session.scalar(query) or 0


def list_applications(
    session: Session, county_code: str, statuses: Collection[PermitStatus], most: int
) -> list[tuple[Permit, date]]:
    """Return applications in these statuses with the day of their last step, the longest waiting first."""
    last = (
        select(PermitEvent.permit_id, func.max(PermitEvent.on).label("since"))
        .group_by(PermitEvent.permit_id)
        .subquery()
    )
    query = (
        select(Permit, last.c.since)
        .join(last, last.c.permit_id == Permit.id)
        .where(Permit.county_code == county_code, Permit.status.in_(statuses))
        .order_by(last.c.since, Permit.rowid)
        .limit(most)
    )
    return [(permit, since) for permit, since in session.execute(query).unique()]


def list_renewals(session: Session, county_code: str, on: date, most: int) -> list[Permit]:
    """Return permits whose renewal was asked for and not answered, the first to end first."""
    query = select(Permit).where(
        Permit.county_code == county_code,
        Permit.status == PermitStatus.VALID,
        Permit.renewal_asked_on.is_not(None),
        Permit.renewal_asked_on <= on,
    )
    return list(session.scalars(query.order_by(Permit.valid_to, Permit.rowid).limit(most)))


def _visible(actor: Actor) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Permit.county_code == actor.county_code]
    if actor.reaches(actor.county_code):
        return found
    within = Well.division_code.between(actor.jurisdiction, f"{actor.jurisdiction}~")
    return [*found, _on_well(within)]


def _on_well(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    query = select(PermitWell.rowid).join(Well, Well.id == PermitWell.well_id)
    return exists(query.where(PermitWell.permit_id == Permit.id, *conditions).correlate(Permit))


def _conditions(actor: Actor, wanted: PermitFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.shown is not None:
        found.append(_shown(wanted.shown, wanted.on))
    if wanted.source is not None:
        found.append(Permit.source == wanted.source)
    if wanted.holder_id is not None:
        found.append(Permit.holder_id == wanted.holder_id)
    if wanted.text:
        pattern = "%" + wanted.text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
        held = Permit.holder_id.in_(matching(actor.county_code, wanted.text))
        found.append(or_(Permit.number.like(pattern, escape="\\"), held))
    return found


def _shown(shown: Shown, on: date) -> ColumnElement[bool]:
    holds = and_(GRANTED, or_(Permit.valid_to.is_(None), Permit.valid_to >= on))
    wells = select(func.count(PermitWell.rowid)).where(PermitWell.permit_id == Permit.id)
    count = wells.correlate(Permit).scalar_subquery()
    return {
        Shown.IN_FORCE: holds,
        Shown.RENEWAL: and_(
            holds,
            Permit.valid_to < on + timedelta(days=RENEWAL_DAYS),
            Permit.renewal_asked_on.is_(None),
        ),
        Shown.PAST: and_(GRANTED, Permit.valid_to < on),
        Shown.APPLICATIONS: Permit.status.in_(NOT_YET),
        Shown.ENDED: Permit.status.in_(ENDED - {PermitStatus.EXPIRED}),
        Shown.SEVERAL_WELLS: and_(GRANTED, count > 1),
        Shown.NO_WELL: and_(GRANTED, count == 0),
    }[shown]


def list_events(session: Session, permit_id: UUID) -> list[PermitEvent]:
    """Return the steps of a permit in their order."""
    query = select(PermitEvent).where(PermitEvent.permit_id == permit_id)
    return list(session.scalars(query.order_by(PermitEvent.sequence)))


def last_event(session: Session, permit_id: UUID) -> PermitEvent | None:
    """Return the last step of a permit, or None."""
    query = select(PermitEvent).where(PermitEvent.permit_id == permit_id)
    return session.scalar(query.order_by(PermitEvent.sequence.desc()).limit(1))


def well_ids_of(session: Session, permit_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Return the wells of permits, in the order of their codes; permits without any are left out."""
    query = select(PermitWell.permit_id, PermitWell.well_id).join(Well, Well.id == PermitWell.well_id)
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for permit_id, well_id in session.execute(
        query.where(PermitWell.permit_id.in_(permit_ids)).order_by(Well.code)
    ):
        found[permit_id].append(well_id)
    return dict(found)


def list_wells_of(session: Session, permit_id: UUID) -> list[Well]:
    """Return the wells of a permit by code."""
    query = select(Well).join(PermitWell, PermitWell.well_id == Well.id)
    return list(session.scalars(query.where(PermitWell.permit_id == permit_id).order_by(Well.code)))


def volumes_of_permits(session: Session, permit_ids: Collection[UUID]) -> dict[UUID, dict[int, Decimal]]:
    """Return by permit the years for which every one of its wells has a figure, with their sum.

    What was measured goes before what a register says.
    """
    wells = well_ids_of(session, permit_ids)
    volumes = volumes_by_year(session, {one for some in wells.values() for one in some})
    found: dict[UUID, dict[int, Decimal]] = {}
    for permit_id, some in wells.items():
        by_well = [volumes.get(one, {}) for one in some]
        years = set(by_well[0]).intersection(*by_well[1:])
        found[permit_id] = {
            year: sum((_best(one[year]) for one in by_well), Decimal(0)) for year in sorted(years)
        }
    return found


def _best(figures: dict[VolumeSource, Any]) -> Decimal:
    best = figures.get(VolumeSource.MEASURED) or figures[VolumeSource.REGISTER]
    volume: Decimal = best.volume_m3
    return volume


def permitted_of_parties(
    session: Session,
    county_code: str,
    year: int,
    party_ids: Collection[UUID],
    sources: Collection[WaterSource],
) -> dict[UUID, Decimal]:
    """Return what the permits of each holder allow in a year, for sources; holders without any are left out.

    A permit counts that holds on some day of the year and has a volume. One that does not tell its source
    (registers do not) counts for every source.
    """
    query = select(Permit.holder_id, Permit.permitted_m3).where(
        Permit.county_code == county_code,
        Permit.holder_id.in_(party_ids),
        Permit.permitted_m3.is_not(None),
        _in_year(year),
        _of_sources(sources),
    )
    found: dict[UUID, Decimal] = {}
    for holder_id, volume in session.execute(query):
        assert holder_id is not None
        assert volume is not None
        found[holder_id] = found.get(holder_id, Decimal(0)) + volume
    return found


def _in_year(year: int) -> ColumnElement[bool]:
    return and_(
        Permit.status.not_in(NOT_YET),
        or_(Permit.valid_to.is_(None), Permit.valid_to >= date(year, 1, 1)),
        or_(Permit.valid_from.is_(None), Permit.valid_from <= date(year, 12, 31)),
        or_(Permit.ended_on.is_(None), Permit.ended_on > date(year, 1, 1)),
    )


def _of_sources(sources: Collection[WaterSource]) -> ColumnElement[bool]:
    return or_(Permit.source.in_(sources), Permit.source.is_(None))


def without_permit(county_code: str, on: date) -> Select[UUID]:
    """Return the ids of wells that may be taken from, need a permit, and stand on none in force."""
    return select(Well.id).where(
        Well.county_code == county_code,
        Well.status.in_(TAKING),
        Well.exemption == PermitExemption.NONE,
        Well.id.not_in(on_permit(on)),
    )


def on_permit(on: date) -> Select[UUID]:
    """Return the ids of wells that stand on a permit in force on a day."""
    return (
        select(PermitWell.well_id)
        .join(Permit, Permit.id == PermitWell.permit_id)
        .where(GRANTED, or_(Permit.valid_to.is_(None), Permit.valid_to >= on))
    )
