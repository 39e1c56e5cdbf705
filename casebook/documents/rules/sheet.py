"""A paper as it is laid out: its head, its parts, and the measures of GB/T 9704 that both formats keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

from casebook.documents.rules.markup import Block, Keep, Seal, Table
from casebook.documents.rules.wording import day_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from casebook.documents.rules.form import Form
    from casebook.documents.rules.markup import Part

A4_MM = (210, 297)
MARGINS_MM = (37, 26, 35, 28)
"""Top, right, bottom, left of A4: a type area of 156 by 225 mm (GB/T 9704-2012, 5.2.1)."""
TABLE_MARGINS_MM = (25, 22, 25, 25)
"""Of forms that are filled in, which are no official letters and should fit a page."""
BODY_PT, TITLE_PT, AGENCY_PT, TABLE_PT, NOTE_PT = 16, 22, 18, 11, 10.5
"""3号, 2号 and the sizes of tables and small print."""
LINE_PT = 28.95
"""22 lines fill 225 mm (5.2.3)."""
TRACKING_PT = -0.21
"""28 characters of 16 pt fill 156 mm (5.2.3): each moves this much closer to the one before."""
PAGE_NUMBER_PT = 14
SHORT = 160
"""Characters of a paragraph that moves to the next page with the seal: about six lines."""
UNNUMBERED = "（未编号）"


@dataclass(frozen=True)
class Sheet:
    """One paper, ready to be written in either format."""

    agency: str
    stamp_name: str
    title: str
    number: str
    """Nothing where the form bears none."""
    day: str
    """成文日期, or the places to write one."""
    parts: tuple[Part, ...]
    is_table: bool
    """A form to fill in rather than a letter: set smaller."""
    signer: str = ""
    """Who signs every page beside the officers."""
    mark: str = ""
    """What stands across the top of a paper that does not count: a demonstration, a preview."""

    @property
    def margins_mm(self) -> tuple[int, int, int, int]:
        """Top, right, bottom, left."""
        return TABLE_MARGINS_MM if self.is_table else MARGINS_MM

    @property
    def width_mm(self) -> int:
        """Of the type area."""
        return A4_MM[0] - self.margins_mm[1] - self.margins_mm[3]


def page_signing(signer: str) -> str:
    """Return the line at the foot of every page of a record (笔录逐页签名); nothing where nobody signs."""
    return f"{signer}签名：　　　　　　　执法人员签名：　　　　　　、　　　　　　" if signer else ""


def head_words(
    form: Form, *, agency: str, stamp_name: str, number: str | None, on: date | None
) -> dict[str, str]:
    """Return what every template gets beside its fields."""
    shown = number or (UNNUMBERED if form.needs_number else "")
    return {
        "agency": agency,
        "stamp_name": stamp_name,
        "title": form.title,
        "number": shown,
        "issued_on": day_words(on) if on else "　　年　　月　　日",
    }


def sheet_of(form: Form, head: Mapping[str, str], parts: tuple[Part, ...], *, mark: str = "") -> Sheet:
    """Return the paper of a form with this head and these parts."""
    return Sheet(
        agency="" if form.is_by_party else head["agency"],
        stamp_name=head["stamp_name"],
        title=head["title"],
        number=head["number"],
        day=head["issued_on"],
        parts=_held(parts),
        is_table=not form.needs_number and any(isinstance(part, Table) for part in parts),
        signer=form.signer,
        mark=mark,
    )


def letter_of(head: Mapping[str, str], parts: tuple[Part, ...], *, mark: str = "") -> Sheet:
    """Return a letter that is no form of the catalogue: its head holds what `head_words` gives."""
    return Sheet(
        agency=head["agency"],
        stamp_name=head["stamp_name"],
        title=head["title"],
        number=head["number"],
        day=head["issued_on"],
        parts=_held(parts),
        is_table=False,
        mark=mark,
    )


def _held(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts with the last words before a seal kept beside it: no seal stands on a page alone."""
    found: list[Part] = []
    for part in parts:
        own = part.parts if isinstance(part, Keep) else (part,)
        before = found[-1] if found else None
        if any(isinstance(one, Seal) for one in own) and _is_short(before):
            found[-1] = Keep((before, *own))
        else:
            found.append(part)
    return tuple(found)


def _is_short(part: Part | None) -> TypeGuard[Block]:
    return isinstance(part, Block) and part.kind == "p" and len(part.text) <= SHORT
