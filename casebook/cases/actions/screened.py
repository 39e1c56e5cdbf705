"""Leads that screening hands on: figures point somewhere, two officers go and see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.lead_steps import note_lead, subject_of_lead
from casebook.cases.actions.receiving import LeadEntry, register
from casebook.cases.rules import FoundHow

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Lead
    from casebook.wells.models import Well


@dataclass(frozen=True)
class ScreenedHint:
    """What figures point at: a registered well, or a place in words."""

    content: str
    division_code: str
    well: Well | None = None
    place: str = ""


def add_screened_lead(
    session: Session, *, actor: Actor, now: datetime, hint: ScreenedHint, owner_id: UUID | None = None
) -> Lead:
    """Make a lead of the channel screening; a well's open lead gets the hint instead of a second one."""
    actor.need(Permission.SCREENING_DECIDE)
    actor.need_reach(hint.division_code, "division", hint.division_code)
    same = None if hint.well is None else queries.find_open_lead(session, hint.well.id)
    if same is not None:
        note_lead(session, same, actor=actor, now=now, what=hint.content)
        record(session, actor=actor, now=now, action="lead:add", subject=subject_of_lead(same))
        return same
    entry = LeadEntry(
        FoundHow.SCREENING,
        hint.content,
        now,
        division_code=hint.division_code,
        place=hint.place,
        well=hint.well,
    )
    lead = register(session, actor=actor, now=now, entry=entry, division_code=hint.division_code)
    lead.owner_id = owner_id or actor.officer_id
    session.flush()
    return lead
