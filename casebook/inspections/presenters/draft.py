"""What the record page of a draft knows beside its forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from casebook.cases.rules import CODES
from casebook.evidence.presenters import files_of
from casebook.evidence.rules import EvidenceKind
from casebook.inspections import queries
from casebook.inspections.presenters.answers import AnswerView, answer_views, items_of, title_of
from casebook.inspections.presenters.earlier import AskedFinding, asked_findings
from casebook.inspections.rules import is_far, needs_of, suggested_codes
from casebook.regions import queries as regions
from casebook.web.labels import message
from casebook.web.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.evidence.presenters import FileView
    from casebook.inspections.models import Inspection
    from casebook.inspections.rules import Item, Needs
    from casebook.kernel.errors import RuleBroken

_FIRST_BLOCK = "arrival"
_OTHER_BLOCKS = frozenset({"checklist", "earlier", "photographs", "sketch"})
"""Gaps name the field that mends them; these are blocks themselves, all other fields are in the first."""


@dataclass(frozen=True)
class Gap:
    """Something that a draft still lacks, and where to mend it."""

    text: str
    url: str
    article: str | None
    block: str


@dataclass(frozen=True)
class Block:
    """A part of the record page as its step bar shows it."""

    id: str
    label: str
    is_done: bool
    count: int | None = None


@dataclass(frozen=True)
class Offer:
    """A problem that the answers point to and that is not among the findings yet."""

    code: str
    title: str
    items: str


@dataclass(frozen=True)
class Draft:
    """What the record page knows beside its forms."""

    inspection: Inspection
    township: str
    blocks: list[Block]
    gaps: list[Gap]
    offers: list[Offer]
    files: list[FileView]
    automatic: dict[str, AnswerView]
    """Items that casebook answered, by code."""
    is_far: bool
    items: list[Item]
    """The questions that apply to the act."""
    earlier: list[AskedFinding]
    sketches: list[FileView]
    revises: UUID | None
    """The returned record that the draft takes the place of, and what the reviewer said of it."""
    returned_note: str

    @property
    def needs(self) -> Needs:
        """What the act must contain."""
        return needs_of(self.inspection.kind)


def draft_page(session: Session, inspection: Inspection) -> Draft:
    """Return what the record page of a draft shows."""
    items = queries.list_photographs(session, inspection.id)
    files = files_of(one for one in items if one.kind is not EvidenceKind.SITE_RECORD)
    revises = queries.find_revised(session, inspection.id)
    reviews = queries.list_reviews(session, revises) if revises else []
    earlier = asked_findings(session, inspection)
    gaps = [_gap(inspection, gap) for gap in queries.list_gaps(session, inspection)]
    return Draft(
        inspection=inspection,
        township=regions.name_of(session, inspection.division_code),
        blocks=_blocks(inspection, gaps, photographs=len(files), has_earlier=bool(earlier)),
        gaps=gaps,
        offers=_offers(inspection),
        files=files,
        automatic={view.item.code: view for view in answer_views(inspection) if view.item.is_automatic},
        is_far=is_far(inspection.distance_m, inspection.far_limit_m),
        items=items_of(inspection),
        earlier=earlier,
        sketches=files_of(one for one in items if one.kind is EvidenceKind.SITE_RECORD),
        revises=revises,
        returned_note=reviews[-1].note if reviews else "",
    )


def _gap(inspection: Inspection, gap: RuleBroken) -> Gap:
    field = gap.field or _FIRST_BLOCK
    return Gap(
        text=message(gap),
        url=back_to(inspection, field),
        article=gap.article,
        block=field if field in _OTHER_BLOCKS else _FIRST_BLOCK,
    )


def _blocks(
    inspection: Inspection, gaps: Iterable[Gap], *, photographs: int, has_earlier: bool
) -> list[Block]:
    open_blocks = {gap.block for gap in gaps}
    needs = needs_of(inspection.kind)
    findings = len(inspection.findings)
    is_told = bool(findings or inspection.situation)
    earlier = Block("earlier", _("以前的问题"), is_done="earlier" not in open_blocks)
    sketch = Block("sketch", _("现场图"), is_done="sketch" not in open_blocks)
    return [
        Block(_FIRST_BLOCK, _("到场"), is_done=_FIRST_BLOCK not in open_blocks),
        *([earlier] if has_earlier else []),
        Block("checklist", _("检查表"), is_done="checklist" not in open_blocks),
        Block("findings", pgettext("list", "问题"), is_done=is_told, count=findings),
        *([sketch] if needs.sketch else []),
        Block("photographs", _("照片"), is_done="photographs" not in open_blocks, count=photographs),
    ]


def _offers(inspection: Inspection) -> list[Offer]:
    taken = {finding.problem_code for finding in inspection.findings}
    pointed_to = suggested_codes(inspection.checklist.questions, inspection.answer_values())
    return [
        Offer(code, title_of(code), listed(items)) for code, items in pointed_to.items() if code not in taken
    ]


def code_choices(without: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return the problem codes for a choice."""
    left = set(without)
    return [(code, f"{code} {title_of(code)}") for code in CODES if code not in left]


def back_to(inspection: Inspection, place: str) -> str:
    """Return the address of a place on the record page."""
    return url_for("inspections.show", inspection_id=inspection.id, _anchor=place)
