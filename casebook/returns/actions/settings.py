"""What a county sets about returns and the tax sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.returns import queries
from casebook.returns.models import ReturnSettingRow
from casebook.returns.rules import read_value

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.returns.rules import ReturnSettingKey


def set_return_setting(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    key: ReturnSettingKey,
    value: str,
    paper: str,
    valid_from: date,
) -> ReturnSettingRow:
    """Set a value from today or later on, by a paper of the county."""
    actor.need(Permission.RETURN_EDIT)
    actor.need_reach(actor.county_code, "return_setting", key)
    if not paper.strip():
        raise RuleBroken("return_setting_paper", field="paper")
    if valid_from < local_day(now):
        raise RuleBroken("return_setting_backdated", field="valid_from", today=local_day(now))
    stored = read_value(key, value)
    hold(session, f"return_setting:{actor.county_code}:{key}")
    row = ReturnSettingRow(
        county_code=actor.county_code,
        key=key,
        version=queries.last_setting(session, actor.county_code, key) + 1,
        value=stored,
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
        action="return_setting:set",
        subject=Subject("return_setting", row.id, key.value, row.county_code),
        after={"value": row.value, "paper": row.paper, "valid_from": valid_from},
    )
    return row
