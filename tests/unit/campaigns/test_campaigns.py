"""Campaigns: what is refused before anything is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casebook.campaigns.rules import CAMPAIGN_TRANSITIONS, CampaignState, Scope, check_scope, check_summary
from casebook.kernel.errors import RuleBroken

SCOPE = Scope(date(2023, 5, 1), date(2023, 6, 30))


@pytest.mark.parametrize(
    ("changes", "title", "basis", "code"),
    [
        ({}, " ", "文", "campaign_needs_title"),
        ({}, "名", "", "campaign_needs_paper"),
        ({"ends_on": date(2023, 4, 30)}, "名", "文", "campaign_days_reversed"),
        ({"ends_on": date(2026, 1, 1)}, "名", "文", "campaign_too_long"),
    ],
)
def test_a_campaign_without_name_paper_or_period_is_refused(
    changes: dict[str, date], title: str, basis: str, code: str
) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_scope(replace(SCOPE, **changes), title=title, basis=basis)


@pytest.mark.parametrize(
    ("summary", "today", "tasks", "code"),
    [
        ("", date(2023, 7, 1), 0, "campaign_needs_summary"),
        ("完", date(2023, 6, 29), 0, "campaign_runs_still"),
        ("完", date(2023, 7, 1), 2, "campaign_tasks_open"),
    ],
)
def test_a_campaign_is_not_closed_early_or_silently(summary: str, today: date, tasks: int, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_summary(summary, ends_on=SCOPE.ends_on, today=today, open_tasks=tasks)


def test_what_is_whole_passes() -> None:
    check_scope(SCOPE, title="名", basis="文")
    check_summary("完", ends_on=SCOPE.ends_on, today=SCOPE.ends_on, open_tasks=0)


def test_a_campaign_goes_one_way() -> None:
    order = list(CampaignState)
    for at, state in enumerate(order):
        assert CAMPAIGN_TRANSITIONS[state] == frozenset(order[at + 1 : at + 2])
