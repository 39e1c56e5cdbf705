"""Closed months: what was closed, where the chain ended, and what a month booked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import bindparam, select

from casebook.kernel.chains import Head
from casebook.kernel.clock import rfc3339
from casebook.kernel.errors import NotFound
from casebook.kernel.months import Month
from casebook.ledger.models import ClosedMonth, LedgerEntry
from casebook.ledger.rules import chain_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor

CLOSE = "ledger:close"
"""The act in the audit's chain that closed a month: its row can neither go nor change without this."""
AT_ONCE = 2_000
# This is asked for each posting; building it anew would cost as much as the database does.
_LAST = (
    select(ClosedMonth.year, ClosedMonth.month)
    .where(ClosedMonth.county_code == bindparam("its_county"))
    .order_by(ClosedMonth.year.desc(), ClosedMonth.month.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Closed:
    """One closed month: its files by their hashes, and what was signed."""

    id: UUID
    county_code: str
    month: Month
    number: str
    head: Head
    statement: bytes
    signature: str
    files: dict[str, str]
    """Hash by kind: xlsx, pdf, json."""
    closed_by: str
    closed_at: datetime

    def signed_facts(self) -> dict[str, Any]:
        """Return what the signed statement has to say of it."""
        return {
            "number": self.number,
            "county": self.county_code,
            "month": str(self.month),
            "chain": self.head.chain,
            "count": self.head.count,
            "head": self.head.hash,
            "files": self.files,
            "closed_at": rfc3339(self.closed_at),
            "closed_by": self.closed_by,
        }


def list_closed_months(session: Session, county_code: str) -> list[Closed]:
    """Return the closed months of a county, the newest first."""
    newest = ClosedMonth.year.desc(), ClosedMonth.month.desc()
    return [closed_of(row) for row in session.scalars(_of(county_code).order_by(*newest))]


def list_months_seen_by(session: Session, actor: Actor) -> list[Closed]:
    """Return the closed months, newest first, for who sees the whole county; none for others."""
    return list_closed_months(session, actor.county_code) if actor.reaches(actor.county_code) else []


def find_closed_month(session: Session, county_code: str, month: Month) -> Closed | None:
    """Return a closed month, or None while it is open."""
    wanted = ClosedMonth.year == month.year, ClosedMonth.month == month.month
    row = session.scalar(_of(county_code).where(*wanted))
    return None if row is None else closed_of(row)


def get_closed_month(session: Session, month: Month, actor: Actor) -> Closed:
    """Return a closed month of the actor's county, for who sees all of it; or raise NotFound."""
    actor.need_reach(actor.county_code, "ledger_month", str(month))
    found = find_closed_month(session, actor.county_code, month)
    if found is None:
        raise NotFound("ledger_month", str(month))
    return found


def last_closed_month(session: Session, county_code: str) -> Month | None:
    """Return the newest closed month; None while none is."""
    row = session.connection().execute(_LAST, {"its_county": county_code}).first()
    return None if row is None else Month(row.year, row.month)


def head_as_of(session: Session, county_code: str, day: date) -> Head:
    """Return where the chain ended at the end of a Chinese day."""
    chain = chain_of(county_code)
    query = select(LedgerEntry.sequence, LedgerEntry.hash).where(
        LedgerEntry.chain == chain, LedgerEntry.booked_on <= day
    )
    row = session.execute(query.order_by(LedgerEntry.sequence.desc()).limit(1)).first()
    return Head.of_empty(chain) if row is None else Head(chain, row.sequence, row.hash)


def iterate_booked(
    session: Session, county_code: str, first: date, last: date
) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield what the entries booked on these days say, in order, with their hashes; in bounded memory.

    The facts are read from the very bytes that were hashed: volumes in litres, days as text.
    """
    query = (
        select(LedgerEntry.sequence, LedgerEntry.body, LedgerEntry.hash)
        .where(LedgerEntry.chain == chain_of(county_code), LedgerEntry.booked_on.between(first, last))
        .order_by(LedgerEntry.sequence)
        .limit(AT_ONCE)
    )
    sequence = 0
    while rows := session.execute(query.where(LedgerEntry.sequence > sequence)).all():
        sequence = rows[-1].sequence
        for row in rows:
            yield orjson.loads(row.body), row.hash


def _of(county_code: str) -> Select[ClosedMonth]:
    return select(ClosedMonth).where(ClosedMonth.county_code == county_code)


def closed_of(row: ClosedMonth) -> Closed:
    """Return the frozen facts of a closed month's row."""
    return Closed(
        id=row.id,
        county_code=row.county_code,
        month=Month(row.year, row.month),
        number=row.number,
        head=Head(chain_of(row.county_code), row.head_count, row.head_hash),
        statement=row.statement,
        signature=row.signature,
        files={"xlsx": row.xlsx_hash, "pdf": row.pdf_hash, "json": row.json_hash},
        closed_by=row.closed_by,
        closed_at=row.closed_at,
    )
