"""四个100%: four rates of what the public is owed, with their denominators (rules.md 14.3 000-12).

A lead counts in a denominator only when it can be judged: the clock has run out, or the thing was done.
An empty denominator is no rate at all, never 100 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.cases.rules.leads import Satisfaction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_TENTH = Decimal("0.1")
_PLEASED = frozenset({Satisfaction.SATISFIED, Satisfaction.FAIRLY})


class Rate(StrEnum):
    """Which rate."""

    ACCEPTED = "accepted_in_time"
    """及时受理率."""
    ANSWERED = "answered_in_time"
    """按期答复率."""
    RESOLVED = "resolved_at_once"
    """一次性化解率."""
    SATISFIED = "satisfied_public"
    """群众满意率."""


@dataclass(frozen=True, slots=True)
class Handled:
    """What the rates need to know of one lead; days are Chinese days."""

    accept_due_on: date | None = None
    accepted_on: date | None = None
    reply_due_on: date | None = None
    answered_on: date | None = None
    is_told_again: bool = False
    """The same matter was told again after the answer."""
    satisfaction: Satisfaction | None = None


@dataclass(frozen=True, slots=True)
class Fraction:
    """One rate: how many count, and how many of them are good."""

    rate: Rate
    good: int
    total: int

    @property
    def percent(self) -> Decimal | None:
        """Per cent, cut to a tenth so that only a whole row is 100; None without anything to judge."""
        if not self.total:
            return None
        return (Decimal(self.good) * 100 / self.total).quantize(_TENTH, ROUND_DOWN)

    @property
    def is_whole(self) -> bool:
        """Whether every one that counts is good."""
        return self.total > 0 and self.good == self.total


def counts(one: Handled, rate: Rate, *, today: date) -> bool | None:
    """Say whether a lead is good in a rate; None when it does not count (yet)."""
    if rate is Rate.ACCEPTED:
        return _in_time(one.accept_due_on, one.accepted_on, today)
    if rate is Rate.ANSWERED:
        return _in_time(one.reply_due_on, one.answered_on, today)
    if rate is Rate.RESOLVED:
        return None if one.answered_on is None else not one.is_told_again
    if one.satisfaction in {None, Satisfaction.UNREACHED}:
        return None
    return one.satisfaction in _PLEASED


def _in_time(due_on: date | None, done_on: date | None, today: date) -> bool | None:
    if due_on is None:
        return None
    if done_on is not None:
        return done_on <= due_on
    return False if today > due_on else None


def rates(handled: Iterable[Handled], *, today: date) -> list[Fraction]:
    """Return the four rates of these leads as they stand on a day."""
    known = list(handled)
    found = []
    for rate in Rate:
        judged = [good for one in known if (good := counts(one, rate, today=today)) is not None]
        found.append(Fraction(rate, sum(judged), len(judged)))
    return found
