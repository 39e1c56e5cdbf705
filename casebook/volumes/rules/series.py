"""Rows and readings of many wells side by side, a column each: so millions of them are judged.

A moment packs day, second and whether a reading opens a new meter into one number that orders as they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from casebook.volumes.rules.cells import Row
from casebook.volumes.rules.dials import Reading
from casebook.volumes.rules.kinds import ReadingMark, ReadingWay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from uuid import UUID

    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Bools = npt.NDArray[np.bool_]
    Told = TypeVar("Told")

MONTHS = 12
MARKS = tuple(ReadingMark)
WAYS: tuple[ReadingWay | None, ...] = (None, *ReadingWay)
MARK_CODES = {mark: code for code, mark in enumerate(MARKS)}
WAY_CODES = {way: code for code, way in enumerate(WAYS)}
NEW_OPENING = MARK_CODES[ReadingMark.NEW_OPENING]
OLD_CLOSING = MARK_CODES[ReadingMark.OLD_CLOSING]
TAKEN_BACK = -1
"""Stands for the dial of a reading that was taken back: nothing else may come in its place."""
DAY_BITS, SECOND_BITS = 18, 1
_SECOND_MASK = (1 << DAY_BITS - SECOND_BITS) - 1


def pack(day: int, second: int, *, is_opening: bool = False) -> int:
    """Return the moment of a day's ordinal and a second (-1 where only the day is known)."""
    return day << DAY_BITS | (second + 1) << SECOND_BITS | is_opening


def moments(day: Ints, second: Ints, mark: Ints) -> Ints:
    """Return the moments of days, seconds and marks."""
    opens = (mark == NEW_OPENING).astype(np.int64)
    return np.asarray(day << DAY_BITS | (second + 1) << SECOND_BITS | opens, np.int64)


def days_of(moment: Ints) -> Ints:
    """Return the ordinals of days."""
    return moment >> DAY_BITS


def seconds_of(moment: Ints) -> Ints:
    """Return the seconds of the day, -1 where only the day is known."""
    return (moment >> SECOND_BITS & _SECOND_MASK) - 1


def months_of(days: Ints) -> Ints:
    """Return the months of days as year × 12 + month - 1; each day is looked at once."""
    different, which = np.unique(days, return_inverse=True)
    months = [day_of(day).year * MONTHS + day_of(day).month - 1 for day in different.tolist()]
    return np.array(months, np.int64)[which]


@cache
def day_of(ordinal: int) -> date:
    """Return a day, each made once."""
    return date.fromordinal(ordinal)


def ordinal_of(stored: date | str) -> int:
    """Return the ordinal of a day that a database hands out as it is, or as ISO text."""
    return (date.fromisoformat(stored) if isinstance(stored, str) else stored).toordinal()


class Numbered(dict[Any, int]):
    """Numbers from 0 for what is asked for, in the order of asking."""

    def __missing__(self, key: Any) -> int:  # noqa: ANN401 - whatever is to be numbered
        """Give the next number."""
        found = self[key] = len(self)
        return found

    def of(self, keys: Sequence[Any]) -> Ints:
        """Return the number of each key."""
        return np.fromiter(map(self.__getitem__, keys), np.int64, len(keys))

    @classmethod
    def told(cls, cells: Sequence[Any], tell: Callable[[Any], Told]) -> tuple[list[Told], Ints]:
        """Return what the different cells of a column tell, and which of them each row has."""
        numbers = cls()
        which = numbers.of(cells)
        return [tell(cell) for cell in numbers], which


def side_by_side(*columns: Ints | Sequence[int]) -> Ints:
    """Return columns of the same length as one table, a column in each of its rows."""
    return np.array(columns, np.int64)


