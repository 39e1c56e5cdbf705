"""The register of the demonstration: some 1 200 wells as a county has them, most of them on farms.

Means follow what is known of the county (rules.md 1): about 3 400 m³ a year for a farm well,
20 000 to 160 000 m³ for industry and waterworks; shallow water above 60 m, deep fresh water below 180 m.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import shapely

from casebook.demo.cast import CAST, Part
from casebook.demo.chance import chance, digits, weighted
from casebook.demo.geography import COUNTY, townships
from casebook.demo.names import Register, Village, village_names
from casebook.regions.rules import Aquifer
from casebook.wells.rules import MeterKind, PartyRole, PermitExemption, WellStatus, WellUse

if TYPE_CHECKING:
    from casebook.parties.actions import PartyFacts

WELLS = 1_200
_VILLAGES_OF_A_TOWNSHIP = 16
_FIELDS = 0.006
"""How far wells lie from the middle of their village, in degrees; about 500 m."""
_APART = 0.0005
"""No two wells are closer than this; about 45 m, beyond what an import takes for the same well."""
FIRST_YEAR = 2020
_BASE_YEARS = (0.975, 1.0, 1.025)
"""The three years of a baseline as shares of their mean."""
_USED_BY_ANOTHER, _FIRMS_WITH_PERMIT, _VILLAGES_WITH_PERMIT = 0.35, 0.8, 0.4
"""Shares: of farm wells whose user is not their keeper, of firms and of villages with a permit."""
_VILLAGE_M3 = 22_000
_DEEP_HEAD_M, _SHALLOW_HEAD_M = 120, 32

_USES = (
    (WellUse.IRRIGATION, 0.880),
    (WellUse.RURAL_DOMESTIC, 0.050),
    (WellUse.INDUSTRY, 0.030),
    (WellUse.LIVESTOCK, 0.018),
    (WellUse.SPECIAL_TRADE, 0.008),
    (WellUse.PUBLIC_SUPPLY, 0.007),
    (WellUse.OTHER, 0.007),
)
_DEEP_SHARE = {WellUse.INDUSTRY: 0.55, WellUse.PUBLIC_SUPPLY: 1.0, WellUse.RURAL_DOMESTIC: 0.12}
_VOLUMES = {
    WellUse.IRRIGATION: (3_400, 0.34),
    WellUse.RURAL_DOMESTIC: (1_700, 0.45),
    WellUse.INDUSTRY: (48_000, 0.45),
    WellUse.LIVESTOCK: (6_500, 0.40),
    WellUse.SPECIAL_TRADE: (8_200, 0.40),
    WellUse.PUBLIC_SUPPLY: (96_000, 0.25),
    WellUse.OTHER: (5_200, 0.40),
}
"""Median in m³ a year, and the spread of its logarithm."""
_METERS = {
    WellUse.IRRIGATION: ((MeterKind.POWER, 0.84), (MeterKind.MECHANICAL, 0.06), (MeterKind.NONE, 0.10)),
    WellUse.INDUSTRY: ((MeterKind.ONLINE, 0.62), (MeterKind.MECHANICAL, 0.33), (MeterKind.NONE, 0.05)),
    WellUse.PUBLIC_SUPPLY: ((MeterKind.ONLINE, 1.0),),
}
_OTHER_METERS = ((MeterKind.MECHANICAL, 0.55), (MeterKind.POWER, 0.25), (MeterKind.NONE, 0.20))
_STATUSES = (
    (WellStatus.IN_USE, 0.935),
    (WellStatus.IDLE, 0.030),
    (WellStatus.UNVERIFIED, 0.015),
    (WellStatus.NOT_FOUND, 0.006),
    (WellStatus.PLUGGED, 0.008),
    (WellStatus.MOTHBALLED, 0.004),
    (WellStatus.MONITORING, 0.002),
)
_DIALS = {MeterKind.ONLINE, MeterKind.MECHANICAL}
_CLOSED = {WellStatus.PLUGGED, WellStatus.MOTHBALLED, WellStatus.MONITORING}


@dataclass(frozen=True)
class DemoPermit:
    """A permit, of one well or of a village's wells."""

    number: str
    permitted_m3: int
    issued_on: date
    valid_to: date


@dataclass(frozen=True)
class DemoWell:
    """A well as the register has it; degrees CGCS2000, metres, m³."""

    code: str
    key: str
    """What the story calls it; empty for the crowd."""
    village: Village
    lon: float
    lat: float
    use: WellUse
    aquifer: Aquifer
    depth_m: float
    casing_mm: float
    built_on: date
    pump_flow_m3h: float
    pump_power_kw: float
    irrigated_mu: float | None
    meter: MeterKind
    meter_no: str
    electricity_account: str
    status: WellStatus
    closed_on: date | None
    exemption: PermitExemption
    parties: tuple[tuple[PartyRole, PartyFacts], ...]
    volumes: dict[int, int] = field(hash=False)
    """m³ by year, from 2020 to 2025."""
    permit: DemoPermit | None = None

    @property
    def township(self) -> str:
        """Code of its township."""
        return self.village.township


