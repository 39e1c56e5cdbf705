"""Leads: made of what patrollers see, taken up by officers, settled by a verification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.lead_steps import (
    FILING_TERM,
    accept_on,
    hold_lead,
    meet_clock,
    note_lead,
    subject_of_lead,
)
from casebook.cases.models import Lead
from casebook.cases.rules import FoundHow, LeadState, get_code
from casebook.inspections import actions as inspections
from casebook.inspections import queries as records
from casebook.inspections.rules import InspectionKind
from casebook.kernel import clock
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.kernel.ids import new_id
from casebook.numbering.actions import issue
from casebook.wells.queries import get_well_by_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Problem
    from casebook.inspections.models import Inspection, PatrolVisit
    from casebook.inspections.rules.patrols import PatrolSign


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
    note_lead(session, lead, actor=actor, now=now, what=lead.what or "—", visit_id=visit.id)
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
    note_lead(session, lead, actor=actor, now=now, what=visit.note or "—", visit_id=visit.id)
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
    hold_lead(session, actor, lead)
    inspection = None
    if second_officer_id is not None:
        inspection = _begin(session, actor, now, lead, second_officer_id, far_limit_m)
        lead.inspection_id = inspection.id
    lead.taken_by_id = actor.officer_id
    accept_on(session, lead, actor=actor, now=now, on=clock.local_day(now))
    note_lead(session, lead, actor=actor, now=now, what=f"{actor.name} 核查", to=LeadState.TAKEN)
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


def meet_filing_clock(session: Session, *, actor: Actor, now: datetime, problem: Problem, on: date) -> None:
    """Stop D-01 of the lead that a problem came from: it was decided whether to file a case."""
    if problem.lead_id is not None:
        lead = queries.get_lead_by_id(session, problem.lead_id)
        meet_clock(session, lead, FILING_TERM, actor=actor, now=now, on=on)


def dismiss_lead(session: Session, *, actor: Actor, now: datetime, lead: Lead, reason: str) -> None:
    """Close a lead as unfounded (不属实) with a reason, by another than who reported it."""
    hold_lead(session, actor, lead)
    if not reason.strip():
        raise RuleBroken("lead_needs_reason", field="reason")
    if actor.officer_id is None or actor.officer_id == lead.found_by_id:
        raise RuleBroken("lead_dismissed_by_reporter", field="reason")
    what, on = f"不属实：{reason.strip()}", clock.local_day(now)
    note_lead(session, lead, actor=actor, now=now, what=what, to=LeadState.UNFOUNDED)
    meet_clock(session, lead, FILING_TERM, actor=actor, now=now, on=on)
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
        note_lead(session, lead, actor=actor, now=now, what=what)
        return
    if lead.state is LeadState.NEW:
        lead.taken_by_id = inspection.created_by
        who = inspection.officers[0].name if inspection.officers else actor.name
        note_lead(session, lead, actor=actor, now=now, what=f"{who} 核查", to=LeadState.TAKEN)
    lead.inspection_id = inspection.id
    for problem in problems:
        if problem.inspection_id == inspection.id:
            problem.found_how, problem.lead_id = lead.channel, lead.id
    numbers = "、".join(problem.number for problem in problems)
    what, to = (
        (f"核查属实，列入问题清单：{numbers}", LeadState.LISTED)
        if problems
        else ("核查未发现问题", LeadState.UNFOUNDED)
    )
    note_lead(session, lead, actor=actor, now=now, what=what, to=to)
    if not any(get_code(problem.code).is_penal for problem in problems):
        on = max(inspection.visited_on, clock.local_day(lead.received_at or now))
        meet_clock(session, lead, FILING_TERM, actor=actor, now=now, on=on)
    after = {"state": to, "problems": [problem.number for problem in problems]}
    record(session, actor=actor, now=now, action="lead:settle", subject=subject_of_lead(lead), after=after)
