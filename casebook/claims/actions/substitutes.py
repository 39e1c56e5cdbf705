"""Substitute water: what it is, and what it was metered to supply by month."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.claims import queries, rules
from casebook.claims.actions.booking import hold_reductions
from casebook.claims.models import SubstituteSupply, SubstituteWater
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.claims.rules import ReplacementSource
    from casebook.kernel.months import Month


@dataclass(frozen=True, kw_only=True)
class SubstituteFacts:
    """What is said of a substitute: m³ per day at most, and the part of groundwater in it, in thousandths."""

    name: str
    source: ReplacementSource
    capacity_m3: Decimal
    groundwater_permille: int
    papers: str


def subject_of_substitute(row: SubstituteWater) -> Subject:
    """Return a substitute as the subject of the audit."""
    return Subject("substitute_water", row.id, row.name, row.county_code)


def add_substitute(
    session: Session, *, actor: Actor, now: datetime, facts: SubstituteFacts
) -> SubstituteWater:
    """Enter a substitute water of the county. RuleBroken `substitute_named` for a name that is taken."""
    actor.need(Permission.CLAIM_EDIT)
    actor.need_reach(actor.county_code, "substitute_water", facts.name)
    _check(session, actor.county_code, facts, None)
    row = SubstituteWater(
        id=new_id(),
        county_code=actor.county_code,
        entered_by=actor.name,
        entered_at=now,
        **asdict(facts),
    )
    session.add(row)
    _record(session, actor, now, row, "substitute_water:add", facts.papers)
    return row


def change_substitute(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: SubstituteWater,
    facts: SubstituteFacts,
    base_version: int | None = None,
) -> None:
    """Change a substitute by its paper; never so that booked reductions took more than it has."""
    _hold(session, actor, row)
    if base_version is not None and row.version != base_version:
        raise Conflict("substitute_changed", name=row.name)
    _check(session, row.county_code, facts, row)
    for column, value in asdict(facts).items():
        setattr(row, column, value)
    row.version += 1
    room = queries.room_of_substitute(session, row)
    rules.check_not_below(room.limit_m3, room.taken_m3, field="groundwater_percent")
    _record(session, actor, now, row, "substitute_water:change", facts.papers)


def note_supply(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: SubstituteWater,
    month: Month,
    volume_m3: Decimal,
    paper: str,
) -> SubstituteSupply:
    """Note what a substitute was metered to supply in a month that is over; the same month again corrects it.

    Refused above its capacity, and where booked reductions took more than would be left.
    """
    _hold(session, actor, row)
    rules.check_supply(month, volume_m3, capacity_m3_per_day=row.capacity_m3, today=local_day(now))
    if not paper.strip():
        raise RuleBroken("supply_paper_missing", field="paper")
    supply = SubstituteSupply(
        substitute_id=row.id,
        year=month.year,
        month=month.month,
        version=queries.count_supply_versions(session, row.id, month) + 1,
        volume_m3=volume_m3,
        paper=paper.strip(),
        entered_by=actor.name,
        entered_at=now,
    )
    session.add(supply)
    session.flush()
    if supply.version > 1:
        room = queries.room_of_substitute(session, row)
        rules.check_not_below(room.limit_m3, room.taken_m3, field="volume_m3")
    after = {"month": str(month), "volume_m3": volume_m3, "version": supply.version}
    _record(session, actor, now, row, "substitute_water:supply", paper, after)
    return supply


def _hold(session: Session, actor: Actor, row: SubstituteWater) -> None:
    actor.need(Permission.CLAIM_EDIT)
    actor.need_reach(row.county_code, "substitute_water", row.name)
    hold_reductions(session, row.county_code)
    session.refresh(row, with_for_update=True)


def _check(session: Session, county_code: str, facts: SubstituteFacts, row: SubstituteWater | None) -> None:
    rules.check_share(facts.groundwater_permille)
    if facts.source is rules.ReplacementSource.NONE_NEEDED:
        raise RuleBroken("choice_missing", field="source")
    if facts.capacity_m3 <= 0:
        raise RuleBroken("substitute_capacity", field="capacity_m3")
    if not facts.papers.strip():
        raise RuleBroken("baseline_papers_missing", field="papers")
    others = [one for one in queries.list_substitutes(session, county_code) if one is not row]
    if facts.name in {one.name for one in others}:
        raise RuleBroken("substitute_named", field="name", name=facts.name)


def _record(
    session: Session,
    actor: Actor,
    now: datetime,
    row: SubstituteWater,
    action: str,
    reason: str,
    after: dict[str, object] | None = None,
) -> None:
    session.flush()
    after = after or {
        "name": row.name,
        "source": row.source,
        "capacity_m3": row.capacity_m3,
        "groundwater_permille": row.groundwater_permille,
    }
    about = subject_of_substitute(row)
    record(session, actor=actor, now=now, action=action, subject=about, after=after, reason=reason[:400])
    session.flush()
