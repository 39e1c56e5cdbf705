"""Which division a row of a form is about: by its code, its name, or its name as people shorten it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_BLANKS = re.compile(r"[\s\u3000]+")
_OFFICES = ("人民政府", "办事处", "街道办")
_KINDS = ("街道", "镇", "乡")
_SUMS = {"合计", "总计", "共计", "全县", "全县合计", "县合计", "全县总计"}
_NUMBERED = re.compile(r"^(?:\d+[.、．)）]|[(（]\d+[)）])")
_SHORTEST = 2
"""Characters of a name without its kind; 贾镇 keeps it."""


def folded(text: str) -> str:
    """Return text as names are compared: half width, without blanks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def is_sum(text: str) -> bool:
    """Say whether a row's name says that it sums the others up."""
    return folded(text) in _SUMS


class Places:
    """The county and its townships by what they may be called."""

    def __init__(self, names: Mapping[str, str], county_code: str) -> None:
        self.county_code = county_code
        self.names = names
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._short: dict[str, set[str]] = defaultdict(set)
        for code, name in names.items():
            whole = folded(name)
            self._exact[whole].add(code)
            self._exact[code].add(code)
            self._exact[code.ljust(12, "0")].add(code)
            self._short[_shortened(whole)].add(code)

    @property
    def townships(self) -> list[str]:
        """The codes of the townships, in order."""
        return sorted(code for code in self.names if code != self.county_code)

    def find(self, text: str) -> str | None:
        """Return the code of the division that a text names, the county's for a sum; None of none or two."""
        wanted = _NUMBERED.sub("", folded(text))
        if wanted in _SUMS:
            return self.county_code
        for office in _OFFICES:
            wanted = wanted.removesuffix(office) or wanted
        for known, key in ((self._exact, wanted), (self._short, _shortened(wanted))):
            found = known.get(key, set())
            if len(found) == 1:
                return next(iter(found))
        return None

    def find_in(self, text: str) -> str | None:
        """Return the township whose name stands in a longer text, such as a file's name; the longest one."""
        whole = folded(text)
        hits = [code for code in self.townships if folded(self.names[code]) in whole or code in whole]
        if not hits:
            short = {code: _shortened(folded(self.names[code])) for code in self.townships}
            hits = [code for code, name in short.items() if len(name) >= _SHORTEST and name in whole]
        longest = max((len(self.names[code]) for code in hits), default=0)
        best = [code for code in hits if len(self.names[code]) == longest]
        return best[0] if len(best) == 1 else None


def _shortened(name: str) -> str:
    for kind in _KINDS:
        short = name.removesuffix(kind)
        if len(short) >= _SHORTEST and short != name:
            return short
    return name
