"""Readings for the tests of rules, written as people say them: day, dial in m³, remark."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from casebook.kernel.months import Month
from casebook.volumes.rules import ReadingMark
from casebook.volumes.rules.combining import figure_well
from casebook.volumes.rules.dials import Reading, intervals_of
from casebook.volumes.rules.months import metered_months
from casebook.volumes.rules.suspicions import WellTraits

if TYPE_CHECKING:
    from casebook.volumes.rules.combining import Figured
    from casebook.volumes.rules.dials import Interval

M3 = 1000
OLD, NEW, TURN = ReadingMark.OLD_CLOSING, ReadingMark.NEW_OPENING, ReadingMark.ROLLOVER


def reading(
    on: str, m3: float, mark: ReadingMark = ReadingMark.NONE, *, meter: str = "A", second: int = -1
) -> Reading:
    return Reading(meter, date.fromisoformat(on), round(m3 * M3), mark, second)


def monthly(*dials: float, first: str = "2023-01", day: int = 25) -> list[Reading]:
    """One reading a month of meter A; a dial below 0 is a month without one."""
    start = Month.parse(first)
    days = [start.plus(index).first.replace(day=day) for index in range(len(dials))]
    return [reading(on.isoformat(), m3) for on, m3 in zip(days, dials, strict=True) if m3 >= 0]


def litres(readings: list[Reading], digits: int | None = None) -> dict[str, int | None]:
    """Whole m³ by month, as the meters say."""
    months = metered_months(intervals_of(readings, {"A": digits}))
    return {
        str(month): None if found.litres is None else found.litres // M3 for month, found in months.items()
    }


def flags(readings: list[Reading], digits: int | None = None) -> dict[str, set[str]]:
    months = metered_months(intervals_of(readings, {"A": digits}))
    return {str(month): {flag.value for flag in found.flags} for month, found in months.items()}


def intervals(readings: list[Reading]) -> list[Interval]:
    return intervals_of(readings, {})


def figured(
    readings: list[Reading],
    *,
    traits: WellTraits | None = None,
    power_kwh: dict[str, float] | None = None,
) -> Figured[str]:
    power = {Month.parse(month): round(kwh * M3) for month, kwh in (power_kwh or {}).items()}
    return figure_well(readings, digits={}, traits=traits or WellTraits(), power_wh=power, estimates={})


def asked(found: Figured[str]) -> list[tuple[str, str]]:
    """Kind and closing day of each query."""
    return [(query.kind.value, query.to_on.isoformat()) for query in found.queries]
