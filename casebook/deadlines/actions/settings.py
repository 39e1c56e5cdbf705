"""Setting a county's own length of a clock whose amount no law fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.deadlines import queries
from casebook.deadlines.models import TermSetting
from casebook.deadlines.rules import find_rule
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.deadlines.rules import Length, Rule


def set_length(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    rule_id: str,
    length: Length,
    from_on: date,
    reason: str,
    seen_version: int,
) -> TermSetting:
    """Let clocks of a rule that start on `from_on` or after have this length in the actor's county.

    `seen_version` is the version that was on the screen, 0 for none; Conflict where there is a newer one.
    RuleBroken where the law fixes the length or each case sets its own, without a reason, and for a day
    that has passed: what was counted stays counted.
    """
    actor.need(Permission.TERM_SET)
    rule = find_rule(rule_id)
    _check(rule, from_on=from_on, today=local_day(now), reason=reason)
    last = queries.find_last_setting(session, actor.county_code, rule.id)
    if (last.version if last else 0) != seen_version:
        raise Conflict("term_setting_changed", rule=rule.id)
    row = TermSetting(
        county_code=actor.county_code,
        rule=rule.id,
        version=seen_version + 1,
        amount=length.amount,
        unit=length.unit,
        from_on=from_on,
        reason=reason.strip(),
        set_by_id=_officer(actor),
        set_by=actor.name,
        set_at=now,
    )
    session.add(row)
    session.flush()
    _record(session, row, last, actor=actor, now=now)
    return row


def _check(rule: Rule, *, from_on: date, today: date, reason: str) -> None:
    if not rule.is_setting:
        raise RuleBroken("term_fixed_by_law", field="amount", article=rule.article, rule=rule.id)
    if from_on < today:
        raise RuleBroken("term_setting_backdated", field="from_on", on=from_on)
    if not reason.strip():
        raise RuleBroken("term_setting_needs_reason", field="reason")


def _officer(actor: Actor) -> UUID:
    if actor.officer_id is None:
        raise RuleBroken("term_setting_needs_officer")
    return actor.officer_id


def _record(
    session: Session, row: TermSetting, last: TermSetting | None, *, actor: Actor, now: datetime
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action="term_setting:set",
        subject=Subject("term_setting", row.id, row.rule, actor.county_code),
        before=_told(last) if last else None,
        after=_told(row),
        reason=row.reason,
    )


def _told(row: TermSetting) -> dict[str, object]:
    return {"amount": row.amount, "unit": row.unit, "from_on": row.from_on}
