"""How the figure of a month came about: the intervals, electricity or estimate that it is the sum of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.kernel.volumes import split
from casebook.volumes.rules.figures import VolumeFlag
from casebook.volumes.rules.months import days_over, months_over

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casebook.kernel.months import Month
    from casebook.volumes.rules.dials import Interval


@dataclass(frozen=True, slots=True)
class Part:
    """What an interval gives to a month: all of it, or its days of one that runs over several months."""

    interval: Interval
    litres: int | None
    """None where the interval has no volume."""
    days: int | None = None
    """Days of the interval that fall on the month; None where all of it belongs to the month."""
    of_days: int | None = None
    intervals: int = 1
    """How many intervals one after the other it stands for."""

    @property
    def is_plain(self) -> bool:
        """Whether it is the difference of two dials and nothing else."""
        return self.interval.flag is None and self.days is None and self.litres is not None

    @property
    def counts(self) -> bool:
        """Whether it adds to the figure: a marked swap tells only that a meter changed."""
        return self.litres is not None and self.interval.flag is not VolumeFlag.SWAP


def parts_of(intervals: Iterable[Interval]) -> dict[Month, list[Part]]:
    """Return of each month the parts that its metered figure is the sum of, in the order of their closing."""
    found: dict[Month, list[Part]] = {}
    for interval in intervals:
        opened, closed = interval.opened.on, interval.closed.on
        months = months_over(opened, closed)
        if len(months) == 1:
            found.setdefault(months[0], []).append(Part(interval, interval.litres))
            continue
        days = days_over(opened, closed)
        litres: list[int] | list[None] = [None] * len(months)
        if interval.litres is not None:
            litres = split(interval.litres, days)
        for month, part, count in zip(months, litres, days, strict=True):
            found.setdefault(month, []).append(Part(interval, part, count, (closed - opened).days))
    return dict(sorted(found.items()))


def joined(parts: Sequence[Part]) -> list[Part]:
    """Return the parts, plain ones that follow each other told as one: hourly dials in one line."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if last is None or not (last.is_plain and part.is_plain and _follows(last, part)):
            found.append(part)
            continue
        litres = (last.litres or 0) + (part.litres or 0)
        whole = part.interval._replace(opened=last.interval.opened, litres=litres)
        found[-1] = Part(whole, litres, intervals=last.intervals + 1)
    return found


def _follows(last: Part, part: Part) -> bool:
    before, after = last.interval, part.interval
    return before.meter == after.meter and before.closed == after.opened
