"""Originals on their way in: a whole file is kept, and the operations that waited for it go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.field.actions.receiving import file_arrived, file_refused
from casebook.kernel.errors import RuleBroken
from casebook.storage import actions as storage
from casebook.storage import queries
from casebook.storage.rules import ORIGINALS

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.storage.actions import Announced, Kept
    from casebook.storage.models import Upload

_BEGINS_ANEW = "upload_hash_wrong"


def look_at(upload_id: UUID, sent: Announced) -> Kept | RuleBroken:
    """Keep a file that came whole with its announcement, or return why not; it touches no database."""
    try:
        return storage.keep_first(upload_id, sent=sent, allowed=ORIGINALS)
    except RuleBroken as refusal:
        return refusal


def take_first(
    session: Session, *, actor: Actor, now: datetime, sent: Announced, found: Kept | RuleBroken
) -> None:
    """Record what was looked at (`look_at`), and settle the operations that name it."""
    if isinstance(found, RuleBroken):
        _refused(session, actor, sent.hash, found, now)
        return
    storage.put_on_record(session, kept=found, now=now)
    file_arrived(session, file_hash=found.hash, now=now)


def take_if_whole(session: Session, *, actor: Actor, now: datetime, upload: Upload) -> RuleBroken | None:
    """Keep a file of which every byte is here, and settle the operations that name it.

    A refusal is returned, not raised, so that the caller can commit it: the operations that name the
    file are refused with it, unless bytes were only damaged on the way and the upload begins anew.
    """
    if upload.finished_at is not None or queries.offset_of(upload) < upload.length:
        return None
    try:
        kept = storage.finish_upload(session, now=now, upload=upload, allowed=ORIGINALS)
    except RuleBroken as refusal:
        if _refused(session, actor, upload.hash, refusal, now):
            storage.cancel_upload(session, upload=upload)
        return refusal
    file_arrived(session, file_hash=kept.hash, now=now)
    return None


def _refused(session: Session, actor: Actor, file_hash: str, refusal: RuleBroken, now: datetime) -> bool:
    """Refuse what names a file for its content; say whether it was that and not damage on the way."""
    if refusal.code == _BEGINS_ANEW:
        return False
    file_refused(session, actor=actor, file_hash=file_hash, error=refusal, now=now)
    return True
