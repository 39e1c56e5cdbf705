"""Taking files in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy.exc import IntegrityError

from casebook.kernel.errors import NotFound
from casebook.storage import disk, queries, sniffing
from casebook.storage.models import StoredFile

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.storage.rules import MediaKind

ABANDONED_AFTER = timedelta(days=1)


def store(
    session: Session,
    *,
    stream: BinaryIO,
    limit: int,
    allowed: frozenset[MediaKind],
    now: datetime,
    name: str = "",
) -> StoredFile:
    """Keep the bytes of a stream and return their record; the same bytes are kept once.

    `limit` is the most bytes taken, `name` what the sender calls the file: its extension must agree
    with the content. Raises RuleBroken (field `file`) for what is refused and StorageFull; nothing
    stays on disk then.
    """
    files = disk.current()
    with files.receive(stream, limit) as incoming:
        media = sniffing.inspect(incoming.path, name, allowed)
        files.keep(incoming)
        record = StoredFile(hash=incoming.hash, size=incoming.size, media_type=media.type, received_at=now)
    return _recorded(session, record)


def keep_made(
    session: Session, *, stream: BinaryIO, limit: int, media_type: str, now: datetime
) -> StoredFile:
    """Keep bytes that casebook made itself (a preview, an export), so that nothing needs to be inspected."""
    files = disk.current()
    with files.receive(stream, limit) as incoming:
        files.keep(incoming)
        record = StoredFile(hash=incoming.hash, size=incoming.size, media_type=media_type, received_at=now)
    return _recorded(session, record)


def sweep_incoming(*, now: datetime) -> int:
    """Remove what killed uploads left behind; return how many files."""
    return disk.current().sweep(now - ABANDONED_AFTER)


def _recorded(session: Session, record: StoredFile) -> StoredFile:
    known = queries.find_file(session, record.hash)
    if known is not None:
        return known
    try:
        with session.begin_nested():
            session.add(record)
    except IntegrityError:  # somebody else stored the same bytes at the same time
        known = queries.find_file(session, record.hash)
        if known is None:
            raise NotFound("stored_file", record.hash) from None
        return known
    return record