def _column(figures: Ints, number: int) -> Ints:
    column: Ints = figures[number]
    return column


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a file that can be used, in any order; texts are numbered."""

    keys: list[str]
    """Well codes as folded; `key` says which."""
    meters: list[str]
    figures: Ints
    """Key, meter, moment, amount (litres or watt-hours), mark, way and line, side by side."""
    written: list[str]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.written)

    @property
    def key(self) -> Ints:
        """Which of the keys."""
        return _column(self.figures, 0)

    @property
    def meter(self) -> Ints:
        """Which of the meters."""
        return _column(self.figures, 1)

    @property
    def moment(self) -> Ints:
        """Day, second, and whether a new meter opens."""
        return _column(self.figures, 2)

    @property
    def amount(self) -> Ints:
        """Litres or watt-hours."""
        return _column(self.figures, 3)

    @property
    def mark(self) -> Ints:
        """Which of MARKS."""
        return _column(self.figures, 4)

    @property
    def way(self) -> Ints:
        """Which of WAYS."""
        return _column(self.figures, 5)

    @property
    def line(self) -> Ints:
        """Line in the file."""
        return _column(self.figures, 6)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Rows:
        """Return single rows side by side."""
        keys, meters, some = Numbered(), Numbered(), list(rows)
        figures = side_by_side(
            keys.of([row.key for row in some]),
            meters.of([row.meter for row in some]),
            [pack(r.day, r.second, is_opening=r.mark is ReadingMark.NEW_OPENING) for r in some],
            [row.amount for row in some],
            [MARK_CODES[row.mark] for row in some],
            [WAY_CODES[row.way] for row in some],
            [row.line for row in some],
        )
        return cls(list(keys), list(meters), figures, [row.written for row in some])

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """Return several as one, the texts numbered anew in their alphabetical order."""
        keys = sorted({key for part in parts for key in part.keys})
        meters = sorted({meter for part in parts for meter in part.meters})
        key_numbers, meter_numbers = Numbered(_numbers(keys)), Numbered(_numbers(meters))
        figures = np.concatenate([part.figures for part in parts], axis=1)
        figures[0] = np.concatenate([key_numbers.of(part.keys)[part.key] for part in parts])
        figures[1] = np.concatenate([meter_numbers.of(part.meters)[part.meter] for part in parts])
        return cls(keys, meters, figures, [text for part in parts for text in part.written])

    def taken(self, which: Ints) -> Rows:
        """Return some of the rows, in this order."""
        if _is_all(which, len(self)):
            return self
        return Rows(self.keys, self.meters, self.figures[:, which], picked(self.written, which))

    def between(self, part: slice) -> Rows:
        """Return those between two places."""
        return Rows(self.keys, self.meters, self.figures[:, part], self.written[part])

    def in_order(self) -> Rows:
        """Return them by key, in order of time, the same time in the file's order."""
        return self.taken(np.lexsort((self.line, self.moment, self.key)))

    def row(self, place: int) -> Row:
        """Return one of them."""
        key, meter, moment, amount, mark, way, line = self.figures[:, place].tolist()
        return Row(
            line=line,
            key=self.keys[key],
            meter=self.meters[meter],
            day=moment >> DAY_BITS,
            second=(moment >> SECOND_BITS & _SECOND_MASK) - 1,
            amount=amount,
            mark=MARKS[mark],
            way=WAYS[way],
            written=self.written[place],
        )

    def each(self) -> Iterator[Row]:
        """Yield them one by one."""
        return map(self.row, range(len(self)))


def _is_all(which: Ints | Bools, count: int) -> bool:
    """Say whether all of so many are taken as they stand, which is usual and costs nothing."""
    if which.dtype == np.bool_:
        return bool(which.all())
    return len(which) == count and np.array_equal(which, np.arange(count))


def _numbers(texts: Sequence[str]) -> dict[str, int]:
    return {text: number for number, text in enumerate(texts)}


class Fates(NamedTuple):
    """What becomes of arriving readings, by their places among those that arrived."""

    fresh: Ints
    unchanged: int
    conflicts: list[tuple[int, int]]
    """Place, and the dial that stands already (or TAKEN_BACK)."""


