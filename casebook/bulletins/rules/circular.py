"""The course of a bulletin (通报), and what one must say before it is issued."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import date

LONGEST_TEXT = 4000
LONGEST_REASON = 500


class BulletinState(StrEnum):
    """Where a bulletin stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    DROPPED = "dropped"


TRANSITIONS: dict[BulletinState, frozenset[BulletinState]] = {
    BulletinState.DRAFT: frozenset({BulletinState.ISSUED, BulletinState.DROPPED}),
    BulletinState.ISSUED: frozenset(),
    BulletinState.DROPPED: frozenset(),
}
"""What follows what: an issued bulletin never changes, the next one may correct it."""


def step(present: BulletinState, to: BulletinState) -> None:
    """Hold that a bulletin may come to a state."""
    if to not in TRANSITIONS[present]:
        raise RuleBroken("bulletin_out_of_order", state=present, to=to)


def check_text(text: str, *, field: str) -> str:
    """Return words that a bulletin cannot do without."""
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise RuleBroken("bulletin_needs_words", field=field, most=LONGEST_TEXT)
    return text.strip()


def check_reason(text: str) -> str:
    """Return why a bulletin is not issued."""
    if not text.strip() or len(text) > LONGEST_REASON:
        raise RuleBroken("bulletin_needs_reason", field="reason", most=LONGEST_REASON)
    return text.strip()


def check_reply(reply_on: date, today: date) -> None:
    """Hold that what is asked for can still be done in time."""
    if reply_on <= today:
        raise RuleBroken("bulletin_reply_too_soon", field="reply_on", on=today)
