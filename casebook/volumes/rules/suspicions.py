"""What the figures of a well leave unexplained; each finding names its interval and its figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from casebook.kernel.months import Month
from casebook.kernel.volumes import m3_text
from casebook.volumes.rules.dials import SECONDS_OF_DAY
from casebook.volumes.rules.figures import VolumeFlag
from casebook.volumes.rules.kinds import QueryKind
from casebook.volumes.rules.months import MeteredMonth, months_over

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from casebook.volumes.rules.dials import Interval

SPIKE_TIMES = 5
"""So many times the well's own median a day: seasons stay below, a slipped digit does not."""
FEWEST_TO_COMPARE = 6
"""Intervals with water; with fewer a well has no habit to be measured by."""
TEN_TIMES = (8, 12.5)
"""A volume of about ten times the habit hints at a slipped point or unit."""
POWER_IN_USE_KWH = 50
POWER_SHARE = 5
"""Electricity tells of pumping from this many kWh a month and from a fifth of the account's median."""
HOURLY_SECONDS = 2 * 3600
NIGHT_FROM, NIGHT_TO = 22 * 3600, 6 * 3600
NIGHT_SHARE = (7, 10)
FEWEST_HOURLY = 7 * 24
_SECONDS_OF_HOUR = 3600


@dataclass(frozen=True, slots=True)
class WellTraits:
    """What the register says of a well that its figures are held against."""

    flow_m3h: float | None = None
    """Rated flow of the pump."""
    closed_on: date | None = None
    """Day since which it is closed."""


@dataclass(frozen=True, slots=True)
class Query:
    """Something to be explained about an interval."""

    kind: QueryKind
    from_on: date
    to_on: date
    facts: Mapping[str, str] = field(default_factory=dict)
    """Figures for its words: m³ with three decimals, days, the guess at a cause."""


FLAG_OF = {
    QueryKind.SPIKE: VolumeFlag.SPIKE,
    QueryKind.ABOVE_CAPACITY: VolumeFlag.ABOVE_CAPACITY,
    QueryKind.AFTER_CLOSURE: VolumeFlag.AFTER_CLOSURE,
    QueryKind.ZERO_WITH_POWER: VolumeFlag.ZERO_WITH_POWER,
    QueryKind.NIGHT_PUMPING: VolumeFlag.NIGHT_PUMPING,
}
"""What is noted beside the months of an interval that raised such a query."""


def queries_of(
    intervals: Sequence[Interval],
    months: Mapping[Month, MeteredMonth],
    traits: WellTraits,
    power_wh: Mapping[Month, int],
) -> list[Query]:
    """Return what one well's intervals and months leave unexplained, each interval's kinds once."""
    found = list(_spikes(intervals))
    for interval in intervals:
        found += _of_interval(interval, traits)
    if power_wh:
        found += _zero_with_power(months, power_wh)
    found += _night(intervals)
    return found


def flag_months(queries: Iterable[Query], months: Mapping[Month, MeteredMonth]) -> None:
    """Note beside each month what its intervals raised."""
    for query in queries:
        if (flag := FLAG_OF.get(query.kind)) is None:
            continue
        for month in months_over(query.from_on, query.to_on):
            if month in months:
                months[month].flags.add(flag)


def _of_interval(interval: Interval, traits: WellTraits) -> Iterator[Query]:
    opened, closed, litres = interval.opened, interval.closed, interval.litres
    if interval.flag is VolumeFlag.DECREASE:
        dials = {"before": m3_text(opened.dial_l), "dial": m3_text(closed.dial_l)}
        yield Query(QueryKind.DECREASE_UNEXPLAINED, opened.on, closed.on, dials | _cause(interval))
    elif interval.flag is VolumeFlag.SWAP_UNMARKED:
        yield Query(QueryKind.SWAP_UNMARKED, opened.on, closed.on, {"before": m3_text(opened.dial_l)})
    months = (closed.on.year - opened.on.year) * 12 + closed.on.month - opened.on.month - 1
    if months > 0 and interval.flag is not VolumeFlag.SWAP:
        yield Query(QueryKind.GAP, opened.on, closed.on, {"months": str(months)})
    if not litres:
        return
    if traits.flow_m3h is not None and interval.seconds > 0:
        most = most_litres(traits.flow_m3h, interval.seconds)
        if litres > most:
            facts = {"m3": m3_text(litres), "most_m3": m3_text(most), "flow_m3h": f"{traits.flow_m3h:g}"}
            yield Query(QueryKind.ABOVE_CAPACITY, opened.on, closed.on, facts)
    if traits.closed_on is not None and opened.on >= traits.closed_on:
        facts = {"m3": m3_text(litres), "closed_on": traits.closed_on.isoformat()}
        yield Query(QueryKind.AFTER_CLOSURE, opened.on, closed.on, facts)


