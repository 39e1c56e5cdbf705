"""The refused rows as a spreadsheet: laid out as they came, with what is wrong beside them.

Mended there, the file is imported again as it is.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO

import xlsxwriter

from casebook.intake.rules.lines import lines
from casebook.web.sheets import neutral

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casebook.intake.rules.layout import Layout
    from casebook.intake.sheets.reader import SheetFile
    from casebook.kernel.cells import Cell

REASONS_WIDTH = 80
"""Characters."""


def write_mending(
    stream: BinaryIO, *, file: SheetFile, layout: Layout, reasons: Mapping[int, str], header: str
) -> int:
    """Write the rows above the data, and of the data those for which there are reasons; return their count.

    `reasons` are texts by row number as the sheet shows it, `header` the heading of their column.
    """
    book = xlsxwriter.Workbook(stream, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet((layout.sheet_name or "Sheet1")[:31])
    target = CellWriter(book, sheet)
    column = len(layout.columns)
    sheet.set_column(column, column, REASONS_WIDTH)
    for row in file.rows(layout.sheet):
        if row.index < layout.first_row:
            target.write(row.cells, row.index)
            if row.index == layout.first_row - 1:
                sheet.write_string(row.index, column, header)
    count = 0
    for row in lines(file.rows(layout.sheet), layout, file.heads[layout.sheet].merges):
        if row.number in reasons:
            target.write(row.cells, layout.first_row + count)
            sheet.write_string(layout.first_row + count, column, reasons[row.number])
            count += 1
    book.close()
    return count


class CellWriter:
    """A sheet being written, one row after the other."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        self._sheet = sheet
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})

    def write(self, cells: Sequence[Cell], at: int) -> None:
        """Write a row's cells as what they are; text never becomes a formula."""
        for column, cell in enumerate(cells):
            self._write_cell(at, column, cell)

    def _write_cell(self, at: int, column: int, cell: Cell) -> None:
        if cell is None:
            return
        if isinstance(cell, bool):
            self._sheet.write_boolean(at, column, cell)
        elif isinstance(cell, int | float):
            self._sheet.write_number(at, column, cell)
        elif isinstance(cell, datetime):
            self._sheet.write_datetime(at, column, cell.replace(tzinfo=None), self._day)
        elif isinstance(cell, date):
            self._sheet.write_datetime(at, column, datetime(cell.year, cell.month, cell.day), self._day)  # noqa: DTZ001 - a sheet's days have no zone
        else:
            self._sheet.write_string(at, column, neutral(str(cell)))
