"""Reading field checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import lazyload

from casebook.accounts import queries as accounts
from casebook.db import spatial
from casebook.db.paging import PAGE_SIZE, page
from casebook.evidence import queries as evidence
from casebook.evidence.rules import EvidenceKind
from casebook.inspections.models import ChecklistVersion, Finding, Inspection, InspectionOfficer
from casebook.inspections.queries.proof import CHECKLIST, SUBJECT, list_earlier, list_earlier_answers
from casebook.inspections.rules import (
    InspectionKind,
    InspectionState,
    Present,
    Record,
    asked,
    gaps,
    needs_of,
    unanswered,
)
from casebook.kernel.clock import CHINA, local_day
from casebook.kernel.coordinates import distance_m
from casebook.kernel.errors import NotFound
from casebook.regions.models import Division
from casebook.regions.rules import DivisionKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.db.paging import Page
    from casebook.evidence.models import EvidenceItem
    from casebook.kernel.errors import RuleBroken
    from casebook.wells.models import Well

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class InspectionFilter:
    """What a list of inspections is narrowed to; empty means all. Days are Chinese days, both included."""

    state: InspectionState | None = None
    kind: InspectionKind | None = None
    division_code: str = ""
    officer_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    problem_code: str = ""


@dataclass(frozen=True)
class Submitted:
    """A submitted visit to a well, and its Chinese day."""

    id: UUID
    well_id: UUID
    kind: InspectionKind
    on: date


def get_inspection(session: Session, inspection_id: UUID, actor: Actor) -> Inspection:
    """Return an inspection in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(Inspection).where(Inspection.id == inspection_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("inspection", inspection_id)
    return found


def days_by_well(
    session: Session, well_ids: Collection[UUID], kind: InspectionKind
) -> dict[UUID, list[date]]:
    """Return the days of submitted visits of a kind to each well; wells without any are left out."""
    found: dict[UUID, list[date]] = {}
    for one in list_submitted(session, well_ids):
        if one.kind is kind:
            found.setdefault(one.well_id, []).append(one.on)
    return found


def list_submitted(session: Session, well_ids: Collection[UUID]) -> list[Submitted]:
    """Return the submitted visits to wells, the first begun first."""
    visited_at = func.coalesce(Inspection.arrival_at, Inspection.started_at)
    query = select(Inspection.id, Inspection.well_id, Inspection.kind, visited_at).where(
        Inspection.well_id.in_(well_ids), Inspection.state == InspectionState.SUBMITTED
    )
    rows = session.execute(query.order_by(Inspection.started_at, Inspection.id))
    return [Submitted(visit_id, well_id, kind, local_day(at)) for visit_id, well_id, kind, at in rows]


def find_verification(session: Session, well_id: UUID, *, since: datetime) -> Inspection | None:
    """Return the first submitted verification of a well at an instant or after it, or None."""
    visited_at = func.coalesce(Inspection.arrival_at, Inspection.started_at)
    query = select(Inspection).where(
        Inspection.well_id == well_id,
        Inspection.kind == InspectionKind.VERIFICATION,
        Inspection.state == InspectionState.SUBMITTED,
        visited_at >= since,
    )
    return session.scalars(query.order_by(visited_at, Inspection.id).limit(1)).first()


def list_by_well(session: Session, well_id: UUID) -> list[Inspection]:
    """Return the inspections of a well, newest first."""
    query = _for_lists(select(Inspection).where(Inspection.well_id == well_id))
    return list(session.scalars(query.order_by(Inspection.started_at.desc(), Inspection.id.desc())))


def list_drafts_of(session: Session, officer_id: UUID, well_id: UUID | None = None) -> list[Inspection]:
    """Return the drafts that an officer is on, newest first; of one well where it is named."""
    query = _for_lists(select(Inspection)).where(
        Inspection.state == InspectionState.DRAFT, _with_officer(officer_id)
    )
    if well_id is not None:
        query = query.where(Inspection.well_id == well_id)
    return list(session.scalars(query.order_by(Inspection.started_at.desc(), Inspection.id.desc())))


def inspections_query(actor: Actor, wanted: InspectionFilter) -> Select[Inspection]:
    """Return the query of a filtered list, in the actor's jurisdiction."""
    query = select(Inspection).where(
        Inspection.county_code == actor.county_code, Inspection.division_code.startswith(actor.jurisdiction)
    )
    if wanted.state is not None:
        query = query.where(Inspection.state == wanted.state)
    if wanted.kind is not None:
        query = query.where(Inspection.kind == wanted.kind)
    if wanted.division_code:
        query = query.where(Inspection.division_code.startswith(wanted.division_code, autoescape=True))
    if wanted.officer_id is not None:
        query = query.where(_with_officer(wanted.officer_id))
    if wanted.since is not None:
        query = query.where(Inspection.started_at >= _midnight(wanted.since))
    if wanted.until is not None:
        query = query.where(Inspection.started_at < _midnight(wanted.until + _ONE_DAY))
    if wanted.problem_code:
        of_code = exists().where(
            Finding.inspection_id == Inspection.id, Finding.problem_code == wanted.problem_code
        )
        query = query.where(of_code)
    return query


def page_inspections(
    session: Session,
    *,
    actor: Actor,
    wanted: InspectionFilter,
    cursor: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[Inspection]:
    """Return a page of inspections, newest first, with their well, officers and findings."""
    return page(
        session,
        _for_lists(inspections_query(actor, wanted)),
        columns=[Inspection.started_at, Inspection.id],
        key=lambda row: [row.started_at.isoformat(), row.id],
        cursor=cursor,
        descending=True,
        size=size,
        convert=lambda index, text: UUID(text) if index else datetime.fromisoformat(text),
    )


def _for_lists(query: Select[Inspection]) -> Select[Inspection]:
    return query.options(lazyload(Inspection.answers), lazyload(Inspection.checklist))


def _with_officer(officer_id: UUID) -> ColumnElement[bool]:
    return exists().where(
        InspectionOfficer.inspection_id == Inspection.id, InspectionOfficer.officer_id == officer_id
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def find_checklist(session: Session, county_code: str, on: date) -> ChecklistVersion | None:
    """Return the version of the county's checklist that is in force on a day."""
    query = select(ChecklistVersion).where(
        ChecklistVersion.county_code == county_code,
        ChecklistVersion.code == CHECKLIST,
        ChecklistVersion.valid_from <= on,
    )
    return session.scalar(query.order_by(ChecklistVersion.version.desc()).limit(1))


def list_companions(
    session: Session, *, lead_id: UUID | None, agency_id: UUID | None, well: Well, on: date
) -> list[Officer]:
    """Return who may go along to a well: certified on the day, their jurisdiction reaching it.

    Colleagues of the given agency come first.
    """
    certified = accounts.list_certified(session, county_code=well.county_code, on=on)
    found = [
        officer
        for officer in certified
        if officer.id != lead_id and well.division_code.startswith(officer.jurisdiction)
    ]
    return sorted(found, key=lambda officer: officer.agency_id != agency_id)


def find_last_companion(session: Session, officer_id: UUID) -> UUID | None:
    """Return with whom an officer went the last time, as the one who kept the record."""
    query = (
        select(InspectionOfficer.officer_id)
        .join(Inspection, Inspection.id == InspectionOfficer.inspection_id)
        .where(Inspection.created_by == officer_id, InspectionOfficer.officer_id != officer_id)
        .order_by(Inspection.started_at.desc(), Inspection.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def is_outside_county(session: Session, county_code: str, lon: float, lat: float) -> bool:
    """Say whether a position lies outside the county's outline; never while no outline is known."""
    outline = and_(
        Division.county_code == county_code,
        Division.kind == DivisionKind.COUNTY,
        Division.ended_on.is_(None),
        Division.geom.is_not(None),
    )
    known = session.scalar(select(spatial.covers(Division.geom, lon, lat)).where(outline).limit(1))
    return known is not None and not known


def distance_to_well(well: Well, lon: float, lat: float) -> float:
    """Return the metres from a position to a well's registered one."""
    return round(distance_m(lon, lat, well.lon, well.lat), 1)


def list_photographs(session: Session, inspection_id: UUID) -> list[EvidenceItem]:
    """Return the photographs of a visit in the order of their arrival."""
    return evidence.list_items(session, SUBJECT, inspection_id)


def list_gaps(session: Session, inspection: Inspection) -> list[RuleBroken]:
    """Return all that a draft still lacks before it can be submitted; certificates as they stand by now."""
    on, needs = inspection.visited_on, needs_of(inspection.kind)
    officers = [accounts.get_officer(session, row.officer_id) for row in inspection.officers]
    items = list_photographs(session, inspection.id)
    pictures = [item for item in items if item.kind is not EvidenceKind.SITE_RECORD]
    chat = [item for item in pictures if not item.origin.is_original_carrier]
    return gaps(
        Record(
            officers=tuple(Present(officer.name, officer.is_certified(on)) for officer in officers),
            has_arrival=inspection.arrival_at is not None and inspection.arrival_lon is not None,
            distance_m=inspection.distance_m,
            far_limit_m=inspection.far_limit_m,
            far_reason=inspection.far_reason,
            id_shown=inspection.id_shown,
            recusal_asked=inspection.recusal_asked,
            absence_note=inspection.absence_note,
            unanswered=tuple(
                unanswered(asked(inspection.checklist.questions, inspection.kind), inspection.answer_values())
            ),
            photographs=len(pictures) - len(chat),
            chat_pictures=len(chat),
            earlier_open=_earlier_open(session, inspection) if needs.earlier else 0,
            has_sketch=len(items) > len(pictures),
            needs=needs,
        )
    )


def _earlier_open(session: Session, inspection: Inspection) -> int:
    asked_for = {finding.id for _answer, finding in list_earlier_answers(session, inspection.id)}
    found = list_earlier(session, inspection.well_id, inspection.kind, inspection.started_at)
    return sum(finding.id not in asked_for for finding, _visit in found)
