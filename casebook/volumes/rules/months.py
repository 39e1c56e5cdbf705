"""From intervals to months of readings (抄表月): what closes in a month belongs to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook.kernel.months import Month, months_between
from casebook.kernel.volumes import split
from casebook.volumes.rules.figures import VolumeFlag

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from casebook.volumes.rules.dials import Interval


@dataclass(slots=True)
class MeteredMonth:
    """What the meters of a well say of a month; `litres` is None where no interval has a volume."""

    litres: int | None = None
    is_online: bool = True
    flags: set[VolumeFlag] = field(default_factory=set)
    has_gap: bool = False
    """Whether an interval of the month has no volume."""

    def add(self, litres: int | None, *, is_online: bool, flag: VolumeFlag | None) -> None:
        """Take in an interval, or the part of one that falls on this month."""
        if flag is not None:
            self.flags.add(flag)
        if litres is None:
            self.has_gap = True
            return
        if flag is not VolumeFlag.SWAP:
            self.litres = (self.litres or 0) + litres
            self.is_online = self.is_online and is_online


def metered_months(intervals: Iterable[Interval]) -> dict[Month, MeteredMonth]:
    """Return the months that intervals close in or run over, in order; the sum of litres stays exact."""
    found: dict[Month, MeteredMonth] = {}
    for interval in intervals:
        opened, closed = interval.opened.on, interval.closed.on
        if (closed.year - opened.year) * 12 + closed.month - opened.month > 1:
            _deal_out(found, interval, months_over(opened, closed))
            continue
        closing = Month(closed.year, closed.month)
        month = found.get(closing)
        if month is None:
            month = found[closing] = MeteredMonth()
        month.add(interval.litres, is_online=interval.is_online, flag=interval.flag)
    for figures in found.values():
        if figures.has_gap and figures.litres is not None:
            figures.flags.add(VolumeFlag.PARTIAL)
    return dict(sorted(found.items()))


def months_over(opened: date, closed: date) -> list[Month]:
    """Return the months that an interval fills: its closing month, and those without a reading before it."""
    closing = Month.of(closed)
    first = min(Month.of(opened).next(), closing)
    return list(months_between(first, closing))


def days_over(opened: date, closed: date) -> list[int]:
    """Return how many days of an interval fall on each of its months.

    A month of readings ends on the day of the month on which the interval was closed, or on the month's last.
    """
    ends = [month.first.replace(day=min(closed.day, month.last.day)) for month in months_over(opened, closed)]
    starts = [opened, *ends]
    return [(end - start).days for start, end in zip(starts, ends, strict=False)]


def _deal_out(found: dict[Month, MeteredMonth], interval: Interval, months: list[Month]) -> None:
    parts: list[int] | list[None] = [None] * len(months)
    if interval.litres is not None:
        parts = split(interval.litres, days_over(interval.opened.on, interval.closed.on))
    for month, litres in zip(months, parts, strict=True):
        figures = found.setdefault(month, MeteredMonth())
        figures.add(litres, is_online=interval.is_online, flag=interval.flag)
        if interval.flag is not VolumeFlag.SWAP:
            figures.flags.add(VolumeFlag.SPLIT)
