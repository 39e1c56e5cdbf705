"""Setting when a rung of the ladder is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.supervision import queries
from casebook.supervision.models import SupervisionTrigger
from casebook.supervision.rules import check_trigger

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.supervision.rules import Trigger


def set_trigger(
    session: Session, *, actor: Actor, now: datetime, trigger: Trigger, paper: str, valid_from: date
) -> SupervisionTrigger:
    """Set a new version of a trigger from a day on; what was proposed stays as it is."""
    actor.need(Permission.SUPERVISION_SET)
    actor.need_reach(actor.county_code, "county", actor.county_code)
    check_trigger(trigger, paper)
    if valid_from < local_day(now):
        raise RuleBroken("trigger_backdated", field="valid_from", today=local_day(now))
    hold(session, f"supervision_trigger:{actor.county_code}")
    version = queries.last_version(session, actor.county_code, trigger.lapse, trigger.rung) + 1
    row = SupervisionTrigger(
        county_code=actor.county_code,
        lapse=trigger.lapse,
        rung=trigger.rung,
        version=version,
        more_than=trigger.more_than,
        issuer=trigger.issuer,
        reply_days=trigger.reply_days,
        is_active=trigger.is_active,
        valid_from=valid_from,
        paper=paper.strip()[:200],
        set_by=actor.name,
        set_at=now,
    )
    session.add(row)
    session.flush()
    title = f"{trigger.lapse.value} {trigger.rung.value} v{version}"
    subject = Subject("supervision_trigger", row.id, title, actor.county_code)
    facts = {"more_than": row.more_than, "is_active": row.is_active, "paper": row.paper}
    record(session, actor=actor, now=now, action="trigger:set", subject=subject, after=facts)
    return row
