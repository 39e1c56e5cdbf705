"""What is owed to who told a lead: accepting, handing on, answering, visiting back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.lead_steps import (
    FILING_TERM,
    accept_on,
    cancel_clock,
    hold_lead,
    meet_clock,
    note_lead,
    subject_of_lead,
)
from casebook.cases.rules.checks import not_after_today
from casebook.cases.rules.leads import OPEN_LEADS, LeadState, Satisfaction
from casebook.deadlines.rules.table import LEAD_REPLY
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Lead
    from casebook.wells.models import Well


def accept_lead(session: Session, *, actor: Actor, now: datetime, lead: Lead, on: date) -> None:
    """Accept a lead (受理) on a day, once; whoever accepts what nobody had answers for it from then on."""
    hold_lead(session, actor, lead)
    if lead.accepted_on is not None:
        raise RuleBroken("lead_accepted_already", number=lead.number, on=lead.accepted_on.isoformat())
    _check_day(lead, on, now, field="on")
    lead.received_at = lead.received_at or lead.found_at
    accept_on(session, lead, actor=actor, now=now, on=on)
    note_lead(session, lead, actor=actor, now=now, what=f"{on.isoformat()} 受理")
    after = {"accepted_on": on}
    record(session, actor=actor, now=now, action="lead:accept", subject=subject_of_lead(lead), after=after)


def answer_lead(session: Session, *, actor: Actor, now: datetime, lead: Lead, on: date, text: str) -> None:
    """Record what the reporter was answered (答复), once, after the lead was accepted and looked into."""
    hold_lead(session, actor, lead, Permission.LEAD_ANSWER)
    if lead.answered_on is not None:
        raise RuleBroken("lead_answered_already", number=lead.number, on=lead.answered_on.isoformat())
    if not text.strip():
        raise RuleBroken("lead_answer_needs_words", field="text")
    if lead.accepted_on is None:
        raise RuleBroken("lead_answer_before_acceptance", field="on")
    if _looked_into(session, lead).state in OPEN_LEADS:
        raise RuleBroken("lead_answer_before_verification", field="text")
    _check_day(lead, on, now, field="on")
    lead.answer, lead.answered_on, lead.answered_by_id = text.strip(), on, actor.officer_id
    meet_clock(session, lead, LEAD_REPLY, actor=actor, now=now, on=on)
    note_lead(session, lead, actor=actor, now=now, what=f"{on.isoformat()} 答复反映人")
    after = {"answered_on": on}
    record(session, actor=actor, now=now, action="lead:answer", subject=subject_of_lead(lead), after=after)


def _looked_into(session: Session, lead: Lead) -> Lead:
    """Return the lead whose verification a lead's answer rests on."""
    return lead if lead.merged_into_id is None else queries.get_lead_by_id(session, lead.merged_into_id)


def visit_back(
    session: Session, *, actor: Actor, now: datetime, lead: Lead, on: date, said: Satisfaction, note: str
) -> None:
    """Record the visit back (回访) after the answer, once, with what the reporter said of it."""
    hold_lead(session, actor, lead, Permission.LEAD_ANSWER)
    if lead.answered_on is None:
        raise RuleBroken("lead_visit_before_answer", field="on")
    if lead.visited_back_on is not None:
        raise RuleBroken("lead_visited_already", number=lead.number, on=lead.visited_back_on.isoformat())
    if on < lead.answered_on:
        raise RuleBroken("lead_visit_early", field="on", answered=lead.answered_on.isoformat())
    not_after_today(on, clock.local_day(now), field="on")
    lead.visited_back_on, lead.satisfaction, lead.visit_note = on, said, note.strip()
    note_lead(session, lead, actor=actor, now=now, what=f"{on.isoformat()} 回访")
    after = {"visited_back_on": on, "satisfaction": said}
    record(session, actor=actor, now=now, action="lead:visit", subject=subject_of_lead(lead), after=after)


def refer_lead(session: Session, *, actor: Actor, now: datetime, lead: Lead, to: str, paper: str) -> None:
    """Hand a lead on to who has the powers (转办), with the letter's number; the answer stays ours."""
    hold_lead(session, actor, lead)
    if not to.strip():
        raise RuleBroken("lead_refer_needs_receiver", field="to")
    if not paper.strip():
        raise RuleBroken("lead_refer_needs_paper", field="paper")
    on = clock.local_day(now)
    accept_on(session, lead, actor=actor, now=now, on=on)
    what = f"转 {to.strip()} 办理（{paper.strip()}）"
    note_lead(session, lead, actor=actor, now=now, what=what, to=LeadState.REFERRED)
    meet_clock(session, lead, FILING_TERM, actor=actor, now=now, on=on)
    record(session, actor=actor, now=now, action="lead:refer", subject=subject_of_lead(lead), reason=what)


def take_back_lead(session: Session, *, actor: Actor, now: datetime, lead: Lead, reason: str) -> None:
    """Take a lead back that the other office returned (退回): it waits here again."""
    hold_lead(session, actor, lead)
    if not reason.strip():
        raise RuleBroken("lead_return_needs_reason", field="reason")
    what = f"对方退回：{reason.strip()}"
    note_lead(session, lead, actor=actor, now=now, what=what, to=LeadState.NEW)
    record(
        session, actor=actor, now=now, action="lead:take_back", subject=subject_of_lead(lead), reason=reason
    )


def assign_well(session: Session, *, actor: Actor, now: datetime, lead: Lead, well: Well) -> None:
    """Say which registered well an open lead is about; where it has an open lead, merge this one."""
    hold_lead(session, actor, lead)
    if lead.state not in OPEN_LEADS:
        raise RuleBroken("lead_closed", field="well", number=lead.number)
    if lead.well_id is not None:
        raise RuleBroken("lead_has_well", field="well", number=lead.number)
    actor.need_reach(well.division_code, "well", well.code)
    same = queries.find_open_lead(session, well.id)
    changes = {"well_id": well.id, "division_code": well.division_code}
    what = f"对应取水井 {well.code}"
    if same is None:
        note_lead(session, lead, actor=actor, now=now, what=what, changes=changes)
    else:
        changes["merged_into_id"] = same.id
        what = f"{what}，并入线索 {same.number}"
        note_lead(session, lead, actor=actor, now=now, what=what, to=LeadState.MERGED, changes=changes)
        told = f"又有线索 {lead.number} 反映：{lead.what}"
        note_lead(session, same, actor=actor, now=now, what=told)
        cancel_clock(session, lead, FILING_TERM, actor=actor, now=now, reason=what)
    subject, after = subject_of_lead(lead), {"well": well.code}
    record(session, actor=actor, now=now, action="lead:assign_well", subject=subject, after=after)


def _check_day(lead: Lead, on: date, now: datetime, *, field: str) -> None:
    received = clock.local_day(lead.received_at or lead.found_at)
    if on < received:
        raise RuleBroken("lead_date_early", field=field, received=received.isoformat())
    not_after_today(on, clock.local_day(now), field=field)
