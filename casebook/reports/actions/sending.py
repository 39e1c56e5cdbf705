"""What a report leaves in the audit, and sending what was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record, record_look
from casebook.db.chain import lock
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.reports.models import MonthSending
from casebook.reports.queries import find_sending

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.ledger.queries import Closed

LONGEST_RECIPIENT = 100


def note_personal_export(session: Session, *, actor: Actor, now: datetime) -> None:
    """Log that a work ledger leaves with personal data unmasked."""
    subject = Subject("work_ledger", new_id(), "一本账", actor.jurisdiction)
    record_look(session, actor=actor, now=now, subject=subject, what="work_ledger.export")


def send_month(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    closed: Closed,
    recipient: str,
    sent_on: date,
    paper: str = "",
) -> MonthSending:
    """Record that a closed month's report was sent to an office, once.

    RuleBroken without a recipient, before the month was closed or in the future, and for a second time:
    what was sent never changes, so that sending it again could only mean another report.
    """
    actor.need(Permission.LEDGER_CLOSE)
    actor.need_reach(closed.county_code, "ledger_month", closed.number)
    to = _check(session, closed, recipient, sent_on, clock.local_day(now))
    sending = MonthSending(
        county_code=closed.county_code,
        closed_id=closed.id,
        recipient=to,
        paper=paper.strip()[:120],
        sent_on=sent_on,
        sent_by_id=actor.officer_id,
        sent_by=actor.name,
        sent_at=now,
    )
    session.add(sending)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="month_report:send",
        subject=Subject("month_report", closed.id, closed.number, closed.county_code),
        after={"to": to, "on": sent_on, "paper": sending.paper},
    )
    return sending


def _check(session: Session, closed: Closed, recipient: str, sent_on: date, today: date) -> str:
    """Return to whom it goes; of two who send it to the same office one comes second, and is refused."""
    to, closed_on = recipient.strip()[:LONGEST_RECIPIENT], clock.local_day(closed.closed_at)
    if not to:
        raise RuleBroken("month_needs_recipient", field="recipient")
    if not closed_on <= sent_on <= today:
        raise RuleBroken("month_sending_day", field="sent_on", closed=closed_on.isoformat())
    lock(session)
    known = find_sending(session, closed.id, to)
    if known is not None:
        raise RuleBroken("month_sent_already", field="recipient", to=to, on=known.sent_on.isoformat())
    return to
