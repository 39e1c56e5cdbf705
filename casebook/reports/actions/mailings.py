"""Letting reports leave by mail each month: each to each address once, however often the round runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.kernel.subjects import Subject
from casebook.ledger import queries as ledger
from casebook.notices import queries as notices
from casebook.notices.actions import Message, post, send_soon
from casebook.notices.rules import Channel
from casebook.reports import queries, rules
from casebook.reports.models import ReportMailing
from casebook.reports.rules import MailedReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor

    Words = Callable[[MailedReport, Month, str], tuple[str, str]]
    """What a mail says, title and body, of a report of a month with its number."""


def set_mailing(
    session: Session, *, actor: Actor, now: datetime, report: MailedReport, day: int, addresses: str
) -> ReportMailing:
    """Let a report leave each month, from last month's on: on a day of the month after, or once it is ready.

    RuleBroken for a day that not every month has, and for what is no mail address.
    """
    actor.need(Permission.LEDGER_CLOSE)
    actor.need_reach(actor.county_code, "report_mailing", report.value)
    if not 1 <= day <= rules.LAST_DAY:
        raise RuleBroken("mailing_day", field="day", most=rules.LAST_DAY)
    to, since = rules.read_addresses(addresses), Month.of(clock.local_day(now)).previous()
    mailing = ReportMailing(
        county_code=actor.county_code,
        report=report,
        day=day,
        addresses=",".join(to),
        since_year=since.year,
        since_month=since.month,
        set_by=actor.name,
        set_at=now,
    )
    session.add(mailing)
    session.flush()
    after = {"report": report, "day": day, "addresses": len(to)}
    record(session, actor=actor, now=now, action="report_mailing:set", subject=_subject(mailing), after=after)
    return mailing


def end_mailing(session: Session, *, actor: Actor, now: datetime, mailing: ReportMailing) -> ReportMailing:
    """Send no further reports; what has left has left."""
    actor.need(Permission.LEDGER_CLOSE)
    actor.need_reach(mailing.county_code, "report_mailing", mailing.report.value)
    session.refresh(mailing, with_for_update=True)
    if mailing.ended_at is None:
        mailing.ended_at = now
        session.flush()
        record(session, actor=actor, now=now, action="report_mailing:end", subject=_subject(mailing))
    return mailing


def post_reports(session: Session, *, now: datetime, words: Words) -> int:
    """Post what is due and ready, and let it be sent; return how many mails are new.

    A mail is known by mailing, report and address, so that an outage, a second worker or a second run
    sends nothing twice.
    """
    posted = 0
    for mailing in queries.list_running_mailings(session):
        channel = notices.find_channel(session, mailing.county_code, Channel.MAIL)
        if channel is None or not channel.is_on:
            continue
        for key, message in _ready(session, mailing, clock.local_day(now), words):
            for address in mailing.addresses.split(","):
                posted += post(
                    session,
                    now=now,
                    county_code=mailing.county_code,
                    channel=Channel.MAIL,
                    key=f"report:{mailing.id}:{key}:{address}",
                    message=message,
                    address=address,
                )
    send_soon(session, now=now)
    return posted


def _ready(
    session: Session, mailing: ReportMailing, today: date, words: Words
) -> Iterator[tuple[str, Message]]:
    """Yield the reports that are due and ready, each with a key of its own."""
    since = Month(mailing.since_year, mailing.since_month)
    due = set(rules.months_due(since, today, mailing.day))
    for month, number, files in _stored(session, mailing):
        if month in due:
            named = {f"{number}.{kind}": stored_hash for kind, stored_hash in files.items()}
            yield number, Message(*words(mailing.report, month, number), named)


def _stored(session: Session, mailing: ReportMailing) -> Iterator[tuple[Month, str, dict[str, str]]]:
    """Yield the reports of a kind that are kept: month, number, hashes of workbook and PDF."""
    if mailing.report is MailedReport.MONTH:
        for closed in ledger.list_closed_months(session, mailing.county_code):
            yield closed.month, closed.number, {kind: closed.files[kind] for kind in ("xlsx", "pdf")}
        return
    for report in queries.list_gone_out(session, mailing.county_code):
        if report.xlsx_hash and report.pdf_hash:
            files = {"xlsx": report.xlsx_hash, "pdf": report.pdf_hash}
            yield Month(report.year, report.month), report.number, files


def _subject(mailing: ReportMailing) -> Subject:
    return Subject("report_mailing", mailing.id, mailing.report.value, mailing.county_code)
