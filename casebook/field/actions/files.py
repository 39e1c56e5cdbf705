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

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.storage.models import Upload

_BEGINS_ANEW = "upload_hash_wrong"


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
        if refusal.code != _BEGINS_ANEW:
            file_refused(session, actor=actor, file_hash=upload.hash, error=refusal, now=now)
            storage.cancel_upload(session, upload=upload)
        return refusal
    file_arrived(session, file_hash=kept.hash, now=now)
    return None
