"""What follows a booked closure: publication, and looks back drawn by risk and by lot (rules.md 6.4, 14)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

RISK_SHARE = 2
"""Every second one is drawn by its risk, the others by lot."""
RECHECK_DAYS = 30
MOST_DRAWN = 200
LONGEST_PLACE = 300


class RecheckGround(StrEnum):
    """Why a closed well is looked at again."""

    BY_RISK = "by_risk"
    BY_LOT = "by_lot"


class RecheckResult(StrEnum):
    """What was found there."""

    INTACT = "intact"
    DAMAGED = "damaged"
    """Seal, plate or cover is damaged; nothing is taken."""
    PUMPED = "pumped"
    """Water is taken: the closure has to be reopened."""


@dataclass(frozen=True)
class Candidate:
    """A booked closure that can be drawn; the points say how likely it is opened again."""

    number: str
    is_reserve: bool = False
    has_power: bool = False
    flags: int = 0
    """What its works left open."""
    used_after: bool = False
    """Readings or power after the closing month."""
    was_seen: bool = False
    """It was looked at before."""

    @property
    def points(self) -> int:
        """The risk; none where nothing speaks for it."""
        found = 3 * self.is_reserve + 2 * self.has_power + self.flags + 10 * self.used_after
        return found if not self.was_seen else found // 2


def draw(candidates: Sequence[Candidate], *, count: int, seed: str) -> list[tuple[Candidate, RecheckGround]]:
    """Return `count` of the candidates, every second by risk, the others by lot; one seed, one draw."""
    if not 1 <= count <= MOST_DRAWN:
        raise RuleBroken("recheck_count", field="count", most=MOST_DRAWN)
    if not seed.strip():
        raise RuleBroken("recheck_seed_missing", field="seed")
    lots = sorted(candidates, key=lambda one: digest(f"{seed.strip()}:{one.number}".encode()))
    by_points = sorted((one for one in lots if one.points), key=lambda one: (-one.points, one.number))
    risky = by_points[: -(-count // RISK_SHARE)]
    chosen = {one.number for one in risky}
    others = [one for one in lots if one.number not in chosen][: count - len(risky)]
    return [(one, RecheckGround.BY_RISK) for one in risky] + [(one, RecheckGround.BY_LOT) for one in others]


def check_publication(
    *, published_on: date, until_on: date, place: str, confirmed_on: date | None, today: date
) -> None:
    """Refuse a publication before the closure was booked, in the future, backwards, or nowhere."""
    if published_on > today:
        raise RuleBroken("date_in_future", field="published_on")
    if confirmed_on is None or published_on < confirmed_on:
        raise RuleBroken("published_before_booked", field="published_on")
    if until_on < published_on:
        raise RuleBroken("publication_days", field="until_on")
    if not place.strip():
        raise RuleBroken("closure_place_missing", field="place")


def check_recheck(*, done_on: date, drawn_on: date, result: RecheckResult, note: str, today: date) -> None:
    """Refuse a look back before it was drawn, in the future, or with a finding and no words."""
    if done_on > today:
        raise RuleBroken("date_in_future", field="done_on")
    if done_on < drawn_on:
        raise RuleBroken("recheck_early", field="done_on", on=drawn_on.isoformat())
    if result is not RecheckResult.INTACT and not note.strip():
        raise RuleBroken("recheck_note_missing", field="note")
