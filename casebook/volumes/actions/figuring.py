"""Finding figures of wells anew and keeping the roll-ups true, in the transaction of what changed them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from sqlalchemy import Table, bindparam, select, update

from casebook.db.bulk import load_columns, load_rows
from casebook.db.columns import Picked
from casebook.db.holding import hold
from casebook.db.rows import insert_rows
from casebook.kernel import ids
from casebook.kernel.months import Month
from casebook.kernel.volumes import cubic_metres
from casebook.quotas.rules import GRADES, VolumeMethod
from casebook.volumes.actions.asking import keep_queries
from casebook.volumes.models import TownshipMonth, WellMonth, WellMonthPast
from casebook.volumes.queries.gathering import Judged, gather
from casebook.volumes.rules.combining import Figure
from casebook.volumes.rules.series import MONTHS, Numbered, summed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.db.columns import Values
    from casebook.volumes.queries.books import Stored, WellBook
    from casebook.volumes.queries.gathering import Gathered
    from casebook.volumes.rules.plain import PlainMonths
    from casebook.volumes.rules.series import Bools
    from casebook.volumes.rules.suspicions import Query

NOTHING: Figure[UUID] = Figure(None, None, "")


@dataclass(slots=True)
class Changes:
    """What a change of readings, electricity or coefficients did to the figures of a county."""

    county_code: str
    now: datetime
    reason: str
    """Why figures that were there before are replaced."""
    months_new: int = 0
    months_changed: int = 0
    queries: list[tuple[str, Query]] = field(default_factory=list)
    """Well code and query of those that were opened."""
    townships: dict[tuple[str, int, int, str], list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0])
    )
    """What is added to a township's month and grade: litres, wells."""

    def count(self, division_code: str, month: Month, figure: Figure[UUID] | Stored, sign: int) -> None:
        """Add a well's figure to its township, or take it out."""
        if figure.method is not None and figure.litres is not None:
            grade = GRADES[figure.method].value
            self.add(division_code, month, grade, sign * figure.litres, sign)

    def add(self, division_code: str, month: Month, grade: str, litres: int, wells: int) -> None:
        """Add litres and wells to a township's month and grade."""
        sums = self.townships[division_code, month.year, month.month, grade]
        sums[0] += litres
        sums[1] += wells


def hold_figures(session: Session, county_code: str) -> None:
    """Wait until nobody else changes the county's figures: roll-ups are sums, so changes take turns."""
    hold(session, f"volumes:{county_code}")


def refigure(
    session: Session, *, county_code: str, well_ids: Iterable[UUID], now: datetime, reason: str
) -> Changes:
    """Find the figures of these wells from what is stored, and keep what differs. `hold_figures` first."""
    changes = figure_anew(session, county_code=county_code, well_ids=well_ids, now=now, reason=reason)
    keep_townships(session, changes)
    return changes


def figure_anew(
    session: Session, *, county_code: str, well_ids: Iterable[UUID], now: datetime, reason: str
) -> Changes:
    """Do so for the wells only; what their townships gain or lose stands in the answer."""
    changes = Changes(county_code, now, reason)
    for some in gather(session, county_code, sorted(set(well_ids))):
        keep_figures(session, some, changes)
    return changes


def keep_figures(session: Session, some: Gathered, changes: Changes) -> None:
    """Store the figures of some wells where they differ from the roll-up, and their queries."""
    rows, judged = _Rows(changes), Judged(some)
    asked: list[tuple[WellBook, list[Query]]] = []
    is_new = ~judged.plain.wants_a_look
    for number, book in enumerate(some.books):
        if is_new[number] and not book.stored and not book.estimates:
            asked.append((book, []))
            continue
        is_new[number] = False
        found = judged.of(number)
        asked.append((book, found.queries))
        for month in sorted({*found.months, *book.stored}):
            rows.weigh(book, month, found.months.get(month, NOTHING))
    rows.write(session)
    write_plain(session, some.books, judged.plain, is_new, changes)
    changes.queries += keep_queries(session, changes.county_code, asked, changes.now)


