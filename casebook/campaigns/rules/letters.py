"""Responsibility letters (目标责任书): their life, and what a unit signs for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from casebook.oversight.rules import Indicator, Standing


class ResponsibilityState(StrEnum):
    """How far a responsibility letter is."""

    DRAFT = "draft"
    SIGNED = "signed"
    REPLACED = "replaced"
    """Another one was signed for the same unit and year."""
    DROPPED = "dropped"


LETTER_TRANSITIONS: dict[ResponsibilityState, frozenset[ResponsibilityState]] = {
    ResponsibilityState.DRAFT: frozenset({ResponsibilityState.SIGNED, ResponsibilityState.DROPPED}),
    ResponsibilityState.SIGNED: frozenset({ResponsibilityState.REPLACED}),
    ResponsibilityState.REPLACED: frozenset(),
    ResponsibilityState.DROPPED: frozenset(),
}
"""The whole life of a letter; what was signed never changes."""


@dataclass(frozen=True)
class Pledged:
    """One target of a letter, in wells, m³ or per cent, and what has come of it; `value` None: not known."""

    indicator: Indicator
    amount: Decimal
    paper: str
    value: Decimal | None
    standing: Standing


LONGEST_DUTIES = 2000


def check_letter(*, year: int, targets: int, duties: str, giver: str, taker: str) -> None:
    """Refuse a letter without targets, duties, or the names of those who sign."""
    if not targets:
        raise RuleBroken("letter_without_targets", field="agency", year=year)
    if not duties.strip() or len(duties) > LONGEST_DUTIES:
        raise RuleBroken("letter_needs_duties", field="duties", most=LONGEST_DUTIES)
    if not giver.strip() or not taker.strip():
        raise RuleBroken("letter_needs_names", field="giver" if not giver.strip() else "taker")


def check_signing(*, signed_on: date, year: int, today: date, is_unchanged: bool, has_scan: bool) -> None:
    """Refuse a letter that was signed in the future or another year, past other targets, or without scan."""
    if signed_on > today:
        raise RuleBroken("date_in_future", field="signed_on")
    if signed_on.year > year or signed_on.year < year - 1:
        raise RuleBroken("letter_signed_in_other_year", field="signed_on", year=year)
    if not is_unchanged:
        raise RuleBroken("letter_targets_changed", year=year)
    if not has_scan:
        raise RuleBroken("responsibility_needs_scan", field="scan")
