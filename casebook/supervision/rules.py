"""The ladder for what is overdue, as data; which rung is due next, and what a step needs: pure decisions.

Its grounds are 地下水管理条例 54, 取水条例 47 and 行政处罚法 76, 83. What is owed and for how long decides,
never how much money was collected: 行政处罚法 74 forbids it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.table import (
    LETTER_ANSWER,
    LETTER_RECEIPT,
    ORDER_TERM,
    RECTIFICATION_TERM,
    TASK_TERM,
    Certainty,
)
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

LONGEST_TEXT, LONGEST_NAME, LONGEST_REASON = 4000, 100, 500
MOST_DAYS = 3650
REPLY_LENGTH = Length(10, Unit.WORKING_DAY)
"""Until the trigger or the county says otherwise: shown as 未核实."""
RELAPSE_DAYS = 365
"""The span over which relapses are held against what was struck off."""


class Rung(StrEnum):
    """The steps of the ladder, the mildest first (rules.md 13.3)."""

    REMIND = "remind"
    """提醒."""
    URGE = "urge"
    """督办."""
    CIRCULAR = "circular"
    """通报."""
    TALK = "talk"
    """约谈."""
    DUTY_LEAD = "duty_lead"
    """问责线索移送."""


LADDER = tuple(Rung)
NEEDS_REPLY = frozenset({Rung.URGE, Rung.CIRCULAR, Rung.TALK})
WORDS = {
    Rung.REMIND: "提醒函",
    Rung.URGE: "督办函",
    Rung.CIRCULAR: "通报函",
    Rung.TALK: "约谈函",
    Rung.DUTY_LEAD: "问责函",
}
"""Each paper's word in its number."""


class Lapse(StrEnum):
    """What is behind."""

    PROBLEM = "problem"
    MEASURE = "measure"
    TASK = "task"
    LETTER = "letter"
    RELAPSE = "relapse"
    """Too much of what was struck off came back; in percent."""
    PROGRESS = "progress"
    """A yearly target behind the time gone; in percentage points."""
    RANKING = "ranking"
    """Last in the ranking of townships; in months in a row."""


CLOCKS: dict[str, Lapse] = {
    RECTIFICATION_TERM: Lapse.PROBLEM,
    ORDER_TERM: Lapse.MEASURE,
    TASK_TERM: Lapse.TASK,
    LETTER_RECEIPT: Lapse.LETTER,
    LETTER_ANSWER: Lapse.LETTER,
}
"""The clocks whose lateness the ladder answers."""
BY_DAYS = frozenset(CLOCKS.values())


class StepState(StrEnum):
    """Where a step of the ladder stands."""

    PROPOSED = "proposed"
    ISSUED = "issued"
    ANSWERED = "answered"
    CLOSED = "closed"
    DROPPED = "dropped"


