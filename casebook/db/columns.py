"""Rows given column by column, and how COPY wants them in binary: whole columns are spelled at once."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Union
from uuid import UUID

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Cells = npt.NDArray[Any]

KEY = np.dtype("V16")
"""A key's sixteen bytes, as arrays hold them."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A column in which few values repeat: the different ones, and which of them each row has."""

    values: Sequence[Any]
    which: Ints

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.which)


Values = Union["Cells", Picked, "Sequence[str]"]
"""Whole numbers or keys (`KEY`) as an array, few values that repeat, or texts."""

BEGINS, ENDS = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
"""What stands before and after the rows."""
_ROWS_OF_A_SLICE = 16_384
_FIRST_DAY = date(2000, 1, 1).toordinal()
_FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_NUMBERS = {"SMALLINT": ">i2", "INTEGER": ">i4", "BIGINT": ">i8"}
_NULL = struct.pack(">i", -1)


def listed(column: Values) -> list[Any]:
    """Return a column's values one by one: keys in 32 digits, days as ISO text."""
    if isinstance(column, Picked):
        every = np.empty(len(column.values), dtype=object)
        every[:] = [_said(value) for value in column.values]
        return list(every[column.which])
    if not isinstance(column, np.ndarray):
        return list(column)
    if column.dtype != KEY:
        return list(column.tolist())
    digits = column.tobytes().hex()
    return [digits[start : start + 32] for start in range(0, len(digits), 32)]


def _said(value: Any) -> Any:  # noqa: ANN401 - of any column
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def spelled(
    columns: Mapping[str, Values], same: Mapping[str, Any], kinds: Mapping[str, str]
) -> Iterator[bytes]:
    """Yield rows as binary COPY takes them, in order but within slices of some thousand.

    `same` are the columns that all rows share; `kinds` are the database's words for each column's type.
    """
    cells = [_cells(columns[name], kinds[name]) for name in columns]
    shared = b"".join(_alone(value, kinds[name]) for name, value in same.items())
    head = struct.pack(">h", len(columns) + len(same))
    for start in range(0, len(next(iter(columns.values()))), _ROWS_OF_A_SLICE):
        part = [one.between(start, start + _ROWS_OF_A_SLICE) for one in cells]
        yield from _slice(part, head, shared)


@dataclass(frozen=True, slots=True)
class _Fixed:
    """A column whose cells are of one width."""

    cells: Cells

    def between(self, first: int, last: int) -> _Fixed:
        return _Fixed(self.cells[first:last])

    def widths(self) -> Ints:
        return np.full(len(self.cells), self.cells.dtype.itemsize, np.int64)

    def of_width(self, which: Ints, _width: int) -> Cells:
        return self.cells[which]


@dataclass(frozen=True, slots=True)
class _Texts:
    """A column of texts of which a few repeat."""

    texts: list[bytes]
    which: Ints

    def between(self, first: int, last: int) -> _Texts:
        return _Texts(self.texts, self.which[first:last])

    def widths(self) -> Ints:
        return np.fromiter(map(len, self.texts), np.int64, len(self.texts))[self.which]

    def of_width(self, which: Ints, width: int) -> Cells:
        fitting = b"".join(text[:width].ljust(width) for text in self.texts)
        return np.frombuffer(fitting, f"V{width}")[self.which[which]]


@dataclass(frozen=True, slots=True)
class _Words:
    """A column of texts, hardly two alike."""

    texts: list[bytes]

    def between(self, first: int, last: int) -> _Words:
        return _Words(self.texts[first:last])

    def widths(self) -> Ints:
        return np.fromiter(map(len, self.texts), np.int64, len(self.texts))

    def of_width(self, which: Ints, width: int) -> Cells:
        joined = b"".join([self.texts[number] for number in which.tolist()])
        return np.frombuffer(joined, f"V{width}")


def _cells(column: Values, kind: str) -> _Fixed | _Texts | _Words:
    if isinstance(column, Picked):
        if kind.startswith("VARCHAR"):
            return _Texts([text.encode() for text in column.values], column.which)
        if kind == "DATE":
            days = np.array([day.toordinal() - _FIRST_DAY for day in column.values], ">i4")
            return _Fixed(days[column.which])
        return _Fixed(np.frombuffer(b"".join(key.bytes for key in column.values), KEY)[column.which])
    if not isinstance(column, np.ndarray):
        return _Words([text.encode() for text in column])
    return _Fixed(column if column.dtype == KEY else column.astype(_NUMBERS[kind]))


def _alone(value: Any, kind: str) -> bytes:  # noqa: ANN401 - of any column
    """Return one cell with its length before it."""
    if value is None:
        return _NULL
    if kind in _NUMBERS:
        body = np.array([value], _NUMBERS[kind]).tobytes()
    elif isinstance(value, UUID):
        body = value.bytes
    elif isinstance(value, datetime):
        since = value - _FIRST_MOMENT
        body = struct.pack(">q", (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)
    else:
        body = value.encode()
    return struct.pack(">i", len(body)) + body


def _slice(cells: Sequence[_Fixed | _Texts | _Words], head: bytes, shared: bytes) -> Iterator[bytes]:
    """Yield some rows: those whose cells are of the same widths are laid side by side and filled together."""
    every = [one.widths() for one in cells]
    mixed = np.zeros(len(every[0]), np.int64)
    for some in every:
        mixed = mixed * (int(some.max()) + 1) + some
    _kinds, first, which = np.unique(mixed, return_index=True, return_inverse=True)
    for number, example in enumerate(first.tolist()):
        places, widths = np.flatnonzero(which == number), [int(one[example]) for one in every]
        row = head + b"".join(struct.pack(">i", width) + bytes(width) for width in widths) + shared
        begins = len(head) + np.cumsum([4, *(width + 4 for width in widths[:-1])])
        rows = np.frombuffer(bytearray(row * len(places)), f"V{len(row)}")
        for one, width, at in zip(cells, widths, begins.tolist(), strict=True):
            if width:
                layout = np.dtype(
                    {"names": ["it"], "formats": [f"V{width}"], "offsets": [at], "itemsize": len(row)}
                )
                rows.view(layout)["it"] = one.of_width(places, width).view(f"V{width}")
        yield rows.tobytes()
