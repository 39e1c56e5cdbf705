"""Reading what was told: matches, reporters, public reports, and what the four rates are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from math import cos, radians
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from casebook.access import Permission
from casebook.cases.models import Lead, LeadEvent, LeadReporter, PublicReport, ReportPhotograph
from casebook.cases.rules.leads import OPEN_LEADS
from casebook.cases.rules.rates import Handled
from casebook.deadlines.models import Term
from casebook.deadlines.rules.table import LEAD_ACCEPTANCE, LEAD_REPLY
from casebook.kernel import clock
from casebook.kernel.coordinates import distance_m
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.rules import FoundHow

_DEGREE_M = 111_000
"""Metres of a degree of latitude, a little less than it has anywhere."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a hint points: a registered well, or degrees; neither where only words were given."""

    county_code: str
    well_id: UUID | None = None
    lon: float | None = None
    lat: float | None = None


def find_open_match(session: Session, spot: Spot, *, within_m: int) -> Lead | None:
    """Return the open lead of the same well, or of a place within so many metres; locked for a step."""
    return _nearest(
        session, _at(spot, within_m, Lead.state.in_(OPEN_LEADS)).with_for_update(), spot, within_m
    )


def find_answered_match(session: Session, spot: Spot, *, within_m: int) -> Lead | None:
    """Return the last lead of the same matter that was answered: a further one tells it again."""
    query = _at(spot, within_m, Lead.answered_on.is_not(None))
    return _nearest(session, query.order_by(None).order_by(Lead.number.desc()), spot, within_m)


def _at(spot: Spot, within_m: int, *conditions: ColumnElement[bool]) -> Select[Lead]:
    query = select(Lead).where(Lead.county_code == spot.county_code, *conditions).order_by(Lead.number)
    if spot.well_id is not None:
        return query.where(Lead.well_id == spot.well_id)
    if spot.lon is None or spot.lat is None:
        return query.where(Lead.rowid < 0)
    high = within_m / _DEGREE_M
    wide = high / max(cos(radians(spot.lat)), 0.01)
    return query.where(
        Lead.well_id.is_(None),
        Lead.lat.between(spot.lat - high, spot.lat + high),
        Lead.lon.between(spot.lon - wide, spot.lon + wide),
    )


def _nearest(session: Session, query: Select[Lead], spot: Spot, within_m: int) -> Lead | None:
    for lead in session.scalars(query.execution_options(populate_existing=True)):
        if spot.well_id is not None or spot.lon is None or spot.lat is None:
            return lead
        assert lead.lon is not None
        assert lead.lat is not None  # the query asks for leads between latitudes
        if distance_m(spot.lon, spot.lat, lead.lon, lead.lat) <= within_m:
            return lead
    return None


def find_by_outer_no(session: Session, county_code: str, channel: FoundHow, outer_no: str) -> Lead | None:
    """Return the lead that bears a number of its channel."""
    return session.scalar(
        select(Lead).where(
            Lead.county_code == county_code, Lead.channel == channel, Lead.outer_no == outer_no
        )
    )


def get_lead_by_id(session: Session, lead_id: UUID) -> Lead:
    """Return a lead that another record names, or raise NotFound."""
    found = session.scalar(select(Lead).where(Lead.id == lead_id))
    if found is None:
        raise NotFound("lead", lead_id)
    return found


def list_merged(session: Session, lead_id: UUID) -> list[Lead]:
    """Return the leads that were merged into one, oldest first."""
    return list(session.scalars(select(Lead).where(Lead.merged_into_id == lead_id).order_by(Lead.number)))


