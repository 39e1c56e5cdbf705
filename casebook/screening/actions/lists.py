"""Taking in lists of other offices: businesses, tap accounts, buyers of reclaimed water, discharges."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import insert

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.intake.sheets.reader import read_sheets
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import StreamDigest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.regions.queries import list_divisions
from casebook.screening import queries
from casebook.screening.models import ScreeningList, ScreeningListEntry
from casebook.screening.rules.lists import read_rows

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.screening.rules.lists import ListLine, ReadList, RefusedLine
    from casebook.screening.rules.states import ListKind

AT_ONCE = 1_000
_PIECE = 1 << 20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Taken:
    """What became of a file."""

    row: ScreeningList
    refused: tuple[RefusedLine, ...]


def take_list(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    kind: ListKind,
    on: date,
    stream: BinaryIO,
    file_name: str,
    strict: bool = False,
) -> Taken:
    """Take in a list as it was on a day (CSV, XLSX, XLS); the rows that cannot be read are told.

    A newer list of the kind takes the place of the older one, which stays for earlier days. With `strict`
    one refused row refuses the file. RuleBroken: no header, a day to come, no row at all.
    """
    actor.need(Permission.SCREENING_RUN)
    actor.need_reach(actor.county_code, "county", actor.county_code)
    if on > local_day(now):
        raise RuleBroken("screening_day_in_future", field="on", today=local_day(now))
    hashed, is_text = _look(stream)
    with read_sheets(stream, is_text=is_text) as file:
        found = read_rows(((row.number, list(row.cells)) for row in file.rows(0)), kind)
    if strict and found.refused:
        raise RuleBroken("screening_list_strict", field="file", line=found.refused[0].line)
    if not found.lines:
        raise RuleBroken("screening_list_empty", field="file")
    row = ScreeningList(kind=kind, on=on, file_name=file_name[:200], file_hash=hashed)
    _add(session, actor, now, row, found)
    subject = Subject("screening_list", row.id, f"{kind.value} {on}", actor.county_code)
    after = {"accepted": row.accepted, "refused": row.refused, "file": hashed}
    record(session, actor=actor, now=now, action="screening_list:take", subject=subject, after=after)
    return Taken(row, tuple(found.refused))


def _add(session: Session, actor: Actor, now: datetime, row: ScreeningList, found: ReadList) -> None:
    """Write a list with its lines, as the next version of its kind and day."""
    hold(session, f"screening_list:{actor.county_code}")
    row.id, row.county_code = new_id(), actor.county_code
    row.version = queries.last_list_version(session, actor.county_code, row.kind, row.on) + 1
    row.accepted = len(found.lines)
    row.refused = dict(Counter(one.fault.value for one in found.refused))
    row.taken_at, row.taken_by = now, actor.name
    session.add(row)
    session.flush()
    _write(session, actor.county_code, row.id, found.lines)


def _look(stream: BinaryIO) -> tuple[str, bool]:
    """Return a file's hash and whether it is text; the stream stands at its beginning again."""
    start = stream.read(8)
    stream.seek(0)
    digest = StreamDigest()
    while piece := stream.read(_PIECE):
        digest.update(piece)
    stream.seek(0)
    return digest.text(), not start.startswith((_ZIP, _OLE))


def _write(session: Session, county_code: str, list_id: UUID, lines: list[ListLine]) -> None:
    townships = {one.name: one.code for one in list_divisions(session, county_code)}
    rows = [
        {
            "id": new_id(),
            "list_id": list_id,
            "line": one.line,
            "name": one.name,
            "identifier": one.identifier,
            "trade": one.trade,
            "address": one.address,
            "division_code": townships.get(one.township, ""),
            "account": one.account,
            "year": one.year,
            "volume_m3": one.volume_m3,
        }
        for one in lines
    ]
    for start in range(0, len(rows), AT_ONCE):
        session.execute(insert(ScreeningListEntry), rows[start : start + AT_ONCE])
