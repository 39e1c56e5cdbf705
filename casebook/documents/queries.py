"""Reading papers, their service, the seal's waiting list, and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from casebook.access import Permission
from casebook.db.paging import page
from casebook.documents.models import AddressConfirmation, Delivery, Document, Stamping
from casebook.documents.rules import FORMS, DocumentState, FormCode, deviations
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page
    from casebook.documents.rules import Deviation

_TAKEN_BACK = (DocumentState.DRAFT, DocumentState.VOID)
_SERVED_FORMS = [code for code, form in FORMS.items() if form.is_served]
_STAMPED_FORMS = [code for code, form in FORMS.items() if form.needs_stamp]


@dataclass(frozen=True)
class DocumentFilter:
    """What the list of papers is narrowed to."""

    form: FormCode | None = None
    state: DocumentState | None = None
    words: str = ""
    """Part of a number or of the subject's title."""


def get_document(session: Session, document_id: UUID, actor: Actor) -> Document:
    """Return a paper that this person may see, or raise Forbidden or NotFound."""
    actor.need(Permission.DOCUMENT_SEE)
    found = session.scalar(select(Document).where(Document.id == document_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("document", document_id)
    return found


def find_document(session: Session, document_id: UUID) -> Document | None:
    """Return a paper whoever may see it, or None."""
    return session.scalar(select(Document).where(Document.id == document_id))


def list_documents(session: Session, subject_ids: Collection[UUID]) -> list[Document]:
    """Return all papers about these subjects in the order they were drafted; the caller asked who may see."""
    query = select(Document).where(Document.subject_id.in_(subject_ids))
    return list(session.scalars(query.order_by(Document.rowid)))


def frozen_hashes(session: Session, subject_ids: Collection[UUID]) -> list[str]:
    """Return the hashes of the facts of the papers issued about subjects, sorted: what a posting rests on."""
    return sorted(one.facts_hash for one in list_documents(session, subject_ids) if one.facts_hash)


def find_issued(session: Session, subject_id: UUID, form: FormCode) -> Document | None:
    """Return the last paper of a form about a subject that was issued and is not void, or None."""
    query = select(Document).where(
        Document.subject_id == subject_id, Document.form == form, Document.state.not_in(_TAKEN_BACK)
    )
    return session.scalars(query.order_by(Document.rowid.desc()).limit(1)).first()


def served_on(session: Session, subject_id: UUID, form: FormCode) -> date | None:
    """Return the day the last served paper of a form counts as served, or None.

    After a public notice it lies ahead until the thirty days are over: compare it with the day in question.
    """
    query = select(Document.served_on).where(
        Document.subject_id == subject_id,
        Document.form == form,
        Document.state == DocumentState.SERVED,
    )
    return session.scalars(query.order_by(Document.rowid.desc()).limit(1)).first()


def list_deliveries(session: Session, document_ids: Collection[UUID]) -> list[Delivery]:
    """Return every service and failed attempt of these papers, oldest first."""
    query = select(Delivery).where(Delivery.document_id.in_(document_ids))
    return list(session.scalars(query.order_by(Delivery.rowid)))


def find_correction(session: Session, delivery_id: UUID) -> Delivery | None:
    """Return the record that stands for a service that was recorded wrongly, or None."""
    return session.scalar(select(Delivery).where(Delivery.corrects_id == delivery_id))


def list_stampings(session: Session, document_ids: Collection[UUID]) -> list[Stamping]:
    """Return every use of the seal for these papers, oldest first."""
    query = select(Stamping).where(Stamping.document_id.in_(document_ids))
    return list(session.scalars(query.order_by(Stamping.rowid)))


def find_open_stamping(session: Session, document_id: UUID) -> Stamping | None:
    """Return the use of the seal that waits for its check or its file, or None."""
    query = select(Stamping).where(Stamping.document_id == document_id, Stamping.is_agreed.is_(None))
    return session.scalars(query.order_by(Stamping.rowid.desc()).limit(1)).first()


def list_addresses(session: Session, subject_id: UUID) -> list[AddressConfirmation]:
    """Return the address confirmations of a subject, the newest first."""
    query = select(AddressConfirmation).where(AddressConfirmation.subject_id == subject_id)
    return list(session.scalars(query.order_by(AddressConfirmation.rowid.desc())))


def find_address(session: Session, confirmation_id: UUID, subject_id: UUID) -> AddressConfirmation | None:
    """Return an address confirmation of a subject, or None for any other's."""
    query = select(AddressConfirmation).where(
        AddressConfirmation.id == confirmation_id, AddressConfirmation.subject_id == subject_id
    )
    return session.scalar(query)


def list_deviations(session: Session, subject_ids: Collection[UUID]) -> list[Deviation]:
    """Return what the papers of one file should word alike and do not; void ones are left out."""
    papers = (one for one in list_documents(session, subject_ids) if one.state is not DocumentState.VOID)
    return deviations((one.id, one.sheet, one.contents) for one in papers)


def page_documents(
    session: Session, actor: Actor, wanted: DocumentFilter | None = None, *, cursor: str | None = None
) -> Page[Document]:
    """Return a page of papers, newest first."""
    query = _narrowed(_within(actor), wanted or DocumentFilter())
    return page(
        session,
        query,
        columns=[Document.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def page_to_stamp(session: Session, actor: Actor, *, cursor: str | None = None) -> Page[Document]:
    """Return a page of papers that wait for the seal or for the check of its use, the oldest first."""
    waiting = (DocumentState.ISSUED, DocumentState.STAMPING)
    query = _within(actor).where(Document.state.in_(waiting), Document.form.in_(_STAMPED_FORMS))
    return page(session, query, columns=[Document.rowid], key=lambda row: [row.rowid], cursor=cursor)


def list_waiting_of(session: Session, actor: Actor, *, most: int) -> list[Document]:
    """Return an officer's own drafts, and own stamped papers that are still to be served, oldest first."""
    to_serve = and_(Document.state == DocumentState.STAMPED, Document.form.in_(_SERVED_FORMS))
    is_waiting = or_(Document.state == DocumentState.DRAFT, to_serve)
    query = _within(actor).where(Document.drafted_by_id == actor.officer_id, is_waiting)
    return list(session.scalars(query.order_by(Document.rowid).limit(most)))


def _within(actor: Actor) -> Select[Any]:
    actor.need(Permission.DOCUMENT_SEE)
    return select(Document).where(
        Document.county_code == actor.county_code, Document.division_code.startswith(actor.jurisdiction)
    )


def _narrowed(query: Select[Any], wanted: DocumentFilter) -> Select[Any]:
    if wanted.form is not None:
        query = query.where(Document.form == wanted.form)
    if wanted.state is not None:
        query = query.where(Document.state == wanted.state)
    if wanted.words:
        columns = (Document.number, Document.subject_title)
        query = query.where(or_(*(column.contains(wanted.words, autoescape=True) for column in columns)))
    return query
