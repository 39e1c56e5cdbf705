"""Taking in a file of readings: each row is judged and kept once, the figures follow in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol

from casebook.db.bulk import load_rows
from casebook.db.partitions import add_months
from casebook.kernel.months import Month
from casebook.volumes.actions.batches import open_import, record_import
from casebook.volumes.actions.figuring import Changes, keep_figures, keep_townships
from casebook.volumes.actions.meters import MeterBook
from casebook.volumes.models import MeterReading
from casebook.volumes.queries.books import in_order, load_books
from casebook.volumes.queries.known import known_wells
from casebook.volumes.rules import ImportKind, ReadingFault, ReadingMark, ReadingSource, ReadingWay
from casebook.volumes.rules.cells import Fault
from casebook.volumes.rules.columns import Column
from casebook.volumes.rules.dials import Reading
from casebook.wells.rules import MeterKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.actions.batches import Imported, SourceFile
    from casebook.volumes.files.spool import Spool
    from casebook.volumes.queries.books import WellBook
    from casebook.volumes.queries.known import KnownWell
    from casebook.volumes.rules.cells import Row

    Place = tuple[UUID, date, int, bool]

WELLS_AT_ONCE = 400
ROWS_AT_ONCE = 40_000
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
    by_well = groupby(spool.sorted(), attrgetter("key"))
    for some in _pieces((key, list(rows)) for key, rows in by_well):
        work.take(some)
    keep_townships(session, changes)
    taken = {"accepted": work.accepted, "unchanged": work.unchanged}
    return record_import(session, actor=actor, now=now, batch=batch, spool=spool, **taken)


def _pieces(wells: Iterable[tuple[str, list[Row]]]) -> Iterator[list[tuple[str, list[Row]]]]:
    """Yield as many wells with their rows as are held in memory together."""
    held: list[tuple[str, list[Row]]] = []
    rows = 0
    for key, some in wells:
        held.append((key, some))
        rows += len(some)
        if rows >= ROWS_AT_ONCE or len(held) >= WELLS_AT_ONCE:
            yield held
            held, rows = [], 0
    if held:
        yield held


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
    _new: list[tuple[Any, ...]] = field(default_factory=list)
    _lines: dict[tuple[str, date], int] = field(default_factory=dict)
    """The line that closed an interval, by well code and day."""

    def take(self, some: Sequence[tuple[str, list[Row]]]) -> None:
        """Judge the rows of some wells, keep what is new and find their figures."""
        changes = self.changes
        known = known_wells(self.session, changes.county_code, [key for key, _rows in some])
        books = load_books(self.session, changes.county_code, [well.well_id for well in known.values()])
        meters = MeterBook(self.session, changes.county_code, known.values(), now=changes.now)
        touched: dict[UUID, WellBook] = {}
        for key, rows in some:
            well = known.get(key)
            if well is None:
                self._refuse(rows, ReadingFault.WELL_UNKNOWN, Column.WELL)
                continue
            book = books[well.well_id]
            if self._take_well(well, book, meters, rows):
                touched[well.well_id] = book
        meters.write()
        for well_id, book in touched.items():
            book.digits = meters.digits_of(well_id)
        self._write()
        before = len(changes.queries)
        keep_figures(self.session, touched.values(), changes)
        for code, query in changes.queries[before:]:
            facts = {"well": code, "from": query.from_on, "to": query.to_on, "facts": dict(query.facts)}
            self.answers.ask(self._lines.get((code, query.to_on)), query.kind.value, facts)
        self._lines.clear()

    def _refuse(self, rows: Iterable[Row], code: ReadingFault, column: Column, hint: str = "") -> None:
        for row in rows:
            said = {Column.WELL: row.key, Column.METER: row.meter}.get(column, row.written)
            self.answers.refuse(Fault(row.line, code, column, said, row.key, row.meter, hint))

    def _take_well(self, well: KnownWell, book: WellBook, meters: MeterBook, rows: Sequence[Row]) -> bool:
        """Judge one well's rows; return whether any is new."""
        held: dict[Place, Reading] = {_place(one): one for one in book.readings}
        fresh: list[Reading] = []
        meters.swaps(well, rows)
        is_online = well.meter_kind is MeterKind.ONLINE
        for row in rows:
            on = date.fromordinal(row.day)
            meter_id = meters.find(well, row, on)
            if meter_id is None:
                self._refuse([row], ReadingFault.METER_UNKNOWN, Column.METER, "" if row.meter else "blank")
                continue
            way = row.way or (ReadingWay.ONLINE if is_online else ReadingWay.MANUAL)
            reading = Reading(meter_id, on, row.amount, row.mark, row.second, way is ReadingWay.ONLINE)
            place = _place(reading)
            present = held.get(place)
            if present is not None:
                if present.dial_l == reading.dial_l:
                    self.unchanged += 1
                else:
                    self._refuse([row], ReadingFault.CONFLICT, Column.DIAL, f"{present.dial_l / 1000:.3f}")
                continue
            held[place] = reading
            fresh.append(reading)
            self._lines[book.code, on] = row.line
            self._new.append(self._row(well, reading, row, way))
        self.accepted += len(fresh)
        if fresh:
            book.readings = sorted([*book.readings, *fresh], key=in_order)
        return bool(fresh)

    def _row(self, well: KnownWell, reading: Reading, row: Row, way: ReadingWay) -> tuple[Any, ...]:
        return (
            reading_id(reading),
            reading.on,
            self.changes.county_code,
            well.hex,
            _spelled(reading.meter)[0],
            reading.second,
            reading.dial_l,
            reading.mark.value,
            way.value,
            self.source.value,
            1,
            "",
            row.written,
            self._batch,
            row.line,
            self.changes.now,
            self.actor_name,
        )

    @cached_property
    def _batch(self) -> str | None:
        return self.batch_id.hex if self.batch_id else None

    def _write(self) -> None:
        months = {Month.of(on) for on in {row[1] for row in self._new}}
        add_months(self.session, MeterReading.__tablename__, months)
        load_rows(self.session, MeterReading, COLUMNS, self._new)
        self._new.clear()


COLUMNS = (
    "id",
    "read_on",
    "county_code",
    "well_id",
    "meter_id",
    "second",
    "dial_l",
    "mark",
    "way",
    "source",
    "revision",
    "reason",
    "written",
    "batch_id",
    "line",
    "recorded_at",
    "actor_name",
)


def _place(reading: Reading) -> Place:
    """Return what may be read only once: a meter at a time, its opening beside its last closing."""
    return reading.meter, reading.on, reading.second, reading.mark is ReadingMark.NEW_OPENING


def reading_id(reading: Reading, revision: int = 1) -> str:
    """Return the key of a reading in 32 digits: the same for the same meter, time and revision.

    It begins like the meter's, so that a meter's readings lie together in the index.
    """
    meter = _spelled(reading.meter)[1]
    is_new = reading.mark is ReadingMark.NEW_OPENING
    what = b"%s%d,%d,%d,%d" % (meter, reading.on.toordinal(), reading.second, is_new, revision)
    number = int.from_bytes(meter[:6] + blake2b(what, digest_size=10).digest())
    return f"{number & _FREE | _VERSION:032x}"


_FREE = ~((0xF << 76) | (0x3 << 62))
_VERSION = (0x8 << 76) | (0x2 << 62)
"""UUID version 8 (RFC 9562): bits of our own choice."""


@lru_cache(maxsize=8192)
def _spelled(meter: UUID) -> tuple[str, bytes]:
    """Return a meter's id in digits and in bytes."""
    return meter.hex, meter.bytes
