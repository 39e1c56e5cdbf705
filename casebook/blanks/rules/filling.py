"""What each bound cell of a form is filled with, and the list that says so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from casebook.blanks.rules.binding import Bound, Told, as_asked, day_text
from casebook.blanks.rules.catalogue import CATALOGUE, FigureId, Span, Unit, window

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from casebook.blanks.books.book import Book
    from casebook.blanks.rules.cells import Place
    from casebook.blanks.rules.places import Places
    from casebook.kernel.months import Month

    Figures = Mapping[tuple[FigureId, Span], Mapping[str, Told]]
    """Values by figure and span, and by division."""


class CellFate(StrEnum):
    """What became of a bound cell."""

    FILLED = "filled"
    NO_FIGURE = "no_figure"
    """There is none, or not yet."""
    NO_DIVISION = "no_division"
    """The row's name is no township of the county's; the cell stays as it is."""
    FORMULA = "formula"
    """A formula fills it; it stays as it is."""
    MERGED = "merged"
    """It is covered by the first cell of a merged range."""


LACKING = frozenset({CellFate.NO_FIGURE, CellFate.NO_DIVISION})
"""What a person should look at before the form is sent."""


@dataclass(frozen=True)
class Slot:
    """A bound cell, and whose figure it shows."""

    bound: Bound
    place: Place
    outcome: CellFate
    division: str = ""
    named: str = ""
    """What stands in the cell that names the row."""


@dataclass(frozen=True)
class FilledCell:
    """A slot with its figure: exact, and as it was written."""

    slot: Slot
    told: Told
    written: str | Decimal | None
    outcome: CellFate


def slots(book: Book, bindings: Iterable[Bound], places: Places) -> list[Slot]:
    """Return every bound cell with the division that it is about."""
    return [slot for bound in bindings for slot in _slots_of(book, bound, places)]


def _slots_of(book: Book, bound: Bound, places: Places) -> list[Slot]:
    sheet, found = book.sheet(bound.sheet), []
    for place, name_place in bound.pairs():
        division, named = bound.division or places.county_code, ""
        outcome = CellFate.FILLED
        if name_place is not None:
            named = book.content(sheet, sheet.head_of(name_place)).text
            known = places.find(named)
            division, outcome = known or "", outcome if known else CellFate.NO_DIVISION
        if sheet.is_formula(place):
            outcome = CellFate.FORMULA
        elif sheet.head_of(place) != place:
            outcome = CellFate.MERGED
        found.append(Slot(bound, place, outcome, division, named))
    return found


def wanted(found: Iterable[Slot]) -> set[tuple[FigureId, Span]]:
    """Return the figures that the cells need."""
    return {(slot.bound.figure, slot.bound.span) for slot in found if slot.outcome is CellFate.FILLED}


def fill_cells(book: Book, found: Iterable[Slot], figures: Figures) -> list[FilledCell]:
    """Return what each cell is filled with; one without a figure is emptied, so that no old one stays."""
    return [_filled(book, slot, figures) for slot in found]


def _filled(book: Book, slot: Slot, figures: Figures) -> FilledCell:
    if slot.outcome is not CellFate.FILLED:
        return FilledCell(slot, None, None, slot.outcome)
    bound = slot.bound
    told = figures.get((bound.figure, bound.span), {}).get(slot.division)
    if told is None:
        return FilledCell(slot, None, None, CellFate.NO_FIGURE)
    sheet = book.sheet(bound.sheet)
    shown = book.shown(sheet.style_at(slot.place))
    written: str | Decimal
    if isinstance(told, Decimal):
        is_rate = CATALOGUE[bound.figure].unit is Unit.PERCENT
        written = as_asked(bound, told, in_hundredths=is_rate and shown == "percent")
    elif isinstance(told, date):
        written = book.serial(told) if shown == "day" else day_text(told)
    else:
        written = told
    return FilledCell(slot, told, written, CellFate.FILLED)


def values(cells: Iterable[FilledCell]) -> dict[str, dict[Place, str | Decimal | None]]:
    """Return what is written, by sheet; cells that stay as they are are left out."""
    found: dict[str, dict[Place, str | Decimal | None]] = defaultdict(dict)
    for cell in cells:
        if cell.outcome in {CellFate.FILLED, CellFate.NO_FIGURE}:
            found[cell.slot.bound.sheet][cell.slot.place] = cell.written
    return dict(found)


def listed(cells: Iterable[FilledCell], month: Month) -> list[dict[str, Any]]:
    """Return the list of cells as it is stored: names of enums by value, numbers as exact texts."""
    return [_line(cell, month) for cell in cells]


def _line(cell: FilledCell, month: Month) -> dict[str, Any]:
    bound, (first, last) = cell.slot.bound, window(cell.slot.bound.span, month)
    return {
        "sheet": bound.sheet,
        "cell": str(cell.slot.place),
        "figure": bound.figure.value,
        "span": bound.span.value,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "division": cell.slot.division,
        "named": cell.slot.named,
        "outcome": cell.outcome.value,
        "value": _text(cell.told),
        "written": _text(cell.written),
        "scale": bound.scale.value,
        "source": CATALOGUE[bound.figure].source.value,
    }


def _text(value: Told) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