def lead_numbers(session: Session, lead_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the numbers of leads by id."""
    query = select(Lead.id, Lead.number).where(Lead.id.in_(lead_ids))
    return dict(session.execute(query).all()) if lead_ids else {}


def has_reporter(session: Session, lead_id: UUID) -> bool:
    """Say whether somebody is on record as having told a lead, without saying who."""
    return session.scalar(select(LeadReporter.rowid).where(LeadReporter.lead_id == lead_id)) is not None


def get_reporter(session: Session, lead: Lead, actor: Actor) -> LeadReporter:
    """Return who told a lead, for named roles only; the caller logs the look. NotFound for nobody."""
    actor.need(Permission.LEAD_SEE_REPORTER)
    actor.need_reach(lead.division_code, "lead", lead.number)
    found = session.scalar(select(LeadReporter).where(LeadReporter.lead_id == lead.id))
    if found is None:
        raise NotFound("lead_reporter", lead.number)
    return found


def find_report(session: Session, code_hash: str) -> tuple[PublicReport, Lead] | None:
    """Return a public report and its lead by the hash of its code."""
    query = select(PublicReport, Lead).join(Lead, Lead.id == PublicReport.lead_id)
    found = session.execute(query.where(PublicReport.code_hash == code_hash)).first()
    return None if found is None else (found[0], found[1])


def count_reports(session: Session, county_code: str, on: date, *, mark: str = "") -> int:
    """Count the reports of a day, or those of one caller on it."""
    query = select(func.count(PublicReport.rowid)).where(
        PublicReport.county_code == county_code, PublicReport.received_on == on
    )
    return session.scalar(query.where(PublicReport.caller_mark == mark) if mark else query) or 0


def list_report_photographs(session: Session, lead_id: UUID) -> list[ReportPhotograph]:
    """Return the pictures that came with a lead's public report, in the order sent."""
    query = (
        select(ReportPhotograph)
        .join(PublicReport, PublicReport.id == ReportPhotograph.report_id)
        .where(PublicReport.lead_id == lead_id)
    )
    return list(session.scalars(query.order_by(ReportPhotograph.place)))


def last_state_at(session: Session, lead: Lead) -> datetime:
    """Return when a lead came into the state that it is in."""
    query = select(func.min(LeadEvent.at)).where(
        LeadEvent.lead_id == lead.id, LeadEvent.to_state == lead.state
    )
    return session.scalar(query) or lead.found_at


@dataclass(frozen=True, slots=True)
class HandledLead:
    """One lead as the rates see it, with what a list says of it."""

    number: str
    channel: FoundHow
    what: str
    division_code: str
    received_on: date
    handled: Handled


def list_handled(
    session: Session, actor: Actor, *, first: date, last: date, channel: FoundHow | None = None
) -> list[HandledLead]:
    """Return the leads that were received on these days in the actor's jurisdiction, oldest first.

    One query: figures and the lines behind them are made of the same rows.
    """
    query = _received(actor.county_code, actor.jurisdiction, first, last)
    if channel is not None:
        query = query.where(Lead.channel == channel)
    return [_handled(*row) for row in session.execute(query)]


def list_handled_by(
    session: Session, county_code: str, *, division: str, first: date, last: date, until: date
) -> list[HandledLead]:
    """Return the leads of a division received on these days, as they stood at the end of the day `until`.

    Clocks are as they are now: a term that was extended since runs to its later day.
    """
    query = _received(county_code, division, first, min(last, until), until)
    return [_as_of(_handled(*row), row[0], until) for row in session.execute(query)]


def _received(
    county_code: str, division: str, first: date, last: date, until: date | None = None
) -> Select[Lead, date, date, bool]:
    accept, reply, later = aliased(Term), aliased(Term), aliased(Lead)
    is_told_again = exists().where(later.repeats_id == Lead.id)
    if until is not None:
        is_told_again = is_told_again.where(later.found_at < clock.end_of_day(until))
    return (
        select(Lead, accept.due_on, reply.due_on, is_told_again)
        .outerjoin(accept, _clock(accept, LEAD_ACCEPTANCE))
        .outerjoin(reply, _clock(reply, LEAD_REPLY))
        .where(
            Lead.county_code == county_code,
            Lead.division_code.startswith(division),
            Lead.received_at >= datetime.combine(first, time(), clock.CHINA),
            Lead.received_at < clock.end_of_day(last),
        )
        .order_by(Lead.received_at, Lead.number)
    )


def _as_of(row: HandledLead, lead: Lead, until: date) -> HandledLead:
    """Take away what was done with a lead after a day."""
    one = row.handled
    is_visited = lead.visited_back_on is not None and lead.visited_back_on <= until
    handled = replace(
        one,
        accepted_on=one.accepted_on if one.accepted_on and one.accepted_on <= until else None,
        answered_on=one.answered_on if one.answered_on and one.answered_on <= until else None,
        satisfaction=one.satisfaction if is_visited else None,
    )
    return replace(row, handled=handled)


def _clock(term: type[Term], rule: str) -> ColumnElement[bool]:
    return (term.subject_id == Lead.id) & (term.rule == rule) & term.cancelled_at.is_(None)


def _handled(
    lead: Lead, accept_due_on: date | None, reply_due_on: date | None, is_told_again: object
) -> HandledLead:
    return HandledLead(
        number=lead.number,
        channel=lead.channel,
        what=lead.what,
        division_code=lead.division_code,
        received_on=clock.local_day(lead.received_at or lead.found_at),
        handled=Handled(
            accept_due_on=accept_due_on,
            accepted_on=lead.accepted_on,
            reply_due_on=reply_due_on,
            answered_on=lead.answered_on,
            is_told_again=bool(is_told_again),
            satisfaction=lead.satisfaction,
        ),
    )
