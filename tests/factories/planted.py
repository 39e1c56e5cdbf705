"""A county's files with planted faults: register, readings and electricity, and what a run must say of them.

The truth is made first, then written down as offices write it. Each fault is planted on a sound well, and
each has a neighbour that looks alike and is in order.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from tests.factories import datums
from tests.factories.regions import EAST, WEST
from tests.factories.registers import BOUNDS, NAMES, Planted, Register, Style, write_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

YEAR = 2023
NETWORK_EAST_OF = 115.445
"""A public network covers the western township from here to its border."""
MORE = {"closed": "封停日期", "meter_no": "水表编号", "account": "电表户号"}
Hits = set[tuple[str, str]]


@dataclass
class Site:
    """A well as it truly is, with its dials on the 25th of each month and its electricity."""

    code: str
    township: str
    lon: float
    cells: dict[str, Any]
    steps: list[int]
    """What the dial goes on by from month to month; the first dial is of December before."""
    start: Decimal = Decimal(1_000)
    remarks: dict[int, str] = field(default_factory=dict)
    """By month of the year."""
    kwh: list[int] = field(default_factory=list)
    expected: set[str] = field(default_factory=set)


def sound(number: int, chance: Random) -> Site:
    """A farm well with a permit that is good for years, a meter, and less taken than is permitted."""
    township = chance.choice([WEST, EAST])
    west, east = BOUNDS[township]
    lon = chance.uniform(west, min(east, NETWORK_EAST_OF - 0.005) if township == WEST else east)
    cells = {
        "township": NAMES[township],
        "village": "大李村",
        "code": f"{township}JJ{number:05d}",
        "holder": f"试户{number:04d}",
        "identifier": datums.citizen_number(number),
        "phone": f"100{number:08d}",
        "built": f"{chance.randint(1990, 2010)}-05-06",
        "depth": chance.randint(200, 550) / 10,
        "casing": 300,
        "aquifer": "浅层",
        "use": "农业灌溉",
        "area": 200,
        "flow": 80,
        "power": 7.5,
        "meter": "机械水表",
        "meter_no": f"SB{number:08d}",
        "status": "在用",
        "permit": f"D371525G2020-{number:04d}",
        "permit_m3": 20_000,
        "expiry": "2028-12-31",
        "2021": 4_000,
        "2022": 4_100,
    }
    return Site(cells["code"], township, lon, cells, [chance.randint(200, 600) for _ in range(12)])


def unmetered(site: Site, **cells: object) -> None:
    site.cells |= {"meter": "以电折水", "meter_no": None, **cells}
    site.steps = []


def no_permit(site: Site) -> None:
    site.cells |= {"permit": None, "permit_m3": None, "expiry": None}
    site.expected = {"no_permit"}


def household(site: Site) -> None:
    no_permit(site)
    site.cells |= {"use": "农村生活", "meter": "无", "meter_no": None}
    site.steps, site.expected = [], set()


def expired(site: Site) -> None:
    site.cells["expiry"] = "2023-06-30"
    site.expected = {"permit_expired"}


def expires_that_month(site: Site) -> None:
    site.cells["expiry"] = "2023年12月"


def expired_and_resting(site: Site) -> None:
    site.cells["expiry"] = "2023-06-30"
    site.steps[6:] = [0] * 6


def over_permit(site: Site) -> None:
    site.cells["permit_m3"] = sum(site.steps) - 1
    site.expected = {"over_permit"}


def at_the_permit(site: Site) -> None:
    site.cells["permit_m3"] = sum(site.steps)


def deep_firm(site: Site) -> None:
    site.cells |= {"aquifer": "深层承压", "depth": 300, "use": "工业"}
    site.expected = {"deep_confined", "forbidden_zone"}


def new_in_restricted(site: Site) -> None:
    place(site, EAST, 115.48)
    site.cells["built"] = "2016-03-04"
    site.expected = {"restricted_zone_new"}


def built_before(site: Site) -> None:
    place(site, EAST, 115.47)
    site.cells["built"] = "2015-06-30"


def bath_in_network(site: Site) -> None:
    place(site, WEST, 115.447)
    site.cells["use"] = "特种行业（洗浴）"
    site.expected = {"inside_public_network"}


def farm_in_network(site: Site) -> None:
    place(site, WEST, 115.448)


def no_meter(site: Site) -> None:
    unmetered(site, meter="无")
    site.expected = {"meter_missing"}


def large_by_hand(site: Site) -> None:
    site.cells["permit_m3"] = 100_000
    site.expected = {"meter_not_online"}


def large_online(site: Site) -> None:
    site.cells |= {"permit_m3": 100_000, "meter": "在线水表"}


def dial_falls(site: Site) -> None:
    site.steps[6] = -500
    site.expected = {"meter_suspect"}


def dial_turns(site: Site) -> None:
    site.start, site.remarks = Decimal(99_000), {5: "翻转"}
    site.steps[4] = 2_000 - sum(site.steps[:4])


def pumps_when_closed(site: Site) -> None:
    site.cells |= {"status": "封存备用", "closed": "2023-05-10"}
    site.expected = {"closed_but_pumping"}


def closed_in_a_month(site: Site) -> None:
    """Closed at some day of May: what was read on the 25th of June reaches back before its end."""
    site.cells |= {"status": "已封填", "closed": "2023年5月"}
    site.steps[6:] = [0] * 6


def power_when_closed(site: Site) -> None:
    unmetered(site, status="已封填", closed="2023-05-10", account="3700000077")
    site.kwh = [200] * 4 + [80] + [0] * 4 + [150] * 3
    site.expected = {"closed_but_pumping"}


def shared_power(site: Site) -> None:
    """The account runs another well as well."""
    unmetered(site, status="已封填", closed="2023-05-10", account="3700000088")


def shares_power(site: Site) -> None:
    site.cells["account"] = "3700000088"
    site.kwh = [200] * 12


def dormant(site: Site) -> None:
    unmetered(site, status="停用")
    site.cells |= {"2021": 0, "2022": 0}
    site.expected = {"permit_dormant"}


def rests_since_a_year(site: Site) -> None:
    unmetered(site, status="停用")
    site.cells |= {"2021": 0, "2022": 900}


FAULTS: tuple[Callable[[Site], None], ...] = (
    no_permit,
    household,
    expired,
    expires_that_month,
    expired_and_resting,
    over_permit,
    at_the_permit,
    deep_firm,
    new_in_restricted,
    built_before,
    bath_in_network,
    farm_in_network,
    no_meter,
    large_by_hand,
    large_online,
    dial_falls,
    dial_turns,
    pumps_when_closed,
    closed_in_a_month,
    power_when_closed,
    shared_power,
    shares_power,
    dormant,
    rests_since_a_year,
)


def place(site: Site, township: str, lon: float) -> None:
    site.township, site.lon = township, lon
    code = f"{township}{site.code[-7:]}"
    site.code, site.cells["code"], site.cells["township"] = code, code, NAMES[township]


@dataclass(frozen=True)
class Files:
    """What an office hands in, and what a run as of the last day of the year must say."""

    register: bytes
    readings: bytes
    electricity: bytes
    expected: Hits


def plant(seed: int, style: Style, encoding: str, *, rows: int = 40) -> Files:
    """Make a county's files; the faults stand at random places of the register."""
    chance = Random(seed)
    sites = [sound(number, chance) for number in range(1, rows + 1)]
    for site, fault in zip(chance.sample(sites, len(FAULTS)), FAULTS, strict=True):
        fault(site)
    wanted = replace(style, headers=style.headers | MORE)
    register = Register([written(site, wanted, chance, at) for at, site in enumerate(sites)], wanted)
    expected = {(rule, site.code) for site in sites for rule in site.expected}
    return Files(
        register.csv("gb18030" if encoding == "utf-16" else encoding),
        "\r\n".join(readings_of(sites)).encode(encoding),
        "\r\n".join(electricity_of(sites)).encode(encoding),
        expected | {("power_without_well", "3799999999")},
    )


