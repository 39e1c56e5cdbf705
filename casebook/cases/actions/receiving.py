"""Taking in what is told by hotline, letter, superior or the public: one lead each, with its clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.lead_steps import FILING_TERM, LONGEST, note_lead, subject_of_lead
from casebook.cases.models import Lead, LeadReporter
from casebook.cases.rules import LeadState
from casebook.cases.rules.channels import BY_HAND, CHANNELS, MERGE_M, clock_of
from casebook.db.holding import hold
from casebook.deadlines.actions import start_term
from casebook.deadlines.rules.table import LEAD_ACCEPTANCE, LEAD_REPLY
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.numbering.actions import issue
from casebook.regions.queries import load_locator

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.rules import FoundHow
    from casebook.deadlines.rules import Length
    from casebook.wells.models import Well

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
"""Earlier than this nothing was received: the year was mistyped."""
_MOST_LON, _MOST_LAT = 180, 90


@dataclass(frozen=True)
class Reporter:
    """Who told it, kept apart from the lead."""

    name: str
    contact: str
    is_confidential: bool = True


@dataclass(frozen=True)
class LeadEntry:
    """What was told, as an officer or the public enters it; degrees, an aware instant."""

    channel: FoundHow
    content: str
    received_at: datetime
    outer_no: str = ""
    division_code: str = ""
    """Of the township; found by well or position where it is not said."""
    village: str = ""
    place: str = ""
    well: Well | None = None
    lon: float | None = None
    lat: float | None = None
    reporter: Reporter | None = None


def add_lead(session: Session, *, actor: Actor, now: datetime, entry: LeadEntry) -> Lead:
    """Register what came by a channel; whoever enters it is its first receiver (首问负责).

    A hint about a well or place (within the set metres) that has an open lead becomes a lead of its own,
    merged into that one: it is verified there, and accepted and answered by itself. Refused with the
    rule: a channel of machines, a number taken already, no place, a time to come, a place elsewhere.
    """
    actor.need(Permission.LEAD_ADD)
    if entry.channel not in BY_HAND:
        raise RuleBroken("lead_channel_not_by_hand", field="channel")
    if CHANNELS[entry.channel].has_number and not entry.outer_no.strip():
        raise RuleBroken("lead_outer_no_missing", field="outer_no")
    division = locate(session, actor.county_code, entry)
    actor.need_reach(division, "division", division)
    lead = register(session, actor=actor, now=now, entry=entry, division_code=division)
    lead.owner_id = actor.officer_id
    session.flush()
    return lead


def locate(session: Session, county_code: str, entry: LeadEntry) -> str:
    """Return the division that an entry lies in: the well's, the position's, the one named, or the county."""
    if entry.well is not None:
        return entry.well.division_code
    if (entry.lon is None) != (entry.lat is None):
        raise RuleBroken("lead_position_incomplete", field="lon")
    if entry.lon is None or entry.lat is None:
        if not entry.place.strip():
            raise RuleBroken("lead_needs_place", field="place")
        return entry.division_code or county_code
    if not (abs(entry.lon) <= _MOST_LON and abs(entry.lat) <= _MOST_LAT):
        raise RuleBroken("lead_position_impossible", field="lon")
    found = load_locator(session, county_code).locate(entry.lon, entry.lat)
    if not found.is_inside or found.township is None:
        raise RuleBroken("lead_position_outside", field="lon")
    return found.township


def register(session: Session, *, actor: Actor, now: datetime, entry: LeadEntry, division_code: str) -> Lead:
    """Write a lead with its reporter, match and clocks; callers have checked who may."""
    _check(session, entry, actor.county_code, now)
    hold(session, f"lead:{actor.county_code}")
    figures = queries.settings_of(session, actor.county_code)
    spot = queries.Spot(actor.county_code, entry.well.id if entry.well else None, entry.lon, entry.lat)
    same = queries.find_open_match(session, spot, within_m=figures[MERGE_M])
    told_before = queries.find_answered_match(session, spot, within_m=figures[MERGE_M])
    lead = _new(session, now, entry, actor, division_code)
    lead.repeats_id = told_before.id if told_before else None
    if same is not None:
        lead.state, lead.merged_into_id = LeadState.MERGED, same.id
    session.add(lead)
    note_lead(session, lead, actor=actor, now=now, what=lead.what)
    if entry.reporter is not None:
        _keep_reporter(session, lead, entry.reporter, now)
    start_clocks(session, lead, figures, actor=actor, now=now, is_merged=same is not None)
    if same is not None:
        what = f"又有线索 {lead.number} 反映：{lead.what}"
        note_lead(session, same, actor=actor, now=now, what=what)
    after = {"channel": lead.channel, "outer_no": lead.outer_no, "has_reporter": entry.reporter is not None}
    record(session, actor=actor, now=now, action="lead:add", subject=subject_of_lead(lead), after=after)
    return lead


def start_clocks(
    session: Session, lead: Lead, figures: dict[str, int], *, actor: Actor, now: datetime, is_merged: bool
) -> None:
    """Start what runs from receipt: whether to file (D-01), accepting, answering."""
    clocks = [
        (LEAD_ACCEPTANCE, clock_of("accept", lead.channel, figures)),
        (LEAD_REPLY, clock_of("reply", lead.channel, figures)),
    ]
    started: list[tuple[str, Length | None]] = [
        (rule, length) for rule, length in clocks if length is not None
    ]
    if not is_merged:
        started.append((FILING_TERM, None))
    for rule_id, length in started:
        start_term(
            session,
            actor=actor,
            now=now,
            subject=subject_of_lead(lead),
            rule_id=rule_id,
            started_on=clock.local_day(lead.received_at or now),
            length=length,
            assignee_id=actor.officer_id,
        )


def _check(session: Session, entry: LeadEntry, county_code: str, now: datetime) -> None:
    if not entry.content.strip():
        raise RuleBroken("lead_needs_content", field="content")
    if entry.received_at > now:
        raise RuleBroken("lead_received_in_future", field="received_at")
    if entry.received_at < FIRST:
        raise RuleBroken("lead_received_too_early", field="received_at", first=FIRST.date().isoformat())
    number = entry.outer_no.strip()
    known = queries.find_by_outer_no(session, county_code, entry.channel, number) if number else None
    if known is not None:
        raise RuleBroken("lead_outer_no_taken", field="outer_no", outer_no=number, number=known.number)


def _new(session: Session, now: datetime, entry: LeadEntry, actor: Actor, division_code: str) -> Lead:
    content, well = entry.content.strip(), entry.well
    lead = Lead(
        id=new_id(),
        county_code=actor.county_code,
        number="",
        channel=entry.channel,
        outer_no=entry.outer_no.strip(),
        well_id=well.id if well else None,
        lon=None if well else entry.lon,
        lat=None if well else entry.lat,
        place=entry.place.strip(),
        division_code=division_code,
        village=entry.village.strip() or (well.village if well else ""),
        what=content[:LONGEST],
        content=content if len(content) > LONGEST else "",
        found_at=entry.received_at,
        found_by="",
        received_at=entry.received_at,
        state=LeadState.NEW,
    )
    year, subject = clock.local_day(now).year, subject_of_lead(lead)
    lead.number = issue(session, county_code=lead.county_code, kind="LX", year=year, subject=subject, now=now)
    return lead


def _keep_reporter(session: Session, lead: Lead, reporter: Reporter, now: datetime) -> None:
    session.add(
        LeadReporter(
            county_code=lead.county_code,
            lead_id=lead.id,
            name=reporter.name.strip(),
            contact=reporter.contact.strip(),
            is_confidential=reporter.is_confidential,
            recorded_at=now,
        )
    )
