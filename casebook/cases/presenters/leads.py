"""Leads: lines of the list, and one lead with its hints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import queries
from casebook.cases.rules import LEAD_TRANSITIONS, LeadState
from casebook.evidence import queries as evidence
from casebook.evidence.presenters import files_of
from casebook.regions import queries as regions
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Lead, LeadEvent
    from casebook.evidence.presenters import FileView
    from casebook.wells.models import Well


@dataclass(frozen=True)
class LeadLine:
    """One line of the list of leads."""

    lead: Lead
    well: Well | None
    place: str


@dataclass(frozen=True)
class LeadPage:
    """Everything that the page of a lead shows."""

    lead: Lead
    well: Well | None
    place: str
    events: list[LeadEvent]
    files: list[FileView]
    actions: list[dict[str, str]]
    """What may be done with it now; the first is the main one."""


def lead_lines(session: Session, leads: Sequence[Lead]) -> list[LeadLine]:
    """Return lines for a list; a fixed number of queries whatever its length."""
    by_well = wells.list_wells(session, {one.well_id for one in leads if one.well_id})
    names = regions.names(session, leads[0].county_code) if leads else {}
    return [
        LeadLine(
            lead=one,
            well=by_well.get(one.well_id) if one.well_id else None,
            place=f"{names.get(one.division_code, one.division_code)} {one.village}".strip(),
        )
        for one in leads
    ]


def lead_page(session: Session, lead: Lead, actor: Actor) -> LeadPage:
    """Return a lead's page."""
    (line,) = lead_lines(session, [lead])
    events = queries.list_lead_events(session, lead.id)
    visits = [event.visit_id for event in events if event.visit_id]
    may_see = actor.can(Permission.EVIDENCE_SEE)
    items = [item for one in visits for item in evidence.list_items(session, "patrol_visit", one)]
    return LeadPage(
        lead=lead,
        well=line.well,
        place=line.place,
        events=events,
        files=files_of(items) if may_see else [],
        actions=_actions(lead, actor),
    )


def _actions(lead: Lead, actor: Actor) -> list[dict[str, str]]:
    if not actor.can(Permission.LEAD_DECIDE):
        return []
    ways = LEAD_TRANSITIONS[lead.state]
    found = []
    if LeadState.TAKEN in ways:
        found.append({"label": _("开始核查"), "url": url_for("leads.take", number=lead.number)})
    if LeadState.UNFOUNDED in ways and actor.officer_id != lead.found_by_id:
        found.append({"label": _("记为不属实"), "url": url_for("leads.dismiss", number=lead.number)})
    return found
