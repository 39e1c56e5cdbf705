"""What a county sets about plans, and its norms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.holding import hold as hold_name
from casebook.deadlines.rules.table import Certainty
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.plans import queries
from casebook.plans.models import PlanSetting, WaterNorm
from casebook.plans.rules.settings import read_value

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.plans.rules import NormKind, SettingKey

LONGEST_PAPER, LONGEST_ITEM, LONGEST_UNIT = 120, 80, 20


def set_plan_setting(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    key: SettingKey,
    value: str,
    paper: str,
    valid_from: date,
) -> PlanSetting:
    """Set a value from today or later on, by a paper of the county; who approves plans does it."""
    actor.need(Permission.PLAN_APPROVE)
    actor.need_reach(actor.county_code, "plan_setting", key)
    _check_setting(paper, valid_from, today=local_day(now))
    number = read_value(key, value)
    hold_name(session, f"plan_setting:{actor.county_code}:{key}")
    row = PlanSetting(
        county_code=actor.county_code,
        key=key,
        version=queries.last_setting(session, actor.county_code, key) + 1,
        value=f"{number:f}",
        valid_from=valid_from,
        paper=paper.strip()[:200],
        set_by=actor.name,
        set_at=now,
    )
    session.add(row)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="plan_setting:set",
        subject=Subject("plan_setting", row.id, key.value, row.county_code),
        after={"value": row.value, "paper": row.paper, "valid_from": valid_from},
    )
    return row


def _check_setting(paper: str, valid_from: date, *, today: date) -> None:
    if not paper.strip():
        raise RuleBroken("plan_setting_paper", field="paper")
    if valid_from < today:
        raise RuleBroken("plan_setting_backdated", field="valid_from", today=today)


@dataclass(frozen=True, slots=True, kw_only=True)
class NormFacts:
    """A norm as its paper says it."""

    kind: NormKind
    item: str
    per: str
    """What one unit of output is."""
    value_m3: Decimal
    valid_from: date
    paper: str
    valid_to: date | None = None
    """Last day."""
    certainty: Certainty = Certainty.PUBLIC
    reason: str = ""


def set_norm(
    session: Session, *, actor: Actor, now: datetime, facts: NormFacts, norm: WaterNorm | None = None
) -> WaterNorm:
    """Enter a norm, or a new version of one; two norms of one item never hold on the same day."""
    actor.need(Permission.PLAN_EDIT)
    actor.need_reach(actor.county_code, "norm", facts.item)
    _check_norm(facts)
    hold_name(session, f"norm:{actor.county_code}")
    _check_overlap(session, actor.county_code, facts, norm)
    row = WaterNorm(
        county_code=actor.county_code,
        line_id=norm.line_id if norm else new_id(),
        version=norm.version + 1 if norm else 1,
        kind=facts.kind,
        item=facts.item.strip()[:LONGEST_ITEM],
        per=facts.per.strip()[:LONGEST_UNIT],
        value_m3=facts.value_m3,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        paper=facts.paper.strip()[:LONGEST_PAPER],
        certainty=facts.certainty,
        reason=facts.reason.strip()[:200],
        entered_by=actor.name,
        entered_at=now,
    )
    session.add(row)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="norm:set",
        subject=Subject("norm", row.line_id, row.item, row.county_code),
        before={"value_m3": norm.value_m3, "valid_to": norm.valid_to} if norm else None,
        after={"value_m3": row.value_m3, "per": row.per, "valid_to": row.valid_to, "paper": row.paper},
        reason=row.reason,
    )
    return row


def _check_norm(facts: NormFacts) -> None:
    if not (facts.item.strip() and facts.per.strip() and facts.paper.strip()):
        raise RuleBroken("norm_words", field="item")
    if facts.value_m3 <= 0:
        raise RuleBroken("norm_value", field="value")
    if facts.valid_to is not None and facts.valid_to < facts.valid_from:
        raise RuleBroken("norm_days", field="valid_to", start=facts.valid_from)


def _check_overlap(session: Session, county_code: str, facts: NormFacts, norm: WaterNorm | None) -> None:
    for other in queries.list_norms(session, county_code):
        is_same = (other.kind, other.item, other.per) == (facts.kind, facts.item.strip(), facts.per.strip())
        if not is_same or (norm is not None and other.line_id == norm.line_id):
            continue
        begins = other.valid_to is None or other.valid_to >= facts.valid_from
        if begins and (facts.valid_to is None or facts.valid_to >= other.valid_from):
            raise RuleBroken("norm_overlaps", field="valid_from", start=facts.valid_from)
