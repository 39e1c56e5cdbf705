"""Taking in what users declared to the tax office."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import insert

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.intake.sheets.reader import read_sheets
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import StreamDigest
from casebook.kernel.ids import new_id
from casebook.kernel.matching import Matcher
from casebook.kernel.subjects import Subject
from casebook.parties.queries import list_names
from casebook.returns import queries
from casebook.returns.models import TaxList, TaxListLine
from casebook.returns.rules import read_tax_list
from casebook.returns.rules.periods import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.returns.rules import ReadTaxList, RefusedTaxLine, TaxLine

AT_ONCE = 1_000
_PIECE = 1 << 20
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class TakenTaxList:
    """What became of a file."""

    row: TaxList
    refused: tuple[RefusedTaxLine, ...]


def take_tax_list(
    session: Session, *, actor: Actor, now: datetime, year: int, stream: BinaryIO, file_name: str
) -> TakenTaxList:
    """Take in the declarations of a year (CSV, XLSX, XLS); rows that cannot be read are told.

    A newer list of the year takes the place of the older one, which is kept. RuleBroken: no header, no row.
    """
    actor.need(Permission.RETURN_EDIT)
    actor.need_reach(actor.county_code, "county", actor.county_code)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken("tax_year", field="year")
    hashed, is_text = _look(stream)
    with read_sheets(stream, is_text=is_text) as file:
        found = read_tax_list(((row.number, list(row.cells)) for row in file.rows(0)), year)
    if not found.lines:
        codes = ", ".join(sorted({one.fault.value for one in found.refused}))
        raise RuleBroken("tax_list_empty", field="file", reasons=codes)
    row = _add(session, actor, now, year, found, TaxList(file_name=file_name[:200], file_hash=hashed))
    subject = Subject("tax_list", row.id, f"{year} #{row.version}", actor.county_code)
    after = {"accepted": row.accepted, "refused": row.refused, "unmatched": row.unmatched, "file": hashed}
    record(session, actor=actor, now=now, action="tax_list:take", subject=subject, after=after)
    return TakenTaxList(row, tuple(found.refused))


def _add(
    session: Session, actor: Actor, now: datetime, year: int, found: ReadTaxList, row: TaxList
) -> TaxList:
    hold(session, f"tax_list:{actor.county_code}:{year}")
    parties = Matcher(list_names(session, actor.county_code))
    owners = [next(iter(parties.find(one.identifier, one.name)), None) for one in found.lines]
    row.id, row.county_code, row.year = new_id(), actor.county_code, year
    row.version = queries.last_tax_list(session, actor.county_code, year) + 1
    row.accepted, row.repeated = len(found.lines), found.repeated
    row.refused = dict(Counter(one.fault.value for one in found.refused))
    row.unmatched = owners.count(None)
    row.taken_at, row.taken_by = now, actor.name
    session.add(row)
    session.flush()
    lines = [_values(row.id, line, owner) for line, owner in zip(found.lines, owners, strict=True)]
    for start in range(0, len(lines), AT_ONCE):
        session.execute(insert(TaxListLine), lines[start : start + AT_ONCE])
    return row


def _values(list_id: UUID, line: TaxLine, party_id: UUID | None) -> dict[str, object]:
    return {
        "id": new_id(),
        "list_id": list_id,
        "line": line.line,
        "name": line.name,
        "identifier": line.identifier,
        "party_id": party_id,
        "first_month": line.first.month,
        "last_month": line.last.month,
        "volume_m3": line.volume_m3,
    }


def _look(stream: BinaryIO) -> tuple[str, bool]:
    """Return a file's hash and whether it is text; the stream stands at its beginning again."""
    start = stream.read(8)
    stream.seek(0)
    digest = StreamDigest()
    while piece := stream.read(_PIECE):
        digest.update(piece)
    stream.seek(0)
    return digest.text(), not start.startswith((_ZIP, _OLE))
