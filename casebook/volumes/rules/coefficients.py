"""Which coefficient (以电折水系数) turns the electricity of a well and month into water."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from casebook.kernel.months import Month
    from casebook.regions.rules import Aquifer

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class CoefficientFacts(Generic[Key]):
    """A coefficient of an area, layer and season while it is valid."""

    key: Key
    division_code: str
    """A county or township; what lies in it begins with it."""
    aquifer: Aquifer | None
    """None for every layer."""
    first_month: int
    last_month: int
    valid_from: date
    valid_to: date | None
    litres_per_kwh: int
    is_replaced: bool = False

    def holds(self, division_code: str, aquifer: Aquifer, month: Month) -> bool:
        """Say whether it is meant for a well in a month: valid on the month's last day, and in season."""
        return (
            division_code.startswith(self.division_code)
            and self.aquifer in {None, aquifer}
            and in_season(month.month, self.first_month, self.last_month)
            and self.valid_from <= month.last
            and (self.valid_to is None or self.valid_to >= month.last)
        )


def in_season(month: int, first: int, last: int) -> bool:
    """Say whether a month lies in a season, which may run over the turn of the year (November to March)."""
    return first <= month <= last if first <= last else month >= first or month <= last


def choose(
    known: Iterable[CoefficientFacts[Key]], division_code: str, aquifer: Aquifer, month: Month
) -> CoefficientFacts[Key] | None:
    """Return the one that counts: of the narrowest area, then for the layer, then of the shortest season."""
    fit = [one for one in known if one.holds(division_code, aquifer, month)]
    return max(fit, key=_narrowness, default=None)


def _narrowness(one: CoefficientFacts[Key]) -> tuple[int, bool, int, date]:
    months = (one.last_month - one.first_month) % 12
    return len(one.division_code), one.aquifer is not None, -months, one.valid_from
