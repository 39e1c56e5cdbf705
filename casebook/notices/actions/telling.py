"""Telling an officer something, once; marking as read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from casebook.kernel.clock import local_day
from casebook.kernel.ids import new_id
from casebook.notices import queries
from casebook.notices.models import Notice

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.kernel.subjects import Subject
    from casebook.notices.rules import NoticeKind


def tell(
    session: Session,
    *,
    now: datetime,
    officer_id: UUID,
    kind: NoticeKind,
    subject: Subject,
    text: str,
    due_on: date | None = None,
    key: str = "",
) -> Notice | None:
    """Put a notice about a subject before an officer, at once in the app and in the next digest.

    `text` is shown in the app alone. With a `key` the officer is told once: None when this was told
    before. Mails and chats get the subject's number, its township and the day.
    """
    if key and queries.was_told(session, officer_id, key):
        return None
    notice = Notice(
        county_code=subject.division_code[:6],
        officer_id=officer_id,
        key=key or str(new_id()),
        kind=kind,
        subject_kind=subject.kind,
        subject_id=subject.id,
        title=subject.title[:200],
        division_code=subject.division_code,
        text=text[:500],
        due_on=due_on,
        told_on=local_day(now),
        told_at=now,
    )
    session.add(notice)
    session.flush()
    return notice


def mark_read(session: Session, *, actor: Actor, now: datetime, until: int) -> None:
    """Mark one's own notices as read, up to the one that stood first on the page."""
    session.execute(
        update(Notice)
        .where(Notice.officer_id == actor.officer_id, Notice.rowid <= until, Notice.read_at.is_(None))
        .values(read_at=now)
    )
