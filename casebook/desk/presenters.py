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
    timed = sorted((task for task in tasks if task.alarm_on), key=lambda task: task.alarm_on or today)
    spans = [
        (_("已逾期"), [one for one in timed if _before(one, today)]),
        (_("今天"), [one for one in timed if one.alarm_on == today]),
        (_("七天内"), [one for one in timed if _between(one, today, today + THIS_WEEK)]),
        (_("等我办理"), [one for one in tasks if one.alarm_on is None]),
        (_("以后"), [one for one in timed if one.alarm_on and one.alarm_on > today + THIS_WEEK]),
    ]
    return [Group(str(title), found) for title, found in spans if found]


def _before(task: Task, today: date) -> bool:
    return task.alarm_on is not None and task.alarm_on < today


def _between(task: Task, after: date, until: date) -> bool:
    return task.alarm_on is not None and after < task.alarm_on <= until
