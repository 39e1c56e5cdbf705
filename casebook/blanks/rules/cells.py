"""Addresses of cells and ranges, as a sheet writes them: rows and columns count from 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet may have (ECMA-376, 18.3.1.73)."""
_LETTERS = 26
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


class Place(NamedTuple):
    """A cell of a sheet; orders by row, then column, and reads as `C6`."""

    row: int
    column: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the place that `C6` or `$C$6` names; ValueError for anything else."""
        found = _ADDRESS.fullmatch(text.strip())
        if found is None:
            raise ValueError(text)
        place = cls(int(found[2]), column_number(found[1]))
        if place.row > MOST_ROWS or place.column > MOST_COLUMNS:
            raise ValueError(text)
        return place

    def __str__(self) -> str:
        """Return it as `C6`."""
        return f"{column_letters(self.column)}{self.row}"


def column_number(letters: str) -> int:
    """Return which column `A`, `Z`, `AA` … is, from 1."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column, from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, order=True)
class Area:
    """A rectangle of cells, both corners included; reads as `C6:C23`, or `C6` when it is one cell."""

    first: Place
    last: Place

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the area that `C6:C23` or `C6` names, whichever corners; ValueError for anything else."""
        one, _colon, other = text.strip().replace("：", ":").partition(":")
        begin = Place.parse(one)
        end = Place.parse(other) if other else begin
        rows, columns = sorted((begin.row, end.row)), sorted((begin.column, end.column))
        return cls(Place(rows[0], columns[0]), Place(rows[1], columns[1]))

    @classmethod
    def of(cls, place: Place) -> Self:
        """Return the area of one cell."""
        return cls(place, place)

    def __str__(self) -> str:
        """Return it as a sheet writes it."""
        return str(self.first) if self.is_cell else f"{self.first}:{self.last}"

    @property
    def is_cell(self) -> bool:
        """Whether it is one cell."""
        return self.first == self.last

    @property
    def is_line(self) -> bool:
        """Whether it is one cell, or cells in one row or column."""
        return self.first.row == self.last.row or self.first.column == self.last.column

    @property
    def size(self) -> int:
        """How many cells it has."""
        return (self.last.row - self.first.row + 1) * (self.last.column - self.first.column + 1)

    def __contains__(self, place: Place) -> bool:
        """Whether a cell lies in it."""
        return (
            self.first.row <= place.row <= self.last.row
            and self.first.column <= place.column <= self.last.column
        )

    def __iter__(self) -> Iterator[Place]:
        """Yield its cells row by row."""
        for row in range(self.first.row, self.last.row + 1):
            for column in range(self.first.column, self.last.column + 1):
                yield Place(row, column)

    def meets(self, other: Area) -> bool:
        """Whether the two have a cell in common."""
        return (
            self.first.row <= other.last.row
            and other.first.row <= self.last.row
            and self.first.column <= other.last.column
            and other.first.column <= self.last.column
        )


def parse_area(text: str, *, field: str, most: int) -> Area:
    """Return the area that somebody typed; RuleBroken beside `field` for what is none, or too large."""
    try:
        area = Area.parse(text)
    except ValueError as error:
        raise RuleBroken("blank_area", field=field, area=text) from error
    if area.size > most:
        raise RuleBroken("blank_area_large", field=field, area=str(area), most=most)
    return area
