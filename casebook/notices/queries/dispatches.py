"""What is on its way out of the house, and what a digest of today would tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from casebook.accounts.models import Officer
from casebook.deadlines.models import Term
from casebook.kernel.errors import NotFound
from casebook.notices.models import Dispatch, Notice, NoticeChoice
from casebook.notices.rules import digests_of

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from casebook.notices.rules import Channel

MOST_LINES = 50
"""Of one digest; the rest is counted."""


def unsent() -> ColumnElement[bool]:
    """Return the condition of what was neither sent nor given up."""
    return and_(Dispatch.sent_at.is_(None), Dispatch.gave_up_at.is_(None))


def list_unsent(session: Session, *, now: datetime, limit: int = 500) -> list[UUID]:
    """Return what is to be sent and is in nobody's hand, oldest first."""
    query = select(Dispatch.id).where(
        unsent(), or_(Dispatch.held_until.is_(None), Dispatch.held_until <= now)
    )
    return list(session.scalars(query.order_by(Dispatch.rowid).limit(limit)))


def get_dispatch(session: Session, dispatch_id: UUID) -> Dispatch:
    """Return a message, or raise NotFound."""
    found = session.scalar(select(Dispatch).where(Dispatch.id == dispatch_id))
    if found is None:
        raise NotFound("notice_dispatch", dispatch_id)
    return found


def has_dispatch(session: Session, key: str) -> bool:
    """Say whether a message was made."""
    return session.scalar(select(Dispatch.rowid).where(Dispatch.key == key)) is not None


def list_last_dispatches(session: Session, county_code: str, limit: int = 20) -> list[Dispatch]:
    """Return a county's latest messages, newest first."""
    query = select(Dispatch).where(Dispatch.county_code == county_code)
    return list(session.scalars(query.order_by(Dispatch.rowid.desc()).limit(limit)))


def list_readers(session: Session, county_code: str) -> list[tuple[UUID, str]]:
    """Return (officer, mail address) of the active officers who want the digest by mail."""
    query = (
        select(NoticeChoice.officer_id, NoticeChoice.mail)
        .join(Officer, Officer.id == NoticeChoice.officer_id)
        .where(NoticeChoice.county_code == county_code, NoticeChoice.by_mail, Officer.is_active)
        .order_by(NoticeChoice.officer_id)
    )
    return [(officer_id, mail) for officer_id, mail in session.execute(query)]


def list_for_digest(session: Session, officer_id: UUID, *, channel: Channel, today: date) -> list[Notice]:
    """Return what an officer has not read and no digest told yet, the most urgent first."""
    since = session.scalar(
        _last_digest(digests_of(channel, officer_id)).where(
            Dispatch.officer_id == officer_id, Dispatch.channel == channel
        )
    )
    is_new = Notice.told_on == today if since is None else Notice.told_at > since
    query = _with_clocks(Notice.officer_id == officer_id, Notice.read_at.is_(None), is_new)
    found = session.execute(query.order_by(Notice.due_on.is_(None), Notice.due_on, Notice.rowid))
    return [notice for notice, term in found if _is_open(term, today)]


def list_for_chat(session: Session, county_code: str, *, channel: Channel, today: date) -> list[Notice]:
    """Return what the county was told of clocks since its last message to a chat; each clock once."""
    since = session.scalar(
        _last_digest(digests_of(channel, county_code)).where(
            Dispatch.county_code == county_code, Dispatch.channel == channel, Dispatch.officer_id.is_(None)
        )
    )
    is_new = Notice.told_on == today if since is None else Notice.told_at > since
    query = _with_clocks(Notice.county_code == county_code, Notice.term_id.is_not(None), is_new)
    found = session.execute(query.order_by(Notice.rowid))
    latest = {notice.term_id: notice for notice, term in found if _is_open(term, today)}
    return sorted(latest.values(), key=lambda one: (one.due_on or today, one.rowid))


def _last_digest(keys: str) -> Select[datetime | None]:
    return select(func.max(Dispatch.made_at)).where(Dispatch.key.startswith(keys, autoescape=True))


def _with_clocks(*conditions: ColumnElement[bool]) -> Select[Notice, Term | None]:
    clock = Term.id == Notice.term_id
    return select(Notice, Term).outerjoin(Term, clock).where(*conditions)


def _is_open(term: Term | None, today: date) -> bool:
    """Say whether a notice still asks for something: its clock was not met, dropped or stopped since."""
    return term is None or (term.is_running and not term.is_suspended(today))