def write_plain(
    session: Session, books: Sequence[WellBook], plain: PlainMonths, is_new: Bools, changes: Changes
) -> None:
    """Store the months of plain wells that have none yet."""
    which = np.flatnonzero(is_new[plain.well])
    if not len(which):
        return
    well, month, litres = plain.well[which], plain.month[which], plain.litres[which]
    divisions = Numbered()
    division = divisions.of([book.division_code for book in books])[well]
    kinds = [_word(VolumeMethod.MANUAL_METER), _word(VolumeMethod.ONLINE_METER)]
    kind = plain.is_online[which].astype(np.int64)
    columns: dict[str, Values] = {
        "id": ids.new_ids(len(which)),
        "well_id": Picked([book.well_id for book in books], well),
        "division_code": Picked(list(divisions), division),
        "year": month // MONTHS,
        "month": month % MONTHS + 1,
        "volume_l": litres,
        "method": Picked([method for method, _grade in kinds], kind),
        "grade": Picked([grade for _method, grade in kinds], kind),
    }
    same = {"flags": "", "coefficient_id": None, "version": 1, "figured_at": changes.now}
    load_columns(session, WellMonth, columns, {"county_code": changes.county_code, **same})
    changes.months_new += len(which)
    places = (division * _MONTHS_OF_ALL_YEARS + month) * len(kinds) + kind
    for place, sums, wells in summed(places, litres):
        number, at = divmod(place // len(kinds), _MONTHS_OF_ALL_YEARS)
        grade = kinds[place % len(kinds)][1] or ""
        changes.add(list(divisions)[number], Month(at // MONTHS, at % MONTHS + 1), grade, sums, wells)


_MONTHS_OF_ALL_YEARS = 10_000 * MONTHS


def is_same(figure: Figure[UUID], stored: Stored) -> bool:
    """Say whether a figure is what the roll-up has; notes beside it may differ."""
    said = figure.litres, figure.method, figure.coefficient
    return said == (stored.litres, stored.method, stored.coefficient_id)


class _Rows:
    """What is to be written of some wells."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        self.new: list[tuple[Any, ...]] = []
        self.changed: list[dict[str, Any]] = []
        self.past: list[dict[str, Any]] = []

    def weigh(self, book: WellBook, month: Month, figure: Figure[UUID]) -> None:
        """Take in a month's figure: new, a new version, other notes beside it, or nothing to write."""
        changes, stored = self.changes, book.stored.get(month)
        if stored is None:
            self.new.append(_new_row(changes, book, month, figure))
            changes.months_new += 1
            changes.count(book.division_code, month, figure, 1)
        elif not is_same(figure, stored):
            self.past.append(_past_row(changes, book, month, stored))
            self.changed.append(_changed_row(book, month, figure, stored.version + 1, changes.now))
            changes.months_changed += 1
            changes.count(stored.division_code, month, stored, -1)
            changes.count(stored.division_code, month, figure, 1)
        elif figure.flags != stored.flags:
            self.changed.append(_changed_row(book, month, figure, stored.version, stored.figured_at))

    def write(self, session: Session) -> None:
        """Write it by as few statements as there are kinds of it."""
        load_rows(session, WellMonth, _NEW, self.new)
        insert_rows(session, WellMonthPast, self.past)
        if self.changed:
            session.execute(_UPDATE, self.changed)


_NEW = (
    "id",
    "county_code",
    "well_id",
    "division_code",
    "year",
    "month",
    "volume_l",
    "method",
    "grade",
    "flags",
    "coefficient_id",
    "version",
    "figured_at",
)
_TABLE = cast("Table", WellMonth.__table__)
_UPDATE = (
    update(_TABLE)
    .where(
        _TABLE.c.well_id == bindparam("of_well"),
        _TABLE.c.year == bindparam("of_year"),
        _TABLE.c.month == bindparam("of_month"),
    )
    .values(
        {
            name: bindparam(f"to_{name}")
            for name in ("volume_l", "method", "grade", "flags", "coefficient_id", "version", "figured_at")
        }
    )
)


def _word(method: VolumeMethod | None) -> tuple[str | None, str | None]:
    """Return method and grade as they are stored."""
    return (None, None) if method is None else (method.value, GRADES[method].value)


def _new_row(changes: Changes, book: WellBook, month: Month, figure: Figure[UUID]) -> tuple[Any, ...]:
    place = changes.county_code, book.well_id, book.division_code, month.year, month.month
    said = figure.litres, *_word(figure.method), figure.flags, figure.coefficient
    return ids.new_id(), *place, *said, 1, changes.now


def _changed_row(
    book: WellBook, month: Month, figure: Figure[UUID], version: int, at: datetime
) -> dict[str, Any]:
    return {
        "of_well": book.well_id,
        "of_year": month.year,
        "of_month": month.month,
        "to_volume_l": None if figure.litres is None else cubic_metres(figure.litres),
        "to_method": figure.method,
        "to_grade": figure.grade,
        "to_flags": figure.flags,
        "to_coefficient_id": figure.coefficient,
        "to_version": version,
        "to_figured_at": at,
    }


def _past_row(changes: Changes, book: WellBook, month: Month, stored: Stored) -> dict[str, Any]:
    return {
        "well_id": book.well_id,
        "year": month.year,
        "month": month.month,
        "version": stored.version,
        "volume_m3": None if stored.litres is None else cubic_metres(stored.litres),
        "method": stored.method,
        "grade": None if stored.method is None else GRADES[stored.method],
        "flags": stored.flags,
        "figured_at": stored.figured_at,
        "replaced_at": changes.now,
        "reason": changes.reason,
    }


def keep_townships(session: Session, changes: Changes) -> None:
    """Add what changed to the roll-up of the townships."""
    places = sorted(place for place, sums in changes.townships.items() if any(sums))
    present = _townships(session, changes.county_code, sorted({place[1] for place in places}))
    new = []
    for place in places:
        litres, wells = changes.townships[place]
        row = present.get(place)
        if row is not None:
            row.volume_m3 += cubic_metres(litres)
            row.wells += wells
            continue
        division_code, year, month, grade = place
        new.append((ids.new_id(), changes.county_code, division_code, year, month, grade, litres, wells))
    columns = ("id", "county_code", "division_code", "year", "month", "grade", "volume_l", "wells")
    load_rows(session, TownshipMonth, columns, new)
    changes.townships.clear()


def _townships(
    session: Session, county_code: str, years: Sequence[int]
) -> dict[tuple[str, int, int, str], TownshipMonth]:
    query = select(TownshipMonth).where(
        TownshipMonth.county_code == county_code, TownshipMonth.year.in_(years)
    )
    return {(row.division_code, row.year, row.month, row.grade.value): row for row in session.scalars(query)}
