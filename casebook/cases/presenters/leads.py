"""Leads: lines of the list, and one lead with its hints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases import queries
from casebook.cases.rules import LEAD_TRANSITIONS, OPEN_LEADS, LeadState
from casebook.deadlines import queries as deadlines
from casebook.deadlines.presenters import term_view
from casebook.evidence import queries as evidence
from casebook.evidence.presenters import files_of
from casebook.regions import queries as regions
from casebook.web.labels import label
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Lead, LeadEvent, Problem
    from casebook.deadlines.presenters import TermView
    from casebook.evidence.presenters import FileView
    from casebook.wells.models import Well


@dataclass(frozen=True)
class LeadLine:
    """One line of the list of leads."""

    lead: Lead
    title: str
    """What a patrol found off, else the channel it came by."""
    well: Well | None
    place: str


@dataclass(frozen=True)
class LeadPage:
    """Everything that the page of a lead shows."""

    lead: Lead
    title: str
    well: Well | None
    place: str
    events: list[LeadEvent]
    files: list[FileView]
    actions: list[dict[str, str]]
    """What may be done with it now; the first is the main one."""
    terms: list[TermView]
    problems: list[Problem]
    merged: list[Lead]
    """Those that were merged into this one."""
    merged_into: str
    repeats: str
    """The number of the answered lead that this one tells again."""
    owner: str
    has_reporter: bool
    photographs: list[int]
    """Places of the pictures of a public report."""


def lead_lines(session: Session, leads: Sequence[Lead]) -> list[LeadLine]:
    """Return lines for a list; a fixed number of queries whatever its length."""
    by_well = wells.list_wells(session, {one.well_id for one in leads if one.well_id})
    names = regions.names(session, leads[0].county_code) if leads else {}
    return [
        LeadLine(
            lead=one,
            title=label(one.sign or one.channel),
            well=by_well.get(one.well_id) if one.well_id else None,
            place=" ".join(filter(None, [names.get(one.division_code, ""), one.village, one.place])),
        )
        for one in leads
    ]


def lead_page(session: Session, lead: Lead, actor: Actor, *, today: date) -> LeadPage:
    """Return a lead's page."""
    (line,) = lead_lines(session, [lead])
    events = queries.list_lead_events(session, lead.id)
    visits = [event.visit_id for event in events if event.visit_id]
    may_see = actor.can(Permission.EVIDENCE_SEE)
    items = [item for one in visits for item in evidence.list_items(session, "patrol_visit", one)]
    named = [one for one in (lead.merged_into_id, lead.repeats_id) if one is not None]
    numbers = queries.lead_numbers(session, named)
    owners = accounts.officers_by_id(session, [lead.owner_id] if lead.owner_id else [])
    return LeadPage(
        lead=lead,
        title=line.title,
        well=line.well,
        place=line.place,
        events=events,
        files=files_of(items) if may_see else [],
        actions=_actions(lead, actor),
        terms=_terms(session, lead, today),
        problems=queries.list_problems_of_lead(session, lead.id),
        merged=queries.list_merged(session, lead.id),
        merged_into=numbers.get(lead.merged_into_id, "") if lead.merged_into_id else "",
        repeats=numbers.get(lead.repeats_id, "") if lead.repeats_id else "",
        owner=owners[lead.owner_id].name if lead.owner_id in owners else "",
        has_reporter=queries.has_reporter(session, lead.id),
        photographs=[one.place for one in queries.list_report_photographs(session, lead.id)],
    )


def _terms(session: Session, lead: Lead, today: date) -> list[TermView]:
    calendar = deadlines.get_calendar(session)
    found = deadlines.list_terms(session, [lead.id])
    return [term_view(one, today=today, calendar=calendar) for one in found if one.cancelled_at is None]


def _actions(lead: Lead, actor: Actor) -> list[dict[str, str]]:
    """Return what may be done with a lead now: accept, verify, answer, visit back, then what is rarer."""
    ways = LEAD_TRANSITIONS[lead.state]
    is_open, is_told = lead.state in OPEN_LEADS, lead.received_at is not None
    may_decide, may_answer = actor.can(Permission.LEAD_DECIDE), actor.can(Permission.LEAD_ANSWER)
    may_dismiss = LeadState.UNFOUNDED in ways and actor.officer_id != lead.found_by_id
    is_answerable = lead.accepted_on is not None and lead.answered_on is None and not is_open
    is_visitable = lead.answered_on is not None and lead.visited_back_on is None
    offered = [
        (may_decide and is_told and lead.accepted_on is None, _("受理"), "leads.accept"),
        (may_decide and LeadState.TAKEN in ways, _("开始核查"), "leads.take"),
        (may_answer and is_answerable, _("答复反映人"), "leads.answer"),
        (may_answer and is_visitable, _("回访反映人"), "leads.visit"),
        (may_decide and may_dismiss, _("记为不属实"), "leads.dismiss"),
        (may_decide and is_open and lead.well_id is None, _("确认取水井"), "leads.well"),
        (may_decide and LeadState.REFERRED in ways, _("转办"), "leads.refer"),
        (may_decide and lead.state is LeadState.REFERRED, _("对方退回"), "leads.take_back"),
    ]
    return [
        {"label": str(words), "url": url_for(endpoint, number=lead.number)}
        for may, words, endpoint in offered
        if may
    ]
