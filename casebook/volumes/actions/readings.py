"""Taking in a file of readings: each row is judged and kept once, the figures follow in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from casebook.db.bulk import load_columns
from casebook.db.columns import Picked
from casebook.db.partitions import add_months
from casebook.kernel.collecting import unwatched
from casebook.kernel.months import Month
from casebook.volumes.actions.batches import open_import, record_import
from casebook.volumes.actions.elsewhere import read_elsewhere
from casebook.volumes.actions.figuring import Changes, keep_figures, keep_townships
from casebook.volumes.actions.meters import MeterBook
from casebook.volumes.models import MeterReading
from casebook.volumes.queries.books import load_books
from casebook.volumes.queries.gathering import Gathered
from casebook.volumes.queries.known import known_wells
from casebook.volumes.queries.series import load_series, portions
from casebook.volumes.rules import ImportKind, ReadingFault, ReadingMark, ReadingSource, ReadingWay
from casebook.volumes.rules.cells import Fault
from casebook.volumes.rules.columns import Column
from casebook.volumes.rules.series import (
    MARKS,
    MONTHS,
    TAKEN_BACK,
    WAY_CODES,
    Numbered,
    Rows,
    Series,
    bounds,
    day_of,
    days_of,
    pack,
    reading_ids,
    seconds_of,
    side_by_side,
)
from casebook.wells.rules import MeterKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.columns import Values
    from casebook.volumes.actions.batches import Imported, SourceFile
    from casebook.volumes.files.spool import Spool
    from casebook.volumes.queries.known import KnownWell
    from casebook.volumes.rules.cells import Row
    from casebook.volumes.rules.dials import Reading
    from casebook.volumes.rules.series import Ints

_REASON = "readings"


def import_readings(
    session: Session, *, actor: Actor, now: datetime, county_code: str, spool: Spool, file: SourceFile
) -> Imported:
    """Keep the readings of a spool that are new, and find the figures of their wells.

    Refused rows and queries are noted in the spool. The same file again adds nothing. What is accepted is
    counted by the answer; the caller commits, or rolls everything back.
    """
    kind = ImportKind.READINGS
    batch = open_import(session, actor=actor, now=now, county_code=county_code, kind=kind, file=file)
    changes = Changes(county_code, now, _REASON)
    work = Arriving(session, spool, changes, ReadingSource.FILE, batch.id, "")
    for rows in spool.pieces():
        work.take_rows(rows)
        changes.queries.clear()  # told already; there may be hundreds of thousands
    keep_townships(session, changes)
    taken = {"accepted": work.accepted, "unchanged": work.unchanged}
    return record_import(session, actor=actor, now=now, batch=batch, spool=spool, **taken)


class Answers(Protocol):
    """Whoever hears what is said to each row."""

    def refuse(self, fault: Fault) -> None:
        """Hear why a row is refused."""

    def ask(self, line: int | None, kind: str, facts: dict[str, Any]) -> None:
        """Hear which query a row raised."""


@dataclass
class Arriving:
    """Readings on their way in: judged against the register and what is known, then kept."""

    session: Session
    answers: Answers
    changes: Changes
    source: ReadingSource
    batch_id: UUID | None
    actor_name: str
    """Empty where the batch names who brought them."""
    accepted: int = 0
    unchanged: int = 0

    def take(self, some: Iterable[tuple[str, Iterable[Row]]]) -> None:
        """Judge the rows of some wells, keep what is new and find their figures."""
        self.take_rows(Rows.of(row for _key, rows in some for row in rows))

    def take_rows(self, rows: Rows) -> None:
        """Do so with rows side by side, a portion at a time."""
        known = known_wells(self.session, self.changes.county_code, rows.keys)
        numbers = Numbered()
        by_key = [numbers[known[key]] if key in known else -1 for key in rows.keys]
        well = np.array(by_key, np.int64)[rows.key]
        self._refuse(rows, np.flatnonzero(well < 0).tolist(), ReadingFault.WELL_UNKNOWN, Column.WELL)
        order = np.lexsort((rows.line, rows.moment, well))
        order = order[np.searchsorted(well[order], 0) :]
        rows, well, wells = rows.taken(order), well[order], list(numbers)
        edges = bounds(well, len(wells))
        for part in portions(self.session, [one.well_id for one in wells], np.diff(edges)):
            some = slice(int(edges[part.start]), int(edges[part.stop]))
            with unwatched():
                self._take(wells[part], rows.between(some), well[some] - part.start)

    def _take(self, wells: list[KnownWell], rows: Rows, well: Ints) -> None:
        """Take in the rows of some wells; `well` says whose each is."""
        meters = MeterBook(self.session, self.changes.county_code, wells, now=self.changes.now)
        found, meter = meters.assign(wells, rows, well)
        meters.write()
        self._refuse(rows, np.flatnonzero(meter < 0).tolist(), ReadingFault.METER_UNKNOWN, Column.METER)
        good = np.flatnonzero(meter >= 0)
        rows, numbers = rows.taken(good), Numbered({one: number for number, one in enumerate(found)})
        held = load_series(self.session, [one.well_id for one in wells], numbers)
        is_online = np.array([one.meter_kind is MeterKind.ONLINE for one in wells], np.bool_)[well[good]]
        sent = (rows.way == _ONLINE) | ((rows.way == _UNTOLD) & is_online)
        arrived = Series(
            side_by_side(well[good], meter[good], rows.moment, rows.amount, rows.mark, sent.astype(np.int64))
        )
        if elsewhere := read_elsewhere(self.session, wells, list(numbers), arrived):
            for place, code in elsewhere.items():
                self._refuse(rows, [place], ReadingFault.CONFLICT, Column.DIAL, f"elsewhere:{code}")
            own = np.delete(np.arange(len(rows)), list(elsewhere))
            rows, arrived = rows.taken(own), arrived.taken(own)
        fates = held.receive(arrived)
        for place, dial in fates.conflicts:
            said = "taken_back" if dial == TAKEN_BACK else f"{dial / 1000:.3f}"
            self._refuse(rows, [place], ReadingFault.CONFLICT, Column.DIAL, said)
        self.unchanged += fates.unchanged
        self.accepted += len(fates.fresh)
        fresh = arrived.taken(fates.fresh)
        self._write(wells, list(numbers), fresh, rows.taken(fates.fresh))
        self._figure(wells, list(numbers), Series.of_parts([held, fresh]), fresh, rows.line[fates.fresh])

    def _refuse(
        self, rows: Rows, places: Iterable[int], code: ReadingFault, column: Column, hint: str = ""
    ) -> None:
        for place in places:
            row = rows.row(place)
            said = {Column.WELL: row.key, Column.METER: row.meter}.get(column, row.written)
            why = hint or ("" if said else "blank")
            self.answers.refuse(Fault(row.line, code, column, said, row.key, row.meter, why))

    def _figure(
        self, wells: Sequence[KnownWell], meters: list[UUID], every: Series, fresh: Series, lines: Ints
    ) -> None:
        """Find the figures of the wells that got readings, and tell what they ask with the closing line."""
        touched = np.unique(fresh.well)
        if not len(touched):
            return
        changes, some = self.changes, [wells[number] for number in touched.tolist()]
        books = load_books(self.session, changes.county_code, [one.well_id for one in some])
        series = every.of_wells(touched).in_order()
        before = len(changes.queries)
        keep_figures(self.session, Gathered([books[one.well_id] for one in some], series, meters), changes)
        numbers = {one.code: number for number, one in zip(touched.tolist(), some, strict=True)}
        edges, days = bounds(fresh.well, len(wells)), days_of(fresh.moment)
        for code, query in changes.queries[before:]:
            its = slice(*edges[numbers[code] : numbers[code] + 2])
            closing = lines[its][days[its] == query.to_on.toordinal()]
            facts = {"well": code, "from": query.from_on, "to": query.to_on, "facts": dict(query.facts)}
            self.answers.ask(int(closing[-1]) if len(closing) else None, query.kind.value, facts)

    def _write(self, wells: Sequence[KnownWell], meters: Sequence[UUID], fresh: Series, rows: Rows) -> None:
        """Keep readings that are new."""
        if not len(fresh):
            return
        days, day = Numbered.told(days_of(fresh.moment).tolist(), day_of)
        months = [Month.of(on) for on in days]
        if add_months(self.session, MeterReading.__tablename__, months):
            order = np.argsort(np.array([_place(month) for month in months], np.int64)[day], kind="stable")
            fresh, rows, day = fresh.taken(order), rows.taken(order), day[order]
        columns: dict[str, Values] = {
            "id": reading_ids(meters, fresh.meter, fresh.moment),
            "read_on": Picked(days, day),
            "well_id": Picked([one.well_id for one in wells], fresh.well),
            "meter_id": Picked(meters, fresh.meter),
            "second": seconds_of(fresh.moment),
            "dial_l": fresh.dial,
            "mark": Picked([mark.value for mark in MARKS], fresh.mark),
            "way": Picked(
                [ReadingWay.MANUAL.value, ReadingWay.ONLINE.value], fresh.is_online.astype(np.int64)
            ),
            "written": rows.written,
            "line": rows.line,
        }
        same = {
            "county_code": self.changes.county_code,
            "source": self.source.value,
            "revision": 1,
            "reason": "",
            "batch_id": self.batch_id,
            "recorded_at": self.changes.now,
            "actor_name": self.actor_name,
        }
        load_columns(self.session, MeterReading, columns, same)


def _place(month: Month) -> int:
    return month.year * MONTHS + month.month


_ONLINE, _UNTOLD = WAY_CODES[ReadingWay.ONLINE], WAY_CODES[None]


def reading_id(reading: Reading, revision: int = 1) -> str:
    """Return the key of a reading in 32 digits: the same for the same meter, time and revision."""
    is_opening = reading.mark is ReadingMark.NEW_OPENING
    moment = pack(reading.on.toordinal(), reading.second, is_opening=is_opening)
    found = reading_ids([reading.meter], np.zeros(1, np.int64), np.array([moment], np.int64), revision)
    return found.tobytes().hex()
