"""Making messages that leave the house, and the steps by which a sender takes and ends one.

The steps are single statements on connections of their own, because no transaction may stay open
while a mail server is waited for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, update

from casebook.jobs.actions import enqueue
from casebook.notices import queries
from casebook.notices.models import Dispatch
from casebook.notices.queries.dispatches import unsent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from casebook.notices.rules import Channel

SEND = "notices:send"
"""The work that sends what waits."""
HOLD = timedelta(minutes=5)
"""A sender that was not heard of for so long is taken for dead."""
PATIENCE = timedelta(days=7)
"""For so long a message is tried; the app shows what it tells in any case."""


@dataclass(frozen=True)
class Message:
    """What is told outside the house; hashes of stored files by name go along, by mail only."""

    title: str
    body: str
    attachments: Mapping[str, str] = field(default_factory=dict)


def post(
    session: Session,
    *,
    now: datetime,
    county_code: str,
    channel: Channel,
    key: str,
    message: Message,
    officer_id: UUID | None = None,
    address: str = "",
) -> bool:
    """Put a message on its way unless it was before; say whether it is new."""
    if queries.has_dispatch(session, key):
        return False
    session.add(
        Dispatch(
            county_code=county_code,
            channel=channel,
            key=key,
            officer_id=officer_id,
            address=address,
            title=message.title[:200],
            body=message.body,
            attachments=dict(message.attachments) or None,
            made_at=now,
        )
    )
    session.flush()
    return True


def send_soon(session: Session, *, now: datetime) -> None:
    """Let what waits be sent as soon as this is committed."""
    if queries.list_unsent(session, now=now, limit=1):
        enqueue(session, kind=SEND, payload={}, now=now, dedupe_key="all")


def hold(connection: Connection, dispatch_id: UUID, *, now: datetime) -> bool:
    """Take a message in hand; False when it is sent, given up, or in another sender's hand."""
    is_free = or_(Dispatch.held_until.is_(None), Dispatch.held_until <= now)
    take = update(Dispatch).where(Dispatch.id == dispatch_id, unsent(), is_free)
    taken = take.values(held_until=now + HOLD, attempts=Dispatch.attempts + 1).returning(Dispatch.id)
    return connection.scalar(taken) is not None


def note_sent(connection: Connection, dispatch_id: UUID, *, now: datetime) -> None:
    """Keep that the other side took a message."""
    done = update(Dispatch).where(Dispatch.id == dispatch_id)
    connection.execute(done.values(sent_at=now, held_until=None, fault=""))


def note_failed(
    connection: Connection, dispatch_id: UUID, *, now: datetime, fault: str, is_final: bool
) -> None:
    """Keep why an attempt failed; a final refusal, or a week of failures, ends it."""
    failed = update(Dispatch).where(Dispatch.id == dispatch_id)
    connection.execute(failed.values(held_until=None, fault=fault))
    ends = failed if is_final else failed.where(Dispatch.made_at < now - PATIENCE)
    connection.execute(ends.values(gave_up_at=now))
