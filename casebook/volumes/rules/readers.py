"""Rows of a file: what each says, or the first reason why it says nothing usable.

Millions come through here. What offices nearly always write is understood by the column; any other row is
read cell by cell, and only there it is decided what is refused.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from casebook.kernel.cells import Unit
from casebook.kernel.cells import written as as_written
from casebook.volumes.rules.cells import (
    KEPT,
    NOT_DATA,
    PLAIN,
    THOUSAND,
    Bad,
    Fault,
    Row,
    as_kept,
    is_no_data,
    read_amount,
    read_key,
    read_mark,
    read_moment,
    read_month,
    read_way,
    refuse_future,
)
from casebook.volumes.rules.columns import Column
from casebook.volumes.rules.kinds import ReadingFault, ReadingMark
from casebook.volumes.rules.series import MARK_CODES, WAY_CODES, Numbered, Rows, pack, side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from casebook.kernel.cells import Cell
    from casebook.volumes.rules.blocks import Block
    from casebook.volumes.rules.columns import Head
    from casebook.volumes.rules.series import Ints, Told


_ALL_PLAIN = re.compile(rf"(?:{PLAIN.pattern}\n)*+")
_ODD = -1
_OPENS = MARK_CODES[ReadingMark.NEW_OPENING]


class Some(NamedTuple):
    """What some rows of a file say."""

    rows: Rows
    faults: list[Fault]


class Reader(ABC):
    """Reads the rows of one kind of file, one by one."""

    def __init__(self, head: Head, last_day: date) -> None:
        """Take the header, and the last day that is not in the future."""
        self._factor = head.factor
        self._last = last_day.toordinal()
        self._places = head.places
        self.width = max(head.places.values()) + 1

    @abstractmethod
    def __call__(self, line: int, cells: Sequence[Cell]) -> Row | Fault | None:
        """Return a Row, a Fault, or None for a row that holds no data."""

    def many(self, block: Block) -> Some:
        """Read several rows."""
        found = [self(line, cells) for line, cells in block.rows()]
        rows = Rows.of(one for one in found if isinstance(one, Row))
        return Some(rows, [one for one in found if isinstance(one, Fault)])

    def _padded(self, cells: Sequence[Told], nothing: Told) -> Sequence[Told]:
        missing = self.width - len(cells)
        return [*cells, *[nothing] * missing] if missing > 0 else cells


class ElectricityReader(Reader):
    """Reads the rows of a file of electricity."""

    def __call__(self, line: int, cells: Sequence[Cell]) -> Row | Fault | None:
        """Return what a row says."""
        cells = self._padded(cells, None)
        account, on, energy = (
            cells[self._places[name]] for name in (Column.ACCOUNT, Column.MONTH, Column.ENERGY)
        )
        if is_no_data(account, on, energy):
            return None
        key, said = read_key(account), on
        try:
            day = read_month(on)
            refuse_future(day, self._last, ReadingFault.MONTH_UNREADABLE, Column.MONTH)
            said = energy
            amount = read_amount(energy, Unit.KILOWATT_HOUR, self._factor, Column.ENERGY)
        except Bad as bad:
            return Fault(line, bad.code, bad.column, as_written(said)[:80], key, "", bad.hint)
        return Row(line, key, "", day, -1, amount, ReadingMark.NONE, None, as_kept(energy))


class ReadingReader(Reader):
    """Reads the rows of a file of readings."""

    def __init__(self, head: Head, last_day: date) -> None:
        """Take the header, and the last day that is not in the future."""
        super().__init__(head, last_day)
        self._well, self._on, self._dial = (
            head.places[name] for name in (Column.WELL, Column.DATE, Column.DIAL)
        )
        self._meter, self._way, self._remark = (
            head.places.get(name, -1) for name in (Column.METER, Column.WAY, Column.REMARK)
        )

    def __call__(self, line: int, cells: Sequence[Cell]) -> Row | Fault | None:
        """Return what a row says."""
        cells = self._padded(cells, None)
        on, dial = cells[self._on], cells[self._dial]
        if is_no_data(cells[self._well], on, dial):
            return None
        key, said = read_key(cells[self._well]), on
        number = "" if self._meter < 0 else read_key(cells[self._meter])
        try:
            day, second = read_moment(on)
            refuse_future(day, self._last, ReadingFault.DATE_IN_FUTURE, Column.DATE)
            said = dial
            amount = read_amount(dial, Unit.CUBIC_METRE, self._factor, Column.DIAL)
        except Bad as bad:
            return Fault(line, bad.code, bad.column, as_written(said)[:80], key, number, bad.hint)
        mark = ReadingMark.NONE if self._remark < 0 else read_mark(cells[self._remark])
        how = None if self._way < 0 else read_way(cells[self._way])
        return Row(line, key, number, day, second, amount, mark, how, as_kept(dial))

    def many(self, block: Block) -> Some:
        """Read several rows: the usual ones by the column, the others one by one."""
        if self._factor != 1:
            return super().many(block)
        columns = self._padded(block.columns, [None] * len(block))
        keys, known = Numbered.told(columns[self._well], _usual_key)
        moments, days = Numbered.told(columns[self._on], self._usual_moment)
        moment, amount = np.array(moments, np.int64)[days], _usual_amounts(columns[self._dial])
        is_usual = np.array([key is not None for key in keys], np.bool_)[known]
        is_usual &= (moment != _ODD) & (amount != _ODD)
        meters, meter = self._texts(columns, self._meter)
        mark = self._codes(columns, self._remark, _mark_code)
        figures = side_by_side(
            known,
            meter,
            moment | (mark == _OPENS),
            amount,
            mark,
            self._codes(columns, self._way, _way_code),
            block.lines,
        )
        written = _as_kept(columns[self._dial])
        rows = Rows([key or "" for key in keys], meters, figures, written)
        if is_usual.all():
            return Some(rows, [])
        others = super().many(block.taken(np.flatnonzero(~is_usual)))
        return Some(Rows.joined([rows.taken(np.flatnonzero(is_usual)), others.rows]), others.faults)

    def _usual_moment(self, cell: Cell) -> int:
        """Return the moment that a cell tells, or that it wants a closer look."""
        try:
            day, second = read_moment(cell) if cell else (self._last + 1, 0)
        except Bad:
            return _ODD
        return _ODD if day > self._last else pack(day, second)

    @staticmethod
    def _texts(columns: Sequence[Sequence[Cell]], place: int) -> tuple[list[str], Ints]:
        if place < 0:
            return [""], np.zeros(len(columns[0]), np.int64)
        return Numbered.told(columns[place], read_key)

    @staticmethod
    def _codes(columns: Sequence[Sequence[Cell]], place: int, code: Callable[[Cell], int]) -> Ints:
        if place < 0:
            return np.zeros(len(columns[0]), np.int64)
        codes, which = Numbered.told(columns[place], code)
        return np.array(codes, np.int64)[which]


def reader_of_readings(head: Head, last_day: date) -> ReadingReader:
    """Return what reads the rows of a file of readings; `last_day` is the last one not in the future."""
    return ReadingReader(head, last_day)


def reader_of_electricity(head: Head, last_day: date) -> ElectricityReader:
    """Return what reads the rows of a file of electricity."""
    return ElectricityReader(head, last_day)


def _usual_key(cell: Cell) -> str | None:
    """Return a well's key, None where the row may be a total, a note or a signature."""
    return read_key(cell) if isinstance(cell, str) and not NOT_DATA.match(cell) else None


