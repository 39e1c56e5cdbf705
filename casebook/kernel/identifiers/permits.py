"""Numbers of water abstraction permits (取水许可证编号), both forms (rules.md 12.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from casebook.kernel.cells import Cell, Unreadable, is_blank, normalise

_ELECTRONIC = re.compile(
    r"(?P<level>[A-D])(?P<division>[0-9]{6})(?P<water>[SG])(?P<year>[0-9]{4})-(?P<serial>[0-9]{4})"
)
_PAPER = re.compile(
    r"取水\(?(?P<place>[^()\[\]]{1,20}?)\)?字[\[(](?P<year>[0-9]{4})[\])]年?"
    r"第?(?P<water>[AB])(?P<serial>[0-9]{8})号?"
)
_BRACKETS = str.maketrans("〔【［〕】］", "[[[]]]")


class PermitNumberKind(StrEnum):
    """The form of a permit number."""

    ELECTRONIC = "electronic"
    """D371525G2019-0001: level, division, water, year, serial."""
    PAPER = "paper"
    """取水（冠县）字〔2007〕第B37150001号: place, year, water and eight digits."""


class WaterKind(StrEnum):
    """The water that a permit is for."""

    SURFACE = "surface"
    GROUNDWATER = "groundwater"


_WATER = {
    "S": WaterKind.SURFACE,
    "A": WaterKind.SURFACE,
    "G": WaterKind.GROUNDWATER,
    "B": WaterKind.GROUNDWATER,
}


@dataclass(frozen=True, slots=True)
class PermitNumber:
    """A permit number in its one spelling, and what it says."""

    value: str
    kind: PermitNumberKind
    water: WaterKind
    year: int
    """Of issue."""
    division: str | None
    """Six digits of GB/T 2260; None in the paper form, whose place is a name."""
    level: str | None
    """A basin or ministry, B province, C city, D county (not confirmed, rules.md 12.4); None on paper."""


def read_permit_number(cell: Cell) -> PermitNumber | Unreadable | None:
    """Read a permit number in either form, whatever brackets and width; None when blank."""
    if is_blank(cell):
        return None
    text = normalise(cell).replace(" ", "").upper().translate(_BRACKETS)
    if found := _ELECTRONIC.fullmatch(text):
        return PermitNumber(
            text,
            PermitNumberKind.ELECTRONIC,
            _WATER[found["water"]],
            int(found["year"]),
            found["division"],
            found["level"],
        )
    if found := _PAPER.fullmatch(text):
        value = f"取水（{found['place']}）字〔{found['year']}〕第{found['water']}{found['serial']}号"
        water = _WATER[found["water"]]
        return PermitNumber(value, PermitNumberKind.PAPER, water, int(found["year"]), None, None)
    return Unreadable.of(cell)
