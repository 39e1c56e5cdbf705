"""What a cell's number format makes of its number: a day, a share of a hundred, or itself."""

from __future__ import annotations

import re
from enum import StrEnum

from casebook.blanks.books import markup
from casebook.blanks.books.markup import local

_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Built-in formats of days and times (18.8.30), those of Chinese spreadsheets included."""
_PERCENTS = {9, 10}
_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
"""Parts of a format that show text, blanks, colours or conditions."""
_TIME = re.compile(r"[ymdhs]", re.IGNORECASE)


class Shown(StrEnum):
    """How a cell shows its number."""

    NUMBER = "number"
    DAY = "day"
    PERCENT = "percent"


def read_styles(data: bytes) -> list[Shown]:
    """Return how each cell style shows a number, by its number."""
    reader = _Reader()
    markup.read(markup.open_part(data), reader)
    return [_shown(number, reader.formats.get(number, "")) for number in reader.styles]


def _shown(number: int, code: str) -> Shown:
    bare = _ASIDE.sub("", code)
    if number in _PERCENTS or "%" in bare:
        return Shown.PERCENT
    is_general = bare.casefold().startswith("general")
    return Shown.DAY if number in _DAYS or (not is_general and _TIME.search(bare)) else Shown.NUMBER


class _Reader:
    def __init__(self) -> None:
        self.formats: dict[int, str] = {}
        self.styles: list[int] = []
        self._path: list[str] = []

    def start(self, name: str, attributes: dict[str, str], at: int) -> None:  # noqa: ARG002 - a reader's signature
        self._path.append(local(name))
        number = attributes.get("numFmtId", "0")
        if not number.isdecimal():
            return
        if self._path == ["styleSheet", "numFmts", "numFmt"]:
            self.formats[int(number)] = attributes.get("formatCode", "")
        elif self._path == ["styleSheet", "cellXfs", "xf"]:
            self.styles.append(int(number))

    def end(self, name: str, at: int) -> None:  # noqa: ARG002 - a reader's signature
        self._path.pop()

    def text(self, text: str) -> None:
        """Take characters: a style has none."""
