"""Tasks as the desk shows them: past-due first, then by the day they are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casebook.web.waiting import Task

THIS_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Group:
    """Tasks of one span of days."""

    title: str
    tasks: list[Task]


def groups(tasks: Sequence[Task], *, today: date) -> list[Group]:
    """Return the tasks in groups, the past-due first; those without a day stand before what comes later."""
    spans: dict[str, list[Task]] = {
        "overdue": [],
        "today": [],
        "week": [],
        "undated": [],
        "later": [],
    }
    for task in sorted(tasks, key=lambda task: task.alarm_on or today):
        spans[_span(task, today)].append(task)
    titles = {
        "overdue": _("已逾期"),
        "today": _("今天"),
        "week": _("七天内"),
        "undated": _("等我办理"),
        "later": _("以后"),
    }
    return [Group(str(titles[span]), found) for span, found in spans.items() if found]


def _span(task: Task, today: date) -> str:
    """Return the group of a task; the state decides what is past due, what stands still can wait."""
    if task.alarm_on is None:
        return "undated"
    if task.state == "overdue":
        return "overdue"
    if task.state == "suspended" or task.alarm_on > today + THIS_WEEK:
        return "later"
    return "today" if task.alarm_on <= today else "week"
