"""Reading leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from casebook.cases.models import Lead, LeadEvent, Problem
from casebook.cases.rules import OPEN_LEADS, LeadState, ProblemStatus
from casebook.db.paging import PAGE_SIZE, page
from casebook.inspections.models import PatrolVisit
from casebook.kernel.errors import NotFound
from casebook.wells.models import Well

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.rules import FoundHow
    from casebook.db.paging import Page
    from casebook.inspections.models import Inspection
    from casebook.inspections.rules.patrols import PatrolSign


@dataclass(frozen=True)
class LeadFilter:
    """What a list of leads is narrowed to; empty means all."""

    state: LeadState | None = None
    is_open: bool = False
    sign: PatrolSign | None = None
    channel: FoundHow | None = None
    division_code: str = ""
    text: str = ""


def get_lead(session: Session, number: str, actor: Actor) -> Lead:
    """Return a lead in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(Lead).where(Lead.number == number))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("lead", number)
    return found


def find_open_lead(session: Session, well_id: UUID) -> Lead | None:
    """Return the open lead of a well, locked for a further step; there is at most one."""
    query = select(Lead).where(Lead.well_id == well_id, Lead.state.in_(OPEN_LEADS))
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def last_hint_at(session: Session, lead: Lead) -> datetime:
    """Return when the last of the visits that a lead tells of was made."""
    query = select(func.max(PatrolVisit.visited_at)).join(LeadEvent, LeadEvent.visit_id == PatrolVisit.id)
    last = session.scalar(query.where(LeadEvent.lead_id == lead.id))
    return lead.found_at if last is None else max(last, lead.found_at)


def list_problems_of_findings(session: Session, inspection: Inspection) -> list[Problem]:
    """Return the lines of the problem list that a submitted record's findings became or added to."""
    codes = {finding.problem_code for finding in inspection.findings}
    if not codes:
        return []
    is_meant = or_(Problem.inspection_id == inspection.id, Problem.status != ProblemStatus.STRUCK_OFF)
    query = select(Problem).where(Problem.well_id == inspection.well_id, Problem.code.in_(codes), is_meant)
    return list(session.scalars(query.order_by(Problem.number)))


def page_leads(
    session: Session, *, actor: Actor, wanted: LeadFilter, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[Lead]:
    """Return a page of leads, newest number first."""
    query = select(Lead).where(
        Lead.county_code == actor.county_code, Lead.division_code.startswith(actor.jurisdiction)
    )
    if wanted.state is not None:
        query = query.where(Lead.state == wanted.state)
    if wanted.is_open:
        query = query.where(Lead.state.in_(OPEN_LEADS))
    if wanted.sign is not None:
        query = query.where(Lead.sign == wanted.sign)
    if wanted.channel is not None:
        query = query.where(Lead.channel == wanted.channel)
    if wanted.division_code:
        query = query.where(Lead.division_code.startswith(wanted.division_code, autoescape=True))
    if wanted.text:
        query = query.where(_says(wanted.text))
    return page(
        session,
        query,
        columns=[Lead.number],
        key=lambda row: [row.number],
        cursor=cursor,
        descending=True,
        size=size,
    )


def _says(text: str) -> ColumnElement[bool]:
    """Return the condition that a lead, or the number of its well, holds a text; never who told it."""
    of_well = select(Well.rowid).where(
        Well.id == Lead.well_id, Well.code.contains(text.upper(), autoescape=True)
    )
    return or_(
        Lead.number.contains(text.upper(), autoescape=True),
        Lead.what.contains(text, autoescape=True),
        Lead.outer_no.contains(text, autoescape=True),
        Lead.village.contains(text, autoescape=True),
        Lead.place.contains(text, autoescape=True),
        of_well.exists(),
    )


def list_open_leads(session: Session, actor: Actor) -> list[Lead]:
    """Return the open leads at registered wells in the actor's jurisdiction, oldest first."""
    query = select(Lead).where(
        Lead.county_code == actor.county_code,
        Lead.division_code.startswith(actor.jurisdiction),
        Lead.state.in_(OPEN_LEADS),
        Lead.well_id.is_not(None),
    )
    return list(session.scalars(query.order_by(Lead.number)))


def list_lead_events(session: Session, lead_id: UUID) -> list[LeadEvent]:
    """Return a lead's events in order."""
    query = select(LeadEvent).where(LeadEvent.lead_id == lead_id).order_by(LeadEvent.sequence)
    return list(session.scalars(query))


def leads_of_visits(session: Session, visit_ids: list[UUID]) -> dict[UUID, str]:
    """Return the number of the lead that each of these visits gave rise or added to."""
    query = (
        select(LeadEvent.visit_id, Lead.number)
        .join(Lead, Lead.id == LeadEvent.lead_id)
        .where(LeadEvent.visit_id.in_(visit_ids))
    )
    return {visit_id: number for visit_id, number in session.execute(query) if visit_id}
