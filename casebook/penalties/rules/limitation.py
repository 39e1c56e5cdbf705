"""Until when an act may still be punished (处罚法 36)."""

from __future__ import annotations

from datetime import date

_LONG_FROM = date(2021, 7, 15)
"""The five years came with the law as revised; an act that ended before keeps its two (处罚法 37)."""
_SHORT, _LONG = 2, 5


def limitation_ends(ended_on: date, *, harms_life: bool = False) -> date:
    """Return the last day on which an act that ended on a day can be found in time.

    Two years; five where life, health or financial security was harmed. The day it ended is not counted.
    """
    years = _LONG if harms_life and ended_on >= _LONG_FROM else _SHORT
    try:
        return ended_on.replace(year=ended_on.year + years)
    except ValueError:
        return date(ended_on.year + years, 2, 28)


def is_out_of_time(ended_on: date | None, found_on: date, *, harms_life: bool = False) -> bool:
    """Say whether an act was found too late to be punished.

    `ended_on` is the day of the act, of a continuing one its last day; None while it goes on, as
    pumping without a permit does until it is stopped.
    """
    return ended_on is not None and found_on > limitation_ends(ended_on, harms_life=harms_life)