@cache
def wells() -> tuple[DemoWell, ...]:
    """Return all wells of the demonstration, those of the story first."""
    return tuple(_Maker().make(WELLS))


def wells_beyond(count: int) -> tuple[DemoWell, ...]:
    """Return wells that the demonstration does not have yet, numbered after its own."""
    return tuple(_Maker().make(WELLS + count)[WELLS:])


@dataclass(frozen=True)
class _Nature:
    """What makes one well differ from another."""

    use: WellUse
    aquifer: Aquifer
    depth_m: float
    meter: MeterKind
    status: WellStatus
    mean_m3: int
    volumes: dict[int, int]


class _Maker:
    """Draws the wells one by one, so that each throw of the dice has its place."""

    def __init__(self) -> None:
        self._dice = chance("wells")
        self._people = Register()
        self._villages = _villages()
        self._owners: dict[str, PartyFacts] = {}
        self._serial: Counter[str] = Counter()
        self._permits = 0
        self._village_permits: dict[str, DemoPermit | None] = {}
        self._taken: set[tuple[int, int]] = set()

    def make(self, count: int) -> list[DemoWell]:
        found = [self._of_cast(part) for part in CAST]
        names = list(self._villages)
        weights = [townships()[code].area for code in names]
        while len(found) < count:
            township = self._dice.choices(names, weights)[0]
            found.append(self._of_crowd(self._dice.choice(self._villages[township])))
        return found

    def _of_cast(self, part: Part) -> DemoWell:
        village = self._village_near(part)
        lon, lat = part.place or self._place(village)
        factors = _BASE_YEARS + tuple(self._dice.uniform(0.94, 1.03) for _ in range(3))
        volumes = {FIRST_YEAR + index: round(part.yearly_m3 * factor) for index, factor in enumerate(factors)}
        volumes = {year: m3 for year, m3 in volumes.items() if m3 and year <= part.last_year}
        nature = _Nature(
            use=part.use,
            aquifer=part.aquifer,
            depth_m=part.depth_m,
            meter=part.meter,
            status=WellStatus.IDLE if part.yearly_m3 == 0 else WellStatus.IN_USE,
            mean_m3=part.yearly_m3,
            volumes=volumes,
        )
        return self._well(village, (lon, lat), nature, part)

    def _of_crowd(self, village: Village) -> DemoWell:
        dice = self._dice
        use = weighted(dice, _USES)
        is_deep = dice.random() < _DEEP_SHARE.get(use, 0.0)
        median, spread = _VOLUMES[use]
        mean = round(median * math.exp(dice.gauss(0, spread)))
        nature = _Nature(
            use=use,
            aquifer=Aquifer.DEEP_CONFINED if is_deep else Aquifer.SHALLOW,
            depth_m=round(dice.uniform(190, 430) if is_deep else dice.uniform(18, 58), 1),
            meter=weighted(dice, _METERS.get(use, _OTHER_METERS)),
            status=weighted(dice, _STATUSES),
            mean_m3=mean,
            volumes={year: round(mean * dice.uniform(0.85, 1.15)) for year in range(FIRST_YEAR, 2026)},
        )
        return self._well(village, self._place(village), nature)

    def _well(
        self, village: Village, place: tuple[float, float], nature: _Nature, part: Part | None = None
    ) -> DemoWell:
        dice = self._dice
        self._serial[village.township] += 1
        is_farm = nature.use is WellUse.IRRIGATION
        flow = float(dice.choice((32, 40, 50, 63, 80)))
        head_m = _DEEP_HEAD_M if nature.aquifer is Aquifer.DEEP_CONFINED else _SHALLOW_HEAD_M
        is_closed = nature.status in _CLOSED
        closed_on = date(2021, dice.randint(1, 12), dice.randint(1, 28)) if is_closed else None
        return DemoWell(
            code=f"{village.township}JJ{self._serial[village.township]:05d}",
            key=part.key if part else "",
            village=village,
            lon=round(place[0], 6),
            lat=round(place[1], 6),
            use=nature.use,
            aquifer=nature.aquifer,
            depth_m=nature.depth_m,
            casing_mm=float(dice.choice((200, 250, 300, 325) if is_farm else (250, 300, 325))),
            built_on=date(dice.randint(1988, 2016), dice.randint(1, 12), 1),
            pump_flow_m3h=flow,
            pump_power_kw=round(flow * head_m / 240, 1),
            irrigated_mu=float(dice.randint(35, 180)) if is_farm else None,
            meter=nature.meter,
            meter_no=f"SB{digits(dice, 8)}" if nature.meter in _DIALS else "",
            electricity_account=f"37{digits(dice, 8)}",
            status=nature.status,
            closed_on=closed_on,
            exemption=part.exemption if part else PermitExemption.NONE,
            parties=self._parties(village, nature.use, part),
            volumes=_until(nature.volumes, closed_on, nature.status),
            permit=self._permit(village, nature, part),
        )

    def _parties(
        self, village: Village, use: WellUse, part: Part | None
    ) -> tuple[tuple[PartyRole, PartyFacts], ...]:
        """Give a farm well to its village, with a villager to keep and use it, and a firm's to the firm."""
        people = self._people
        if part and part.key == "nobodys_well":
            return ()
        if use in {WellUse.IRRIGATION, WellUse.RURAL_DOMESTIC} and not (part and part.name):
            owner = self._owners.get(village.name)
            if owner is None:
                owner = people.village_committee(village.name, village.township)
                self._owners[village.name] = owner
            keeper = people.person()
            user = people.person() if self._dice.random() < _USED_BY_ANOTHER else keeper
            return ((PartyRole.OWNER, owner), (PartyRole.MANAGER, keeper), (PartyRole.USER, user))
        firm = people.organisation(part.name) if part and part.name else people.firm(village.township)
        return ((PartyRole.OWNER, firm), (PartyRole.USER, firm))

    def _permit(self, village: Village, nature: _Nature, part: Part | None) -> DemoPermit | None:
        """Give a firm a permit of its own, a village one for all of its wells, and many none."""
        dice = self._dice
        if part is not None:
            return self._new_permit(part.yearly_m3 * 1.15) if part.has_permit and part.yearly_m3 else None
        if nature.use is not WellUse.IRRIGATION:
            volume = nature.mean_m3 * dice.uniform(1.08, 1.4)
            return self._new_permit(volume) if dice.random() < _FIRMS_WITH_PERMIT else None
        if village.name not in self._village_permits:
            has_one = dice.random() < _VILLAGES_WITH_PERMIT
            self._village_permits[village.name] = self._new_permit(_VILLAGE_M3) if has_one else None
        return self._village_permits[village.name]

    def _new_permit(self, volume_m3: float) -> DemoPermit:
        self._permits += 1
        year = self._dice.randint(2019, 2023)
        issued = date(year, self._dice.randint(1, 12), self._dice.randint(1, 28))
        number = f"D{COUNTY}G{year}-{self._permits:04d}"
        return DemoPermit(number, round(volume_m3 / 100) * 100, issued, issued.replace(year=year + 5))

    def _village_near(self, part: Part) -> Village:
        villages = self._villages[part.township]
        if part.place is None:
            return self._dice.choice(villages)
        lon, lat = part.place
        return min(villages, key=lambda one: math.hypot(one.lon - lon, one.lat - lat))

    def _place(self, village: Village) -> tuple[float, float]:
        """Return a place in the fields of a village, apart from all other wells."""
        area = townships()[village.township]
        while True:
            lon = village.lon + self._dice.gauss(0, _FIELDS)
            lat = village.lat + self._dice.gauss(0, _FIELDS * 0.8)
            cell = (round(lon / _APART), round(lat / _APART))
            around = {(cell[0] + east, cell[1] + north) for east in (-1, 0, 1) for north in (-1, 0, 1)}
            if not around & self._taken and shapely.contains_xy(area, lon, lat):
                self._taken.add(cell)
                return lon, lat


def _until(volumes: dict[int, int], closed_on: date | None, status: WellStatus) -> dict[int, int]:
    """Leave out what a well cannot have given: nothing after its closing, nothing where none was found."""
    if status in {WellStatus.NOT_FOUND, WellStatus.UNVERIFIED}:
        return {}
    return {year: m3 for year, m3 in volumes.items() if closed_on is None or year < closed_on.year}


def _villages() -> dict[str, list[Village]]:
    """Return the villages of each township, spread over its area."""
    dice = chance("villages")
    names = village_names(dice)
    found: dict[str, list[Village]] = defaultdict(list)
    for code, area in townships().items():
        inner = area.buffer(-_FIELDS * 0.7)
        west, south, east, north = inner.bounds
        while len(found[code]) < _VILLAGES_OF_A_TOWNSHIP:
            lon, lat = dice.uniform(west, east), dice.uniform(south, north)
            apart = all(math.hypot(one.lon - lon, one.lat - lat) > 2 * _FIELDS for one in found[code])
            if apart and shapely.contains_xy(inner, lon, lat):
                found[code].append(Village(next(names), code, round(lon, 5), round(lat, 5)))
    return dict(found)
