"""From the dials of one well to intervals with a volume, or with the reason why there is none.

Dials are whole litres. Nothing is mended: an interval keeps what its two readings say.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from casebook.volumes.rules.figures import VolumeFlag
from casebook.volumes.rules.kinds import ReadingMark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

SECONDS_OF_DAY = 86_400
LITRES = 1000
NEAR_FULL = (9, 10)
"""A dial that stood at this share of its highest number or above may go over it without a mark."""
FEWEST_DIGITS = 3


class Reading(NamedTuple):
    """A dial of a meter on a day."""

    meter: Any
    on: date
    dial_l: int
    mark: ReadingMark = ReadingMark.NONE
    second: int = -1
    """Of the Chinese day; -1 where only the day is known."""
    is_online: bool = False


class Slip(NamedTuple):
    """A dial that fits between its neighbours only ten times smaller or larger: a slip of the unit."""

    on: date
    is_ten_times: bool
    """Whether it is ten times too large, else ten times too small."""


class Interval(NamedTuple):
    """What lies between two readings. Without a volume `flag` says why; with one, how it was found."""

    meter: Any
    opened: Reading
    closed: Reading
    litres: int | None
    is_online: bool
    flag: VolumeFlag | None = None
    slip: Slip | None = None

    @property
    def seconds(self) -> int:
        """How long it lasted; whole days where a reading knows no more."""
        days = (self.closed.on - self.opened.on).days
        if self.opened.second < 0 or self.closed.second < 0:
            return days * SECONDS_OF_DAY
        return days * SECONDS_OF_DAY + self.closed.second - self.opened.second


def digits_of(dials_l: Iterable[int]) -> int:
    """Return the fewest whole digits that hold all these dials."""
    return max(len(str(max(dials_l, default=0) // LITRES)), FEWEST_DIGITS)


def intervals_of(readings: Sequence[Reading], digits: Mapping[Any, int | None]) -> list[Interval]:
    """Return the intervals of one well by closing day.

    `readings` are ordered by day, second and opening of a new meter last. `digits` of a meter are learned
    from its own dials where nobody gave them. Each meter is followed for itself; where one takes another's
    place without closing and opening reading, an interval without a volume says so.
    """
    chains: dict[Any, list[Reading]] = {}
    for reading in readings:
        chains.setdefault(reading.meter, []).append(reading)
    found: list[Interval] = []
    for meter, chain in chains.items():
        found += _follow(chain, digits.get(meter))
    if len(chains) > 1:
        found += _swaps(list(chains.values()))
    found.sort(key=_by_closing)
    return found


def _by_closing(interval: Interval) -> tuple[date, int]:
    return interval.closed.on, interval.closed.second


def _follow(chain: Sequence[Reading], digits: int | None) -> list[Interval]:
    slips = _slips(chain)
    if digits is None:
        digits = digits_of(
            reading.dial_l
            for index, reading in enumerate(chain)
            if index not in slips or not slips[index].is_ten_times
        )
    full = 10**digits * LITRES
    found = []
    for index in range(1, len(chain)):
        before, after = chain[index - 1], chain[index]
        if after.mark is ReadingMark.NEW_OPENING:
            continue
        litres = after.dial_l - before.dial_l
        is_online = after.is_online
        if litres >= 0:
            found.append(Interval(after.meter, before, after, litres, is_online, None, slips.get(index)))
            continue
        slip = slips.get(index) or slips.get(index - 1)
        turned = full - before.dial_l + after.dial_l
        if turned >= 0 and (after.mark is ReadingMark.ROLLOVER or (slip is None and _is_near(before, full))):
            found.append(Interval(after.meter, before, after, turned, is_online, VolumeFlag.ROLLOVER))
        else:
            found.append(Interval(after.meter, before, after, None, is_online, VolumeFlag.DECREASE, slip))
    return found


def _is_near(reading: Reading, full: int) -> bool:
    return reading.dial_l * NEAR_FULL[1] >= full * NEAR_FULL[0]


def _slips(chain: Sequence[Reading]) -> dict[int, Slip]:
    """Return which readings fit between their neighbours only as a tenth or ten times of what is written."""
    found: dict[int, Slip] = {}
    for index in range(1, len(chain) - 1):
        before, dial, after = chain[index - 1].dial_l, chain[index].dial_l, chain[index + 1].dial_l
        if before <= dial <= after or before > after:
            continue
        if dial > after and before * 10 <= dial <= after * 10:
            found[index] = Slip(chain[index].on, is_ten_times=True)
        elif dial < before <= dial * 10 <= after:
            found[index] = Slip(chain[index].on, is_ten_times=False)
    return found


def _swaps(chains: Sequence[Sequence[Reading]]) -> list[Interval]:
    """Return what lies between the last reading of a meter and the first of the one that took its place."""
    by_first = sorted(chains, key=lambda chain: (chain[0].on, chain[0].second, chain[-1].on))
    found = []
    for old, new in pairwise(by_first):
        last, first = old[-1], new[0]
        if last.on > first.on:
            continue  # two meters side by side
        is_closed = last.mark is ReadingMark.OLD_CLOSING or last.on == first.on
        if is_closed and first.mark is ReadingMark.NEW_OPENING:
            found.append(Interval(first.meter, last, first, 0, first.is_online, VolumeFlag.SWAP))
        else:
            found.append(Interval(first.meter, last, first, None, first.is_online, VolumeFlag.SWAP_UNMARKED))
    return found