def _mark_code(cell: Cell) -> int:
    return MARK_CODES[read_mark(cell)]


def _way_code(cell: Cell) -> int:
    return WAY_CODES[read_way(cell)]


def _as_kept(cells: Sequence[Cell]) -> list[str]:
    texts = [cell for cell in cells if isinstance(cell, str)]
    is_short = len(texts) == len(cells) and max(map(len, texts)) <= KEPT
    return texts if is_short else [as_kept(cell) for cell in cells]


def _usual_amounts(cells: Sequence[Cell]) -> Ints:
    """Return litres where a dial is written in plain digits: floats are exact to the litre up to 10^12 m³."""
    if set(map(type, cells)) == {str} and _ALL_PLAIN.fullmatch("\n".join([*map(str, cells), ""])):
        texts: Sequence[str] = [*map(str, cells)]
    else:
        texts = [cell if isinstance(cell, str) and PLAIN.fullmatch(cell) else "" for cell in cells]
    return _litres(texts)


def _litres(texts: Sequence[str]) -> Ints:
    if "" not in texts:
        numbers = np.fromiter(map(float, texts), np.float64, len(texts))
    else:
        numbers = np.array([float(text or _ODD / THOUSAND) for text in texts], np.float64)
    return np.rint(numbers * THOUSAND).astype(np.int64)
