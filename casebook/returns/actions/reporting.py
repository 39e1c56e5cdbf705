"""Taking a report in: from the user through the link, or from a paper by an officer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete

from casebook.access import Actor, Permission
from casebook.db.holding import hold
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.returns import queries
from casebook.returns.actions.moving import hold_return, move
from casebook.returns.models import ReturnLine, ReturnLinkUse, ReturnSubmission
from casebook.returns.rules import ReturnState, check_lines, is_open_to_user
from casebook.returns.rules.reporting import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_PHONE,
    MOST_PHOTOGRAPH_BYTES,
    MOST_REFUSED,
    check_rate,
)
from casebook.storage import actions as storage
from casebook.storage.rules import MediaKind, safe_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.returns.models import PeriodicReturn
    from casebook.returns.rules import ReportedLine
    from casebook.storage.actions import Scan

USER = "用水户（直报链接）"
"""Who acts in the audit where nobody has signed in."""
LONGEST_LINE_NOTE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a user reports; `photographs` are those of dials, by the place of their line, from 0."""

    lines: tuple[ReportedLine, ...]
    reporter: str
    is_nil: bool = False
    phone: str = ""
    note: str = ""
    photographs: Mapping[int, Scan] = field(default_factory=dict)


def wells_to_report(session: Session, row: PeriodicReturn) -> list[UUID | None]:
    """Return the wells that a return asks about; one nameless intake where the user has none on record."""
    found = queries.wells_of_users(session, row.county_code, row.round.period, only=[row.party_id])
    return [*found.get(row.party_id, [])] or [None]


def send_by_link(
    session: Session,
    *,
    now: datetime,
    row: PeriodicReturn,
    report: Report,
    caller_mark: str,
    base_version: int,
) -> ReturnSubmission:
    """Take in what a user reports through the link; refused with the rule, or when it is sent too often."""
    on = local_day(now)
    hold(session, f"return_link:{row.county_code}")
    check_rate(
        of_return=queries.count_uses(session, row.county_code, on, return_id=row.id),
        from_here=queries.count_uses(session, row.county_code, on, mark=caller_mark),
        refused_here=queries.count_uses(session, row.county_code, on, mark=caller_mark, was_refused=True),
    )
    user = Actor(None, USER, None, "", row.county_code)
    found = _take(session, user, now, row, report, base_version, is_own=True)
    use = ReturnLinkUse(county_code=row.county_code, return_id=row.id, used_on=on, caller_mark=caller_mark)
    session.add(use)
    session.flush()
    return found


def note_refused(session: Session, *, now: datetime, row: PeriodicReturn, caller_mark: str) -> None:
    """Count an attempt that did not come in, up to where nothing more is taken from that address."""
    on = local_day(now)
    counted = queries.count_uses(session, row.county_code, on, mark=caller_mark, was_refused=True)
    if counted < MOST_REFUSED:
        mark = {"return_id": row.id, "used_on": on, "caller_mark": caller_mark}
        session.add(ReturnLinkUse(county_code=row.county_code, **mark, was_refused=True))
        session.flush()


def enter_report(
    session: Session, *, actor: Actor, now: datetime, row: PeriodicReturn, report: Report, base_version: int
) -> ReturnSubmission:
    """Take in what a user reported on paper."""
    actor.need(Permission.RETURN_EDIT)
    actor.need_reach(row.division_code, queries.RETURN, row.id)
    return _take(session, actor, now, row, report, base_version, is_own=False)


def forget_callers(session: Session, *, now: datetime) -> int:
    """Wipe who sent reports before today; return how many."""
    done = session.execute(delete(ReturnLinkUse).where(ReturnLinkUse.used_on < local_day(now)))
    return int(done.rowcount)  # type: ignore[attr-defined]  # a DELETE has a row count


def _take(
    session: Session,
    actor: Actor,
    now: datetime,
    row: PeriodicReturn,
    report: Report,
    base_version: int,
    *,
    is_own: bool,
) -> ReturnSubmission:
    hold_return(session, row, base_version)
    if not is_open_to_user(row.state):
        raise RuleBroken("return_not_open", state=row.state)
    if not report.reporter.strip():
        raise RuleBroken("return_reporter_missing", field="reporter")
    total = check_lines(report.lines, wells_to_report(session, row), is_nil=report.is_nil)
    submission = _write(session, actor, now, row, report, total, is_own=is_own)
    row.submission_id, row.total_m3, row.query = submission.id, total, ""
    row.received_on = row.received_on or local_day(now)
    to = ReturnState.NIL if report.is_nil else ReturnState.RECEIVED
    action = "return:send" if is_own else "return:enter"
    move(session, actor=actor, now=now, row=row, to=to, action=action, text=report.note.strip())
    return submission


def _write(
    session: Session,
    actor: Actor,
    now: datetime,
    row: PeriodicReturn,
    report: Report,
    total: Decimal,
    *,
    is_own: bool,
) -> ReturnSubmission:
    submission = ReturnSubmission(
        id=new_id(),
        county_code=row.county_code,
        return_id=row.id,
        version=queries.last_submission(session, row.id) + 1,
        is_nil=report.is_nil,
        total_m3=total,
        is_own=is_own,
        reporter=report.reporter.strip()[:LONGEST_NAME],
        phone=report.phone.strip()[:LONGEST_PHONE],
        note=report.note.strip()[:LONGEST_NOTE],
        sent_at=now,
        entered_by="" if is_own else actor.name,
    )
    session.add(submission)
    session.flush()
    for place, line in enumerate(report.lines):
        session.add(_line(session, now, submission, place, line, report.photographs.get(place)))
    session.flush()
    return submission


def _line(
    session: Session,
    now: datetime,
    submission: ReturnSubmission,
    place: int,
    line: ReportedLine,
    scan: Scan | None,
) -> ReturnLine:
    kept = _photograph(session, scan, place, now)
    return ReturnLine(
        submission_id=submission.id,
        place=place,
        well_id=line.well_id,
        volume_m3=line.volume_m3,
        dial_m3=line.dial_m3,
        note=line.note.strip()[:LONGEST_LINE_NOTE],
        photograph_hash=kept[0] if kept else None,
        photograph_name=kept[1] if kept else "",
    )


def _photograph(session: Session, scan: Scan | None, place: int, now: datetime) -> tuple[str, str] | None:
    if scan is None:
        return None
    try:
        kept = storage.store(
            session,
            stream=scan.stream,
            limit=MOST_PHOTOGRAPH_BYTES,
            allowed=frozenset({MediaKind.PHOTO}),
            now=now,
            name=scan.name,
        )
    except RuleBroken as refusal:
        refusal.field = f"photograph_{place}"
        raise
    return kept.hash, safe_name(scan.name)
