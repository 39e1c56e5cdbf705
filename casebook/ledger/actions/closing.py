"""Closing a month (月结): what was made of it is kept, and nothing is booked into it any more."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.chain import lock
from casebook.kernel import clock
from casebook.kernel.errors import Conflict
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.ledger.models import ClosedMonth
from casebook.ledger.queries.months import CLOSE, closed_of, head_as_of, last_closed_month
from casebook.ledger.rules import check_close
from casebook.storage import actions as storage

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.kernel.chains import Head
    from casebook.kernel.months import Month
    from casebook.ledger.queries.months import Closed

LARGEST_FILE = 200 * 1024 * 1024
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json",
}


@dataclass(frozen=True)
class MadeMonth:
    """A month's report before it is kept: bytes by kind, their hashes in a statement, and its signature."""

    county_code: str
    month: Month
    number: str
    head: Head
    files: dict[str, bytes]
    statement: bytes
    signature: str


def close_month(session: Session, *, actor: Actor, now: datetime, made: MadeMonth) -> Closed:
    """Close a month with the report that was made of it; from then on it stands as it is.

    RuleBroken for a month that is not over, is closed, or is not the next; Conflict where the ledger got
    another entry of the month after the report was made.
    """
    actor.need(Permission.LEDGER_CLOSE)
    actor.need_reach(made.county_code, "ledger_month", made.number)
    lock(session)
    check_close(made.month, last=last_closed_month(session, made.county_code), today=clock.local_day(now))
    if head_as_of(session, made.county_code, made.month.last) != made.head:
        raise Conflict("month_moved")
    closed = _row(session, actor, now, made)
    session.add(closed)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action=CLOSE,
        subject=Subject("ledger_month", closed.id, closed.number, closed.county_code),
        after={
            "month": str(made.month),
            "head": made.head.hash,
            "count": made.head.count,
            "statement": digest(made.statement),
        },
    )
    return closed_of(closed)


def _row(session: Session, actor: Actor, now: datetime, made: MadeMonth) -> ClosedMonth:
    """Keep the files and return what stands of the month."""
    hashes = {f"{kind}_hash": _keep(session, made, kind, now) for kind in MEDIA_TYPES}
    return ClosedMonth(
        id=new_id(),
        county_code=made.county_code,
        year=made.month.year,
        month=made.month.month,
        number=made.number,
        head_count=made.head.count,
        head_hash=made.head.hash,
        statement=made.statement,
        signature=made.signature,
        closed_by_id=actor.officer_id,
        closed_by=actor.name,
        closed_at=now,
        **hashes,
    )


def _keep(session: Session, made: MadeMonth, kind: str, now: datetime) -> str:
    stream = io.BytesIO(made.files[kind])
    kept = storage.keep_made(
        session, stream=stream, limit=LARGEST_FILE, media_type=MEDIA_TYPES[kind], now=now
    )
    return kept.hash
