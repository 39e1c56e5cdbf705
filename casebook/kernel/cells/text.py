"""The text of a cell: cleaned for storing, normalised for reading, folded for comparing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Self

Cell = str | int | float | bool | date | time | timedelta | None
"""What a spreadsheet reader gives for one cell; a datetime is a date here."""

SHOWN_LENGTH = 80
"""How many characters of an unreadable cell a message repeats."""

BLANK_MARKS = frozenset({"", "-", "--", "/", "//", "\\", "无", "空", "n/a", "na", "null", "none"})
"""What people write for "nothing here", after normalising and folding case."""

LONGEST_MARK = max(map(len, BLANK_MARKS))

_HALF_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)}
_HALF_WIDTH_ALPHANUMERIC = {full: half for full, half in _HALF_WIDTH.items() if chr(half).isalnum()}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─"), "-")
_READING_MARKS = _DASHES | {ord("。"): "."}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that says something which cannot be read as what its column asks for."""

    written: str
    """What the cell says, at most `SHOWN_LENGTH` characters of it."""

    @classmethod
    def of(cls, cell: Cell) -> Self:
        """Return the refusal of a cell."""
        return cls(clean(written(cell))[:SHOWN_LENGTH])


def written(cell: Cell) -> str:
    """Return a cell as a person sees it in the sheet: floats in the 15 digits it keeps, dates as ISO."""
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}'):f}"
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(cell, bool):
        return str(cell).upper()
    return "" if cell is None else str(cell)


def clean(text: str) -> str:
    """Drop control, invisible and broken characters and fold every run of blanks to one space."""
    if not text.isprintable():
        text = "".join(_visible(character) for character in text)
    return " ".join(text.split())


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    # Private-use and unassigned characters stay: rare surnames are often written with them.
    return "" if unicodedata.category(character) in {"Cc", "Cf", "Cs"} else character


def normalise(cell: Cell) -> str:
    """Return a cell's text in one spelling for reading values and codes; never for storing.

    Full-width forms become half-width (NFKC), every dash a hyphen, and the Chinese full
    stop, which input methods put where a decimal point was meant, a point.
    """
    text = clean(written(cell))
    return text if text.isascii() else _narrowed(text)


@lru_cache(maxsize=8192)
def _narrowed(text: str) -> str:
    """Remembered, because a register says the same few words in every row."""
    return clean(unicodedata.normalize("NFKC", text).translate(_READING_MARKS))


def fold(cell: Cell) -> str:
    """Return the key by which headers and code-table words are compared: no case, no blanks."""
    return normalise(cell).casefold().replace(" ", "")


def is_blank(cell: Cell) -> bool:
    """Say whether a cell holds nothing, or one of the marks people write for nothing."""
    if not isinstance(cell, str):
        return cell is None
    is_plain = cell.isprintable() and " " not in cell
    return not (is_plain and len(cell) > LONGEST_MARK) and fold(cell) in BLANK_MARKS


def read_text(cell: Cell, *, limit: int = 200, marks_are_blank: bool = True) -> str | Unreadable | None:
    """Read a cell as text to be stored, in the writer's own characters.

    Full-width letters and digits become half-width, punctuation stays as written. None when
    the cell is empty; with `marks_are_blank=False` only a truly empty cell is (in a column of
    meter kinds 无 is a value). `Unreadable` when longer than `limit` characters: cutting would
    lose what was written.
    """
    if marks_are_blank and is_blank(cell):
        return None
    text = clean(written(cell).translate(_HALF_WIDTH_ALPHANUMERIC))
    if len(text) > limit:
        return Unreadable.of(text)
    return text or None
