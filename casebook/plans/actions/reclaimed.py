"""What is told of a user's reclaimed water: the least use, whether it was to be had, and the months."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.holding import hold as hold_name
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.kernel.subjects import Subject
from casebook.plans import queries
from casebook.plans.models import ReclaimedMinimum, ReclaimedOffer, ReclaimedUse
from casebook.plans.rules import MONTHS, Answer, Condition

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.models import Party


def _begin(session: Session, actor: Actor, party: Party, year: int) -> None:
    actor.need(Permission.PLAN_EDIT)
    actor.need_reach(party.county_code, "party", party.id)
    hold_name(session, f"reclaimed:{party.id}:{year}")


def set_minimum(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    party: Party,
    year: int,
    minimum_m3: Decimal,
    paper: str,
    reason: str = "",
) -> ReclaimedMinimum:
    """Set the least reclaimed water that a user is to use in a year, with the plan's paper."""
    _begin(session, actor, party, year)
    if minimum_m3 < 0:
        raise RuleBroken("reclaimed_volume", field="minimum")
    if not paper.strip():
        raise RuleBroken("reclaimed_paper", field="paper")
    row = ReclaimedMinimum(
        county_code=party.county_code,
        party_id=party.id,
        year=year,
        version=queries.last_version(session, ReclaimedMinimum, party.id, year) + 1,
        minimum_m3=minimum_m3,
        paper=paper.strip()[:120],
        reason=reason.strip()[:200],
        set_by=actor.name,
        set_at=now,
    )
    session.add(row)
    session.flush()
    facts = {"year": year, "minimum_m3": minimum_m3, "paper": row.paper, "version": row.version}
    _tell(session, "reclaimed:minimum", party, facts, actor=actor, now=now)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts:
    """Whether reclaimed water was to be had, and by which papers one knows."""

    answers: Mapping[Condition, Answer]
    served_on: date | None = None
    """Day on which the offer was served; the network must have covered the user on it."""
    evidence: str = ""


def note_offer(
    session: Session, *, actor: Actor, now: datetime, party: Party, year: int, facts: OfferFacts
) -> ReclaimedOffer:
    """Note whether reclaimed water was available to a user; what nobody answers is unknown."""
    _begin(session, actor, party, year)
    answers = {condition: facts.answers.get(condition, Answer.UNKNOWN) for condition in Condition}
    is_served = answers[Condition.SERVED] is Answer.YES
    if is_served and (facts.served_on is None or facts.served_on > local_day(now)):
        raise RuleBroken("reclaimed_served_on", field="served_on")
    if not facts.evidence.strip():
        raise RuleBroken("reclaimed_evidence", field="evidence")
    row = ReclaimedOffer(
        county_code=party.county_code,
        party_id=party.id,
        year=year,
        version=queries.last_version(session, ReclaimedOffer, party.id, year) + 1,
        served_on=facts.served_on if is_served else None,
        evidence=facts.evidence.strip()[:2000],
        set_by=actor.name,
        set_at=now,
        **{condition.value: answer for condition, answer in answers.items()},
    )
    session.add(row)
    session.flush()
    told = {"year": year, **{condition.value: answer for condition, answer in answers.items()}}
    _tell(session, "reclaimed:offer", party, told, actor=actor, now=now)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class UseFacts:
    """Reclaimed water of a month."""

    month: Month
    used_m3: Decimal
    is_metered: bool
    """An estimate never counts against the user."""
    outage_m3: Decimal = Decimal(0)
    note: str = ""


def note_use(session: Session, *, actor: Actor, now: datetime, party: Party, facts: UseFacts) -> ReclaimedUse:
    """Note what a user took in a month and what the supplier failed to give; a later note takes its place."""
    year, month = facts.month
    _begin(session, actor, party, year)
    if not 1 <= month <= MONTHS or facts.month > Month.of(local_day(now)):
        raise RuleBroken("reclaimed_month", field="month")
    if facts.used_m3 < 0 or facts.outage_m3 < 0:
        raise RuleBroken("reclaimed_volume", field="used")
    row = ReclaimedUse(
        county_code=party.county_code,
        party_id=party.id,
        year=year,
        month=month,
        version=queries.last_version(session, ReclaimedUse, party.id, year, month=month) + 1,
        used_m3=facts.used_m3,
        is_metered=facts.is_metered,
        outage_m3=facts.outage_m3,
        note=facts.note.strip()[:200],
        set_by=actor.name,
        set_at=now,
    )
    session.add(row)
    session.flush()
    told = {"month": str(facts.month), "used_m3": facts.used_m3, "outage_m3": facts.outage_m3}
    _tell(session, "reclaimed:use", party, told, actor=actor, now=now)
    return row


def _tell(
    session: Session, action: str, party: Party, facts: Mapping[str, object], *, actor: Actor, now: datetime
) -> None:
    subject = Subject("reclaimed", party.id, str(party.id)[:8], party.county_code)
    record(session, actor=actor, now=now, action=action, subject=subject, after=facts)
