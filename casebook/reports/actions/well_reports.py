"""The life of the closed-well report: drafted, checked by somebody else, sent once, answered."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import func, select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.chain import lock
from casebook.kernel import clock
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.kernel.months import Month
from casebook.kernel.subjects import Subject
from casebook.ledger.actions import LARGEST_FILE, MEDIA_TYPES
from casebook.regions import queries as regions
from casebook.reports import queries, rules
from casebook.reports.models import WellReport, WellReportEvent
from casebook.reports.rules import WellReportStatus
from casebook.storage import actions as storage

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.reports.making import MadeWellReport

LONGEST_ANSWER = 400


def draft_well_report(session: Session, *, actor: Actor, now: datetime, month: Month) -> WellReport:
    """Draft a month's report from the ledger, or read its figures anew where a draft stands.

    After a version was returned the next one is drafted. RuleBroken for a month that has not begun, and
    while a version stands that is checked, sent or accepted: what was sent never changes.
    """
    actor.need(Permission.REPORT_DRAFT)
    actor.need_reach(actor.county_code, "well_report", str(month))
    if month.first > clock.local_day(now):
        raise RuleBroken("month_not_begun", field="month", month=str(month))
    lock(session)  # of two who draft the same month one comes second
    last = queries.find_last_version(session, actor.county_code, month)
    if last is not None:
        rules.check_next(last.number, last.status)
    is_anew = last is not None and last.status is WellReportStatus.DRAFT
    report = last if last is not None and is_anew else _new(actor, month, last.version + 1 if last else 1)
    before = report.status if is_anew else None
    body = {
        **_head(session, actor, report, now),
        **queries.state_wells(session, actor, month),
    }
    report.body = canonical_json(body)
    report.wells, report.full_year_m3 = body["sums"]["wells"], body["sums"]["full_year_m3"]
    report.drafted_by_id, report.drafted_by = actor.officer_id, actor.name
    report.edition = report.edition + 1 if is_anew else 1
    session.add(report)
    session.flush()
    what = "重新取数" if is_anew else "起草"
    _note(session, report, actor=actor, now=now, what=what, before=before, action="well_report:draft")
    return report


def check_well_report(session: Session, *, actor: Actor, now: datetime, report: WellReport) -> WellReport:
    """Pass a draft. RuleBroken by its drafter, before the month is over, and where the figures moved."""
    _begin(session, actor, report, Permission.REPORT_CHECK, WellReportStatus.CHECKED)
    rules.check_over(_month(report), clock.local_day(now))
    if actor.officer_id is not None and actor.officer_id == report.drafted_by_id:
        raise RuleBroken("well_report_own", number=report.number)
    _check_current(session, actor, report)
    report.checked_by = actor.name
    return _go(session, report, WellReportStatus.CHECKED, actor=actor, now=now, what="审核通过")


def take_back_well_report(
    session: Session, *, actor: Actor, now: datetime, report: WellReport, reason: str
) -> WellReport:
    """Send a checked report back to be drafted anew, with the reason; it has not gone out yet."""
    _begin(session, actor, report, Permission.REPORT_CHECK, WellReportStatus.DRAFT)
    report.checked_by = ""
    what = f"退回起草：{_told(reason, RuleBroken('well_report_needs_reason', field='answer'))}"
    return _go(session, report, WellReportStatus.DRAFT, actor=actor, now=now, what=what)


def send_well_report(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    report: WellReport,
    made: MadeWellReport,
    recipient: str,
    sent_on: date,
    paper: str = "",
) -> WellReport:
    """Send a checked report, once: its files are kept with their hashes and stand as they are.

    RuleBroken a second time, without a recipient, for a day before the month was over or in the future, and
    where the ledger moved since; Conflict where the files were made of another draft.
    """
    _begin(session, actor, report, Permission.REPORT_DRAFT, WellReportStatus.SENT)
    rules.check_over(_month(report), clock.local_day(now))
    if not _month(report).last < sent_on <= clock.local_day(now):
        raise RuleBroken("well_report_day", field="sent_on", last=_month(report).last.isoformat())
    if not recipient.strip():
        raise RuleBroken("month_needs_recipient", field="recipient")
    _check_current(session, actor, report)
    if made.body_hash != digest(report.body):
        raise Conflict("well_report_changed", number=report.number)
    xlsx_hash, pdf_hash = _keep(session, made.xlsx, "xlsx", now), _keep(session, made.pdf, "pdf", now)
    report.recipient, report.paper, report.sent_on = recipient.strip()[:100], paper.strip()[:120], sent_on
    report.xlsx_hash, report.pdf_hash = xlsx_hash, pdf_hash
    what = f"报送{report.recipient}　{report.paper}".strip()
    return _go(session, report, WellReportStatus.SENT, actor=actor, now=now, what=what)


def answer_well_report(
    session: Session, *, actor: Actor, now: datetime, report: WellReport, is_accepted: bool, answer: str
) -> WellReport:
    """Note what the office that got a report said; a return needs its reason and makes room for a version."""
    to = WellReportStatus.ACCEPTED if is_accepted else WellReportStatus.RETURNED
    _begin(session, actor, report, Permission.REPORT_DRAFT, to)
    report.answer = (
        answer.strip()[:LONGEST_ANSWER]
        if is_accepted
        else _told(answer, RuleBroken("well_report_why", field="answer"))
    )
    what = f"{'接收' if is_accepted else '退回'}：{report.answer}" if report.answer else "接收"
    return _go(session, report, to, actor=actor, now=now, what=what)


def _new(actor: Actor, month: Month, version: int) -> WellReport:
    return WellReport(
        county_code=actor.county_code,
        year=month.year,
        month=month.month,
        version=version,
        number=rules.well_report_number(actor.county_code, month, version),
        status=WellReportStatus.DRAFT,
    )


def _head(session: Session, actor: Actor, report: WellReport, now: datetime) -> dict[str, Any]:
    county = actor.county_code
    return {
        "report": "closed_wells",
        "number": report.number,
        "version": report.version,
        "county": {"code": county, "name": regions.name_of(session, county)},
        "month": str(_month(report)),
        "agency": actor.agency_name,
        "drafted_at": clock.rfc3339(now),
    }


def _begin(
    session: Session, actor: Actor, report: WellReport, permission: Permission, to: WellReportStatus
) -> None:
    """Allow, lock the row and read it anew, and hold the step against the table."""
    actor.need(permission)
    actor.need_reach(report.county_code, "well_report", report.number)
    session.refresh(report, with_for_update=True)
    rules.step(report.number, report.status, to)


def _check_current(session: Session, actor: Actor, report: WellReport) -> None:
    present = queries.state_wells(session, actor, _month(report))
    if rules.figures_hash(present) != rules.figures_hash(orjson.loads(report.body)):
        raise RuleBroken("well_report_moved", number=report.number)


def _go(
    session: Session, report: WellReport, to: WellReportStatus, *, actor: Actor, now: datetime, what: str
) -> WellReport:
    before, report.status = report.status, to
    report.edition += 1
    session.flush()
    _note(session, report, actor=actor, now=now, what=what, before=before, action=_ACTS[to])
    return report


_ACTS = {
    WellReportStatus.DRAFT: "well_report:take_back",
    WellReportStatus.CHECKED: "well_report:check",
    WellReportStatus.SENT: "well_report:send",
    WellReportStatus.RETURNED: "well_report:return",
    WellReportStatus.ACCEPTED: "well_report:accept",
}


def _note(
    session: Session,
    report: WellReport,
    *,
    actor: Actor,
    now: datetime,
    what: str,
    before: WellReportStatus | None,
    action: str,
) -> None:
    """Write a step with the hash of what the report said then, and the audit's entry."""
    of_report = WellReportEvent.report_id == report.id
    known = session.scalar(select(func.count(WellReportEvent.rowid)).where(of_report)) or 0
    body_hash = digest(report.body)
    session.add(
        WellReportEvent(
            report_id=report.id,
            sequence=known + 1,
            from_status=before,
            to_status=report.status,
            at=now,
            what=what[:500],
            body_hash=body_hash,
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject=Subject("well_report", report.id, report.number, report.county_code),
        after={"status": report.status, "body": body_hash, "wells": report.wells},
        reason=what,
    )
    session.flush()


def _told(words: str, missing: RuleBroken) -> str:
    told = words.strip()[:LONGEST_ANSWER]
    if not told:
        raise missing
    return told


def _keep(session: Session, data: bytes, kind: str, now: datetime) -> str:
    stream = io.BytesIO(data)
    kept = storage.keep_made(
        session, stream=stream, limit=LARGEST_FILE, media_type=MEDIA_TYPES[kind], now=now
    )
    return kept.hash


def _month(report: WellReport) -> Month:
    return Month(report.year, report.month)
