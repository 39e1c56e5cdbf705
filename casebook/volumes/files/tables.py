"""The rows of a foreign file, as text or as a workbook, from the row after its header."""

from __future__ import annotations

import codecs
import csv
import io
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from casebook.intake.sheets.reader import read_sheets
from casebook.kernel.errors import RuleBroken
from casebook.storage.rules import MediaKind
from casebook.storage.sniffing import inspect
from casebook.volumes.rules import ImportKind
from casebook.volumes.rules.columns import HEAD_ROWS, Head, find_head, missing_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO, NoReturn

    from casebook.kernel.cells import Cell

    Line = tuple[int, Sequence[Cell]]

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How XLSX and XLS begin."""
ENCODINGS = ("utf-8", "gb18030")
"""Tried line by line: offices paste together files of both."""
MOST_JOINED = 20
"""Lines that one quoted cell may run over; a lone quotation mark swallows no more."""
LONGEST_LINE = 100_000
"""Characters; a longer line is not one of a table."""
BLOCK = 1 << 20
LINES_AT_ONCE = 10_000


@dataclass(frozen=True)
class Table:
    """A table that was understood; `rows` are its data with their line numbers, walked once."""

    head: Head
    rows: Iterator[Line]
    above: Sequence[Line] = ()
    """The header and what stands over it."""


@contextmanager
def open_table(path: Path, kind: ImportKind) -> Iterator[Table]:
    """Open a file: CSV in UTF-8, UTF-16 or GB 18030, or a workbook. Refused as `read_table` does."""
    with path.open("rb") as stream:
        if is_workbook(stream):
            inspect(path, path.name, frozenset({MediaKind.SPREADSHEET}))
        with read_table(stream, kind) as table:
            yield table


@contextmanager
def read_table(stream: BinaryIO, kind: ImportKind) -> Iterator[Table]:
    """Read the table of a file that was looked at when it came.

    RuleBroken (field `file`): `readings_columns_missing` or `electricity_columns_missing` when no header is
    found, and what the reader of workbooks refuses.
    """
    if is_workbook(stream):
        with read_sheets(stream, is_text=False) as sheets:
            heads = [sheet for sheet in sheets.heads if not sheet.is_hidden]
            found = [(sheet, find_head(kind, [row.cells for row in sheet.rows])) for sheet in heads]
            sheet, head = next(((s, h) for s, h in found if h is not None), (None, None))
            if sheet is None or head is None:
                _refuse(kind, [row.cells for one in heads for row in one.rows])
            rows = ((row.number, row.cells) for row in sheets.rows(sheets.heads.index(sheet)))
            above = [(row.number, row.cells) for row in sheet.rows[: head.row + 1]]
            yield Table(head, islice(rows, head.row + 1, None), above)
        return
    lines = text_rows(stream)
    first = list(islice(lines, HEAD_ROWS))
    head = find_head(kind, [cells for _line, cells in first])
    if head is None:
        _refuse(kind, [cells for _line, cells in first])
    yield Table(head, _chained(first[head.row + 1 :], lines), first[: head.row + 1])


def is_workbook(stream: BinaryIO) -> bool:
    """Say whether a file begins as XLSX or XLS do; it stands at its beginning again."""
    begins = stream.read(4)
    stream.seek(0)
    return begins in WORKBOOKS


def _chained(first: Sequence[Line], rest: Iterator[Line]) -> Iterator[Line]:
    yield from first
    yield from rest


def _refuse(kind: ImportKind, rows: Iterable[Sequence[Cell]]) -> NoReturn:
    missing = missing_columns(kind, rows)[0]
    if kind is ImportKind.READINGS:
        raise RuleBroken("readings_columns_missing", field="file", column=missing)
    raise RuleBroken("electricity_columns_missing", field="file", column=missing)


def text_rows(stream: BinaryIO) -> Iterator[Line]:
    """Yield the rows of a text table that are not empty, each with the number of its first line."""
    delimiter, number = "", 0
    lines = chain.from_iterable(_blocks(stream))
    for begun in lines:
        number += 1
        first, line = number, begun
        if '"' in line and line.count('"') % 2:
            parts = [line, *_rest_of_cell(lines)]
            number += len(parts) - 1
            line = "\n".join(parts)
        if not delimiter:
            delimiter = max(",\t;", key=line.count)
        if '"' in line:
            yield first, _quoted(line, delimiter)
        elif line:
            yield first, line.split(delimiter)


def _rest_of_cell(lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines that a quoted cell runs over."""
    for line in islice(lines, MOST_JOINED):
        yield line
        if line.count('"') % 2:
            return


def _quoted(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line with quotation marks; one that is no table's is taken as it stands."""
    try:
        return next(csv.reader([line.replace("\r", " ")], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _blocks(stream: BinaryIO) -> Iterator[list[str]]:
    """Yield the lines of a file, some thousand at once."""
    begins = stream.read(4096)
    stream.seek(0)
    if encoding := _wide_encoding(begins):
        reader = io.TextIOWrapper(stream, encoding, errors="replace")
        try:
            while some := list(islice(reader, LINES_AT_ONCE)):
                yield [line.rstrip("\n").replace("\0", "") for line in some]
        finally:
            if not stream.closed:
                reader.detach()  # the stream is its opener's to close
        return
    if begins.startswith(codecs.BOM_UTF8):
        stream.seek(len(codecs.BOM_UTF8))
    while block := stream.read(BLOCK):
        yield _decoded(block + stream.readline(LONGEST_LINE))


def _decoded(block: bytes) -> list[str]:
    """Return a block's lines as text."""
    try:
        lines = block.decode().split("\n")
    except UnicodeDecodeError:
        lines = [_decoded_line(line) for line in block.split(b"\n")]
    if not lines[-1]:
        lines.pop()
    return [line.rstrip("\r") for line in lines]


def _decoded_line(line: bytes) -> str:
    """Return a line as text: what is UTF-8 is hardly ever anything else, the reverse happens."""
    for encoding in ENCODINGS:
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode(errors="replace")


def _wide_encoding(begins: bytes) -> str:
    """Return UTF-16's name where the file is written in it, with or without a mark."""
    if begins.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    odd, even = begins[1::2].count(0), begins[::2].count(0)
    if max(odd, even) * 8 < len(begins):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"
