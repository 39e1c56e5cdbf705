"""A sheet as rows of cells, and the words for its places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casebook.kernel.cells import Cell

HEAD_ROWS = 40
"""How many rows that are not empty are looked at for a header."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty: its place in the sheet, counted from 0, and its cells from column A."""

    index: int
    cells: list[Cell]

    def cell(self, column: int) -> Cell:
        """Return a cell; rows are only as long as they are filled."""
        return self.cells[column] if column < len(self.cells) else None

    @property
    def number(self) -> int:
        """The row's number as the sheet shows it."""
        return self.index + 1


@dataclass(frozen=True, slots=True)
class Merge:
    """A block of merged cells; all four ends are inside and counted from 0."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class SheetHead:
    """What is known of a sheet before its rows are walked."""

    name: str
    is_hidden: bool
    rows: tuple[Row, ...]
    """The first `HEAD_ROWS` rows that are not empty."""
    row_count: int
    """All rows that are not empty."""
    merges: tuple[Merge, ...] = ()


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return a cell's name as the sheet shows it; both are counted from 0."""
    return f"{column_letters(column)}{row + 1}"
