"""In which order the papers of a file lie in the archive: 正卷 and 副卷, each by its sections (rules.md 7.3).

The order is practice, not law [P]. Pages of the papers are numbered through both volumes; covers, lists and
备考表 bear no page number, as archives have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from casebook.approvals.rules import ChainKind
from casebook.documents.rules import FORMS, FormCode
from casebook.documents.rules.codes import Side

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID


class Volume(StrEnum):
    """Which of the two volumes of a file."""

    MAIN = "main"
    """正卷: what the party and a court may read."""
    SIDE = "side"
    """副卷: what the agency decided by."""


class Section(IntEnum):
    """Where in its volume a paper lies; the first six are of the 正卷."""

    FILING = 1
    DECISION = 2
    SERVED = 3
    HEARING = 4
    EVIDENCE = 5
    MONEY = 6
    ENFORCEMENT = 7
    SOURCE = 11
    REPORT = 12
    REVIEW = 13
    HEARING_REPORT = 14
    PROCESS = 15
    CLOSING = 16
    COURSE = 17

    @property
    def volume(self) -> Volume:
        """The volume that it belongs to."""
        return Volume.MAIN if self < Section.SOURCE else Volume.SIDE


class Source(StrEnum):
    """What a leaf is made from."""

    DOCUMENT = "document"
    RECEIPT = "receipt"
    """送达回证 of a paper: a scan, or where there is none the record of its service."""
    APPROVAL = "approval"
    SITE_PAPER = "site_paper"
    VISIT = "visit"
    """现场检查笔录 printed from a visit that was recorded without a paper of its own."""
    EVIDENCE = "evidence"
    COURSE = "course"


_F, _S = FormCode, Section
_SECTIONS: dict[Section, tuple[FormCode, ...]] = {
    _S.FILING: (_F.F11, _F.F12A, _F.F12B),
    _S.DECISION: (_F.F27, _F.F28, _F.F29),
    _S.HEARING: (_F.F24A, _F.F25A, _F.F25C, _F.F25D, _F.F25E),
    _S.EVIDENCE: (
        _F.F04,
        _F.F06A,
        _F.F06B,
        _F.F07,
        _F.F13A,
        _F.F13C,
        _F.F14,
        _F.F15B,
        _F.F17,
        _F.F18A,
        _F.F18B,
        _F.F39,
        _F.F40A,
        _F.F40B,
        _F.F40C,
        _F.F48B,
    ),
    _S.MONEY: (_F.F31A, _F.F31B, _F.F31C, _F.F32, _F.F33A, _F.F33B),
    _S.ENFORCEMENT: (_F.F36B, _F.F37A, _F.F37B),
    _S.SOURCE: (_F.F01, _F.F02),
    _S.REPORT: (_F.F19, _F.F26),
    _S.REVIEW: (_F.F20, _F.F21, _F.F24B),
    _S.HEARING_REPORT: (_F.F25F,),
    _S.CLOSING: (_F.F46,),
}
_PLACES = {form: section for section, forms in _SECTIONS.items() for form in forms}
_CHAINS = {
    ChainKind.CASE_FILING: Section.FILING,
    ChainKind.CASE_NOT_FILING: Section.FILING,
    ChainKind.PENALTY_DECISION: Section.REPORT,
    ChainKind.NO_PENALTY_DECISION: Section.REPORT,
    ChainKind.CASE_CLOSING: Section.CLOSING,
}
OF_ARCHIVE = frozenset({_F.F47A, _F.F47B, _F.F47C})
"""Covers, lists and 备考表, which every volume gets anew."""


def section_of(form: FormCode) -> Section:
    """Return where a paper of the catalogue lies."""
    if form in _PLACES:
        return _PLACES[form]
    return Section.SERVED if FORMS[form].side is Side.EXTERNAL else Section.PROCESS


def section_of_chain(kind: ChainKind) -> Section:
    """Return where the 审批表 of a chain lies."""
    return _CHAINS.get(kind, Section.PROCESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One paper of the file as the archive takes it."""

    section: Section
    source: Source
    id: UUID
    title: str
    number: str = ""
    maker: str = ""
    on: date | None = None
    pages: int = 1
    file_hash: str = ""
    """The file that is bound, where it is kept and not made for the volume."""
    remark: str = ""

    @property
    def volume(self) -> Volume:
        """The volume that it belongs to."""
        return self.section.volume


@dataclass(frozen=True, slots=True)
class Placed:
    """A leaf with the number of its first page."""

    leaf: Leaf
    page: int

    @property
    def last(self) -> int:
        """Its last page."""
        return self.page + self.leaf.pages - 1

    @property
    def span(self) -> str:
        """Its pages as a list of contents names them."""
        return str(self.page) if self.last == self.page else f"{self.page}—{self.last}"


def arrange(leaves: Iterable[Leaf]) -> tuple[Placed, ...]:
    """Return the leaves by section, within one in the order given, numbered through both volumes."""
    found, page = [], 1
    for leaf in sorted(leaves, key=lambda one: one.section):
        found.append(Placed(leaf, page))
        page += leaf.pages
    return tuple(found)
