"""Randomness that comes out the same every time."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

Thing = TypeVar("Thing")


def chance(purpose: str) -> Random:
    """Return the dice of one purpose; those of another never change what they throw."""
    return Random(f"casebook-demo:{purpose}")  # noqa: S311 - figures for show, not secrets


def digits(dice: Random, count: int) -> str:
    """Return so many random digits."""
    return "".join(dice.choices("0123456789", k=count))


def weighted(dice: Random, shares: Sequence[tuple[Thing, float]]) -> Thing:
    """Return one of several things by their shares."""
    return dice.choices([thing for thing, _share in shares], [share for _thing, share in shares])[0]
