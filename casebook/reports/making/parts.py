"""What a county's report consists of: tables, each perhaps with a chart; one source for three files."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.web.formats import m3

if TYPE_CHECKING:
    from collections.abc import Sequence

    Cell = str | int | Decimal | None


@dataclass(frozen=True)
class Bars:
    """A chart of a table: the first column's words, and the numbers of column `values`."""

    title: str
    values: int


@dataclass(frozen=True)
class Figures:
    """A table: its headers bear the units."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    bars: Bars | None = None
    note: str = ""

    def points(self) -> list[tuple[str, Decimal]]:
        """Return the bars of its chart: words and number; what is below zero stands as nothing."""
        if self.bars is None:
            return []
        at = self.bars.values
        return [(str(row[0]), max(Decimal(row[at] or 0), Decimal(0))) for row in self.rows]


@dataclass(frozen=True)
class Report:
    """A report of a month or a year, ready to be written as XLSX, DOCX or PDF."""

    title: str
    number: str
    """Of the closed month; empty while it is open."""
    county: str
    state: str
    """Closed, with number and day, or 未结账."""
    is_closed: bool
    tables: Sequence[Figures]
    notes: Sequence[str] = field(default_factory=tuple)


def shown(cell: Cell) -> str:
    """Return a cell as a paper has it; a stroke for what there is none of."""
    if cell is None or cell == "":
        return "/"
    return cell if isinstance(cell, str) else m3(Decimal(cell))