@dataclass(frozen=True, slots=True)
class Series:
    """Readings of wells; wells and meters are numbers that the caller gave out."""

    figures: Ints
    """Well, meter, moment, dial (litres), mark and whether it is online, side by side."""

    def __len__(self) -> int:
        """Count the readings."""
        return int(self.figures.shape[1])

    @property
    def well(self) -> Ints:
        """Whose reading it is."""
        return _column(self.figures, 0)

    @property
    def meter(self) -> Ints:
        """Of which meter."""
        return _column(self.figures, 1)

    @property
    def moment(self) -> Ints:
        """Day, second, and whether a new meter opens."""
        return _column(self.figures, 2)

    @property
    def dial(self) -> Ints:
        """Litres, or TAKEN_BACK."""
        return _column(self.figures, 3)

    @property
    def mark(self) -> Ints:
        """Which of MARKS."""
        return _column(self.figures, 4)

    @property
    def is_online(self) -> Bools:
        """Whether it came from an online meter."""
        return np.asarray(self.figures[5] != 0, np.bool_)

    def taken(self, which: Ints | Bools) -> Series:
        """Return some of them."""
        return self if _is_all(which, len(self)) else Series(self.figures[:, which])

    @classmethod
    def of_parts(cls, parts: Sequence[Series]) -> Series:
        """Return several after one another."""
        return cls(np.concatenate([part.figures for part in parts], axis=1))

    def last_of_each(self, revision: Ints) -> Series:
        """Return of each reading the last revision."""
        if not len(self) or int(revision.max()) == 1:
            return self
        order = np.lexsort((revision, self.meter, self.moment, self.well))
        some = self.taken(order)
        return some.taken(np.append(some.begins()[1:], True))

    def begins(self) -> Bools:
        """Say of each whether it is another meter or time than the one before."""
        starts = np.ones(len(self), np.bool_)
        columns = (self.well, self.moment, self.meter)
        starts[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
        return starts

    def in_order(self) -> Series:
        """Return those that count by well and in order of time; what was taken back is left out."""
        some = self.taken(self.dial != TAKEN_BACK)
        return some.taken(np.lexsort((some.meter, some.moment, some.well)))

    def of_wells(self, wells: Ints) -> Series:
        """Return the readings of some wells, these numbered anew in their order."""
        figures = self.figures[:, np.isin(self.well, wells)]
        figures[0] = np.searchsorted(wells, figures[0])
        return Series(figures)

    def receive(self, new: Series) -> Fates:
        """Say what becomes of new readings: a meter is read once at a time, and the first reading counts."""
        both = Series.of_parts([self, new])
        order = np.lexsort((both.meter, both.moment, both.well))  # stable: held before new
        some = both.taken(order)
        starts, dials = some.begins(), some.dial
        first = dials[np.flatnonzero(starts)][np.cumsum(starts) - 1] if len(order) else dials
        is_new = order >= len(self)
        again = is_new & ~starts
        differs = again & (dials != first)
        places = order - len(self)
        conflicts = zip(places[differs].tolist(), first[differs].tolist(), strict=True)
        unchanged = int(again.sum() - differs.sum())
        return Fates(places[is_new & starts], unchanged, list(conflicts))

    def readings(self, first: int, last: int, meters: Sequence[UUID]) -> list[Reading]:
        """Return the readings between two places as the rules of one well take them."""
        return [
            Reading(
                meters[meter],
                day_of(moment >> DAY_BITS),
                dial,
                MARKS[mark],
                (moment >> SECOND_BITS & _SECOND_MASK) - 1,
                bool(is_online),
            )
            for _well, meter, moment, dial, mark, is_online in self.figures[:, first:last].T.tolist()
        ]


def empty_series() -> Series:
    """Return a series without readings."""
    return Series(np.zeros((6, 0), np.int64))


def bounds(well: Ints, count: int) -> Ints:
    """Return where each of so many wells begins in an ordered column, and where the last one ends."""
    return np.searchsorted(well, np.arange(count + 1))


def picked(texts: Sequence[Told], which: Ints) -> list[Told]:
    """Return the texts that numbers stand for."""
    every = np.empty(len(texts), dtype=object)
    every[:] = texts
    found: list[Told] = every[which].tolist()
    return found


def summed(places: Ints, amounts: Ints) -> Iterator[tuple[int, int, int]]:
    """Yield each place once with the exact sum of its amounts and how many there are."""
    order = np.argsort(places, kind="stable")
    different, first, count = np.unique(places[order], return_index=True, return_counts=True)
    sums = np.add.reduceat(amounts[order], first)
    yield from zip(different.tolist(), sums.tolist(), count.tolist(), strict=True)


_REVISION_BITS = 10
_METER_BITS = 74
_LOW_METER_BITS = 14
_VARIANT = 0x2 << 62
"""UUID version 8, variant 2 (RFC 9562): bits of our own choice."""


def reading_ids(meters: Sequence[UUID], meter: Ints, moment: Ints, revision: int = 1) -> npt.NDArray[np.void]:
    """Return the keys of readings, sixteen bytes each: the same for the same meter, time and revision.

    They hold 74 bits of the meter's hash, then moment and revision, so that a meter's readings lie together
    in the index, in order of time.
    """
    high, low = [], []
    for one in meters:
        number = int.from_bytes(blake2b(one.bytes, digest_size=10).digest()) >> 80 - _METER_BITS
        top, middle = number >> 26, number >> _LOW_METER_BITS & 0xFFF
        high.append(top << 16 | 0x8 << 12 | middle)
        low.append(_VARIANT | (number & (1 << _LOW_METER_BITS) - 1) << 48)
    keys = np.empty((len(meter), 2), ">u8")
    keys[:, 0] = np.array(high, np.uint64)[meter]
    keys[:, 1] = np.array(low, np.uint64)[meter] | (moment << _REVISION_BITS | revision).astype(np.uint64)
    return keys.view("V16").reshape(-1)
