"""Uploaded files of readings and of electricity, and the reports on them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import select

from casebook.db.paging import Page, page
from casebook.jobs.queries import find_open
from casebook.kernel.errors import NotFound
from casebook.storage import queries as storage
from casebook.volumes.files.tables import read_table
from casebook.volumes.models import ReadingImport, ReadingUpload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.jobs.models import Job
    from casebook.volumes.files.tables import Table
    from casebook.volumes.rules import ImportKind

JOB = "volumes:upload"


def get_upload(session: Session, upload_id: UUID, actor: Actor) -> ReadingUpload:
    """Return an upload of the actor's county, or raise NotFound."""
    found = session.scalars(select(ReadingUpload).where(ReadingUpload.id == upload_id)).one_or_none()
    if found is None:
        raise NotFound("reading_upload", upload_id)
    actor.need_reach(found.county_code, "reading_upload", upload_id)
    return found


def page_uploads(session: Session, county_code: str, cursor: str | None = None) -> Page[ReadingUpload]:
    """Return a page of the county's uploads, the last one first."""
    query = select(ReadingUpload).where(ReadingUpload.county_code == county_code)
    return page(
        session,
        query,
        columns=[ReadingUpload.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def find_earlier(session: Session, upload: ReadingUpload) -> ReadingUpload | None:
    """Return the last upload of the same bytes before this one, or None."""
    query = select(ReadingUpload).where(
        ReadingUpload.county_code == upload.county_code,
        ReadingUpload.file_hash == upload.file_hash,
        ReadingUpload.kind == upload.kind,
        ReadingUpload.rowid < upload.rowid,
    )
    return session.scalars(query.order_by(ReadingUpload.rowid.desc()).limit(1)).one_or_none()


def find_job(session: Session, upload: ReadingUpload) -> Job | None:
    """Return the job that is at an upload, or None."""
    return find_open(session, f"{JOB}:{upload.id}")


def find_import(session: Session, county_code: str, file_hash: str) -> UUID | None:
    """Return the id of the last import of these bytes, or None."""
    query = select(ReadingImport.id).where(
        ReadingImport.county_code == county_code, ReadingImport.file_hash == file_hash
    )
    return session.scalar(query.order_by(ReadingImport.rowid.desc()).limit(1))


@contextmanager
def open_upload_table(file_hash: str, kind: ImportKind) -> Iterator[Table]:
    """Open the table of a kept file; refused as `read_table` does."""
    with storage.open_file(file_hash) as stream, read_table(stream, kind) as table:
        yield table


def entries_of(upload: ReadingUpload) -> Iterator[dict[str, Any]]:
    """Yield the answers to an upload's rows, by line."""
    if upload.report_hash is None:
        return
    with storage.open_file(upload.report_hash) as stream:
        for line in stream:
            yield orjson.loads(line)
