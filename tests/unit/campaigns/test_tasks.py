"""Tasks of townships: what is no task, no answer, and no finding."""

from __future__ import annotations

import pytest

from casebook.campaigns.rules import (
    NEEDS_PHOTOGRAPH,
    SweepFinding,
    TownshipTaskKind,
    check_answer,
    check_finding,
    check_task,
)
from casebook.campaigns.rules.tasks import MOST_DAYS
from casebook.cases.rules.tasks import TaskState
from casebook.kernel.errors import RuleBroken


@pytest.mark.parametrize(
    ("title", "demand", "days", "code"),
    [
        (" ", "要求", 5, "township_task_needs_title"),
        ("名", "", 5, "township_task_needs_demand"),
        ("名", "要求", 0, "township_task_days"),
        ("名", "要求", MOST_DAYS + 1, "township_task_days"),
    ],
)
def test_what_is_no_task_is_refused(title: str, demand: str, days: int, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_task(title=title, demand=demand, days=days)


@pytest.mark.parametrize("kind", list(TownshipTaskKind))
def test_only_a_sweep_goes_without_a_picture(kind: TownshipTaskKind) -> None:
    if kind in NEEDS_PHOTOGRAPH:
        with pytest.raises(RuleBroken, match="township_answer_needs_photograph"):
            check_answer(kind, text="办了", pictures=0, unseen=0)
    else:
        check_answer(kind, text="办了", pictures=0, unseen=0)
    check_answer(kind, text="办了", pictures=1, unseen=0)
    with pytest.raises(RuleBroken, match="township_answer_missing"):
        check_answer(kind, text=" ", pictures=1, unseen=0)
    with pytest.raises(RuleBroken, match="township_sweep_unfinished"):
        check_answer(kind, text="办了", pictures=1, unseen=1)


@pytest.mark.parametrize("finding", list(SweepFinding))
def test_what_was_found_is_told_in_words_and_before_the_answer(finding: SweepFinding) -> None:
    if finding is not SweepFinding.CLEAR:
        with pytest.raises(RuleBroken, match="township_finding_needs_note"):
            check_finding(TaskState.ASSIGNED, finding, " ")
    check_finding(TaskState.ASSIGNED, finding, "没有计量")
    with pytest.raises(RuleBroken, match="township_sweep_answered"):
        check_finding(TaskState.ANSWERED, finding, "没有计量")
