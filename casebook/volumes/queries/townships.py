"""The volumes of townships by year, from the roll-up that is kept in the transaction of every change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, bindparam, func, select, type_coerce

from casebook.kernel.volumes import cubic_metres
from casebook.volumes.models import TownshipMonth

if TYPE_CHECKING:
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.quotas.rules import Grade


@dataclass(slots=True)
class TownshipYear:
    """What a township's wells took in a year, and how far that can be relied on."""

    division_code: str
    by_grade: dict[Grade, Decimal] = field(default_factory=dict)
    """m³ of each grade."""
    well_months: int = 0
    """Months of wells that have a figure; the others have none and are in no sum."""

    @property
    def total_m3(self) -> Decimal:
        """The sum of all grades."""
        return sum(self.by_grade.values(), cubic_metres(0))


_ROW = TownshipMonth
_LITRES = func.sum(type_coerce(_ROW.volume_m3, BigInteger))
_OF_YEAR = (
    select(_ROW.division_code, _ROW.grade, _LITRES, func.sum(_ROW.wells))
    .where(_ROW.county_code == bindparam("county"), _ROW.year == bindparam("year"))
    .group_by(_ROW.division_code, _ROW.grade)
    .order_by(_ROW.division_code, _ROW.grade)
)


def townships_of(session: Session, county_code: str, year: int) -> list[TownshipYear]:
    """Return the townships that have a figure in a year, by code."""
    found: dict[str, TownshipYear] = {}
    for division_code, grade, volume_l, wells in session.execute(
        _OF_YEAR, {"county": county_code, "year": year}
    ):
        if wells:
            township = found.setdefault(division_code, TownshipYear(division_code))
            township.by_grade[grade] = cubic_metres(int(volume_l))
            township.well_months += int(wells)
    return list(found.values())