def most_litres(flow_m3h: float, seconds: int) -> int:
    """Return what a pump lifts at most in a while."""
    return round(flow_m3h * 1000) * seconds // _SECONDS_OF_HOUR


def _cause(interval: Interval) -> dict[str, str]:
    """Return the guess at what made a dial smaller: a slip of the unit, here or one reading before."""
    if interval.slip is None:
        return {}
    if interval.slip.on == interval.closed.on:
        return {"cause": "ten_times" if interval.slip.is_ten_times else "tenth"}
    return {"cause": "ten_times_before"}


def _spikes(intervals: Sequence[Interval]) -> Iterator[Query]:
    """Yield intervals far above the well's own median a day; a dial that only came back is told as such."""
    rates = [_rate(interval) for interval in intervals]
    pumped = [rate for rate in rates if rate > 0]
    if len(pumped) < FEWEST_TO_COMPARE:
        return
    usual = median(pumped)
    before: Interval | None = None
    for interval, rate in zip(intervals, rates, strict=True):
        if rate >= usual * SPIKE_TIMES:
            facts = {
                "m3": m3_text(interval.litres or 0),
                "usual_m3": m3_text(round(usual * interval.seconds)),
                "times": f"{rate / usual:.1f}",
            }
            cause = _cause(interval) or _cause_of_rise(before, interval, rate / usual)
            yield Query(QueryKind.SPIKE, interval.opened.on, interval.closed.on, facts | cause)
        before = interval


def _cause_of_rise(before: Interval | None, interval: Interval, times: float) -> dict[str, str]:
    is_after_drop = (
        before is not None and before.flag is VolumeFlag.DECREASE and before.closed == interval.opened
    )
    if before is not None and is_after_drop and interval.closed.dial_l >= before.opened.dial_l:
        return {"cause": "came_back"}
    return {"cause": "ten_times"} if TEN_TIMES[0] <= times <= TEN_TIMES[1] else {}


def _rate(interval: Interval) -> float:
    """Return litres a second; 0 where nothing was taken or nobody can say."""
    return interval.litres / interval.seconds if interval.litres and interval.seconds > 0 else 0


def _zero_with_power(months: Mapping[Month, MeteredMonth], power_wh: Mapping[Month, int]) -> Iterator[Query]:
    used = [energy for energy in power_wh.values() if energy > 0]
    if not used:
        return
    least = max(POWER_IN_USE_KWH * 1000, median(used) / POWER_SHARE)
    for month, figures in months.items():
        energy = power_wh.get(month, 0)
        if figures.litres == 0 and energy >= least:
            yield Query(QueryKind.ZERO_WITH_POWER, month.first, month.last, {"kwh": f"{energy / 1000:.1f}"})


def _night(intervals: Sequence[Interval]) -> Iterator[Query]:
    """Yield months of hourly data in which nearly all water was taken at night."""
    hourly: dict[Month, list[Interval]] = {}
    for interval in intervals:
        has_hours = min(interval.opened.second, interval.closed.second) >= 0
        if interval.litres is not None and has_hours and 0 < interval.seconds <= HOURLY_SECONDS:
            hourly.setdefault(Month.of(interval.closed.on), []).append(interval)
    for month, some in sorted(hourly.items()):
        whole = sum(interval.litres or 0 for interval in some)
        night = sum(interval.litres or 0 for interval in some if _is_night(interval))
        if len(some) >= FEWEST_HOURLY and whole and night * NIGHT_SHARE[1] >= whole * NIGHT_SHARE[0]:
            facts = {"m3": m3_text(night), "share": f"{night * 100 / whole:.0f}"}
            yield Query(QueryKind.NIGHT_PUMPING, month.first, month.last, facts)


def _is_night(interval: Interval) -> bool:
    """Say whether the middle of an interval lies between 22:00 and 06:00."""
    at = (interval.closed.second - interval.seconds // 2) % SECONDS_OF_DAY
    return at >= NIGHT_FROM or at < NIGHT_TO
