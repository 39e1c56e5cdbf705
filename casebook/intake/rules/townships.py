"""Which township a register means by what it writes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from casebook.kernel.cells import Cell, fold

if TYPE_CHECKING:
    from collections.abc import Mapping

_CODE = re.compile(r"([0-9]{9})(000)?")
_OFFICE = re.compile(r"(人民政府|政府|街道办事处|街道办|办事处)$")
_KIND = re.compile(r"(街道|镇|乡)$")


class Townships:
    """The townships of a county by every name that stands for only one of them."""

    def __init__(self, names: Mapping[str, str], county_name: str = "") -> None:
        """Take names by nine-digit code; the county's name may stand before a township's."""
        self.names = dict(names)
        self._county = fold(county_name)
        found: dict[str, set[str]] = {}
        for code, name in names.items():
            for spelling in _spellings(fold(name)):
                found.setdefault(spelling, set()).add(code)
        self._codes = {spelling: min(codes) for spelling, codes in found.items() if len(codes) == 1}
        self._codes |= {fold(name): code for code, name in names.items()}

    def find(self, cell: Cell) -> str | None:
        """Return the code of the township that a cell names, or None."""
        text = fold(cell)
        if code := _CODE.fullmatch(text):
            return code[1] if code[1] in self.names else None
        return self._codes.get(text) or self._codes.get(text.removeprefix(self._county))


def _spellings(name: str) -> set[str]:
    """Return 清泉街道 as 清泉街道, 清泉街道办事处, 清泉办事处, 清泉; 柳林镇 as 柳林镇, 柳林镇政府, 柳林."""
    stem = _KIND.sub("", _OFFICE.sub("", name))
    kind = _KIND.search(name)
    if kind and kind[1] == "街道":
        return {name, stem, *(stem + office for office in ("街道", "街道办事处", "街道办", "办事处"))}
    return {name, stem, name + "政府", name + "人民政府"}
