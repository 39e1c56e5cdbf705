"""The figure of each month of a well: the best method that there is (rules.md 10.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from casebook.quotas.rules import GRADES, VolumeMethod
from casebook.volumes.rules.dials import intervals_of
from casebook.volumes.rules.months import metered_months
from casebook.volumes.rules.suspicions import Query, flag_months, queries_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casebook.kernel.months import Month
    from casebook.quotas.rules import Grade
    from casebook.volumes.rules.dials import Reading
    from casebook.volumes.rules.months import MeteredMonth
    from casebook.volumes.rules.suspicions import WellTraits

Key = TypeVar("Key")
RANK = list(VolumeMethod)
"""Methods, best first."""
WH_OF_KWH = 1000


@dataclass(frozen=True, slots=True)
class Estimate(Generic[Key]):
    """A month's volume by another way than a meter."""

    litres: int
    method: VolumeMethod
    coefficient: Key | None = None


@dataclass(frozen=True, slots=True)
class Figure(Generic[Key]):
    """A month's figure as it is kept."""

    litres: int | None
    method: VolumeMethod | None
    flags: str
    """Values of VolumeFlag in order, with blanks between them."""
    coefficient: Key | None = None

    @property
    def grade(self) -> Grade | None:
        """How far the figure can be relied on."""
        return None if self.method is None else GRADES[self.method]


@dataclass(frozen=True, slots=True)
class Figured(Generic[Key]):
    """What one well's readings and estimates come to."""

    months: dict[Month, Figure[Key]]
    queries: list[Query]


def figure_well(
    readings: Sequence[Reading],
    *,
    digits: Mapping[Any, int | None],
    traits: WellTraits,
    power_wh: Mapping[Month, int],
    estimates: Mapping[Month, Iterable[Estimate[Key]]],
) -> Figured[Key]:
    """Return the figures of a well's months and what must be explained.

    `readings` are ordered by day, second and opening of a new meter last. `power_wh` is the electricity of
    accounts that serve only this well. A month without any figure is left out, or has none and says why.
    """
    intervals = intervals_of(readings, digits)
    months = metered_months(intervals)
    queries = queries_of(intervals, months, traits, power_wh)
    flag_months(queries, months)
    return Figured(best_of(months, estimates), queries)


def best_of(
    metered: Mapping[Month, MeteredMonth], estimates: Mapping[Month, Iterable[Estimate[Key]]]
) -> dict[Month, Figure[Key]]:
    """Return each month's figure: of a meter, else of the best estimate; flags stay beside it."""
    found: dict[Month, Figure[Key]] = {}
    for month in sorted({*metered, *estimates}):
        figures = metered.get(month)
        flags = " ".join(sorted(figures.flags)) if figures else ""
        if figures and figures.litres is not None:
            method = VolumeMethod.ONLINE_METER if figures.is_online else VolumeMethod.MANUAL_METER
            found[month] = Figure(figures.litres, method, flags)
            continue
        best = min(estimates.get(month, ()), key=lambda one: RANK.index(one.method), default=None)
        if best is not None:
            found[month] = Figure(best.litres, best.method, flags, best.coefficient)
        elif flags:
            found[month] = Figure(None, None, flags)
    return found


def power_volume(energy_wh: int, litres_per_kwh: int) -> int:
    """Return the litres that an energy in watt-hours stands for, half-even."""
    whole, rest = divmod(energy_wh * litres_per_kwh, WH_OF_KWH)
    half = WH_OF_KWH // 2
    return whole + (rest > half or (rest == half and whole % 2 == 1))
