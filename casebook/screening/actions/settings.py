"""Setting a rule of screening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.screening import queries
from casebook.screening.models import ScreeningSetting
from casebook.screening.rules import check_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.screening.rules import RuleId


def set_rule(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    rule: RuleId,
    is_active: bool,
    thresholds: Mapping[str, int],
    paper: str,
    valid_from: date,
) -> ScreeningSetting:
    """Set a new version of a rule from a day on; hits that were found keep what they were found by."""
    actor.need(Permission.SCREENING_SET)
    actor.need_reach(actor.county_code, "county", actor.county_code)
    check_values(rule, thresholds)
    if not paper.strip():
        raise RuleBroken("screening_needs_paper", field="paper")
    if valid_from < local_day(now):
        raise RuleBroken("screening_backdated", field="valid_from", today=local_day(now))
    hold(session, f"screening_setting:{actor.county_code}")
    version = queries.last_setting(session, actor.county_code, rule) + 1
    row = ScreeningSetting(
        county_code=actor.county_code,
        rule=rule,
        version=version,
        is_active=is_active,
        thresholds=dict(thresholds),
        valid_from=valid_from,
        paper=paper.strip()[:200],
        set_by=actor.name,
        set_at=now,
    )
    session.add(row)
    session.flush()
    subject = Subject("screening_rule", row.id, f"{rule.value} v{version}", actor.county_code)
    after = {"is_active": is_active, "thresholds": dict(thresholds), "paper": row.paper}
    record(session, actor=actor, now=now, action="screening_rule:set", subject=subject, after=after)
    return row
