"""Which leaves the volumes of a case hold, and how many pages each has as far as that is kept."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from casebook.approvals.queries import list_for
from casebook.approvals.rules import ApprovalState
from casebook.documents import queries as documents
from casebook.documents.models import Delivery
from casebook.documents.rules import FORMS, DocumentState, FormCode
from casebook.dossier.queries.examining import SIGNED, list_evidence
from casebook.dossier.queries.papers import services_of
from casebook.dossier.rules.arranging import (
    OF_ARCHIVE,
    Leaf,
    Section,
    Source,
    section_of,
    section_of_chain,
)
from casebook.inspections.models import Interview, SitePaper
from casebook.kernel.clock import local_day
from casebook.kernel.errors import NotFound
from casebook.storage.queries import files_by_hash, open_file
from casebook.storage.rules import PDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.cases.queries.file import CaseFile
    from casebook.documents.models import Document
    from casebook.storage.models import StoredFile

_GONE = frozenset({DocumentState.DRAFT, DocumentState.VOID})


def list_leaves(session: Session, file: CaseFile) -> list[Leaf]:
    """Return the leaves of a case in the order in which they came; what is bound arranges them."""
    papers = [*_documents(session, file), *_site_papers(session, file)]
    return [
        *_approvals(session, file),
        *_visit(file, papers),
        *papers,
        *_evidence(session, file),
        Leaf(section=Section.COURSE, source=Source.COURSE, id=file.case.id, title="办理经过"),
    ]


def _approvals(session: Session, file: CaseFile) -> Iterator[Leaf]:
    for one in list_for(session, [file.case.id]):
        if one.state is ApprovalState.APPROVED:
            yield Leaf(
                section=section_of_chain(one.kind),
                source=Source.APPROVAL,
                id=one.id,
                title=one.title,
                maker=file.case.acts_in_name_of,
                on=one.ended_on,
            )


def _documents(session: Session, file: CaseFile) -> Iterator[Leaf]:
    subjects = [file.case.id, *(one.id for one in file.visits)]
    rows = [
        one
        for one in documents.list_documents(session, subjects)
        if one.state not in _GONE and one.form not in OF_ARCHIVE
    ]
    rows.sort(key=lambda one: (one.issued_on or local_day(one.drafted_at), one.drafted_at))
    served = services_of(session, [row.id for row in rows])
    hashes = {row.served_hash for row in rows if row.served_hash}
    hashes |= {each.file_hash for some in served.values() for one in some for each in one.receipts}
    kept = files_by_hash(session, hashes)
    for row in rows:
        yield _document(row, kept)
        for one in served.get(row.id, ()):
            yield from _receipts(row, one, kept)


def _document(row: Document, kept: Mapping[str, StoredFile]) -> Leaf:
    file = kept.get(row.served_hash or "")
    return Leaf(
        section=section_of(row.form),
        source=Source.DOCUMENT,
        id=row.id,
        title=row.sheet.title,
        number=row.number or "",
        maker=row.agency.name,
        on=row.issued_on,
        pages=_pages(file, row.pages),
        file_hash=file.hash if file else "",
    )


def _receipts(row: Document, one: Delivery, kept: Mapping[str, StoredFile]) -> Iterator[Leaf]:
    """Yield the scans of a service, or where there is none its record; a failed attempt is a record too."""
    title = row.sheet.title
    record = Leaf(
        section=section_of(row.form),
        source=Source.RECEIPT,
        id=one.id,
        title=f"送达情况记录（{title}）" if one.failure else f"送达回证（{title}）",
        maker=row.agency.name,
        on=one.delivered_on,
    )
    scans = [each.file_hash for each in one.receipts if each.file_hash in kept]
    for each in scans:
        yield replace(record, pages=_pages(kept[each], 1), file_hash=each)
    if not scans:
        yield replace(record, remark="未送达" if one.failure else "据送达记录")


def _site_papers(session: Session, file: CaseFile) -> Iterator[Leaf]:
    visits = [one.id for one in file.visits]
    asked = select(Interview.id).where(Interview.inspection_id.in_(visits))
    query = (
        select(SitePaper)
        .where(or_(SitePaper.subject_id.in_(visits), SitePaper.subject_id.in_(asked)))
        .order_by(SitePaper.made_at, SitePaper.rowid)
    )
    for one in session.scalars(query):
        yield Leaf(
            section=Section.EVIDENCE,
            source=Source.SITE_PAPER,
            id=one.id,
            title=FORMS[SIGNED[one.form]].title,
            number=one.number or "",
            maker=file.case.acts_in_name_of,
            on=local_day(one.made_at),
        )


def _visit(file: CaseFile, papers: Iterable[Leaf]) -> Iterator[Leaf]:
    """Yield the record of the last visit where no paper of the file is one."""
    title = FORMS[FormCode.F04].title
    visits = [one for one in file.visits if one.is_submitted]
    if visits and not any(one.title == title for one in papers):
        last = max(visits, key=lambda one: (one.on, one.id))
        yield Leaf(
            section=Section.EVIDENCE,
            source=Source.VISIT,
            id=last.id,
            title=title,
            maker=file.case.acts_in_name_of,
            on=last.on,
            remark="据检查记录",
        )


def _evidence(session: Session, file: CaseFile) -> Iterator[Leaf]:
    for one in list_evidence(session, file):
        scanned = pages_of(one.file_hash) if one.media is PDF else 0
        yield Leaf(
            section=Section.EVIDENCE,
            source=Source.EVIDENCE,
            id=one.id,
            title=(one.describes or one.file_name)[:60],
            maker=one.maker_name,
            on=one.of_day,
            pages=1 + scanned,
            file_hash=one.file_hash,
        )


def _pages(kept: StoredFile | None, known: int) -> int:
    if kept is None:
        return max(known, 1)
    return pages_of(kept.hash) if kept.media_type == PDF.type else 1


@lru_cache(maxsize=4096)
def pages_of(file_hash: str) -> int:
    """Return how many pages a kept PDF has; under its hash it never changes.

    One that cannot be read counts as one page: what is listed here is refused by its name when it is bound.
    """
    from pypdf import PdfReader  # noqa: PLC0415 - commands that bind nothing start without it
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - as above

    with open_file(file_hash) as stream:
        try:
            return len(PdfReader(stream).pages)
        except (PyPdfError, ValueError):  # the parser lets the latter through where numbers should stand
            return 1


def get_delivery(session: Session, delivery_id: UUID) -> Delivery:
    """Return a service of a paper that a leaf was made from, or raise NotFound."""
    found = session.scalar(select(Delivery).where(Delivery.id == delivery_id))
    if found is None:
        raise NotFound("delivery", delivery_id)
    return found
