"""Campaigns (专项整治行动): their life, what they reach, and how far they have come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import date

    from casebook.regions.rules import Aquifer
    from casebook.wells.rules import WellUse

LONGEST_DAYS = 730
LONGEST_TEXT = 2000


class CampaignState(StrEnum):
    """How far a campaign is."""

    DRAFT = "draft"
    RUNNING = "running"
    CLOSED = "closed"


CAMPAIGN_TRANSITIONS: dict[CampaignState, frozenset[CampaignState]] = {
    CampaignState.DRAFT: frozenset({CampaignState.RUNNING}),
    CampaignState.RUNNING: frozenset({CampaignState.CLOSED}),
    CampaignState.CLOSED: frozenset(),
}
"""The whole life of a campaign."""


@dataclass(frozen=True)
class Scope:
    """What a campaign reaches: a period, townships, kinds of wells; empty means all."""

    starts_on: date
    ends_on: date
    townships: tuple[str, ...] = ()
    uses: tuple[WellUse, ...] = ()
    aquifers: tuple[Aquifer, ...] = ()


@dataclass(frozen=True)
class Progress:
    """What was done in the scope and period of a campaign, in a township, by a team or as a whole."""

    wells: int = 0
    """In scope, whatever their status but proposed ones."""
    checked: int = 0
    """Wells with a submitted field check."""
    checks: int = 0
    found: int = 0
    """Problems found."""
    struck_off: int = 0
    """Of those found, struck off by now."""
    cases: int = 0
    """Cases filed about those found."""


def check_scope(scope: Scope, *, title: str, basis: str) -> None:
    """Refuse a campaign without a name or paper, or with a period that cannot be."""
    if not title.strip():
        raise RuleBroken("campaign_needs_title", field="title")
    if not basis.strip():
        raise RuleBroken("campaign_needs_paper", field="basis")
    if scope.ends_on < scope.starts_on:
        raise RuleBroken("campaign_days_reversed", field="ends_on")
    if (scope.ends_on - scope.starts_on).days > LONGEST_DAYS:
        raise RuleBroken("campaign_too_long", field="ends_on", most=LONGEST_DAYS)


def check_summary(summary: str, *, ends_on: date, today: date, open_tasks: int) -> None:
    """Refuse to close without a summary, before the period is over, or with tasks that are not done."""
    if not summary.strip():
        raise RuleBroken("campaign_needs_summary", field="summary")
    if today < ends_on:
        raise RuleBroken("campaign_runs_still", field="summary", on=ends_on.isoformat())
    if open_tasks:
        raise RuleBroken("campaign_tasks_open", field="summary", n=open_tasks)
