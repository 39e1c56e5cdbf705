"""Campaigns as their list, their page and their summary show them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.campaigns import queries
from casebook.campaigns.presenters.tasks import township_task_lines
from casebook.campaigns.queries import CampaignProgress
from casebook.campaigns.rules import CampaignState, Progress
from casebook.oversight.rules import HUNDRED
from casebook.regions import queries as places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.campaigns.models import Campaign, CampaignEvent, CampaignMember
    from casebook.campaigns.presenters.tasks import TownshipTaskLine
    from casebook.campaigns.rules import Scope


@dataclass(frozen=True)
class PlaceLine:
    """What was done in a township, or by a team."""

    name: str
    progress: Progress


@dataclass(frozen=True)
class Person:
    """An officer of a team."""

    member_id: UUID
    name: str
    agency: str
    is_leader: bool


@dataclass(frozen=True)
class TeamLine:
    """A team with its people and what they did."""

    name: str
    people: tuple[Person, ...]
    progress: Progress


@dataclass(frozen=True)
class CampaignPage:
    """A campaign with what the reader may do."""

    row: Campaign
    scope: Scope
    townships: tuple[str, ...]
    whole: Progress
    places: tuple[PlaceLine, ...]
    teams: tuple[TeamLine, ...]
    events: tuple[CampaignEvent, ...]
    tasks: tuple[TownshipTaskLine, ...]
    open_tasks: int
    is_frozen: bool
    """The figures are those of the closing."""
    gone: int
    """Percent of the period that has passed."""
    may_edit: bool
    may_start: bool
    may_close: bool
    may_staff: bool

    @property
    def checked_share(self) -> int | None:
        """Percent of the wells in scope that were checked; None where there are none."""
        return self.whole.checked * 100 // self.whole.wells if self.whole.wells else None


def campaign_page(session: Session, row: Campaign, actor: Actor, today: date) -> CampaignPage:
    """Return a campaign as its page shows it; a closed one with the figures of its closing."""
    names = places.names(session, row.county_code)
    members = queries.list_members(session, row.id)
    tasks = queries.list_tasks_of(session, actor, row.id)
    found = _frozen(row, actor) or queries.progress_of(session, row, actor.jurisdiction)
    may = actor.can(Permission.CAMPAIGN_EDIT) and actor.reaches(row.division_code)
    is_draft, is_running = row.state is CampaignState.DRAFT, row.state is CampaignState.RUNNING
    return CampaignPage(
        row=row,
        scope=queries.scope_of(row),
        townships=tuple(names.get(one, one) for one in row.townships),
        whole=found.whole,
        places=tuple(PlaceLine(names.get(code, code), one) for code, one in sorted(found.townships.items())),
        teams=tuple(_teams(session, members, found)),
        events=tuple(queries.list_campaign_events(session, row.id)),
        tasks=tuple(township_task_lines(session, tasks, row.county_code, today)),
        open_tasks=queries.count_open_tasks(session, row.id),
        is_frozen=row.result is not None,
        gone=_gone(row, today),
        may_edit=may and is_draft,
        may_start=may and is_draft and bool(members),
        may_close=may and is_running and today >= row.ends_on,
        may_staff=may and (is_draft or is_running),
    )


def _frozen(row: Campaign, actor: Actor) -> CampaignProgress | None:
    if row.result is None:
        return None
    return CampaignProgress(
        {code: Progress(**one) for code, one in row.result["townships"].items() if actor.reaches(code)},
        {team: Progress(**one) for team, one in row.result["teams"].items()},
    )


def _teams(session: Session, members: Sequence[CampaignMember], found: CampaignProgress) -> list[TeamLine]:
    officers = accounts.officers_by_id(session, {one.officer_id for one in members})
    lines = []
    for team, some in groupby(members, key=lambda one: one.team):
        people = tuple(
            Person(one.id, officers[one.officer_id].name, officers[one.officer_id].agency.name, one.is_leader)
            for one in some
        )
        lines.append(TeamLine(team, people, found.teams.get(team, Progress())))
    return lines


def _gone(row: Campaign, today: date) -> int:
    whole = (row.ends_on - row.starts_on).days + 1
    passed = (today - row.starts_on).days + 1
    return int(HUNDRED * max(0, min(passed, whole)) / whole)
