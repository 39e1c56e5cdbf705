"""Messy registers with known truth: defects planted at random places, in the styles that offices use.

The truth is made first (positions in CGCS2000), then written down the way a register would write it;
nothing of casebook's own readers is used on the way.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import openpyxl

from tests.factories import datums
from tests.factories.regions import EAST, WEST

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

NAMES = {WEST: "清水镇", EAST: "东古城镇"}
BOUNDS = {WEST: (115.402, 115.448), EAST: (115.452, 115.498)}
SPACING = 0.0009
"""Degrees between wells that are not meant to be near each other: at least 80 m."""


@dataclass
class Planted:
    """One row: its cells by field, and what an import must make of it."""

    cells: dict[str, Any]
    lon: float | None
    lat: float | None
    township: str
    refused: set[str] = field(default_factory=set)
    warned: set[str] = field(default_factory=set)

    @property
    def reasons(self) -> set[str]:
        return self.refused | self.warned


@dataclass(frozen=True)
class Style:
    """How one office keeps its register."""

    headers: dict[str, str]
    """Field to header, in the order of the columns; `upper|lower` makes a header of two rows."""
    titles: tuple[tuple[Any, ...], ...] = (("取水井登记台账",),)
    footers: tuple[tuple[Any, ...], ...] = (("合计", None, None, 123, 456), ("填表人：", None, "审核人："))
    crs_words: dict[str, str] = field(default_factory=lambda: dict(datums.WORDS))
    permit_unit: float = 10_000
    page: int = 0
    """After so many rows the header is printed again."""
    sums: bool = False
    """Whether each township ends with its own sum."""


@dataclass
class Register:
    """A register being made."""

    rows: list[Planted]
    style: Style
    county: str = WEST[:6]

    @property
    def refused(self) -> dict[str, int]:
        return _counted(row.refused for row in self.rows)

    @property
    def warned(self) -> dict[str, int]:
        return _counted(row.warned for row in self.rows if not row.refused)

    @property
    def accepted(self) -> int:
        return sum(not row.refused for row in self.rows)

    def table(self) -> list[tuple[Any, ...]]:
        """All rows as the sheet has them, titles and footers included."""
        header = self._header()
        found = [*self.style.titles, *header]
        for place, row in enumerate(self.rows):
            if self.style.page and place and place % self.style.page == 0:
                found += [(), *header]
            found.append(tuple(row.cells.get(name) for name in self.style.headers))
            if self.style.sums and place % 25 == 24:
                found.append(("小计", None, None, None, 25))
        return [*found, *self.style.footers]

    def data_rows(self) -> list[int]:
        """The sheet's row number of each data row, in their order."""
        body = [tuple(row.cells.get(name) for name in self.style.headers) for row in self.rows]
        wanted, found = iter(body), []
        current = next(wanted)
        for number, row in enumerate(self.table(), start=1):
            if row is not None and row == current:
                found.append(number)
                current = next(wanted, None)
        return found

    def _header(self) -> list[tuple[Any, ...]]:
        pairs = [header.partition("|") for header in self.style.headers.values()]
        if not any(lower for _, _, lower in pairs):
            return [tuple(upper for upper, _, _ in pairs)]
        uppers = [upper for upper, _, _ in pairs]
        first = [uppers[0], *(None if after == before else after for before, after in pairwise(uppers))]
        return [tuple(first), tuple(lower or None for _, _, lower in pairs)]

    def xlsx(self, *others: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
        """The register as XLSX, behind other sheets."""
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in (*others, ("登记台账", self.table())):
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def csv(self, encoding: str = "utf-8-sig") -> bytes:
        stream = io.StringIO()
        csv.writer(stream).writerows(self.table())
        return stream.getvalue().encode(encoding)


def _counted(sets: Iterable[set[str]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for found in sets:
        for reason in found:
            counts[reason] = counts.get(reason, 0) + 1
    return counts


def places(count: int, chance: random.Random) -> list[tuple[str, float, float]]:
    """Positions on a shaken grid, so that no two are near by chance."""
    found = []
    for township, (west, east) in BOUNDS.items():
        lons = int((east - west) / SPACING)
        cells = chance.sample(range(lons * 100), count // 2 + count % 2)
        for cell in cells:
            lon = west + cell % lons * SPACING + chance.uniform(0, 0.0002)
            lat = 36.402 + cell // lons * SPACING + chance.uniform(0, 0.0002)
            found.append((township, lon, lat))
    return found[:count]


def sound_well(place: tuple[str, float, float], number: int, chance: random.Random, style: Style) -> Planted:
    township, lon, lat = place
    deep = chance.random() < 0.2
    built = chance.randint(1985, 2012)
    issued = chance.randint(2015, 2020)
    has_permit = chance.random() < 0.5
    volume = chance.randint(200, 90_000)
    cells: dict[str, Any] = {
        "township": NAMES[township],
        "village": "小王庄村",
        "code": f"{township}JJ{number:05d}",
        "holder": f"试户{number:04d}",
        "identifier": datums.citizen_number(number),
        "phone": f"100{number:08d}",
        "built": datums.written_day(chance, built, chance.randint(1, 12), chance.randint(1, 28)),
        "depth": datums.written_number(
            chance, chance.randint(1900, 4200) / 10 if deep else chance.randint(150, 590) / 10
        ),
        "casing": chance.choice([200, 250, 300, 325]),
        "aquifer": chance.choice(["深层承压", "深层承压水"]) if deep else chance.choice(["浅层", "浅层水"]),
        "use": chance.choice(
            ["农业灌溉", "工业", "农村生活", "养殖", "特种行业（洗浴）", "城乡公共供水", "其他"]
        ),
        "area": chance.choice([None, chance.randint(20, 300)]),
        "flow": chance.choice([20, 32, 50, "63"]),
        "power": chance.choice([7.5, 12, "９．４"]),
        "meter": chance.choice(["以电折水", "在线水表", "机械水表", "无"]),
        "status": chance.choice(["在用", "停用", "封存备用"]),
        "permit": datums.permit_number(chance, issued, number) if has_permit else None,
        "permit_volume": volume * 1.2 / style.permit_unit if has_permit else None,
        "expiry": datums.written_day(chance, issued + chance.randint(1, 5), 6, 30) if has_permit else None,
        "2021": datums.written_volume(chance, volume),
        "2022": chance.choice([volume + 10, None]),
    }
    planted = Planted(cells, lon, lat, township)
    write_place(planted, style, chance.choice(list(style.crs_words)), chance)
    return planted


def write_place(row: Planted, style: Style, system: str, chance: random.Random) -> None:
    """Write the row's true position in a system, in one of its styles."""
    assert row.lon is not None
    assert row.lat is not None
    x, y = datums.write(row.lon, row.lat, system, chance)
    row.cells |= {"lon": x, "lat": y, "crs": style.crs_words[system]}
