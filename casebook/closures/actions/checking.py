"""Checking a return of closures, kept with what was found so that it can be seen again."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, BinaryIO

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.closures.models import ClosureReturn, ClosureReturnLine
from casebook.closures.queries import judge_return
from casebook.closures.rules import CheckOutcome, ReturnState
from casebook.intake.queries import open_file
from casebook.kernel import clock
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.storage.actions import store
from casebook.storage.rules import MEBIBYTE, MediaKind, safe_name

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.queries import JudgedReturn
    from casebook.closures.rules import CheckedLine, ClaimLine
    from casebook.storage.models import StoredFile

LARGEST_FILE = 20 * MEBIBYTE
_ASIDE = frozenset({"missing", "unreadable", "unclear", "asks_connection"})
"""Parts of a claim that the findings tell."""


def check_return(
    session: Session, *, actor: Actor, now: datetime, stream: BinaryIO, name: str, sheet: str | None = None
) -> ClosureReturn:
    """Keep a return and what the check found; nothing is posted.

    Refused (field `file`): what is no spreadsheet, has no header of a return, or no line.
    """
    actor.need(Permission.CLOSURE_CHECK)
    kept = keep_file(session, now=now, stream=stream, name=name)
    return keep_check(session, actor=actor, now=now, kept=kept, name=name, sheet=sheet)


def keep_file(session: Session, *, now: datetime, stream: BinaryIO, name: str) -> StoredFile:
    """Keep the bytes of a return; refused when they are no spreadsheet."""
    allowed = frozenset({MediaKind.SPREADSHEET})
    return store(session, stream=stream, limit=LARGEST_FILE, allowed=allowed, now=now, name=name)


def keep_check(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    kept: StoredFile,
    name: str,
    sheet: str | None = None,
    is_history: bool = False,
) -> ClosureReturn:
    """Check a kept file as a return; `is_history`: an old ledger may span many years."""
    actor.need(Permission.CLOSURE_CHECK)
    today = clock.local_day(now)
    with open_file(session, kept.hash) as file:
        judged = judge_return(
            session, actor=actor, file=file, today=today, sheet=sheet, is_history=is_history
        )
    row = _row(actor, now, kept, name, judged)
    session.add(row)
    session.flush()
    session.add_all(_line(row, line) for line in judged.lines)
    session.flush()
    after = {"file_name": row.file_name, "file_hash": row.file_hash, "lines": len(judged.lines)}
    record(
        session, actor=actor, now=now, action="closure_return:check", subject=return_subject(row), after=after
    )
    return row


def return_subject(row: ClosureReturn) -> Subject:
    """Return a checked return as what an act is about."""
    return Subject("closure_return", row.id, row.file_name[:100], row.division_code)


def _row(actor: Actor, now: datetime, kept: StoredFile, name: str, judged: JudgedReturn) -> ClosureReturn:
    row = ClosureReturn(
        id=new_id(),
        county_code=actor.county_code,
        division_code=actor.jurisdiction,
        file_hash=kept.hash,
        file_name=safe_name(name),
        sheet=judged.layout.sheet_name[:120],
        year=judged.year,
        state=ReturnState.CHECKED,
        checked_at=now,
        checked_by=actor.name,
        officer_id=actor.officer_id,
    )
    keep_sums(row, judged)
    return row


def keep_sums(row: ClosureReturn, judged: JudgedReturn) -> None:
    """Keep what the last check of a return summed up."""
    claimed = judged.claimed
    row.claimed_wells, row.claimed_m3 = claimed.wells, claimed.full_year_m3
    admissible = judged.sum_of(CheckOutcome.ACCEPTED)
    row.admissible_wells, row.admissible_m3 = admissible.wells, admissible.full_year_m3
    row.admissible_this_year_m3 = admissible.this_year_m3
    doubtful = judged.sum_of(CheckOutcome.DOUBTFUL)
    row.doubtful_wells, row.doubtful_m3 = doubtful.wells, doubtful.full_year_m3
    row.doubtful_this_year_m3 = doubtful.this_year_m3


def _line(row: ClosureReturn, line: CheckedLine) -> ClosureReturnLine:
    return ClosureReturnLine(
        id=new_id(),
        return_id=row.id,
        line=line.claim.line,
        row_number=line.claim.row,
        code=line.claim.code,
        outcome=line.outcome,
        full_year_m3=line.full_year_m3,
        this_year_m3=line.this_year_m3,
        is_dead=line.is_dead,
        claim=claim_json(line.claim),
        findings=[{"rule": one.rule.value, "facts": dict(one.facts)} for one in line.findings],
    )


def claim_json(claim: ClaimLine) -> dict[str, Any]:
    """Return what a line says as it is stored; volumes and days as text."""
    return {one.name: _plain(getattr(claim, one.name)) for one in fields(claim) if one.name not in _ASIDE} | {
        "claimed_m3": _plain(claim.claimed_m3)
    }


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