def written(site: Site, style: Style, chance: Random, at: int) -> Planted:
    cells = dict(site.cells)
    volume = cells.pop("permit_m3")
    cells["permit_volume"] = None if volume is None else volume / style.permit_unit
    row = Planted(cells, site.lon, 36.41 + at * 0.0015, site.township)
    write_place(row, style, chance.choice(list(style.crs_words)), chance)
    return row


def readings_of(sites: list[Site]) -> Iterator[str]:
    yield "井号,表号,抄表日期,表底数(m³),备注"
    for site in sites:
        dial = site.start
        for month in range(13) if site.steps else ():
            dial += site.steps[month - 1] if month else 0
            on = date(YEAR, month, 25) if month else date(YEAR - 1, 12, 25)
            shown, remark = dial % 100_000, site.remarks.get(month, "")
            yield f"{site.code},{site.cells['meter_no']},{on:%Y/%m/%d},{shown},{remark}"


def electricity_of(sites: list[Site]) -> Iterator[str]:
    yield "用电户号,用电年月,用电量(kWh)"
    accounts = {site.cells["account"]: site.kwh for site in sites if site.kwh}
    for account, kwh in {**accounts, "3799999999": [40] * 12, "3799999998": [5] * 12}.items():
        for month, energy in enumerate(kwh, start=1):
            yield f"{account},{YEAR}-{month:02d},{energy}"
