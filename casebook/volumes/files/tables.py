"""The rows of a foreign file, as text or as a workbook, from the row after its header."""

from __future__ import annotations

import codecs
import csv
import io
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, AnyStr

import numpy as np

from casebook.intake.sheets.reader import read_sheets
from casebook.kernel.errors import RuleBroken
from casebook.storage.rules import MediaKind
from casebook.storage.sniffing import inspect
from casebook.volumes.rules import ImportKind
from casebook.volumes.rules.blocks import Block
from casebook.volumes.rules.columns import HEAD_ROWS, Head, find_head, missing_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO, NoReturn

    from casebook.kernel.cells import Cell
    from casebook.volumes.rules.blocks import Line

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How XLSX and XLS begin."""
ENCODINGS = ("utf-8", "gb18030")
"""Tried line by line: offices paste together files of both."""
MOST_JOINED = 20
"""Lines that one quoted cell may run over; a lone quotation mark swallows no more."""
LONGEST_LINE = 100_000
"""Characters; a longer line is not one of a table."""
BLOCK = 4 << 20
"""Octets that are understood together."""
ROWS_AT_ONCE = 50_000
LINES_AT_ONCE = 50_000


@dataclass(frozen=True)
class Table:
    """A table that was understood; `blocks` are its data, walked once."""

    head: Head
    blocks: Iterator[Block]
    above: Sequence[Line] = ()
    """The header and what stands over it."""

    @property
    def rows(self) -> Iterator[Line]:
        """The data row by row with their line numbers, walked once."""
        return chain.from_iterable(block.rows() for block in self.blocks)


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
            yield Table(head, in_blocks(islice(rows, head.row + 1, None)), above)
        return
    blocks = text_blocks(stream)
    begun = list(_first(blocks, HEAD_ROWS))
    first = list(islice(chain.from_iterable(block.rows() for block in begun), HEAD_ROWS))
    head = find_head(kind, [cells for _line, cells in first])
    if head is None:
        _refuse(kind, [cells for _line, cells in first])
    yield Table(head, _after(head.row + 1, chain(begun, blocks)), first[: head.row + 1])


def in_blocks(rows: Iterable[Line]) -> Iterator[Block]:
    """Yield single rows some thousand at once."""
    every = iter(rows)
    while some := list(islice(every, ROWS_AT_ONCE)):
        yield Block.of(some)


def _first(blocks: Iterator[Block], count: int) -> Iterator[Block]:
    """Yield blocks until they have so many rows."""
    while count > 0 and (block := next(blocks, None)) is not None:
        count -= len(block)
        yield block


def _after(count: int, blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks without so many rows at their beginning."""
    for block in blocks:
        rest = block.between(count, len(block)) if count else block
        count = max(count - len(block), 0)
        if len(rest):
            yield rest


def is_workbook(stream: BinaryIO) -> bool:
    """Say whether a file begins as XLSX or XLS do; it stands at its beginning again."""
    begins = stream.read(4)
    stream.seek(0)
    return begins in WORKBOOKS


def _refuse(kind: ImportKind, rows: Iterable[Sequence[Cell]]) -> NoReturn:
    missing = missing_columns(kind, rows)[0]
    if kind is ImportKind.READINGS:
        raise RuleBroken("readings_columns_missing", field="file", column=missing)
    raise RuleBroken("electricity_columns_missing", field="file", column=missing)


def text_rows(stream: BinaryIO) -> Iterator[Line]:
    """Yield the rows of a text table that are not empty, each with the number of its first line."""
    return chain.from_iterable(block.rows() for block in text_blocks(stream))


def text_blocks(stream: BinaryIO) -> Iterator[Block]:
    """Yield those rows many at once. Where all lines are alike, they are cut into cells together."""
    delimiter, number = "", 0
    for text in _texts(stream):
        delimiter = delimiter or max(",\t;", key=text.partition("\n")[0].count)
        block = _even_block(text, delimiter, number)
        if block is None:
            lines = [line.rstrip("\r") for line in text.removesuffix("\n").split("\n")]
            rows = list(_rows(lines, delimiter, number))
            if not text.endswith("\n"):
                _mark_cut_off(rows)
            block = Block.of(rows)
            number += len(lines)
        else:
            number += len(block)
        if len(block):
            yield block


