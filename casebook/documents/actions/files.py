"""Files of papers: what was scanned or came back, and what the worker made."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.documents import queries, templates
from casebook.documents.making import Contents
from casebook.documents.models import Document
from casebook.documents.rules import Rendering
from casebook.jobs.models import Job
from casebook.jobs.rules import JobState
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.notices.actions import tell
from casebook.notices.rules import NoticeKind
from casebook.storage import actions as storage
from casebook.storage.rules import LIMITS, PDF, MediaKind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.documents.making import Made
    from casebook.storage.actions import Scan

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST_AT_ONCE = 200


def keep_pdf(session: Session, scan: Scan, now: datetime) -> str:
    """Keep a PDF that came back from a seal service and return its hash."""
    kept = storage.store(
        session,
        stream=scan.stream,
        limit=LIMITS[MediaKind.DOCUMENT],
        allowed=frozenset({MediaKind.DOCUMENT}),
        now=now,
        name=scan.name,
    )
    return kept.hash


def contents_of(session: Session, document_id: UUID) -> Contents | None:
    """Return what an issued paper is made of, or None when it is made already or void.

    RuleBroken `document_template_changed` when the wording is not the one it was issued with.
    """
    document = queries.find_document(session, document_id)
    if document is None:
        raise NotFound("document", document_id)
    if document.rendering is not Rendering.WAITING or document.issued_on is None:
        return None
    return frozen_contents(session, document)


def frozen_contents(session: Session, document: Document) -> Contents:
    """Return what an issued paper was made of; RuleBroken `document_template_changed` as `contents_of`."""
    head = document.head
    source = templates.get_version(session, document.county_code, document.form, head["template_version"])
    if source.source_hash != head["template_hash"]:
        raise RuleBroken("document_template_changed", title=head["title"])
    return Contents(
        form=document.form,
        facts=document.contents,
        agency=head["agency"],
        stamp_name=head["stamp_name"],
        number=document.number,
        issued_on=document.issued_on,
        source=source.source,
    )


def keep_rendered(session: Session, *, document_id: UUID, made: Made, now: datetime) -> None:
    """Keep PDF and DOCX of a paper under their hashes."""
    document = session.scalar(select(Document).where(Document.id == document_id).with_for_update(of=Document))
    if document is None:
        raise NotFound("document", document_id)
    pdf_hash = _kept(session, made.pdf, PDF.type, now)
    docx_hash = _kept(session, made.docx, DOCX_TYPE, now)
    document.pdf_hash, document.docx_hash = pdf_hash, docx_hash  # together: looking for the file flushes
    document.rendering, document.rendered_at, document.pages = Rendering.DONE, now, made.pages
    session.flush()


def tell_failures(session: Session, *, now: datetime) -> int:
    """Mark papers whose rendering was given up and tell who drafted them; return how many."""
    query = (
        select(Document)
        .join(Job, Job.id == Document.render_job_id)
        .where(Document.rendering == Rendering.WAITING, Job.state == JobState.FAILED)
    )
    failed = list(session.scalars(query.order_by(Document.rowid).limit(_MOST_AT_ONCE)))
    for document in failed:
        document.rendering = Rendering.FAILED
        if document.drafted_by_id is not None:
            _tell(session, document, document.drafted_by_id, now)
    session.flush()
    return len(failed)


def _tell(session: Session, document: Document, officer_id: UUID, now: datetime) -> None:
    tell(
        session,
        now=now,
        officer_id=officer_id,
        kind=NoticeKind.RETURNED,
        subject=document.as_subject(),
        text=f"{document.sheet.title}的文件没有生成，请打开文书重新生成",
        key=f"render:{document.render_job_id}",
    )


def _kept(session: Session, made: bytes, media_type: str, now: datetime) -> str:
    limit = LIMITS[MediaKind.DOCUMENT]
    kept = storage.keep_made(session, stream=BytesIO(made), limit=limit, media_type=media_type, now=now)
    return kept.hash
