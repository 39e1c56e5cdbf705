"""Papers made at the well: lines of lists, the page of one, and what a PDF is filled with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app, url_for

from casebook.accounts import queries as accounts
from casebook.cases.queries import find_order
from casebook.documents.rendering import picture_url, qr_code
from casebook.evidence.presenters import files_of
from casebook.evidence.queries import list_items
from casebook.inspections import queries
from casebook.inspections.filed import PaperForm
from casebook.inspections.rules.questions import CLOSING, OPENING
from casebook.parties import presenters as parties
from casebook.regions import queries as regions
from casebook.storage.queries import find_file, open_file
from casebook.wells import queries as wells
from casebook.wells.rules import PartyRole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.presenters import FileView
    from casebook.inspections.filed import SignedHow, SignerRole
    from casebook.inspections.models import PaperBlank, SitePaper
    from casebook.inspections.models.papers import PaperSignature

QR = "casebook:{kind}:{county}:{id}"
"""What the code on a printed paper says."""


@dataclass(frozen=True)
class SignatureView:
    """One signature with its picture as an address, where it was drawn."""

    role: SignerRole
    name: str
    how: SignedHow
    signed_at: datetime
    picture: str | None


@dataclass(frozen=True)
class PaperView:
    """Everything that the page of a paper shows; text and signatures only to those who may see them."""

    paper: SitePaper
    township: str
    signatures: list[SignatureView]
    pages: list[FileView]
    is_open: bool
    """Whether the reader may see what personal data it holds."""


def paper_view(session: Session, paper: SitePaper, *, is_open: bool) -> PaperView:
    """Return a paper's page; whoever shows an open one logs the look."""
    order = {page.evidence_id: page.position for page in paper.pages}
    items = [item for item in list_items(session, paper.subject_kind, paper.subject_id) if item.id in order]
    return PaperView(
        paper=paper,
        township=regions.name_of(session, paper.division_code),
        signatures=signatures_of(session, paper) if is_open else [],
        pages=files_of(sorted(items, key=lambda item: order[item.id])) if is_open else [],
        is_open=is_open,
    )


def signatures_of(session: Session, paper: SitePaper) -> list[SignatureView]:
    """Return the signatures below a paper, drawn ones with their pictures."""
    return [
        SignatureView(one.role, one.name, one.how, one.signed_at, _picture(session, one))
        for one in paper.signatures
    ]


def _picture(session: Session, signature: PaperSignature) -> str | None:
    kept = find_file(session, signature.image_hash) if signature.image_hash else None
    if kept is None:
        return None
    with open_file(kept.hash) as stream:
        return picture_url(stream.read(), kept.media_type)


def sheet_of_paper(session: Session, paper: SitePaper, actor: Actor, *, now: datetime) -> dict[str, Any]:
    """Return what `letters/paper.html` is filled with."""
    return {
        **_foot(actor, now),
        "paper": paper,
        "number": paper.number,
        "agency": _agency(session, paper),
        "signatures": signatures_of(session, paper),
        "code": qr_code(QR.format(kind="paper", county=paper.county_code, id=paper.id)),
        "code_text": "",
    }


def _agency(session: Session, paper: SitePaper) -> str:
    return accounts.get_officer(session, paper.kept_by_id).agency.name if paper.kept_by_id else ""


def letter_of(form: PaperForm) -> str:
    """Return the template that a form is printed by before a visit."""
    return f"letters/{form.value}.html"


def sheet_of_blank(session: Session, blank: PaperBlank) -> dict[str, Any]:
    """Return what the printed form of a blank is filled with; it always says when its number was taken."""
    well = wells.get_well_by_id(session, blank.well_id)
    user = wells.find_party(session, well.id, PartyRole.USER)
    checklist = queries.find_checklist(session, blank.county_code, blank.printed_on)
    return {
        "printed_by": blank.printed_by,
        "printed_at": blank.printed_at,
        "is_demo": current_app.config["CASEBOOK"].is_demo,
        "agency": blank.agency_name,
        "number": blank.number,
        "code": qr_code(QR.format(kind="blank", county=blank.county_code, id=blank.id)),
        "code_text": "",
        "well": well,
        "township": regions.name_of(session, well.division_code),
        "user": None if user is None else parties.plain(user),
        "checklist": checklist if blank.form is PaperForm.SITE_RECORD else None,
        "questions": (*OPENING, *CLOSING) if blank.form is PaperForm.INTERVIEW_RECORD else (),
    }


def _foot(actor: Actor, now: datetime) -> dict[str, Any]:
    settings = current_app.config["CASEBOOK"]
    return {"printed_by": actor.name, "printed_at": now, "is_demo": settings.is_demo}


@dataclass(frozen=True)
class PaperLine:
    """One line of a list of papers."""

    paper: SitePaper
    township: str


def paper_lines(session: Session, papers: Sequence[SitePaper]) -> list[PaperLine]:
    """Return lines for a list; a fixed number of queries whatever its length."""
    names = regions.names(session, papers[0].county_code) if papers else {}
    return [PaperLine(one, names.get(one.division_code, one.division_code)) for one in papers]


def record_address(session: Session, paper: SitePaper) -> str | None:
    """Return where the record that a paper belongs to is shown."""
    if paper.subject_kind == "inspection":
        return url_for("papers.of_inspection", inspection_id=paper.subject_id)
    if paper.subject_kind == "interview":
        return url_for("interviews.show", interview_id=paper.subject_id)
    if paper.subject_kind == "site_order":
        order = find_order(session, paper.subject_id)
        return None if order is None else url_for("papers.of_inspection", inspection_id=order.inspection_id)
    return url_for("closures.show", number=paper.title.partition(" ")[0])
