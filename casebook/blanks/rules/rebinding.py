"""Taking bindings over to a new edition of a form: by position, with what changed around them shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.blanks.rules.places import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.blanks.books.book import Book
    from casebook.blanks.rules.binding import Bound
    from casebook.blanks.rules.cells import Place

MOST_CHANGES = 200


class Change(StrEnum):
    """What is different in a new edition."""

    SHEET_GONE = "sheet_gone"
    SHEET_NEW = "sheet_new"
    WORDS = "words"
    CELL_TAKEN = "cell_taken"
    """A cell that was bound holds a formula, or is covered by a merged range now."""


@dataclass(frozen=True)
class Changed:
    """One difference: where, what stood there and what stands there now."""

    kind: Change
    sheet: str
    cell: str = ""
    old: str = ""
    new: str = ""


def changes(old: Book, new: Book, bindings: Iterable[Bound]) -> list[Changed]:
    """Return what is different between two editions, as far as a binding could mind it."""
    names = {sheet.name for sheet in new.sheets}
    known = [sheet.name for sheet in old.sheets]
    found = [Changed(Change.SHEET_GONE, name) for name in known if name not in names]
    found += [Changed(Change.SHEET_NEW, sheet.name) for sheet in new.sheets if sheet.name not in known]
    for name in known:
        if name in names:
            found += _words(old, new, name)
    for bound in bindings:
        if bound.sheet in names:
            found += [
                Changed(Change.CELL_TAKEN, bound.sheet, str(place))
                for place in bound.area
                if _is_taken(new, bound.sheet, place) and not _is_taken(old, bound.sheet, place)
            ]
    return found[:MOST_CHANGES]


def kept(new: Book, bindings: Iterable[Bound]) -> list[Bound]:
    """Return the bindings that can be taken over at the same place."""
    names = {sheet.name for sheet in new.sheets}
    return [
        bound
        for bound in bindings
        if bound.sheet in names and not (bound.area.is_cell and _is_taken(new, bound.sheet, bound.area.first))
    ]


def _words(old: Book, new: Book, name: str) -> list[Changed]:
    before, after = _printed(old, name), _printed(new, name)
    return [
        Changed(Change.WORDS, name, str(place), before.get(place, ""), after.get(place, ""))
        for place in sorted({*before, *after})
        if folded(before.get(place, "")) != folded(after.get(place, ""))
    ]


def _printed(book: Book, name: str) -> dict[Place, str]:
    sheet = book.sheet(name)
    contents = ((cell.place, book.content_of(sheet, cell)) for cell in sheet.cells())
    return {
        place: content.text
        for place, content in contents
        if content.text and content.number is None and not content.is_formula
    }


def _is_taken(book: Book, name: str, place: Place) -> bool:
    sheet = book.sheet(name)
    return sheet.is_formula(place) or sheet.head_of(place) != place