def _even_block(text: str, delimiter: str, number: int) -> Block | None:
    """Return lines that all have the same number of plain cells, None for any others."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if '"' in text or "\r" in text:
        return None
    text = text.removesuffix("\n")
    octets = np.frombuffer(text.encode(), np.uint8)
    marks = octets[(octets == ord("\n")) | (octets == ord(delimiter))]
    ends = np.append(np.flatnonzero(marks == ord("\n")), len(marks))
    width = int(ends[0]) + 1
    if width == 1 or not np.array_equal(ends + 1, np.arange(1, len(ends) + 1) * width):
        return None
    cells = text.replace("\n", delimiter).split(delimiter)
    columns = [cells[place::width] for place in range(width)]
    return Block(range(number + 1, number + len(ends) + 1), columns)


def _rows(every: Sequence[str], delimiter: str, number: int) -> Iterator[Line]:
    """Yield the rows of some lines; a quoted cell may run over several."""
    lines = iter(every)
    for begun in lines:
        number += 1
        first, line = number, begun
        if '"' in line and line.count('"') % 2:
            parts = [line, *_until_even(islice(lines, MOST_JOINED), '"')]
            number += len(parts) - 1
            line = "\n".join(parts)
        if '"' in line:
            yield first, _quoted(line, delimiter)
        elif line:
            yield first, line.split(delimiter)


def _mark_cut_off(rows: list[Line]) -> None:
    """Let the last cell of a file say that it is not whole, where its row ends before the one above.

    A dial of 119374 that was cut off after 1193 would be taken for a dial.
    """
    if len(rows) > 1 and 0 < len(rows[-1][1]) < len(rows[-2][1]):
        number, cells = rows[-1]
        rows[-1] = number, [*cells[:-1], f"{cells[-1]}…"]


def _quoted(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line with quotation marks; one that is no table's is taken as it stands."""
    try:
        return next(csv.reader([line.replace("\r", " ")], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _texts(stream: BinaryIO) -> Iterator[str]:
    """Yield a file's text, whole lines of about BLOCK octets at once; a quoted cell ends where it began."""
    begins = stream.read(4096)
    stream.seek(0)
    if encoding := _wide_encoding(begins):
        reader = io.TextIOWrapper(stream, encoding, errors="replace")
        try:
            while some := "".join(islice(reader, LINES_AT_ONCE)):
                rest = islice(reader, MOST_JOINED if some.count('"') % 2 else 0)
                yield "".join(chain([some], _until_even(rest, '"'))).replace("\0", "")
        finally:
            if not stream.closed:
                reader.detach()  # the stream is its opener's to close
        return
    if begins.startswith(codecs.BOM_UTF8):
        stream.seek(len(codecs.BOM_UTF8))
    if b"\r" in begins and b"\n" not in begins:
        stream = io.BufferedReader(_LineFeeds(stream))
    while block := stream.read(BLOCK):
        block += stream.readline(LONGEST_LINE)
        if block.count(b'"') % 2:
            more = (stream.readline(LONGEST_LINE) for _line in range(MOST_JOINED))
            block += b"".join(_until_even(more, b'"'))
        yield _decoded(block).replace("\0", "")


class _LineFeeds(io.RawIOBase):
    """A file whose lines end in CR alone, as programs of old Macintoshes write them, with LF instead."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - anything that can be written into
        found = self._stream.read(len(buffer)).replace(b"\r", b"\n")
        buffer[: len(found)] = found
        return len(found)


def _until_even(lines: Iterable[AnyStr], mark: AnyStr) -> Iterator[AnyStr]:
    """Yield lines up to the one that ends a quoted cell."""
    for line in lines:
        yield line
        if line.count(mark) % 2:
            return


def _decoded(block: bytes) -> str:
    """Return a block as text."""
    try:
        return block.decode()
    except UnicodeDecodeError:
        return "\n".join(map(_decoded_line, block.split(b"\n")))


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
    begins = begins.rstrip(b"\0")  # what a broken download was padded with says nothing
    odd, even = begins[1::2].count(0), begins[::2].count(0)
    if max(odd, even) * 8 <= len(begins):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"
