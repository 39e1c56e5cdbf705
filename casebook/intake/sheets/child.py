"""The process that opens a foreign spreadsheet: `python -I child.py KIND < FILE > SPOOL`.

It imports nothing of casebook, writes to nothing but its output, and stops at its limits, so that a
file made to exhaust or to take over a reader harms only this process.

The spool is JSON, one value a line: first `{"sheets": n}`, then for each sheet
`{"name", "hidden", "merged"}` followed by `[row, cells]` for every row that is not empty (counted
from 0, cells from column A) and `null` after the last. Dates are `{"d": "2011-07-01"}`.
What cannot be read ends with exit code 3 and a word on the error stream.
"""

from __future__ import annotations

import csv
import io
import json
import math
import resource
import sys
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from python_calamine import CalamineSheet

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 60
SPOOL_BYTES = 1024 * 1024 * 1024
MOST_SHEETS = 60
MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_CHARACTERS = 2_000
"""Of one cell; what a register holds is far shorter, and a longer text is cut here."""
MOST_MERGED = 20_000

UNUSABLE = 3
"""Exit code for a file that cannot be read; the word on the error stream says why."""


class UnusableFileError(Exception):
    """The file cannot be read; the text is one of the words that `reader` knows."""


def limit() -> None:
    """Give up everything that reading a spreadsheet does not need."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, SPOOL_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))


def workbook_lines() -> Iterator[object]:
    """Yield the spool's values of an XLSX or XLS file on standard input."""
    try:
        book = CalamineWorkbook.from_path("/dev/stdin")
    except PasswordError:
        raise UnusableFileError("encrypted") from None
    except (CalamineError, OSError, ValueError):
        raise UnusableFileError("unreadable") from None
    tables = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    if len(tables) > MOST_SHEETS:
        raise UnusableFileError("too_many_sheets")
    yield {"sheets": len(tables)}
    for meta in tables:
        sheet = book.get_sheet_by_name(meta.name)
        merged = sheet.merged_cell_ranges or []
        yield {
            "name": meta.name,
            "hidden": meta.visible != SheetVisibleEnum.Visible,
            "merged": merged if len(merged) <= MOST_MERGED else [],
        }
        yield from _rows(_sheet_rows(sheet))


def _sheet_rows(sheet: CalamineSheet) -> Iterator[Sequence[object]]:
    left: list[object] = [None] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield [*left, *row]


def text_lines(stream: BinaryIO) -> Iterator[object]:
    """Yield the spool's values of a CSV file: UTF-8 with or without a mark, or GB 18030."""
    data = stream.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise UnusableFileError("unreadable")
    csv.field_size_limit(len(text) + 1)
    yield {"sheets": 1}
    yield {"name": "", "hidden": False, "merged": []}
    try:
        yield from _rows(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error:
        raise UnusableFileError("unreadable") from None


def _delimiter(text: str) -> str:
    """Return the sign that stands most often in the first lines."""
    head = text[:20_000]
    return max(",\t;", key=head.count)


def _rows(rows: Iterable[Sequence[object]]) -> Iterator[object]:
    kept = 0
    for number, row in enumerate(rows):
        cells = [_plain(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        kept += 1
        if kept > MOST_ROWS:
            raise UnusableFileError("too_many_rows")
        if len(cells) > MOST_COLUMNS:
            raise UnusableFileError("too_many_columns")
        yield [number, cells]
    yield None


def _plain(value: object) -> object:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value[:MOST_CHARACTERS]
    if isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return str(value)


def main() -> None:
    """Read standard input and pour its rows to standard output."""
    limit()
    lines = text_lines(sys.stdin.buffer) if sys.argv[1] == "csv" else workbook_lines()
    try:
        for line in lines:
            sys.stdout.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        sys.stdout.flush()
    except UnusableFileError as error:
        sys.stderr.write(str(error))
        sys.exit(UNUSABLE)
    except MemoryError:
        sys.stderr.write("too_large")
        sys.exit(UNUSABLE)


if __name__ == "__main__":
    main()
