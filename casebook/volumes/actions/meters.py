"""Which meter a row speaks of. A meter is known by the register, or by a swap that the file itself tells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from sqlalchemy import Table, bindparam, update

from casebook.db.bulk import load_rows
from casebook.kernel import ids
from casebook.kernel.volumes import cubic_metres, litres
from casebook.volumes.models import Meter, MeterAssignment
from casebook.volumes.queries.known import find_meters, list_assignments
from casebook.volumes.rules import ReadingMark
from casebook.volumes.rules.series import NEW_OPENING, OLD_CLOSING, Numbered, day_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.volumes.queries.known import KnownWell
    from casebook.volumes.rules.cells import Row
    from casebook.volumes.rules.series import Bools, Ints, Rows

_SWAPS = frozenset({ReadingMark.NEW_OPENING, ReadingMark.OLD_CLOSING})
_REGISTER = "register"


@dataclass(slots=True)
class Put:
    """A meter on a well, as it stands or is to be written."""

    meter_id: UUID
    digits: int | None
    from_on: date
    to_on: date | None = None
    opening_l: int | None = None
    closing_l: int | None = None
    ground: str = _REGISTER
    rowid: int | None = None
    """None for one that is not stored yet."""
    is_changed: bool = False


class MeterBook:
    """The meters of some wells while a file is judged; `write` keeps those that were opened or closed."""

    def __init__(
        self, session: Session, county_code: str, wells: Collection[KnownWell], *, now: datetime
    ) -> None:
        self._session = session
        self._county = county_code
        self._now = now
        self._by_well: dict[UUID, dict[str, Put]] = defaultdict(dict)
        self._named: dict[UUID, set[str]] = defaultdict(set)
        """Numbers that a swap in the file names."""
        self._opened: list[tuple[Any, ...]] = []
        for put, meter in list_assignments(session, [well.well_id for well in wells]):
            self._by_well[put.well_id][meter.number] = _stored(put, meter)
        self._ids = find_meters(session, county_code, {well.meter_no for well in wells})

    def assign(self, wells: Sequence[KnownWell], rows: Rows, well: Ints) -> tuple[list[UUID], Ints]:
        """Return meters, and which of them each row speaks of, -1 where nothing makes one known.

        `rows` are in order of time within each well; `well` says whose they are. A meter that a row names is
        looked for once, as are those of wells that have one meter only; where rows name none and there are
        several to choose from, the day of each row decides.
        """
        self._learn(wells, rows, well)
        unnamed = np.array([not number for number in rows.meters], np.bool_)[rows.meter]
        has_choice = np.zeros(len(wells), np.bool_)
        for number in np.unique(well[unnamed]).tolist():
            has_choice[number] = self._has_choice(wells[number], rows, well == number)
        kinds, first, which = np.unique(
            well * len(rows.meters) + rows.meter, return_index=True, return_inverse=True
        )
        found = Numbered()
        of_kind = np.full(len(kinds), -1, np.int64)
        for kind in np.argsort(first).tolist():
            if not has_choice[well[first[kind]]]:
                of_kind[kind] = self._number(found, wells, rows, well, int(first[kind]))
        meter = of_kind[which]
        closes = np.flatnonzero(has_choice[well] | (rows.mark == OLD_CLOSING))
        for place in closes.tolist():
            meter[place] = self._number(found, wells, rows, well, place)
        return list(found), meter

    def _number(self, found: Numbered, wells: Sequence[KnownWell], rows: Rows, well: Ints, place: int) -> int:
        row = rows.row(place)
        meter_id = self.find(wells[well[place]], row, day_of(row.day))
        return -1 if meter_id is None else found[meter_id]

    def _learn(self, wells: Sequence[KnownWell], rows: Rows, well: Ints) -> None:
        """Learn the meters that rows name as taken away or put in another's place."""
        named: dict[UUID, set[str]] = defaultdict(set)
        for place in np.flatnonzero((rows.mark == NEW_OPENING) | (rows.mark == OLD_CLOSING)).tolist():
            if number := rows.meters[rows.meter[place]]:
                named[wells[well[place]].well_id].add(number)
        for well_id, numbers in named.items():
            self._named[well_id] |= numbers
        if missing := set().union(*named.values()) - self._ids.keys():
            self._ids |= find_meters(self._session, self._county, missing)

    def _has_choice(self, well: KnownWell, rows: Rows, its: Bools) -> bool:
        """Say whether a well has or had another meter than the register's."""
        numbers = {rows.meters[number] for number in np.unique(rows.meter[its]).tolist()}
        return bool((numbers | self._by_well[well.well_id].keys()) - {well.meter_no, ""})

    def find(self, well: KnownWell, row: Row, on: date) -> UUID | None:
        """Return the meter of a row, opened where it is new; None where nothing makes it known."""
        of_well = self._by_well[well.well_id]
        number = row.meter or self._usual(well, on)
        if not number:
            return None
        if number not in of_well:
            if number != well.meter_no and number not in self._named[well.well_id]:
                return None
            of_well[number] = self._open(well, number, row, on)
        put = of_well[number]
        if row.mark is ReadingMark.OLD_CLOSING:
            put.to_on, put.closing_l, put.is_changed = on, row.amount, True
        elif on < put.from_on:
            put.from_on, put.is_changed = on, True
        return put.meter_id

    def _usual(self, well: KnownWell, on: date) -> str:
        """Return the number of the meter that was on the well that day, else the register's."""
        of_well = self._by_well[well.well_id].items()
        there = [
            number for number, put in of_well if put.from_on <= on and (put.to_on is None or on <= put.to_on)
        ]
        return there[-1] if there else well.meter_no

    def _open(self, well: KnownWell, number: str, row: Row, on: date) -> Put:
        if number not in self._ids:
            self._ids[number] = ids.new_id(), None
            meter_id = self._ids[number][0]
            self._opened.append((meter_id, self._county, number, well.meter_kind.value, "", self._now, 1))
        is_new = row.mark is ReadingMark.NEW_OPENING
        return Put(
            *self._ids[number],
            from_on=on,
            opening_l=row.amount if is_new else None,
            ground=row.mark.value if row.mark in _SWAPS else _REGISTER,
        )

    def write(self) -> None:
        """Keep the meters and assignments that were opened or closed."""
        load_rows(self._session, Meter, _METER, self._opened)
        self._opened.clear()
        puts = [(well_id, put) for well_id, some in self._by_well.items() for put in some.values()]
        new = [_row(self._county, well_id, put) for well_id, put in puts if put.rowid is None]
        load_rows(self._session, MeterAssignment, _ASSIGNMENT, new)
        changed = [_change(put) for _well, put in puts if put.rowid is not None and put.is_changed]
        if changed:
            self._session.execute(_UPDATE, changed)


