"""Messages of online meters: kept as they came, then read; read again as often as somebody wants."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.subjects import Subject
from casebook.volumes.actions.figuring import Changes, hold_figures, keep_townships
from casebook.volumes.actions.readings import Arriving
from casebook.volumes.models import MeterMessage, MeterMessagePass, MeterReading, MeterSource
from casebook.volumes.queries.known import list_assignments
from casebook.volumes.queries.sources import find_first_pass, find_last_pass, list_links
from casebook.volumes.rules import MessageState, ReadingSource
from casebook.volumes.rules.cells import Row, read_key
from casebook.volumes.rules.judging import Link, Links, clock_off, in_order, instant_of, judge
from casebook.volumes.rules.parsing import parse
from casebook.volumes.rules.sources import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.models import MeterSourceWell
    from casebook.volumes.rules.cells import Fault
    from casebook.volumes.rules.parsing import Message

_REASON = "online"
LONGEST_TYPE = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """A message that came: kept now, kept before, or another one under the same id."""

    message: MeterMessage
    is_new: bool
    is_clash: bool = False


def count_request(session: Session, *, now: datetime, source_id: UUID) -> int:
    """Count a request of a source; return 0 when it may be answered, else after how many seconds to ask.

    Forbidden `source_token_wrong` when the source was revoked meanwhile.
    """
    source = _held(session, source_id)
    window = Window(source.window_at, source.window_count).with_one_more(now)
    source.window_at, source.window_count = window.began_at, window.count
    session.flush()
    return window.seconds_left(now) if window.count > source.per_minute else 0


def keep_message(session: Session, *, now: datetime, source_id: UUID, body: bytes, content_type: str) -> Kept:
    """Keep what a source sent, byte by byte; the same bytes, or the same id with the same bytes, once."""
    source = _held(session, source_id)
    source.seen_at = now
    body_hash = digest(body)
    named, sent_at = _named(source, body)
    of_source = select(MeterMessage).where(MeterMessage.source_id == source.id)
    same = session.scalars(of_source.where(MeterMessage.body_hash == body_hash)).one_or_none()
    if same is not None:
        return Kept(same, is_new=False)
    other = (
        session.scalars(of_source.where(MeterMessage.message_id == named)).one_or_none() if named else None
    )
    if other is not None:
        return Kept(other, is_new=False, is_clash=True)
    message = MeterMessage(
        county_code=source.county_code,
        source_id=source.id,
        message_id=named,
        received_at=now,
        content_type=content_type[:LONGEST_TYPE],
        body=body,
        body_hash=body_hash,
        clock_off_s=clock_off(sent_at, now),
    )
    session.add(message)
    session.flush()
    return Kept(message, is_new=True)


def _named(source: MeterSource, body: bytes) -> tuple[str | None, str]:
    """Return id and time that a message gives itself; none where it cannot be read."""
    try:
        message = parse(source.parser, source.settings, body)
    except RuleBroken:
        return None, ""
    return message.message_id, message.sent_at


def _held(session: Session, source_id: UUID) -> MeterSource:
    query = select(MeterSource).where(MeterSource.id == source_id, MeterSource.revoked_at.is_(None))
    held = session.scalars(query.with_for_update()).one_or_none()
    if held is None:
        raise Forbidden("source_token_wrong")
    return held


def answer_message(
    session: Session, *, now: datetime, message: MeterMessage
) -> tuple[MeterMessagePass, bool]:
    """Read a message that just came; return what was found, as it was then if it was read before."""
    hold_figures(session, message.county_code)
    first = find_first_pass(session, message.id)
    return (first, True) if first else (read_message(session, now=now, message=message), False)


def read_message(session: Session, *, now: datetime, message: MeterMessage, by: str = "") -> MeterMessagePass:
    """Read a message and keep what is new in it; the same again adds nothing. `by` names who replays it.

    What cannot be read at all is told by the pass; its bytes stay.
    """
    hold_figures(session, message.county_code)
    source = session.scalars(select(MeterSource).where(MeterSource.id == message.source_id)).one()
    former = find_last_pass(session, message.id)
    row = MeterMessagePass(
        message_id=message.id,
        number=former.number + 1 if former else 1,
        at=now,
        actor_name=by or source.name,
        state=MessageState.READ,
        refused={},
        queries={},
        entries=[],
    )
    try:
        found = parse(source.parser, source.settings, message.body)
    except RuleBroken as fault:
        row.state, row.reason = MessageState.REFUSED, fault.code
        row.entries = [{"row": None, "result": "refused", "code": fault.code, "facts": _spelled(fault.facts)}]
    else:
        _take(session, now, source, message, found, row)
    session.add(row)
    session.flush()
    return row


def _spelled(facts: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in facts.items()}


@dataclass(slots=True)
class _Heard:
    """What was said to the rows of a message."""

    faults: list[Fault] = field(default_factory=list)
    queries: dict[int, list[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def refuse(self, fault: Fault) -> None:
        self.faults.append(fault)

    def ask(self, line: int | None, kind: str, _facts: dict[str, Any]) -> None:
        """Note a query; one that an earlier row raised together with a stored reading has no line."""
        self.counts[kind] += 1
        if line is not None:
            self.queries.setdefault(line, []).append(kind)


def _take(
    session: Session,
    now: datetime,
    source: MeterSource,
    message: MeterMessage,
    found: Message,
    row: MeterMessagePass,
) -> None:
    """Judge a message's readings, keep the new ones and find the figures of their wells."""
    known, unit = list_links(session, source.id), Decimal(source.settings.get("unit", "1"))
    links = _links_of(session, known)
    judged = [judge(one, links, unit, message.received_at) for one in found.said]
    rows = in_order([one for one in judged if isinstance(one, Row)])
    heard = _Heard([one for one in judged if not isinstance(one, Row)])
    lines = _lines_of(session, message, rows, {one.well_id for one in known})
    before = lines() if row.number > 1 else set()
    changes = Changes(source.county_code, now, _REASON)
    arriving = Arriving(session, heard, changes, ReadingSource.ONLINE, message.id, "")
    arriving.take([(key, list(some)) for key, some in groupby(rows, attrgetter("key"))])
    keep_townships(session, changes)
    new = lines() - before
    row.rows, row.accepted, row.unchanged = len(found.said), arriving.accepted, arriving.unchanged
    row.refused = dict(sorted(Counter(fault.code.value for fault in heard.faults).items()))
    row.queries = dict(sorted(heard.counts.items()))
    row.entries = _entries(rows, heard, new)
    _note_newest(source, [one for one in rows if one.line in new])


