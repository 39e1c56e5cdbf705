"""Every leaf of a volume as a PDF: kept files as they are, the rest printed from what is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.accounts.queries import get_agency
from casebook.approvals import presenters as approvals
from casebook.approvals.queries import asked_of, get_approval
from casebook.cases.actions.drawing_up import known_facts
from casebook.documents import templates
from casebook.documents.actions import frozen_contents
from casebook.documents.making import DEMO_MARK, Contents, lay_out, make_pdf
from casebook.documents.queries import find_document
from casebook.documents.rendering import picture_url, qr_code, render_pdf
from casebook.documents.rules import FORMS, FormCode, checked
from casebook.dossier.queries.leaves import get_delivery
from casebook.dossier.rules.arranging import Source
from casebook.evidence.pictures import make_small
from casebook.evidence.queries import load_item
from casebook.inspections.presenters import papers as inspections
from casebook.inspections.queries import get_paper
from casebook.kernel.errors import RuleBroken
from casebook.storage.queries import get_file, open_file
from casebook.storage.rules import PDF
from casebook.web.labels import label

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.models import Approval
    from casebook.approvals.queries import Asked as Question
    from casebook.cases.queries.file import CaseFile
    from casebook.dossier.rules.arranging import Leaf

_LONGEST_SIDE = 1600
"""Pixels of a picture as it is bound; the original lies beside the volumes."""


@dataclass(frozen=True)
class Press:
    """What prints: the reading session, for whom, when, and whether it is only a demonstration."""

    session: Session
    actor: Actor
    now: datetime
    file: CaseFile
    is_demo: bool

    @property
    def mark(self) -> str:
        """What stands across papers of a demonstration."""
        return DEMO_MARK if self.is_demo else ""

    def letter(self, template: str, **facts: object) -> bytes:
        """Print one of the letters."""
        return render_pdf(template, is_demo=self.is_demo, case=self.file.case, **facts)


@dataclass(frozen=True)
class Asked:
    """An approval as its printed form takes it."""

    row: Approval
    asked: Question
    seats: tuple[approvals.SeatView, ...]
    agency: str
    code: str


def pieces_of(press: Press, leaf: Leaf) -> list[bytes]:
    """Return the PDFs that a leaf is bound from, in order."""
    return _MAKERS[leaf.source](press, leaf)


def _document(press: Press, leaf: Leaf) -> list[bytes]:
    if leaf.file_hash:
        return [_kept(press, leaf.file_hash, leaf.title)]
    document = find_document(press.session, leaf.id)
    assert document is not None  # the leaf was made from it
    return [make_pdf(lay_out(frozen_contents(press.session, document), press.mark))[0]]


def _receipt(press: Press, leaf: Leaf) -> list[bytes]:
    if leaf.file_hash:
        return [_kept(press, leaf.file_hash, leaf.title)]
    one = get_delivery(press.session, leaf.id)
    facts: dict[str, Any] = {
        "case_no": press.file.case.number,
        "cause": press.file.case.cause,
        "party_name": "、".join(party.name for party in press.file.parties),
        "papers": [{"title": one.document.sheet.title, "number": one.document.number or "", "count": "1"}],
        "place": one.place,
        "mode": label(one.mode),
        "received_by": one.receiver,
        "relation": one.relation,
        "refusal": one.refusal or one.failure,
        "witness": one.witness,
        "remark": "；".join(part for part in (_ON.format(one.delivered_on), one.remark) if part),
        "officers": [_server(text) for text in one.servers.split("、") if text],
    }
    return [form_pdf(press, FormCode.F30B, facts)]


_ON = "{0:%Y-%m-%d} 送达，据系统送达记录印制"


def _server(text: str) -> dict[str, str]:
    name, _bar, number = text.partition("（")
    return {"name": name, "certificate_no": number.rstrip("）")}


def _approval(press: Press, leaf: Leaf) -> list[bytes]:
    row = get_approval(press.session, leaf.id, press.actor)
    asked = asked_of(row)
    page = Asked(
        row=row,
        asked=asked,
        seats=approvals.seat_views(row, asked),
        agency=get_agency(press.session, row.agency_id).name,
        code=approvals.code_of(row),
    )
    made = press.letter(
        "letters/approval.html",
        page=page,
        code=qr_code(row.body_hash),
        code_text=page.code,
    )
    return [made, *(_kept(press, one.scan_hash, leaf.title) for one in row.papers)]


def _site_paper(press: Press, leaf: Leaf) -> list[bytes]:
    paper = get_paper(press.session, leaf.id, press.actor)
    facts = inspections.sheet_of_paper(press.session, paper, press.actor, now=press.now)
    return [render_pdf("letters/paper.html", **facts)]


def _evidence(press: Press, leaf: Leaf) -> list[bytes]:
    item = load_item(press.session, leaf.id)
    picture = None
    if item.is_picture:
        with open_file(item.file_hash) as stream:
            small = make_small(stream, _LONGEST_SIDE)
        picture = picture_url(small, "image/jpeg") if small else None
    sheet = press.letter("letters/evidence_sheet.html", item=item, picture=picture)
    return [sheet, _kept(press, item.file_hash, leaf.title)] if item.media is PDF else [sheet]


def _visit(press: Press, _leaf: Leaf) -> list[bytes]:
    """Print the record of the visit as the form of its day, from what was filed."""
    return [form_pdf(press, FormCode.F04, known_of(press, FormCode.F04))]


def _course(press: Press, _leaf: Leaf) -> list[bytes]:
    return [press.letter("letters/course.html", entries=press.file.entries)]


_MAKERS = {
    Source.DOCUMENT: _document,
    Source.RECEIPT: _receipt,
    Source.APPROVAL: _approval,
    Source.SITE_PAPER: _site_paper,
    Source.VISIT: _visit,
    Source.EVIDENCE: _evidence,
    Source.COURSE: _course,
}


def form_pdf(press: Press, code: FormCode, facts: dict[str, Any], on: date | None = None) -> bytes:
    """Print a form of the catalogue with these facts, by the template that is in force."""
    case = press.file.case
    day = press.now.date()
    contents = Contents(
        form=code,
        facts=checked(FORMS[code], facts),
        agency=case.acts_in_name_of,
        stamp_name=case.stamp_name,
        number=None,
        issued_on=on,
        source=templates.find_in_force(press.session, case.county_code, code, day).source,
    )
    return make_pdf(lay_out(contents, press.mark))[0]


def known_of(press: Press, code: FormCode) -> dict[str, Any]:
    """Return what the file knows of a form's fields."""
    return known_facts(press.session, press.file, code)


def _kept(press: Press, file_hash: str, title: str) -> bytes:
    """Return a kept file as PDF; a scanned picture is put on a page. RuleBroken for one that is damaged."""
    kept = get_file(press.session, file_hash)
    with open_file(file_hash) as stream:
        if kept.media_type == PDF.type:
            return stream.read()
        small = make_small(stream, _LONGEST_SIDE)
    if small is None:
        raise RuleBroken("bundle_file_unreadable", title=title)
    return press.letter("letters/scan.html", title=title, picture=picture_url(small, "image/jpeg"))
