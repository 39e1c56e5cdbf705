"""What the pages of the examination and of the archive show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from casebook.cases.acts import ActKind, Archived
from casebook.cases.rules.folding import last
from casebook.cases.rules.workflow import CaseStep, find_move
from casebook.dossier.rules.items import Item, Part
from casebook.dossier.rules.standard import FULL_MARKS
from casebook.web.labels import label
from casebook.web.wording import listed, translated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from casebook.cases.models import Case
    from casebook.cases.queries.file import CaseFile
    from casebook.dossier.rules.arranging import Placed
    from casebook.dossier.rules.review import Fault, Review


@dataclass(frozen=True)
class FaultLine:
    """One fault in words, with the way to mend it."""

    item: str
    kind: str
    part: str
    form: str
    """Which paper, empty where it is none."""
    page: int | None
    what: str
    remedy: str
    article: str
    points: int
    url: str

    def as_data(self) -> dict[str, Any]:
        """Return it as other programs read it."""
        return {name: value for name, value in vars(self).items() if name != "url"}


@dataclass(frozen=True)
class ReviewPage:
    """Everything that the page of an examination shows."""

    verdict: str
    tone: str
    points: int
    full: int
    vetoes: tuple[FaultLine, ...]
    others: tuple[FaultLine, ...]


_TONES = {"clean": "ok", "faults": "due_soon", "vetoed": "bad"}


def review_page(file: CaseFile, found: Review, pages: Mapping[UUID, int]) -> ReviewPage:
    """Return the page of an examination."""
    lines = fault_lines(file.case, found, pages)
    return ReviewPage(
        verdict=label(found.verdict),
        tone=_TONES[found.verdict],
        points=found.points,
        full=FULL_MARKS,
        vetoes=tuple(one for one in lines if not one.points),
        others=tuple(one for one in lines if one.points),
    )


def fault_lines(
    case: Case, found: Review, pages: Mapping[UUID, int], *, with_urls: bool = True
) -> list[FaultLine]:
    """Return the faults in words, in the order of the standard; a terminal takes them without addresses."""
    return [_line(one, pages, _mend(case, one) if with_urls else "") for one in found.faults]


def _line(fault: Fault, pages: Mapping[UUID, int], url: str) -> FaultLine:
    standard = fault.standard
    title = label(fault.form) if fault.form is not None else ""
    return FaultLine(
        item=fault.item.value,
        kind=standard.weight.value,
        part=label(standard.part),
        form=f"{title} {fault.number}".strip(),
        page=pages.get(fault.paper_id) if fault.paper_id is not None else None,
        what=_what(fault),
        remedy=str(translated(standard.remedy)),
        article=standard.article,
        points=standard.points,
        url=url,
    )


def _what(fault: Fault) -> str:
    words = label(fault.item)
    if not fault.names:
        return words
    names = listed([translated(label(one)) for one in fault.names])
    return str(_("%(words)s：%(names)s", words=words, names=names))


_ROOMS: dict[Item, str] = (
    dict.fromkeys((Item.NO_ORDER, Item.ORDER_NOT_LAPSED, Item.FINED_TWICE), "cases.measures")
    | dict.fromkeys((Item.PAPER_MISSING, Item.NO_NOTICE, Item.HEARING_NOT_OFFERED), "cases.papers")
    | dict.fromkeys((Item.NOT_SERVED, Item.NOT_URGED, Item.CLOSED_UNAPPROVED), "cases.papers")
)
"""Pages of the case on which a fault is mended."""
_LISTS = {
    Item.MONITORING_UNREVIEWED: "evidence.monitors",
    Item.LEADS_ONLY: "evidence.index",
    Item.NOT_ORIGINAL: "evidence.index",
    Item.FACTS_CONTRADICT: "evidence.index",
    Item.CUSTODY_BROKEN: "evidence.index",
    Item.EVIDENCE_GAP: "evidence.index",
    Item.KEPT_TOO_LONG: "evidence.preservations",
}


def _mend(case: Case, fault: Fault) -> str:
    """Return where a fault is mended: its paper, its room, or what the case still allows."""
    if fault.paper_id is not None:
        return url_for("documents.show", document_id=fault.paper_id)
    if fault.item in _ROOMS:
        return url_for(_ROOMS[fault.item], number=case.number)
    if fault.item in _LISTS:
        return url_for(_LISTS[fault.item])
    if fault.standard.part in {Part.LAW, Part.PROCEDURE, Part.FACTS} and _may_revoke(case):
        return url_for("cases.take_step", number=case.number, step=CaseStep.REVOKE.value)
    return url_for("cases.show", number=case.number)


def _may_revoke(case: Case) -> bool:
    return find_move(CaseStep.REVOKE, case.status, case.procedure) is not None


@dataclass(frozen=True)
class LeafLine:
    """One line of the list of contents."""

    volume: str
    place: int
    title: str
    number: str
    on: object
    span: str
    remark: str


def leaf_lines(placed: Sequence[Placed]) -> list[LeafLine]:
    """Return the list of contents, numbered within each volume."""
    found, counts = [], {one.leaf.volume: 0 for one in placed}
    for one in placed:
        counts[one.leaf.volume] += 1
        leaf = one.leaf
        found.append(
            LeafLine(
                volume=leaf.volume.value,
                place=counts[leaf.volume],
                title=leaf.title,
                number=leaf.number,
                on=leaf.on,
                span=one.span,
                remark=leaf.remark,
            )
        )
    return found


def archive_no_of(file: CaseFile) -> str:
    """Return the number under which a case is archived; empty before."""
    archived = last(file.entries, ActKind.ARCHIVED)
    return archived.act.archive_no if archived and isinstance(archived.act, Archived) else ""
