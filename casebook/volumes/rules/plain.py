"""Which wells ask nothing: one meter whose dials only rise, month by month, and nothing that stands out.

Their months are plain sums, found for thousands of wells at once. All others are judged one by one by
`combining.figure_well`; what is plain here comes out of it just so (a test compares the two).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from casebook.volumes.rules.dials import SECONDS_OF_DAY
from casebook.volumes.rules.series import NEW_OPENING, bounds, days_of, months_of, seconds_of
from casebook.volumes.rules.suspicions import (
    FEWEST_HOURLY,
    FEWEST_TO_COMPARE,
    HOURLY_SECONDS,
    NIGHT_FROM,
    NIGHT_SHARE,
    NIGHT_TO,
    SPIKE_TIMES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.volumes.rules.series import Bools, Ints, Series
    from casebook.volumes.rules.suspicions import WellTraits

_NEVER = 1 << 40
_NO_LIMIT = -1


@dataclass(frozen=True, slots=True)
class PlainMonths:
    """The months of plain wells by well and month, and the wells that want a closer look."""

    well: Ints
    month: Ints
    """Year × 12 + month - 1."""
    litres: Ints
    is_online: Bools
    wants_a_look: Bools
    """By well."""


@dataclass(slots=True)
class _Intervals:
    well: Ints
    litres: Ints
    seconds: Ints
    opened: Ints
    """Ordinal of the opening day."""
    month: Ints
    """In which it closes."""
    gap: Ints
    """Months from opening to closing."""
    is_hourly: Bools
    is_night: Bools
    """Whether its middle lies in the night; said of hourly ones."""
    is_online: Bools


def plain_months(series: Series, traits: Sequence[WellTraits], has_power: Bools) -> PlainMonths:
    """Return the months of the wells that ask nothing.

    `series` is in order; `traits` and `has_power` (electricity of accounts of its own) are by well.
    """
    count = len(traits)
    wants = np.zeros(count, np.bool_)
    wants[series.well[1:][_changes_meter(series)]] = True
    wants[series.well[series.mark == NEW_OPENING]] = True
    some = _intervals(series)
    flow, closed = _limits(traits)
    most = flow[some.well] * some.seconds // 3600
    odd = (
        (some.litres < 0)
        | (some.gap > 1)
        | ((flow[some.well] != _NO_LIMIT) & (some.seconds > 0) & (some.litres > most))
        | ((some.litres > 0) & (some.opened >= closed[some.well]))
    )
    wants[some.well[odd]] = True
    _mark_spikes(some, wants)
    _mark_nights(some, wants)
    return _sums(some, wants, has_power)


def _changes_meter(series: Series) -> Bools:
    same_well = series.well[1:] == series.well[:-1]
    return np.asarray(same_well & (series.meter[1:] != series.meter[:-1]), np.bool_)


def _limits(traits: Sequence[WellTraits]) -> tuple[Ints, Ints]:
    """Return litres an hour that the pump gives at most, and the ordinal of the closing day."""
    flows = [_NO_LIMIT if one.flow_m3h is None else round(one.flow_m3h * 1000) for one in traits]
    closed = [_NEVER if one.closed_on is None else one.closed_on.toordinal() for one in traits]
    return np.array(flows, np.int64), np.array(closed, np.int64)


def _intervals(series: Series) -> _Intervals:
    """Return what lies between two readings of the same well."""
    closes = np.flatnonzero(series.well[1:] == series.well[:-1]) + 1
    opens = closes - 1
    day, second = days_of(series.moment), seconds_of(series.moment)
    month = months_of(day)
    has_hours = (second[opens] >= 0) & (second[closes] >= 0)
    seconds = (day[closes] - day[opens]) * SECONDS_OF_DAY
    seconds += np.where(has_hours, second[closes] - second[opens], 0)
    middle = (second[closes] - seconds // 2) % SECONDS_OF_DAY
    return _Intervals(
        well=series.well[closes],
        litres=series.dial[closes] - series.dial[opens],
        seconds=seconds,
        opened=day[opens],
        month=month[closes],
        gap=month[closes] - month[opens],
        is_hourly=has_hours & (seconds > 0) & (seconds <= HOURLY_SECONDS),
        is_night=(middle >= NIGHT_FROM) | (middle < NIGHT_TO),
        is_online=series.is_online[closes],
    )


def _mark_spikes(some: _Intervals, wants: Bools) -> None:
    """Mark wells with an interval far above their median a day, as `suspicions` has it."""
    pumped = (some.litres > 0) & (some.seconds > 0)
    well, rate = some.well[pumped], some.litres[pumped] / some.seconds[pumped]
    rate = rate[np.lexsort((rate, well))]
    edges = bounds(well, len(wants))
    first, last = edges[:-1], edges[1:] - 1
    number = last - first + 1
    enough = np.flatnonzero(number >= FEWEST_TO_COMPARE)
    lower = first[enough] + (number[enough] - 1) // 2
    upper = first[enough] + number[enough] // 2
    usual = (rate[lower] + rate[upper]) / 2
    wants[enough[rate[last[enough]] >= usual * SPIKE_TIMES]] = True


def _mark_nights(some: _Intervals, wants: Bools) -> None:
    """Mark wells with a month of hourly data in which nearly all water was taken at night."""
    well, month = some.well[some.is_hourly], some.month[some.is_hourly]
    first = _firsts(well, month)
    if not len(first):
        return
    litres = some.litres[some.is_hourly]
    whole = np.add.reduceat(litres, first)
    night = np.add.reduceat(np.where(some.is_night[some.is_hourly], litres, 0), first)
    count = np.diff(np.append(first, len(well)))
    share, of = NIGHT_SHARE
    wants[well[first][(count >= FEWEST_HOURLY) & (whole > 0) & (night * of >= whole * share)]] = True


def _firsts(well: Ints, month: Ints) -> Ints:
    """Return where each well's month begins."""
    starts = np.ones(len(well), np.bool_)
    starts[1:] = (well[1:] != well[:-1]) | (month[1:] != month[:-1])
    return np.flatnonzero(starts)


def _sums(some: _Intervals, wants: Bools, has_power: Bools) -> PlainMonths:
    """Sum the plain wells by month; zero beside electricity wants a look too."""
    first = _firsts(some.well, some.month)
    if not len(first):
        return PlainMonths(some.well, some.month, some.litres, some.is_online, wants)
    well, month = some.well[first], some.month[first]
    litres = np.add.reduceat(some.litres, first)
    is_online = np.logical_and.reduceat(some.is_online, first)
    wants[well[(litres == 0) & has_power[well]]] = True
    plain = ~wants[well]
    return PlainMonths(well[plain], month[plain], litres[plain], is_online[plain], wants)
