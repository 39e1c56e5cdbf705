"""What makes a dial doubtful before it is written down: who types is asked once, and may insist."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.volumes.rules.dials import FEWEST_DIGITS, LITRES, intervals_of
from casebook.volumes.rules.figures import VolumeFlag
from casebook.volumes.rules.kinds import ReadingMark
from casebook.volumes.rules.suspicions import most_litres

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casebook.volumes.rules.dials import Interval, Reading


class Doubt(StrEnum):
    """Why a dial looks wrong."""

    BELOW_FORMER = "below_former"
    ABOVE_LATER = "above_later"
    ABOVE_CAPACITY = "dial_above_capacity"
    TEN_TIMES = "dial_ten_times"
    """A tenth of it would still be no less than the dial before: a digit too many, or the wrong unit."""


TEN_TIMES_FROM_L = 10 ** (FEWEST_DIGITS - 1) * LITRES
"""A dial that stood lower than 100 m³ may grow ten times by itself."""


def doubts_of(
    reading: Reading, others: Sequence[Reading], *, digits: int | None, flow_m3h: float | None
) -> list[tuple[Doubt, dict[str, str]]]:
    """Return what is doubtful about a dial beside the meter's other readings, with the figures of its words.

    `others` are of the same meter in order. A dial at the same time as another is no doubt but a conflict,
    which only the writing can judge.
    """
    before = [one for one in others if (one.on, one.second) < (reading.on, reading.second)][-1:]
    after = [one for one in others if (one.on, one.second) > (reading.on, reading.second)][:1]
    if digits is None:
        digits = _learned(others)
    found: list[tuple[Doubt, dict[str, str]]] = []
    for interval in intervals_of([*before, reading, *after], {reading.meter: digits}):
        is_later = interval.opened == reading
        if interval.flag is VolumeFlag.DECREASE:
            doubt = Doubt.ABOVE_LATER if is_later else Doubt.BELOW_FORMER
            found.append((doubt, _facts(interval.closed if is_later else interval.opened)))
        elif not is_later:
            found += _rises(interval, flow_m3h)
    return found


def _rises(interval: Interval, flow_m3h: float | None) -> Iterator[tuple[Doubt, dict[str, str]]]:
    """Yield what is doubtful about a dial that is higher than the one before."""
    before, dial = interval.opened.dial_l, interval.closed.dial_l
    if before >= TEN_TIMES_FROM_L and dial >= before * 10:
        yield Doubt.TEN_TIMES, {"tenth": _m3(dial // 10)} | _facts(interval.opened)
    if _is_above(interval, flow_m3h):
        facts = {"m3": _m3(interval.litres or 0), "flow_m3h": f"{flow_m3h:g}"}
        yield Doubt.ABOVE_CAPACITY, facts | _facts(interval.opened)


def _learned(others: Sequence[Reading]) -> int | None:
    """Return the digits that the meter's other dials show; a typed dial teaches nothing."""
    highest = max((one.dial_l for one in others), default=0) // LITRES
    return max(len(str(highest)), FEWEST_DIGITS) if others else None


def _is_above(interval: Interval, flow_m3h: float | None) -> bool:
    if flow_m3h is None or interval.litres is None or interval.seconds <= 0:
        return False
    return interval.litres > most_litres(flow_m3h, interval.seconds)


def _facts(other: Reading) -> dict[str, str]:
    return {"dial": _m3(other.dial_l), "on": other.on.isoformat()}


def _m3(litres: int) -> str:
    whole, rest = divmod(litres, LITRES)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")


def check_dial(
    reading: Reading, others: Sequence[Reading], *, digits: int | None, flow_m3h: float | None, is_sure: bool
) -> None:
    """Hold that a dial fits the meter, and ask once about what looks wrong.

    RuleBroken: `dial_too_long` for more digits than the dial has; the doubt's own code unless `is_sure`.
    """
    if digits is not None and reading.dial_l >= 10**digits * LITRES:
        raise RuleBroken("dial_too_long", field="dial_m3", digits=digits)
    if is_sure or reading.mark is ReadingMark.NEW_OPENING:
        return
    for doubt, facts in doubts_of(reading, others, digits=digits, flow_m3h=flow_m3h):
        if doubt is Doubt.BELOW_FORMER:
            raise RuleBroken("below_former", field="dial_m3", **facts)
        if doubt is Doubt.ABOVE_LATER:
            raise RuleBroken("above_later", field="dial_m3", **facts)
        if doubt is Doubt.TEN_TIMES:
            raise RuleBroken("dial_ten_times", field="dial_m3", **facts)
        raise RuleBroken("dial_above_capacity", field="dial_m3", **facts)