TRANSITIONS: dict[StepState, frozenset[StepState]] = {
    StepState.PROPOSED: frozenset({StepState.ISSUED, StepState.DROPPED}),
    StepState.ISSUED: frozenset({StepState.ANSWERED, StepState.CLOSED}),
    StepState.ANSWERED: frozenset({StepState.ISSUED, StepState.CLOSED}),
    StepState.CLOSED: frozenset(),
    StepState.DROPPED: frozenset(),
}
"""What follows what. From answered back to issued: the reply does not do."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """When a rung is due: more than so many days (or percent), who issues it, what certainty it has."""

    lapse: Lapse
    rung: Rung
    more_than: int
    issuer: Role = Role.CASE_HEAD
    reply_days: int = 10
    is_active: bool = True
    certainty: Certainty = Certainty.MEMORY


def _ladder(lapse: Lapse, *days: int) -> tuple[Trigger, ...]:
    heads = (Role.CASE_HEAD, Role.CASE_HEAD, Role.AGENCY_HEAD, Role.AGENCY_HEAD, Role.AGENCY_HEAD)
    rungs = zip(LADDER, days, heads, strict=True)
    return tuple(Trigger(lapse, rung, more_than, issuer) for rung, more_than, issuer in rungs)


DEFAULT_TRIGGERS: tuple[Trigger, ...] = (
    *_ladder(Lapse.PROBLEM, 0, 7, 15, 30, 60),
    *_ladder(Lapse.MEASURE, 0, 7, 15, 30, 60),
    *_ladder(Lapse.TASK, 0, 5, 10, 20, 40),
    *_ladder(Lapse.LETTER, 0, 5, 10, 20, 40),
    Trigger(Lapse.RELAPSE, Rung.CIRCULAR, 10, Role.AGENCY_HEAD),
    Trigger(Lapse.RELAPSE, Rung.TALK, 20, Role.AGENCY_HEAD),
    Trigger(Lapse.PROGRESS, Rung.REMIND, 10),
    Trigger(Lapse.PROGRESS, Rung.URGE, 20),
    Trigger(Lapse.PROGRESS, Rung.CIRCULAR, 30, Role.AGENCY_HEAD),
    Trigger(Lapse.PROGRESS, Rung.TALK, 40, Role.AGENCY_HEAD),
    Trigger(Lapse.RANKING, Rung.REMIND, 0),
    Trigger(Lapse.RANKING, Rung.URGE, 1),
    Trigger(Lapse.RANKING, Rung.CIRCULAR, 2, Role.AGENCY_HEAD),
    Trigger(Lapse.RANKING, Rung.TALK, 3, Role.AGENCY_HEAD),
)
"""What holds until the county sets its own; none of it is verified."""


def next_rung(
    triggers: Sequence[Trigger], degree: int, climbed: Collection[Rung], *, is_one_open: bool
) -> Trigger | None:
    """Return the rung to propose: the lowest that is due and was not climbed; one at a time.

    While one waits to be issued nothing further is proposed: the ladder is not jumped, however long the
    scheduler stood still. What was dropped counts as climbed.
    """
    if is_one_open:
        return None
    due = [one for one in triggers if one.is_active and degree > one.more_than and one.rung not in climbed]
    highest = max((LADDER.index(rung) for rung in climbed), default=-1)
    above = [one for one in due if LADDER.index(one.rung) > highest]
    return min(above, key=lambda one: LADDER.index(one.rung), default=None)


def step(present: StepState, to: StepState) -> None:
    """Hold that a step of the ladder may come to a state."""
    if to not in TRANSITIONS[present]:
        raise RuleBroken("supervision_out_of_order", state=present, to=to)


def check_issue(*, to_person: str, demand: str, on: date, reply_on: date | None, rung: Rung) -> None:
    """Hold that a paper says to whom it goes, what is demanded, and by when."""
    if not to_person.strip() or len(to_person) > LONGEST_NAME:
        raise RuleBroken("supervision_needs_receiver", field="to_person", most=LONGEST_NAME)
    if not demand.strip() or len(demand) > LONGEST_TEXT:
        raise RuleBroken("supervision_needs_demand", field="demand", most=LONGEST_TEXT)
    if reply_on is not None and reply_on <= on:
        raise RuleBroken("supervision_reply_too_soon", field="reply_on", on=on)
    if reply_on is not None and rung not in NEEDS_REPLY:
        raise RuleBroken("supervision_needs_no_reply", field="reply_on")


def check_day(on: date, *, after: date | None, today: date) -> None:
    """Hold that a day lies between its cause and today."""
    if on > today:
        raise RuleBroken("supervision_day_in_future", field="on", on=on)
    if after is not None and on < after:
        raise RuleBroken("supervision_day_too_early", field="on", on=on, after=after)


def check_words(text: str, *, field: str) -> str:
    """Return words that somebody has to give: a reply, a reason, minutes."""
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise RuleBroken("supervision_needs_words", field=field, most=LONGEST_TEXT)
    return text.strip()


def check_talk(rung: Rung, state: StepState, attendees: str) -> None:
    """Hold that minutes are of a talk that took place, with those who were there."""
    if rung is not Rung.TALK or state not in {StepState.ISSUED, StepState.ANSWERED}:
        raise RuleBroken("supervision_no_talk")
    if not attendees.strip():
        raise RuleBroken("supervision_needs_attendees", field="attendees")


def check_trigger(trigger: Trigger, paper: str) -> None:
    """Refuse a trigger that could not be meant."""
    if not 0 <= trigger.more_than <= MOST_DAYS or not 1 <= trigger.reply_days <= MOST_DAYS:
        raise RuleBroken("trigger_out_of_range", field="more_than", most=MOST_DAYS)
    if not paper.strip():
        raise RuleBroken("trigger_needs_paper", field="paper")


def percent(part: int, whole: int) -> int:
    """Return a share in whole percent, rounded down; 0 of nothing."""
    return part * 100 // whole if whole else 0
