"""Numbers as people write them: full-width digits, thousands, 万, a unit behind."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from enum import StrEnum

from casebook.kernel.cells.text import Cell, Unreadable, is_blank, normalise

LONGEST = 40
"""Characters; a longer text is not a number that a register can hold."""


class Unit(StrEnum):
    """What a column counts; a cell may name it or a multiple of it behind the number."""

    METRE = "m"
    MILLIMETRE = "mm"
    CUBIC_METRE = "m3"
    CUBIC_METRE_PER_HOUR = "m3/h"
    KILOWATT = "kW"
    KILOWATT_HOUR = "kWh"
    MU = "mu"


def _spellings(**by_factor: str) -> dict[str, Decimal]:
    return {
        word: Decimal(factor.removeprefix("x").replace("_", "."))
        for factor, words in by_factor.items()
        for word in words.split()
    }


_SPELLINGS: dict[Unit, dict[str, Decimal]] = {
    Unit.METRE: _spellings(x1="m 米 公尺", x0_01="cm 厘米", x0_001="mm 毫米", x1000="km 千米 公里"),
    Unit.MILLIMETRE: _spellings(x1="mm 毫米", x10="cm 厘米", x1000="m 米"),
    Unit.CUBIC_METRE: _spellings(
        x1="m3 m^3 立方米 立方 方 吨 t m3/年 m3/a 立方米/年 方/年 吨/年", x0_001="l 升"
    ),
    Unit.CUBIC_METRE_PER_HOUR: _spellings(
        x1="m3/h m3/时 m3/小时 m^3/h 立方米/时 立方米/小时 立方米每小时 方/时 方/小时 吨/时 吨/小时 t/h",
        x3_6="l/s 升/秒",
    ),
    Unit.KILOWATT: _spellings(x1="kw 千瓦", x0_001="w 瓦"),
    Unit.KILOWATT_HOUR: _spellings(x1="kwh kw.h kw·h 千瓦时 度"),
    Unit.MU: _spellings(x1="mu 亩", x15="ha hm2 公顷", x100="顷"),
}
_ANY_UNIT = {word: factor for known in _SPELLINGS.values() for word, factor in known.items() if factor == 1}

_MYRIADS = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_NUMBER = re.compile(
    r"([+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|[+-]?\.[0-9]+) ?([万亿]?) ?(.*)"
)


def read_number(
    cell: Cell, unit: Unit | None = None, *, bare: Decimal = Decimal(1)
) -> Decimal | Unreadable | None:
    """Read a cell as an exact number in `unit`.

    A unit written behind the number must be one of that quantity and is converted; with no
    `unit` asked for, a written one is dropped. `bare` is what a number counts that stands
    alone: 10 000 in a column headed 万m³. What the cell itself says ("0.54万", "5400m³")
    wins over the column. Floats keep the 15 digits that a spreadsheet shows.

    Unreadable: "约3289", "3000左右", "100-200", another quantity's unit, booleans, dates,
    not-a-number and infinity, error values.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return Unreadable.of(cell)
    if isinstance(cell, str):
        value = _read_written(cell, unit, bare)
    elif isinstance(cell, float) and not math.isfinite(cell):
        value = None
    else:
        value = Decimal(f"{cell:.15g}" if isinstance(cell, float) else cell) * bare
    return Unreadable.of(cell) if value is None else value


def _read_written(text: str, unit: Unit | None, bare: Decimal) -> Decimal | None:
    text = normalise(text).removeprefix("'")  # an apostrophe before digits keeps them text in a sheet
    found = _NUMBER.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    digits, myriad, word = found.groups()
    known = _ANY_UNIT if unit is None else _SPELLINGS[unit]
    factor = known.get(word.casefold().replace(" ", "").strip("()")) if word else Decimal(1)
    if factor is None:
        return None
    stands_alone = not myriad and not word
    return Decimal(digits.replace(",", "")) * _MYRIADS[myriad] * (bare if stands_alone else factor)
