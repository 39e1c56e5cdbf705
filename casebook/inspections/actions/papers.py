"""Keeping papers made at the well, and printing forms that go along to one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.evidence import actions as evidence
from casebook.evidence.filed import FiledEvidence
from casebook.evidence.queries import list_items
from casebook.evidence.rules import EvidenceKind, EvidenceMethod, EvidenceOrigin
from casebook.inspections.actions.drafts import subject_of
from casebook.inspections.filed import PaperForm
from casebook.inspections.models import PaperBlank, PaperPage, PaperSignature, SitePaper
from casebook.inspections.queries import find_blank, find_paper, is_paper_number_taken
from casebook.inspections.rules.papers import ORDER_SERIES, check_paper, is_on_paper, series_of
from casebook.kernel import clock
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.numbering import actions as numbering
from casebook.storage.actions import store
from casebook.storage.queries import files_by_hash
from casebook.storage.rules import MAX_PHOTO_BYTES, MediaKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.rules import Upload
    from casebook.inspections.filed import FiledPaper
    from casebook.inspections.models import Inspection
    from casebook.wells.models import Well

PAGES = frozenset({MediaKind.PHOTO, MediaKind.DOCUMENT})
"""What a scanned page may come as."""
FORMS_OF = {
    "inspection": frozenset({PaperForm.SITE_RECORD, PaperForm.SURVEY_RECORD}),
    "interview": frozenset({PaperForm.INTERVIEW_RECORD}),
    "site_order": frozenset(ORDER_SERIES),
    "closure": frozenset({PaperForm.SITE_RECORD}),
}
"""Which papers a record may have, by its kind."""


@dataclass(frozen=True)
class Heading:
    """What stands above a printed form: whose it is, by the word of its document numbers."""

    agency_name: str
    number_word: str


def keep_paper(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    subject: Subject,
    filed: FiledPaper,
    device_id: UUID | None,
    uploads: Sequence[Upload] = (),
) -> SitePaper:
    """Keep a signed paper for good, its photographed pages as evidence of the record `subject`.

    `uploads` are pages chosen at the desk, behind those filed. The acting feature has checked that the
    actor may add to this record. Raises Refused with all that the paper lacks, RuleBroken for a paper or
    number that is there already and for pictures that are not.
    """
    actor.need_reach(subject.division_code, subject.kind, subject.title)
    filed = replace(filed, pages=(*filed.pages, *_store_pages(session, now, uploads)))
    check_paper(filed, allowed=FORMS_OF[subject.kind])
    _check_new(session, actor, filed)
    _check_images(session, filed)
    pages = _page_items(session, actor=actor, now=now, subject=subject, filed=filed, device_id=device_id)
    paper = _paper(actor, now, subject, filed, device_id)
    session.add(paper)
    session.flush()
    _add_parts(session, paper, filed, pages)
    _use_printed_number(session, actor=actor, now=now, paper=paper)
    return paper


def keep_and_lock(
    session: Session,
    actor: Actor,
    now: datetime,
    subject: Subject,
    filed: FiledPaper,
    device_id: UUID | None,
    uploads: Sequence[Upload],
) -> SitePaper:
    """Keep the paper that makes a record whole, and lock all evidence of the record (固定)."""
    paper = keep_paper(
        session,
        actor=actor,
        now=now,
        subject=subject,
        filed=filed,
        device_id=device_id,
        uploads=uploads,
    )
    evidence.lock_items(session, actor=actor, now=now, subject=subject)
    return paper


def _add_parts(session: Session, paper: SitePaper, filed: FiledPaper, pages: Sequence[UUID]) -> None:
    session.add_all(
        PaperSignature(
            paper_id=paper.id,
            position=position,
            role=one.role,
            name=one.name.strip(),
            how=one.how,
            signed_at=one.at,
            image_hash=one.image or None,
        )
        for position, one in enumerate(filed.signatures, 1)
    )
    session.add_all(
        PaperPage(paper_id=paper.id, position=position, evidence_id=item_id)
        for position, item_id in enumerate(pages, 1)
    )
    session.flush()


def _store_pages(session: Session, now: datetime, uploads: Sequence[Upload]) -> list[str]:
    """Keep the bytes of scanned pages and return their hashes."""
    return [
        store(
            session,
            stream=one.stream,
            limit=MAX_PHOTO_BYTES,
            allowed=PAGES,
            now=now,
            name=one.file_name,
        ).hash
        for one in uploads
    ]


def register_paper(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    inspection: Inspection,
    filed: FiledPaper,
    uploads: Sequence[Upload],
) -> SitePaper:
    """Register at the desk a paper that was signed with pen at a visit, by one of its officers."""
    actor.need(Permission.INSPECTION_RECORD)
    actor.need_reach(inspection.division_code, "inspection", inspection.id)
    if not inspection.has_officer(actor.officer_id):
        raise Forbidden("inspection_not_on_record")
    subject = subject_of(inspection)
    paper = keep_paper(
        session, actor=actor, now=now, subject=subject, filed=filed, device_id=None, uploads=uploads
    )
    if not inspection.is_draft:
        evidence.lock_items(session, actor=actor, now=now, subject=subject)
    after = {"form": paper.form, "number": paper.number, "text": paper.text_hash, "shelf": paper.shelf}
    record(session, actor=actor, now=now, action="paper:keep", subject=paper_subject(paper), after=after)
    return paper


def _paper(
    actor: Actor, now: datetime, subject: Subject, filed: FiledPaper, device_id: UUID | None
) -> SitePaper:
    refusal = filed.refusal
    return SitePaper(
        id=filed.id,
        county_code=actor.county_code,
        form=filed.form,
        subject_kind=subject.kind,
        subject_id=subject.id,
        title=subject.title[:120],
        division_code=subject.division_code,
        text=filed.text,
        text_hash=filed.text_hash,
        number=filed.number.strip() or None,
        is_read_back=filed.is_read_back,
        is_on_paper=is_on_paper(filed),
        shelf=filed.shelf.strip(),
        refusal_reason=refusal.reason.strip() if refusal else "",
        refusal_witness=refusal.witness.strip() if refusal else "",
        device_id=device_id,
        made_at=max(one.at for one in filed.signatures),
        kept_at=now,
        kept_by_id=actor.officer_id,
    )


def _check_new(session: Session, actor: Actor, filed: FiledPaper) -> None:
    if find_paper(session, filed.id) is not None:
        raise RuleBroken("paper_kept_already", field="id")
    number = filed.number.strip()
    if number and is_paper_number_taken(session, actor.county_code, number):
        raise RuleBroken("paper_number_taken", field="number", number=number)


def _check_images(session: Session, filed: FiledPaper) -> None:
    wanted = {one.image for one in filed.signatures if one.image}
    missing = wanted - files_by_hash(session, wanted).keys()
    if missing:
        raise RuleBroken("paper_picture_missing", field="signatures", hash=min(missing))


def _page_items(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    subject: Subject,
    filed: FiledPaper,
    device_id: UUID | None,
) -> list[UUID]:
    """Return the evidence items of the pages in order; a page that is none of the record yet becomes one."""
    if not filed.pages:
        return []
    known = {item.file_hash: item.id for item in list_items(session, subject.kind, subject.id)}
    fresh = [
        FiledEvidence(
            id=new_id(),
            file=page,
            name=f"{filed.form.value}-{position}",
            kind=EvidenceKind.SITE_RECORD,
            method=EvidenceMethod.SCAN,
            origin=EvidenceOrigin.CAMERA if device_id else EvidenceOrigin.FILE,
            proves=f"纸质文书 {filed.number} 第{position}页",
        )
        for position, page in enumerate(filed.pages, 1)
        if page not in known
    ]
    added = evidence.add_filed(
        session, actor=actor, now=now, subject=subject, filed=fresh, device_id=device_id
    )
    known |= {item.file_hash: item.id for item in added}
    return [known[page] for page in filed.pages]


def _use_printed_number(session: Session, *, actor: Actor, now: datetime, paper: SitePaper) -> None:
    """Give the number of a printed form to the paper that it became; orders' numbers are given by cases."""
    if paper.number is None or paper.form in ORDER_SERIES:
        return
    blank = find_blank(session, actor.county_code, paper.number)
    if blank is None:
        return
    if blank.form is not paper.form:
        raise RuleBroken("paper_number_of_other_form", field="number", form=blank.form)
    numbering.use_reserved(
        session, county_code=paper.county_code, text=blank.number, subject=paper_subject(paper), now=now
    )


