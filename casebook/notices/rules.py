"""When a running clock is told of, to whom, and what may leave the house: pure decisions.

Source: rules.md 5.2 (D-29: T-7, T-3, T-1, overdue). Days before and after are calendar days; what
would fall on a rest day comes on the last working day before, what tells of a lapse on the next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from uuid import UUID

    from casebook.deadlines.rules import Calendar

FURTHEST = 60
"""No reminder comes more days ahead, or goes up more days after."""
MOST_AHEAD = 6
_DAYS = re.compile(r"\d{1,3}(?:[,，、 ]+\d{1,3})*")
LONGEST_REST = timedelta(days=14)
"""Longer than any run of rest days, so that a reminder moved before one is still found."""


class NoticeKind(StrEnum):
    """Why an officer is told."""

    REMINDER = "reminder"
    """One's own clock."""
    ESCALATION = "escalation"
    """A lapsed clock of one's people."""
    ARRIVED = "arrived"
    """Something came in: a letter, a task, a request."""
    RETURNED = "returned"
    """Something was sent back for mending."""
    ANSWERED = "answered"
    """What one asked for was decided."""
    TOLD = "told"


class Stage(StrEnum):
    """How far a clock has run when it is told of, in the order that stages follow."""

    AHEAD = "ahead"
    DUE = "due"
    OVERDUE = "overdue"
    HEAD = "head"
    """Lapsed for so long that the head of the handling office is told (承办机构负责人)."""
    AGENCY = "agency"
    """Lapsed for so long that the head of the agency is told."""


class Channel(StrEnum):
    """How notices leave the house."""

    MAIL = "mail"
    WECOM = "wecom"
    DINGTALK = "dingtalk"


class MailSecurity(StrEnum):
    """How the way to the mail server is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class Plan:
    """When clocks are told of: so many days ahead, on the due day, and to whom how long after."""

    ahead: tuple[int, ...] = (7, 3, 1)
    tells_due: bool = True
    head_after: int | None = 3
    agency_after: int | None = 10

    def __post_init__(self) -> None:
        """Refuse days that do not descend, are out of range, or go up in the wrong order."""
        if len(self.ahead) > MOST_AHEAD or any(not 1 <= day <= FURTHEST for day in self.ahead):
            raise RuleBroken("notice_days_out_of_range", field="ahead", most=FURTHEST, count=MOST_AHEAD)
        if list(self.ahead) != sorted(set(self.ahead), reverse=True):
            raise RuleBroken("notice_days_not_falling", field="ahead")
        for name, after in (("head_after", self.head_after), ("agency_after", self.agency_after)):
            if after is not None and not 0 <= after <= FURTHEST:
                raise RuleBroken("notice_after_out_of_range", field=name, most=FURTHEST)
        head, agency = self.head_after, self.agency_after
        if head is not None and agency is not None and agency < head:
            raise RuleBroken("notice_agency_before_head", field="agency_after")

    @property
    def horizon(self) -> timedelta:
        """How far ahead of its alarm day a clock may first be told of."""
        return timedelta(days=max(self.ahead, default=0)) + LONGEST_REST


def read_days(text: str) -> tuple[int, ...]:
    """Return days as one types them, like 7,3,1; RuleBroken for what is no such list."""
    if text and not _DAYS.fullmatch(text):
        raise RuleBroken("notice_days_not_falling", field="ahead")
    return tuple(int(day) for day in re.findall(r"\d+", text))


def write_days(days: Iterable[int]) -> str:
    """Return days as one types them."""
    return ",".join(str(day) for day in days)


@dataclass(frozen=True, slots=True)
class Planned:
    """One telling: the stage, its days before or after the alarm day, and the working day it is made on."""

    stage: Stage
    days: int
    on: date

    @property
    def key(self) -> str:
        """The stage's name within a clock."""
        return f"{self.stage.value}:{self.days}"


def schedule(alarm_on: date, plan: Plan, calendar: Calendar) -> Iterator[Planned]:
    """Yield every telling of a clock in the order that they follow, each on a working day."""
    for days in plan.ahead:
        yield Planned(Stage.AHEAD, days, working_day_until(alarm_on - timedelta(days=days), calendar))
    if plan.tells_due:
        yield Planned(Stage.DUE, 0, working_day_until(alarm_on, calendar))
    lapses = ((Stage.OVERDUE, 0), (Stage.HEAD, plan.head_after), (Stage.AGENCY, plan.agency_after))
    for stage, after in lapses:
        if after is not None:
            first = alarm_on + timedelta(days=after + 1)
            yield Planned(stage, after, working_day_from(first, calendar))


def working_day_until(day: date, calendar: Calendar) -> date:
    """Return the day, or the last working day before it."""
    return day if calendar.is_working_day(day) else calendar.previous_working_day(day)


def working_day_from(day: date, calendar: Calendar) -> date:
    """Return the day, or the next working day after it."""
    return day if calendar.is_working_day(day) else calendar.next_working_day(day)


def tellings(alarm_on: date, started_on: date, today: date, plan: Plan, calendar: Calendar) -> list[Planned]:
    """Return what is to be told today: for each audience its latest stage, however long nothing ran.

    The assignee's stages are AHEAD, DUE and OVERDUE; the heads have one each. What would have been told
    by the day the clock started is not told: its officer was there. Nothing is told on a rest day.
    """
    if not calendar.is_working_day(today):
        return []
    latest: dict[Stage, Planned] = {}
    for one in schedule(alarm_on, plan, calendar):
        audience = one.stage if one.stage in {Stage.HEAD, Stage.AGENCY} else Stage.DUE
        if started_on < one.on <= today:
            latest[audience] = one
    return list(latest.values())


_NUMBER = re.compile(r"[^\s@]{1,40}")
_PERSONAL = re.compile(r"\d{11}|\d{17}[\dXx]")
"""A telephone number or a personal number."""


def digests_of(channel: Channel, reader: UUID | str) -> str:
    """Return what the keys of a reader's digests begin with; other messages may go to the same reader."""
    return f"{channel.value}:{reader}:"


def plain_number(title: str) -> str:
    """Return the number that a title begins with, or nothing where it may be about a person.

    A number of ours has a digit in it and is neither a telephone nor a personal number.
    """
    first = title.partition(" ")[0]
    is_number = _NUMBER.fullmatch(first) and any(sign.isdigit() for sign in first)
    return first if is_number and not _PERSONAL.fullmatch(first) else ""
