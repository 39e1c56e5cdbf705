"""Facts for the rules of screening: an ordinary irrigation well that nothing is wrong with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from casebook.kernel.months import Month, months_between
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.screening.rules import Permit, Use, WellFacts, Zone
from casebook.wells.rules import MeterKind, WellStatus, WellUse

if TYPE_CHECKING:
    from collections.abc import Iterable

AS_OF = date(2023, 12, 31)
WELL_ID = UUID(int=1)


def permit(**changes: object) -> Permit:
    found: dict[str, object] = {
        "number": "D371525G2020-0001",
        "permitted_m3": Decimal(10_000),
        "valid_from": date(2020, 1, 1),
        "valid_to": date(2025, 1, 1),
    }
    return Permit(**(found | changes))  # type: ignore[arg-type]  # the fields of a permit


def well(**changes: object) -> WellFacts:
    found: dict[str, object] = {
        "id": WELL_ID,
        "code": "371525101JJ00001",
        "division_code": "371525101",
        "status": WellStatus.IN_USE,
        "use": WellUse.IRRIGATION,
        "aquifer": Aquifer.SHALLOW,
        "meter_kind": MeterKind.MECHANICAL,
        "permits": (permit(),),
    }
    return WellFacts(**(found | changes))  # type: ignore[arg-type]  # the fields of a well


def zone(kind: ZoneKind, *, aquifer: Aquifer | None = None, since: date = date(2015, 7, 1)) -> Zone:
    return Zone(kind, "某区", aquifer, since)


def months(
    year: int, volumes: Iterable[object], *, first: int = 1, flags: tuple[str, ...] = ()
) -> dict[Month, Use]:
    """Months of a year from its first on; None is a month without a figure."""
    return {
        Month(year, first + index): Use(None if one is None else Decimal(str(one)), None, flags)
        for index, one in enumerate(volumes)
    }


def flat(first: Month, last: Month, volume: object) -> dict[Month, Use]:
    """The same volume in every month of a span."""
    return {month: Use(Decimal(str(volume))) for month in months_between(first, last)}
