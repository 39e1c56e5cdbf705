"""What the register says of a well: the columns that an import or an edit may set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from casebook.kernel.cells import DatePrecision
    from casebook.kernel.coordinates import CrsSource
    from casebook.regions.locator import Place
    from casebook.regions.rules import Aquifer
    from casebook.wells.rules import AliasKind, MeterKind, PartyRole, PermitExemption, WellStatus, WellUse


class WellFacts(TypedDict, total=False):
    """Register data by column name; units as in `models.Well`. The position is EPSG:4490, in degrees."""

    lon: float
    lat: float
    crs_source: CrsSource
    village: str
    use: WellUse
    aquifer: Aquifer
    exemption: PermitExemption
    built_on: date | None
    built_precision: DatePrecision | None
    depth_m: float | None
    casing_mm: float | None
    casing_material: str
    screen_from_m: float | None
    screen_to_m: float | None
    static_level_m: float | None
    pump_flow_m3h: float | None
    pump_power_kw: float | None
    irrigated_mu: float | None
    people_served: int | None
    meter_kind: MeterKind
    meter_no: str
    electricity_account: str
    remark: str
    written: dict[str, Any]


FACTS = tuple(WellFacts.__annotations__)
"""The names of all columns that facts may set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWell:
    """A well to be registered. Its facts hold at least lon, lat and crs_source."""

    code: str
    facts: WellFacts
    place: Place
    """Where the locator of the county puts it."""
    status: WellStatus
    status_on: date
    """The day of the first step of its life."""
    closed_on: date | None = None
    parties: tuple[tuple[PartyRole, UUID], ...] = ()
    aliases: tuple[tuple[AliasKind, str], ...] = ()
