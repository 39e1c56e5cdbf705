"""Rows of a table as they stand in a file, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casebook.kernel.cells import Cell
    from casebook.volumes.rules.series import Ints

    Line = tuple[int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows: the number of each one's first line, and their cells by column, None where a row ended."""

    lines: Sequence[int]
    columns: Sequence[Sequence[Cell]]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.lines)

    @classmethod
    def of(cls, rows: Sequence[Line]) -> Block:
        """Return single rows side by side."""
        return cls([line for line, _cells in rows], list(zip_longest(*(cells for _line, cells in rows))))

    def rows(self) -> Iterator[Line]:
        """Yield them one by one."""
        return zip(self.lines, map(list, zip(*self.columns, strict=True)), strict=True)

    def between(self, first: int, last: int) -> Block:
        """Return those between two places."""
        return Block(self.lines[first:last], [column[first:last] for column in self.columns])

    def taken(self, places: Ints) -> Block:
        """Return some of them."""
        which = places.tolist()
        columns = [[column[place] for place in which] for column in self.columns]
        return Block([self.lines[place] for place in which], columns)
