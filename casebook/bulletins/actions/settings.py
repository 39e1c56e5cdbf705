"""Setting what is red, what weighs how much, and who answers for a township."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.bulletins import queries
from casebook.bulletins.models import BulletinSetting
from casebook.bulletins.rules import SettingKind, check_limits, check_people, check_weights
from casebook.db.holding import hold
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.bulletins.rules import Limits, Person


def set_limits(
    session: Session, *, actor: Actor, now: datetime, limits: Limits, paper: str, seen_version: int
) -> BulletinSetting:
    """Set what counts as red and amber, from the next page on."""
    check_limits(limits)
    by: dict[str, Any] = {"actor": actor, "now": now, "paper": paper, "seen_version": seen_version}
    return _set(session, SettingKind.LIGHTS, limits.facts(), **by)


def set_weights(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    weights: Mapping[str, int],
    paper: str,
    seen_version: int,
) -> BulletinSetting:
    """Set how much each indicator weighs, by its name, from this month's ranking on.

    RuleBroken `ranking_never_by_money` for whatever is no indicator of the board (行政处罚法 74).
    """
    found = {one.value: weight for one, weight in check_weights(weights).items()}
    by: dict[str, Any] = {"actor": actor, "now": now, "paper": paper, "seen_version": seen_version}
    return _set(session, SettingKind.WEIGHTS, found, **by)


def set_people(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    people: Mapping[str, Person],
    paper: str,
    seen_version: int,
) -> BulletinSetting:
    """Set who answers for each division, from the next page on."""
    by: dict[str, Any] = {"actor": actor, "now": now, "paper": paper, "seen_version": seen_version}
    return _set(session, SettingKind.PEOPLE, check_people(people), **by)


def _set(
    session: Session,
    kind: SettingKind,
    facts: dict[str, Any],
    *,
    actor: Actor,
    now: datetime,
    paper: str,
    seen_version: int,
) -> BulletinSetting:
    county = actor.county_code
    actor.need(Permission.RANKING_SET)
    actor.need_reach(county, "bulletin_setting", kind.value)
    if not paper.strip():
        raise RuleBroken("bulletin_setting_needs_paper", field="paper")
    hold(session, f"bulletin_setting:{county}:{kind}")
    before = queries.find_setting(session, county, kind)
    if (before.version if before else 0) != seen_version:
        raise Conflict("bulletin_setting_changed")
    row = BulletinSetting(
        county_code=county,
        kind=kind,
        version=seen_version + 1,
        facts=facts,
        paper=paper.strip()[:200],
        set_by_id=actor.officer_id,
        set_by=actor.name,
        set_at=now,
    )
    session.add(row)
    session.flush()
    _record(session, row, before, actor=actor, now=now)
    return row


def _record(
    session: Session, row: BulletinSetting, before: BulletinSetting | None, *, actor: Actor, now: datetime
) -> None:
    title = f"{row.kind.value} v{row.version}"
    record(
        session,
        actor=actor,
        now=now,
        action="bulletin_setting:set",
        subject=Subject("bulletin_setting", row.id, title, row.county_code),
        before=before.facts if before else None,
        after={**row.facts, "paper": row.paper},
    )
