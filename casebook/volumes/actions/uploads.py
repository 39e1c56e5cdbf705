"""Files of readings and of electricity that come by the page: kept, taken in as commands do, reported on."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import orjson

from casebook.access import Permission
from casebook.jobs.actions import enqueue
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.storage.actions import keep_made, keep_text, store
from casebook.storage.rules import MEBIBYTE, MediaKind, safe_name
from casebook.volumes.actions.batches import SourceFile
from casebook.volumes.actions.electricity import import_electricity
from casebook.volumes.actions.readings import import_readings
from casebook.volumes.files.spool import open_spool
from casebook.volumes.files.tables import is_workbook
from casebook.volumes.models import ReadingUpload
from casebook.volumes.queries.uploads import JOB, find_import, open_upload_table
from casebook.volumes.rules import UPLOAD_TRANSITIONS, ImportKind, UploadState
from casebook.volumes.rules.readers import reader_of_electricity, reader_of_readings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import BinaryIO
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.storage.models import StoredFile
    from casebook.volumes.files.spool import Spool

LARGEST_FILE = 200 * MEBIBYTE
LARGEST_AT_ONCE = 1 * MEBIBYTE
"""Bytes of a file that is taken in while the sender waits; a larger one is the worker's."""
LARGEST_REPORT = 2_000 * MEBIBYTE
REPORT_TYPE = "application/x-ndjson"
_WHOLE_REASON = 400
_READ = {
    ImportKind.READINGS: (reader_of_readings, import_readings),
    ImportKind.ELECTRICITY: (reader_of_electricity, import_electricity),
}


def upload_file(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    kind: ImportKind,
    stream: BinaryIO,
    name: str,
    is_strict: bool = False,
) -> tuple[ReadingUpload, UUID | None]:
    """Keep a file and take it in; of a large one return the id of the job that does so.

    Refused (field `file`): what is no table, or has no header of readings or of electricity.
    """
    actor.need(Permission.READING_IMPORT)
    actor.need_reach(actor.county_code, "county", actor.county_code)
    kept = _keep(session, now, stream, name)
    upload = ReadingUpload(
        county_code=actor.county_code,
        kind=kind,
        file_hash=kept.hash,
        file_name=safe_name(name),
        is_strict=is_strict,
        state=UploadState.WAITING,
        uploaded_at=now,
        uploaded_by=actor.name,
        officer_id=actor.officer_id,
    )
    if kept.size > LARGEST_AT_ONCE:
        return upload, _hand_to_worker(session, now, upload)
    with read_upload(kept.hash, kind, now) as spool:
        session.add(upload)
        session.flush()
        take_in(session, actor=actor, now=now, upload=upload, spool=spool)
    return upload, None


def _keep(session: Session, now: datetime, stream: BinaryIO, name: str) -> StoredFile:
    """Keep a file's bytes: a workbook is looked at, text of any encoding is judged by its reader."""
    if is_workbook(stream):
        allowed = frozenset({MediaKind.SPREADSHEET})
        return store(session, stream=stream, limit=LARGEST_FILE, allowed=allowed, now=now, name=name)
    return keep_text(session, stream=stream, limit=LARGEST_FILE, now=now)


def _hand_to_worker(session: Session, now: datetime, upload: ReadingUpload) -> UUID:
    """Let the worker take a file in, once its header is understood."""
    with open_upload_table(upload.file_hash, upload.kind):
        session.add(upload)
    session.flush()
    job = enqueue(
        session,
        kind=JOB,
        payload={"upload_id": str(upload.id)},
        now=now,
        requested_by=upload.officer_id,
        dedupe_key=str(upload.id),
    )
    return job.id


@contextmanager
def read_upload(file_hash: str, kind: ImportKind, now: datetime) -> Iterator[Spool]:
    """Read a kept file whole, without the database; what it says waits in a spool."""
    reader, _act = _READ[kind]
    with open_spool() as spool:
        with open_upload_table(file_hash, kind) as table:
            spool.fill(table.blocks, reader(table.head, local_day(now)))
        yield spool


def take_in(
    session: Session, *, actor: Actor, now: datetime, upload: ReadingUpload, spool: Spool
) -> ReadingUpload:
    """Take in what was read of an upload, and keep the report on it.

    With `is_strict` one refused row keeps out all of them; the report stays.
    """
    _step(upload, UploadState.TAKEN)
    _reader, act = _READ[upload.kind]
    county_code, file = upload.county_code, SourceFile(upload.file_name, upload.file_hash)
    inner = session.begin_nested()
    found = act(session, actor=actor, now=now, county_code=county_code, spool=spool, file=file)
    refused = sum(found.refused.values())
    if upload.is_strict and refused:
        inner.rollback()
        found = replace(found, accepted=0)
        upload.state = UploadState.REFUSED
    else:
        upload.import_id = find_import(session, county_code, upload.file_hash)
        inner.commit()
        upload.state = UploadState.TAKEN
    upload.counts, upload.taken_at = found.counts(), now
    upload.report_hash = _keep_report(session, now, spool)
    session.flush()
    return upload


def refuse_upload(session: Session, *, now: datetime, upload: ReadingUpload, reason: str) -> ReadingUpload:
    """Note that a file as a whole cannot be used, with the reason in words; nothing of it was kept."""
    _step(upload, UploadState.REFUSED)
    upload.state, upload.taken_at, upload.reason = UploadState.REFUSED, now, reason[:_WHOLE_REASON]
    session.flush()
    return upload


def _step(upload: ReadingUpload, to: UploadState) -> None:
    if to not in UPLOAD_TRANSITIONS[upload.state]:
        raise RuleBroken("upload_not_waiting")


def _keep_report(session: Session, now: datetime, spool: Spool) -> str | None:
    """Keep the answers to the rows, one JSON object a line; none where every row was taken in quietly."""
    with TemporaryFile() as file:
        for body in spool.entries():
            file.write(orjson.dumps(body) + b"\n")
        if not file.tell():
            return None
        file.seek(0)
        kept = keep_made(session, stream=file, limit=LARGEST_REPORT, media_type=REPORT_TYPE, now=now)
    return kept.hash