def _links_of(session: Session, known: Sequence[MeterSourceWell]) -> Links:
    """Return the meters of a source as messages are judged against them, with the days of their removal."""
    gone = {
        (put.well_id, read_key(meter.number)): put.to_on
        for put, meter in list_assignments(session, {one.well_id for one in known})
    }
    return Links.of(
        Link(one.device_no, one.meter_no, one.well.code, gone.get((one.well_id, read_key(one.meter_no))))
        for one in known
    )


def _lines_of(
    session: Session, message: MeterMessage, rows: Sequence[Row], well_ids: Collection[UUID]
) -> Callable[[], set[int]]:
    """Return what finds the rows of a message that stand among the readings."""
    days = [date.fromordinal(row.day) for row in rows]

    def find() -> set[int]:
        if not days:
            return set()
        query = select(MeterReading.line).where(
            MeterReading.batch_id == message.id,
            MeterReading.well_id.in_(well_ids),
            MeterReading.read_on.between(min(days), max(days)),
        )
        return {line for line in session.scalars(query) if line is not None}

    return find


def _entries(rows: Iterable[Row], heard: _Heard, new: set[int]) -> list[dict[str, Any]]:
    """Return what became of each row, by its number."""
    refused = {fault.line: fault for fault in heard.faults}
    lines = {row.line for row in rows} | refused.keys()
    return [
        _entry(line, refused.get(line), heard.queries.get(line), is_new=line in new) for line in sorted(lines)
    ]


def _entry(line: int, fault: Fault | None, queries: list[str] | None, *, is_new: bool) -> dict[str, Any]:
    if fault is None:
        entry: dict[str, Any] = {"row": line, "result": "accepted" if is_new else "unchanged"}
        return entry | {"queries": queries} if queries else entry
    return {
        "row": line,
        "result": "refused",
        "code": fault.code.value,
        "column": fault.column.value,
        "key": fault.key,
        "meter": fault.meter,
        "written": fault.written,
        "hint": fault.hint,
    }


def _note_newest(source: MeterSource, rows: Sequence[Row]) -> None:
    newest = max(map(instant_of, rows), default=None)
    if newest is not None and (source.newest_at is None or newest > source.newest_at):
        source.newest_at = newest


@dataclass(slots=True)
class Replayed:
    """What reading messages again came to."""

    messages: int = 0
    accepted: int = 0
    refused: int = 0
    unread: int = 0


def replay(session: Session, *, actor: Actor, now: datetime, messages: Iterable[MeterMessage]) -> Replayed:
    """Read messages again, in the order in which they came; audited once. What is known is added no more."""
    actor.need(Permission.READING_IMPORT)
    told, county_code = Replayed(), actor.county_code
    first: MeterMessage | None = None
    for message in messages:
        actor.need_reach(message.county_code, "meter_message", message.id)
        first, county_code = first or message, message.county_code
        row = read_message(session, now=now, message=message, by=actor.name)
        told.messages += 1
        told.accepted += row.accepted
        told.refused += row.rows - row.accepted - row.unchanged
        told.unread += row.state is MessageState.REFUSED
    if first is not None:
        title = first.message_id or first.body_hash.partition(":")[2][:16]
        record(
            session,
            actor=actor,
            now=now,
            action="meter_message:replay",
            subject=Subject("meter_message", first.id, title, county_code),
            after={"messages": told.messages, "accepted": told.accepted, "refused": told.refused},
        )
    return told