def paper_subject(paper: SitePaper) -> Subject:
    """Return a paper as what bears a number and what is looked at."""
    return Subject("site_paper", paper.id, paper.number or paper.title, paper.division_code)


def print_blank(
    session: Session, *, actor: Actor, now: datetime, well: Well, form: PaperForm, heading: Heading
) -> PaperBlank:
    """Reserve a number for a form printed before a visit; its sheet bears the blank's id as a QR code."""
    actor.need(Permission.INSPECTION_RECORD)
    actor.need_reach(well.division_code, "well", well.code)
    if actor.officer_id is None:
        raise Forbidden("inspection_needs_officer")
    blank_id, series, on = new_id(), series_of(form), clock.local_day(now)
    subject = Subject("paper_blank", blank_id, well.code, well.division_code)
    (number,) = numbering.reserve(
        session,
        county_code=well.county_code,
        kind=series.kind,
        word=f"{heading.number_word}{series.word}" if series.word else "",
        year=on.year,
        count=1,
        subject=subject,
        now=now,
    )
    blank = PaperBlank(
        id=blank_id,
        county_code=well.county_code,
        form=form,
        well_id=well.id,
        division_code=well.division_code,
        number=number,
        printed_on=on,
        printed_at=now,
        printed_by_id=actor.officer_id,
        printed_by=actor.name,
        agency_name=heading.agency_name,
    )
    session.add(blank)
    session.flush()
    record(session, actor=actor, now=now, action="paper:print", subject=subject, after={"number": number})
    return blank
