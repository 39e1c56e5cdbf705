"""The volumes of townships by year against their plans, from the roll-up that every change keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, func, literal, null, select, type_coerce

from casebook.kernel.volumes import cubic_metres
from casebook.plans.models import PlanNode
from casebook.plans.rules import IN_FORCE, Level
from casebook.quotas.rules import GROUNDWATER
from casebook.volumes.models import TownshipMonth

if TYPE_CHECKING:
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.quotas.rules import Grade


@dataclass(slots=True)
class TownshipYear:
    """What a township's wells took in a year, how far that can be relied on, and what they might take."""

    division_code: str
    by_grade: dict[Grade, Decimal] = field(default_factory=dict)
    """m³ of each grade."""
    well_months: int = 0
    """Months of wells that have a figure; the others have none and are in no sum."""
    plan_m3: Decimal | None = None
    """The issued plan of groundwater, None where there is none."""

    @property
    def total_m3(self) -> Decimal:
        """The sum of all grades."""
        return sum(self.by_grade.values(), cubic_metres(0))


_ROW, _PLAN = TownshipMonth, PlanNode
_TAKEN = (
    select(
        _ROW.division_code,
        _ROW.grade,
        func.sum(type_coerce(_ROW.volume_m3, BigInteger)).label("litres"),
        func.sum(_ROW.wells).label("wells"),
    )
    .where(_ROW.county_code == bindparam("county"), _ROW.year == bindparam("year"))
    .group_by(_ROW.division_code, _ROW.grade)
)
_PLANNED = (
    select(
        _PLAN.division_code,
        null().label("grade"),
        func.sum(type_coerce(_PLAN.planned_m3, BigInteger)).label("litres"),
        literal(0).label("wells"),
    )
    .where(
        _PLAN.county_code == bindparam("county"),
        _PLAN.year == bindparam("year"),
        _PLAN.level == Level.TOWNSHIP,
        _PLAN.source.in_(GROUNDWATER),
        _PLAN.state.in_(IN_FORCE),
    )
    .group_by(_PLAN.division_code)
)
_OF_YEAR = _TAKEN.union_all(_PLANNED).order_by("division_code", "grade")


def townships_of(session: Session, county_code: str, year: int) -> list[TownshipYear]:
    """Return the townships that have a figure or a plan in a year, by code; by one statement."""
    found: dict[str, TownshipYear] = {}
    values = {"county": county_code, "year": year}
    rows: list[Any] = list(session.connection().execute(_OF_YEAR, values))
    for division_code, grade, volume_l, wells in rows:
        if grade is not None and not wells:
            continue
        township = found.get(division_code)
        if township is None:
            township = found[division_code] = TownshipYear(division_code)
        if grade is None:
            township.plan_m3 = cubic_metres(int(volume_l))
        else:
            township.by_grade[grade] = cubic_metres(int(volume_l))
            township.well_months += int(wells)
    return list(found.values())
