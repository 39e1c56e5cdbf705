"""Leads: made of what patrollers see, taken up by officers, settled by a verification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.models import Lead, LeadEvent
from casebook.cases.rules import LEAD_TRANSITIONS, FoundHow, LeadState
from casebook.cases.rules.checks import step
from casebook.inspections import actions as inspections
from casebook.inspections import queries as records
from casebook.inspections.rules import InspectionKind
from casebook.kernel import clock
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.numbering.actions import issue
from casebook.wells.queries import get_well_by_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Problem
    from casebook.inspections.models import Inspection, PatrolVisit
    from casebook.inspections.rules.patrols import PatrolSign

LONGEST = 400


def subject_of_lead(lead: Lead) -> Subject:
    """Return a lead as the subject of its number and of audit."""
    return Subject("lead", lead.id, lead.number, lead.division_code)


def add_patrol_lead(
    session: Session, *, actor: Actor, now: datetime, visit: PatrolVisit, sign: PatrolSign
) -> Lead:
    """Make a lead of what a patrol saw; where the well has an open one, add the visit to that instead.

    One that arrives after the verification of what it tells is settled by that at once.
    """
    open_lead = None if visit.well_id is None else queries.find_open_lead(session, visit.well_id)
    if open_lead is not None:
        return _again(session, open_lead, visit, sign, actor=actor, now=now)
    try:
        with session.begin_nested():
            lead = _new(session, actor, now, visit, sign)
            session.add(lead)
            session.flush()
    except IntegrityError:  # somebody else made a lead of the same well at the same time
        open_lead = None if visit.well_id is None else queries.find_open_lead(session, visit.well_id)
        if open_lead is None:
            raise NotFound("lead", visit.well_id) from None
        return _again(session, open_lead, visit, sign, actor=actor, now=now)
    _note(session, lead, actor=actor, now=now, what=lead.what or "—", visit_id=visit.id)
    after = {"sign": sign, "channel": lead.channel}
    record(session, actor=actor, now=now, action="lead:add", subject=subject_of_lead(lead), after=after)
    _settle_by_earlier(session, lead, actor=actor, now=now)
    return lead


def _new(session: Session, actor: Actor, now: datetime, visit: PatrolVisit, sign: PatrolSign) -> Lead:
    lead = Lead(
        id=new_id(),
        county_code=visit.county_code,
        number="",
        channel=FoundHow.PATROL,
        well_id=visit.well_id,
        lon=visit.lon,
        lat=visit.lat,
        division_code=visit.division_code,
        village=visit.village,
        sign=sign,
        what=visit.note,
        found_at=visit.visited_at,
        found_by_id=visit.officer_id,
        found_by=actor.name,
        state=LeadState.NEW,
    )
    year = clock.local_day(now).year
    subject = subject_of_lead(lead)
    lead.number = issue(session, county_code=lead.county_code, kind="LX", year=year, subject=subject, now=now)
    return lead


def _again(
    session: Session, lead: Lead, visit: PatrolVisit, sign: PatrolSign, *, actor: Actor, now: datetime
) -> Lead:
    """Add a visit to an open lead; one that was before all others is where it was first told."""
    if visit.visited_at < lead.found_at:
        lead.sign, lead.what, lead.found_at = sign, visit.note, visit.visited_at
        lead.found_by_id, lead.found_by = visit.officer_id, actor.name
    _note(session, lead, actor=actor, now=now, what=visit.note or "—", visit_id=visit.id)
    return lead


def take_lead(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    lead: Lead,
    second_officer_id: UUID | None = None,
    far_limit_m: float = inspections.FAR_LIMIT_M,
) -> Inspection | None:
    """Take a lead up: with a second officer a verification (核查) of its well begins at once.

    Without one the officers go with a tablet; the verification that they file settles the lead.
    """
    _hold(session, actor, lead)
    inspection = None
    if second_officer_id is not None:
        inspection = _begin(session, actor, now, lead, second_officer_id, far_limit_m)
        lead.inspection_id = inspection.id
    lead.taken_by_id = actor.officer_id
    _note(session, lead, actor=actor, now=now, what=f"{actor.name} 核查", to=LeadState.TAKEN)
    record(session, actor=actor, now=now, action="lead:take", subject=subject_of_lead(lead))
    return inspection


def _begin(
    session: Session, actor: Actor, now: datetime, lead: Lead, second_officer_id: UUID, far_limit_m: float
) -> Inspection:
    if lead.well_id is None:
        raise RuleBroken("lead_without_well", field="second_officer_id")
    return inspections.start(
        session,
        actor=actor,
        now=now,
        well=get_well_by_id(session, lead.well_id),
        kind=InspectionKind.VERIFICATION,
        second_officer_id=second_officer_id,
        far_limit_m=far_limit_m,
    )


def dismiss_lead(session: Session, *, actor: Actor, now: datetime, lead: Lead, reason: str) -> None:
    """Close a lead as unfounded (不属实) with a reason, by another than who reported it."""
    _hold(session, actor, lead)
    if not reason.strip():
        raise RuleBroken("lead_needs_reason", field="reason")
    if actor.officer_id is None or actor.officer_id == lead.found_by_id:
        raise RuleBroken("lead_dismissed_by_reporter", field="reason")
    what = f"不属实：{reason.strip()}"
    _note(session, lead, actor=actor, now=now, what=what, to=LeadState.UNFOUNDED)
    subject = subject_of_lead(lead)
    record(session, actor=actor, now=now, action="lead:dismiss", subject=subject, reason=reason.strip())


def settle_leads(
    session: Session, *, actor: Actor, now: datetime, inspection: Inspection, problems: Sequence[Problem]
) -> None:
    """Settle the open lead of a well by a submitted verification: listed with problems, else unfounded.

    Records may arrive late: a verification says nothing of what was seen after it. One that was before
    all hints leaves the lead alone, and one that found nothing before the last of them is only noted.
    """
    if inspection.kind is not InspectionKind.VERIFICATION:
        return
    lead = queries.find_open_lead(session, inspection.well_id)
    if lead is not None:
        _settle(session, lead, actor=actor, now=now, inspection=inspection, problems=problems)


def _settle_by_earlier(session: Session, lead: Lead, *, actor: Actor, now: datetime) -> None:
    """Settle a lead that arrived after the verification of what it tells."""
    if lead.well_id is None:
        return
    inspection = records.find_verification(session, lead.well_id, since=lead.found_at)
    if inspection is not None:
        problems = queries.list_problems_of_findings(session, inspection)
        _settle(session, lead, actor=actor, now=now, inspection=inspection, problems=problems)


def _settle(
    session: Session,
    lead: Lead,
    *,
    actor: Actor,
    now: datetime,
    inspection: Inspection,
    problems: Sequence[Problem],
) -> None:
    at = inspection.arrival_at or inspection.started_at
    is_about = lead.inspection_id == inspection.id
    if at < lead.found_at and not is_about:
        return
    if not problems and not is_about and queries.last_hint_at(session, lead) > at:
        what = "核查未发现问题，此后又有巡查线索"
        _note(session, lead, actor=actor, now=now, what=what)
        return
    if lead.state is LeadState.NEW:
        lead.taken_by_id = inspection.created_by
        who = inspection.officers[0].name if inspection.officers else actor.name
        _note(session, lead, actor=actor, now=now, what=f"{who} 核查", to=LeadState.TAKEN)
    lead.inspection_id = inspection.id
    for problem in problems:
        if problem.inspection_id == inspection.id:
            problem.found_how = lead.channel
    numbers = "、".join(problem.number for problem in problems)
    what, to = (
        (f"核查属实，列入问题清单：{numbers}", LeadState.LISTED)
        if problems
        else ("核查未发现问题", LeadState.UNFOUNDED)
    )
    _note(session, lead, actor=actor, now=now, what=what, to=to)
    after = {"state": to, "problems": [problem.number for problem in problems]}
    record(session, actor=actor, now=now, action="lead:settle", subject=subject_of_lead(lead), after=after)


def _hold(session: Session, actor: Actor, lead: Lead) -> None:
    actor.need(Permission.LEAD_DECIDE)
    actor.need_reach(lead.division_code, "lead", lead.number)
    session.refresh(lead, with_for_update=True)


def _note(
    session: Session,
    lead: Lead,
    *,
    actor: Actor,
    now: datetime,
    what: str,
    to: LeadState | None = None,
    visit_id: UUID | None = None,
) -> None:
    """Write a lead's next event and take its step; without `to` the state stays."""
    session.flush()
    last = session.scalar(select(func.max(LeadEvent.sequence)).where(LeadEvent.lead_id == lead.id))
    present = lead.state
    if to is not None:
        step(LEAD_TRANSITIONS, present, to, what=lead.number)
        lead.state = to
    lead.version = (lead.version or 0) + 1
    session.add(
        LeadEvent(
            lead_id=lead.id,
            sequence=(last or 0) + 1,
            from_state=present if last is not None else None,
            to_state=lead.state,
            at=now,
            what=what[:LONGEST],
            visit_id=visit_id,
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()
