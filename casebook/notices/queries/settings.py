"""When a county tells of clocks, and by which ways notices leave the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.notices.models import NoticeChannel, NoticeChoice, NoticePlan
from casebook.notices.rules import Plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.notices.rules import Channel


def list_plans(session: Session, county_code: str) -> list[NoticePlan]:
    """Return every plan of a county, the latest version of each rule first."""
    query = select(NoticePlan).where(NoticePlan.county_code == county_code)
    return list(session.scalars(query.order_by(NoticePlan.rule, NoticePlan.version.desc())))


def find_last_plan(session: Session, county_code: str, rule: str) -> NoticePlan | None:
    """Return the plan in force for a rule (empty: for all others), or None."""
    query = select(NoticePlan).where(NoticePlan.county_code == county_code, NoticePlan.rule == rule)
    return session.scalar(query.order_by(NoticePlan.version.desc()).limit(1))


def plans_of(session: Session, county_code: str) -> dict[str, Plan]:
    """Return the plans in force by rule; under the empty rule the one for all others."""
    found: dict[str, Plan] = {}
    for row in list_plans(session, county_code):
        found.setdefault(row.rule, plan_of(row))
    return found


def plan_of(row: NoticePlan) -> Plan:
    """Return a stored plan as the rules take it."""
    ahead = tuple(int(day) for day in row.ahead.split(",") if day)
    return Plan(ahead, row.tells_due, row.head_after, row.agency_after)


def plan_for(plans: Mapping[str, Plan], rule: str) -> Plan:
    """Return the plan for a rule: its own, the county's, or the usual one."""
    return plans.get(rule) or plans.get("") or Plan()


def list_channels(session: Session, county_code: str) -> list[NoticeChannel]:
    """Return a county's ways out."""
    query = select(NoticeChannel).where(NoticeChannel.county_code == county_code)
    return list(session.scalars(query.order_by(NoticeChannel.channel)))


def find_channel(session: Session, county_code: str, channel: Channel) -> NoticeChannel | None:
    """Return one way out, or None where it was never set."""
    query = select(NoticeChannel).where(
        NoticeChannel.county_code == county_code, NoticeChannel.channel == channel
    )
    return session.scalar(query)


def list_all_channels(session: Session) -> list[NoticeChannel]:
    """Return the ways out of every county that are in use."""
    query = select(NoticeChannel).where(NoticeChannel.is_on)
    return list(session.scalars(query.order_by(NoticeChannel.county_code, NoticeChannel.channel)))


def find_choice(session: Session, officer_id: UUID) -> NoticeChoice | None:
    """Return where an officer wants the digest, or None where nothing was chosen."""
    return session.scalar(select(NoticeChoice).where(NoticeChoice.officer_id == officer_id))