_METER = ("id", "county_code", "number", "kind", "seal_no", "opened_at", "version")
_ASSIGNMENT = (
    "id",
    "county_code",
    "meter_id",
    "well_id",
    "from_on",
    "to_on",
    "opening_l",
    "closing_l",
    "ground",
)
_TABLE = cast("Table", MeterAssignment.__table__)
_UPDATE = (
    update(_TABLE)
    .where(_TABLE.c.rowid == bindparam("of_rowid"))
    .values({name: bindparam(f"to_{name}") for name in ("from_on", "to_on", "closing_l")})
)


def _stored(put: MeterAssignment, meter: Meter) -> Put:
    closing = None if put.closing_m3 is None else litres(put.closing_m3)
    return Put(meter.id, meter.digits, put.from_on, put.to_on, closing_l=closing, rowid=put.rowid)


def _row(county_code: str, well_id: UUID, put: Put) -> tuple[Any, ...]:
    ends = put.from_on, put.to_on, put.opening_l, put.closing_l
    return ids.new_id(), county_code, put.meter_id, well_id, *ends, put.ground


def _change(put: Put) -> dict[str, Any]:
    closing = None if put.closing_l is None else cubic_metres(put.closing_l)
    return {
        "of_rowid": put.rowid,
        "to_from_on": put.from_on,
        "to_to_on": put.to_on,
        "to_closing_l": closing,
    }
