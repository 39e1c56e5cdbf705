"""Spreadsheets that leave the house: units in headers, no cell that a spreadsheet would execute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

import xlsxwriter

from casebook.kernel.clock import to_local
from casebook.web.formats import yes_no

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import BinaryIO

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class SheetColumn:
    """One column: its header with the unit, where its value comes from, its width in characters."""

    header: str
    value: Callable[[object], object]
    width: int = 14


def neutral(text: str) -> str:
    """Return text that no spreadsheet takes for a formula; numbers such as -3 stay readable."""
    return "'" + text if text.startswith(_DANGEROUS) else text


@dataclass(frozen=True)
class SheetChart:
    """Bars beside a table: `labels` and `values` are places of columns, of each row one bar."""

    title: str
    labels: int
    values: int


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook; its rows are read once, from the first to the last."""

    title: str
    columns: list[SheetColumn]
    rows: Iterable[object]
    chart: SheetChart | None = None


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object) -> None:
    """Write one value; the commonest kinds first, because a report has a million cells."""
    if value is None:
        return
    if type(value) is str:
        sheet.write_string(row, column, neutral(value))
    elif type(value) is int or type(value) is Decimal or type(value) is float:
        sheet.write_number(row, column, value)
    elif isinstance(value, bool):
        sheet.write_string(row, column, yes_no(value))
    elif isinstance(value, datetime):
        sheet.write_string(row, column, f"{to_local(value):%Y-%m-%d %H:%M}")
    elif isinstance(value, date):
        sheet.write_string(row, column, value.isoformat())
    else:
        sheet.write_string(row, column, neutral(str(value.value if isinstance(value, StrEnum) else value)))


def write_xlsx(stream: BinaryIO, *, title: str, columns: list[SheetColumn], rows: Iterable[object]) -> int:
    """Write a table row by row (memory stays flat) and return the number of rows."""
    return write_book(stream, [Sheet(title, columns, rows)])


def write_book(stream: BinaryIO, sheets: Iterable[Sheet], *, made_at: datetime | None = None) -> int:
    """Write tables, each on its own sheet, row by row; return the number of rows of all."""
    book = xlsxwriter.Workbook(stream, {"constant_memory": True, "strings_to_formulas": False})
    if made_at is not None:
        book.set_properties({"created": to_local(made_at).replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
    written = sum(_write_sheet(book, sheet, bold) for sheet in sheets)
    book.close()
    return written


def _write_sheet(book: xlsxwriter.Workbook, made: Sheet, bold: xlsxwriter.format.Format) -> int:
    sheet = book.add_worksheet(made.title[:31])
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(made.columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.header, bold)
    values = [column.value for column in made.columns]
    written = 0
    for written, row in enumerate(made.rows, start=1):
        for index, value in enumerate(values):
            _write(sheet, written, index, value(row))
    if made.chart is not None and written:
        _draw(book, sheet, made, made.chart, written)
    return written


def _draw(
    book: xlsxwriter.Workbook,
    sheet: xlsxwriter.worksheet.Worksheet,
    made: Sheet,
    wanted: SheetChart,
    rows: int,
) -> None:
    """Put a chart of a column to the right of its table; it follows the cells."""
    chart, name = book.add_chart({"type": "column"}), sheet.get_name()
    header = made.columns[wanted.values].header
    chart.add_series(
        {
            "name": header,
            "categories": [name, 1, wanted.labels, rows, wanted.labels],
            "values": [name, 1, wanted.values, rows, wanted.values],
            "fill": {"color": "#0f6e84"},
        }
    )
    chart.set_title({"name": wanted.title})
    chart.set_y_axis({"name": header})
    chart.set_legend({"none": True})
    sheet.insert_chart(1, len(made.columns) + 1, chart)
