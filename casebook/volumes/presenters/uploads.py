"""The report on an uploaded file, and its refused rows as a spreadsheet to be mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import xlsxwriter

from casebook.intake.sheets.mending import REASONS_WIDTH, CellWriter
from casebook.volumes.presenters.reports import entry_of
from casebook.volumes.rules import QueryKind, ReadingFault
from casebook.volumes.rules.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import BinaryIO

    from casebook.volumes.files.tables import Table

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What is said to a row."""

    row: int | None
    column: Column | None
    """Which cell it was refused for; None for a query."""
    key: str
    written: str
    text: str

    @property
    def is_refused(self) -> bool:
        """Whether the row was not taken in."""
        return self.column is not None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file."""

    refused: tuple[tuple[ReadingFault, int], ...]
    queries: tuple[tuple[QueryKind, int], ...]
    lines: tuple[ReportLine, ...]
    more: int
    """How many lines are not shown."""

    @property
    def kinds(self) -> list[tuple[ReadingFault | QueryKind, int, bool]]:
        """What was said, how often, and whether it refused the row."""
        return [(*one, True) for one in self.refused] + [(*one, False) for one in self.queries]

    @property
    def refused_rows(self) -> int:
        """How many rows were refused."""
        return sum(count for _fault, count in self.refused)


def report_of(counts: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> Report:
    """Return a report; of the answers the first ones, however many there are."""
    refused = tuple((ReadingFault(code), count) for code, count in counts.get("refused", {}).items())
    queries = tuple((QueryKind(code), count) for code, count in counts.get("queries", {}).items())
    lines: list[ReportLine] = []
    for number, body in enumerate(entries):
        if number == MOST_SHOWN:
            break
        lines.append(_line_of(entry_of(body)))
    told = sum(count for _code, count in (*refused, *queries))
    return Report(refused, queries, tuple(lines), max(0, told - len(lines)))


def _line_of(entry: Mapping[str, Any]) -> ReportLine:
    if entry["result"] == "refused":
        column = Column(entry["column"])
        return ReportLine(entry["row"], column, entry["key"], entry["written"], entry["reason"])
    return ReportLine(entry["row"], None, entry["well"], "", entry["reason"])


def reasons_of(entries: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Return why rows are refused, by line."""
    return {one["row"]: entry_of(one)["reason"] for one in entries if one["result"] == "refused"}


def write_refused(stream: BinaryIO, *, table: Table, reasons: Mapping[int, str], header: str) -> int:
    """Write the header with what stands over it, and the refused rows as they came; return their count.

    Mended there, the file is imported again as it is.
    """
    book = xlsxwriter.Workbook(stream, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    writer = CellWriter(book, sheet)
    column = max(len(cells) for _line, cells in table.above)
    sheet.set_column(0, column - 1, 18)
    sheet.set_column(column, column, REASONS_WIDTH)
    for at, (_line, cells) in enumerate(table.above):
        writer.write(cells, at)
    first = len(table.above)
    sheet.write_string(first - 1, column, header)
    count = 0
    for line, cells in table.rows:
        if line in reasons:
            writer.write(cells[:column], first + count)
            sheet.write_string(first + count, column, reasons[line])
            count += 1
    book.close()
    return count
