"""Planning, running and closing campaigns (专项整治行动)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.audit.actions import record
from casebook.campaigns import queries, rules
from casebook.campaigns.actions.spot import check_townships
from casebook.campaigns.models import Campaign, CampaignEvent, CampaignMember
from casebook.campaigns.rules import CAMPAIGN_TRANSITIONS, CampaignState, Scope
from casebook.campaigns.rules.campaigns import LONGEST_TEXT
from casebook.cases.rules.checks import step
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, NotFound, RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.numbering import actions as numbering

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor

KIND = "campaign"
NUMBERS = "ZX"
"""Kind of the numbers of campaigns (专项)."""


@dataclass(frozen=True)
class CampaignFacts:
    """What a campaign is about."""

    title: str
    basis: str
    goal: str
    scope: Scope


def subject_of(campaign: Campaign) -> Subject:
    """Return a campaign as the subject of audit."""
    return Subject(KIND, campaign.id, campaign.number, campaign.division_code)


def plan_campaign(session: Session, *, actor: Actor, now: datetime, facts: CampaignFacts) -> Campaign:
    """Write down a campaign; it runs when it is started."""
    actor.need(Permission.CAMPAIGN_EDIT)
    _check(session, actor, facts)
    campaign_id, today = new_id(), local_day(now)
    number = numbering.issue(
        session,
        county_code=actor.county_code,
        kind=NUMBERS,
        year=today.year,
        subject=Subject(KIND, campaign_id, "", actor.jurisdiction),
        now=now,
    )
    row = Campaign(
        id=campaign_id,
        county_code=actor.county_code,
        number=number,
        division_code=actor.jurisdiction,
        state=CampaignState.DRAFT,
        opened_by_id=actor.officer_id,
        opened_at=now,
        **_columns(facts),
    )
    session.add(row)
    session.flush()
    _note(session, row, row.title, actor=actor, now=now)
    record(session, actor=actor, now=now, action="campaign:plan", subject=subject_of(row), after=_told(facts))
    return row


def change_campaign(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    campaign: Campaign,
    facts: CampaignFacts,
    base_version: int | None = None,
) -> None:
    """Change what a campaign is about, before it is started."""
    _hold(session, actor, campaign, base_version, within=(CampaignState.DRAFT,))
    _check(session, actor, facts)
    for name, value in _columns(facts).items():
        setattr(campaign, name, value)
    campaign.version += 1
    subject = subject_of(campaign)
    record(session, actor=actor, now=now, action="campaign:change", subject=subject, after=_told(facts))
    session.flush()


def join_campaign(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    campaign: Campaign,
    officer_id: UUID,
    team: str,
    is_leader: bool = False,
) -> CampaignMember:
    """Put an officer of the county into a team of a campaign; each is in one team."""
    _hold(session, actor, campaign, within=(CampaignState.DRAFT, CampaignState.RUNNING))
    officer = accounts.get_officer_within(session, officer_id, actor)
    if not team.strip():
        raise RuleBroken("campaign_needs_team_name", field="team")
    if any(one.officer_id == officer.id for one in queries.list_members(session, campaign.id)):
        raise RuleBroken("campaign_member_twice", field="officer")
    row = CampaignMember(
        campaign_id=campaign.id, team=team.strip()[:60], officer_id=officer.id, is_leader=is_leader
    )
    session.add(row)
    session.flush()
    after = {"team": row.team, "officer": officer.id, "leader": is_leader}
    record(session, actor=actor, now=now, action="campaign:join", subject=subject_of(campaign), after=after)
    return row


def leave_campaign(
    session: Session, *, actor: Actor, now: datetime, campaign: Campaign, member_id: UUID
) -> None:
    """Take an officer out of a campaign that is not closed; what they checked no longer counts for a team."""
    _hold(session, actor, campaign, within=(CampaignState.DRAFT, CampaignState.RUNNING))
    found = next((one for one in queries.list_members(session, campaign.id) if one.id == member_id), None)
    if found is None:
        raise NotFound("campaign_member", member_id)
    before = {"team": found.team, "officer": found.officer_id}
    session.delete(found)
    session.flush()
    record(
        session, actor=actor, now=now, action="campaign:leave", subject=subject_of(campaign), before=before
    )


def start_campaign(
    session: Session, *, actor: Actor, now: datetime, campaign: Campaign, base_version: int | None = None
) -> None:
    """Start a campaign that has people; its scope stands from now on."""
    _hold(session, actor, campaign, base_version)
    if not queries.list_members(session, campaign.id):
        raise RuleBroken("campaign_needs_team")
    _step(session, campaign, CampaignState.RUNNING, "启动", "campaign:start", actor=actor, now=now)


def close_campaign(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    campaign: Campaign,
    summary: str,
    base_version: int | None = None,
) -> None:
    """Close a campaign with its summary; the figures are frozen as they stand now.

    Refused before its period is over, or while tasks of townships are open.
    """
    _hold(session, actor, campaign, base_version)
    today = local_day(now)
    open_tasks = queries.count_open_tasks(session, campaign.id)
    rules.check_summary(summary, ends_on=campaign.ends_on, today=today, open_tasks=open_tasks)
    found = queries.progress_of(session, campaign, campaign.division_code)
    campaign.result = {
        "townships": {code: asdict(one) for code, one in sorted(found.townships.items())},
        "teams": {team: asdict(one) for team, one in sorted(found.teams.items())},
        "on": today.isoformat(),
    }
    campaign.result_hash = digest(canonical_json(campaign.result))
    campaign.summary, campaign.closed_on = summary.strip(), today
    _step(session, campaign, CampaignState.CLOSED, "结束", "campaign:close", actor=actor, now=now)


def _check(session: Session, actor: Actor, facts: CampaignFacts) -> None:
    rules.check_scope(facts.scope, title=facts.title, basis=facts.basis)
    if not facts.goal.strip() or len(facts.goal) > LONGEST_TEXT:
        raise RuleBroken("campaign_needs_goal", field="goal", most=LONGEST_TEXT)
    check_townships(session, actor, facts.scope.townships)


def _columns(facts: CampaignFacts) -> dict[str, object]:
    scope = facts.scope
    return {
        "title": facts.title.strip(),
        "basis": facts.basis.strip(),
        "goal": facts.goal.strip(),
        "starts_on": scope.starts_on,
        "ends_on": scope.ends_on,
        "townships": list(scope.townships),
        "uses": [one.value for one in scope.uses],
        "aquifers": [one.value for one in scope.aquifers],
    }


def _told(facts: CampaignFacts) -> dict[str, object]:
    return {name: value for name, value in _columns(facts).items() if name != "goal"}


def _hold(
    session: Session,
    actor: Actor,
    campaign: Campaign,
    base_version: int | None = None,
    *,
    within: tuple[CampaignState, ...] = (),
) -> None:
    actor.need(Permission.CAMPAIGN_EDIT)
    actor.need_reach(campaign.division_code, KIND, campaign.number)
    session.refresh(campaign, with_for_update=True)
    if base_version is not None and base_version != campaign.version:
        raise Conflict("campaign_moved_meanwhile")
    if within and campaign.state not in within:
        raise RuleBroken("campaign_closed", number=campaign.number)


def _step(
    session: Session,
    campaign: Campaign,
    to: CampaignState,
    what: str,
    action: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    before = campaign.state
    step(CAMPAIGN_TRANSITIONS, before, to, what=campaign.number)
    campaign.state = to
    campaign.version += 1
    _note(session, campaign, what, actor=actor, now=now)
    after = {"state": to, "hash": campaign.result_hash}
    subject = subject_of(campaign)
    record(
        session, actor=actor, now=now, action=action, subject=subject, before={"state": before}, after=after
    )


def _note(session: Session, campaign: Campaign, what: str, *, actor: Actor, now: datetime) -> None:
    session.flush()
    last = session.scalar(
        select(func.max(CampaignEvent.sequence)).where(CampaignEvent.campaign_id == campaign.id)
    )
    session.add(
        CampaignEvent(
            campaign_id=campaign.id,
            sequence=(last or 0) + 1,
            to_state=campaign.state,
            at=now,
            what=what[:400],
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()
