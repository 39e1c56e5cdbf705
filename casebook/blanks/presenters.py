"""What the pages of forms show: a sheet as a table, what cells were filled with, what did not agree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from casebook.blanks.labels import MENDS, MESSAGES
from casebook.blanks.rules.binding import Scale
from casebook.blanks.rules.catalogue import CATALOGUE, FigureId, Source, Span, Unit
from casebook.blanks.rules.cells import Area, Place, column_letters
from casebook.blanks.rules.comparing import MismatchKind
from casebook.blanks.rules.filling import LACKING, CellFate
from casebook.blanks.rules.proposing import propose
from casebook.ledger import queries as ledger
from casebook.web.labels import label
from casebook.web.sheets import SheetColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from casebook.blanks.books.book import Book
    from casebook.blanks.models import BlankBinding
    from casebook.blanks.rules.binding import Bound
    from casebook.blanks.rules.places import Places
    from casebook.blanks.rules.proposing import Proposal

MOST_ROWS, MOST_COLUMNS = 150, 40
"""Of a sheet, shown for picking; cells further on are bound by typing their address."""
_TONES = {CellFate.FILLED: "done", CellFate.NO_FIGURE: "due_soon", CellFate.NO_DIVISION: "overdue"}


@dataclass(frozen=True)
class GridCell:
    """A cell of the table in which a person picks; `kind` is its class: text, free, formula, bound, here."""

    address: str
    text: str
    kind: str
    rows: int = 1
    columns: int = 1
    title: str = ""


@dataclass(frozen=True)
class GridRow:
    """A row of it."""

    number: int
    cells: list[GridCell]


@dataclass(frozen=True)
class Grid:
    """A sheet as a table."""

    letters: list[str]
    rows: list[GridRow]
    is_cut: bool
    """Whether the sheet goes on beyond what is shown."""


def grid(book: Book, name: str, bindings: Iterable[Bound], here: Area | None) -> Grid:
    """Return a sheet as a table with its merged cells, its bound ones marked."""
    sheet = book.sheet(name)
    last = sheet.last
    height, width = min(last.row + 1, MOST_ROWS), min(last.column + 1, MOST_COLUMNS)
    of_sheet = [bound for bound in bindings if bound.sheet == name]
    merges = {area.first: area for area in sheet.merges}
    rows = []
    for row in range(1, height + 1):
        cells = []
        for column in range(1, width + 1):
            place = Place(row, column)
            if sheet.head_of(place) != place:
                continue
            area = merges.get(place, Area.of(place))
            content = book.content(sheet, place)
            bound = next((one for one in of_sheet if place in one.area), None)
            kind = "formula" if content.is_formula else "text" if content.text else "free"
            if here is not None and place in here:
                kind = "here"
            elif bound is not None and kind != "formula":
                kind = "bound"
            shown = f"={content.text}" if content.is_formula else content.text
            cells.append(
                GridCell(
                    str(place),
                    label(bound.figure) if bound and kind == "bound" else shown,
                    kind,
                    min(area.last.row, height) - row + 1,
                    min(area.last.column, width) - column + 1,
                    _bound_words(bound) if bound else "",
                )
            )
        rows.append(GridRow(row, cells))
    letters = [column_letters(column) for column in range(1, width + 1)]
    return Grid(letters, rows, last.row > height or last.column > width)


def _bound_words(bound: Bound) -> str:
    return f"{label(bound.figure)} · {label(bound.span)}"


@dataclass(frozen=True)
class BindPage:
    """The page on which cells are bound."""

    sheets: list[str]
    grid: Grid
    lines: list[BindingLine]
    proposals: list[dict[str, Any]]


def bind_page(
    book: Book, sheet: str, rows: Sequence[BlankBinding], places: Places, here: Area | None
) -> BindPage:
    """Return a sheet to pick from, what is bound in the form, and what its headings propose."""
    bound = [row.bound for row in rows]
    return BindPage(
        [one.name for one in book.sheets],
        grid(book, sheet, bound, here),
        binding_lines(rows, places.names),
        proposal_lines(propose(book, places, bound), places.names),
    )


@dataclass(frozen=True)
class BindingLine:
    """A binding in the list below the sheet."""

    sheet: str
    area: str
    names: str
    figure: str
    span: str
    how: str


def binding_lines(rows: Iterable[BlankBinding], places: Mapping[str, str]) -> list[BindingLine]:
    """Return the bindings of a version as they are listed."""
    return [_line(row.bound, places) for row in rows]


def proposal_lines(proposals: Iterable[Proposal], places: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return proposed bindings, each with its key and the words that it was found by."""
    return [
        {
            "key": proposal_key(one.bound),
            "line": _line(one.bound, places),
            "words": one.words[:60],
        }
        for one in proposals
    ]


def proposal_key(bound: Bound) -> str:
    """Return what names a proposal in a form."""
    return f"{bound.sheet}!{bound.area}"


def _line(bound: Bound, places: Mapping[str, str]) -> BindingLine:
    unit = label(CATALOGUE[bound.figure].unit)
    scale = "" if bound.scale is Scale.ONE else label(bound.scale)
    if bound.names:
        whose = _("按 %(names)s 的行名", names=str(bound.names))
    else:
        whose = places.get(bound.division, "") or _("全县")
    how = f"{scale}{unit}"
    if CATALOGUE[bound.figure].unit not in {Unit.TEXT, Unit.DAY}:
        how = _("%(unit)s，%(n)s 位小数，%(how)s", unit=how, n=bound.decimals, how=label(bound.rounding))
    return BindingLine(bound.sheet, str(bound.area), whose, label(bound.figure), label(bound.span), how)


@dataclass(frozen=True)
class CellLine:
    """A cell of a filling: what it was filled with, and from where."""

    sheet: str
    cell: str
    figure: str
    days: str
    place: str
    value: Decimal | str
    unit: str
    written: str
    outcome: CellFate
    source: str
    page: tuple[str, dict[str, Any]] | None
    """Where the source is seen: endpoint and values."""

    @property
    def url(self) -> str | None:
        """The address of that page."""
        return None if self.page is None else url_for(self.page[0], **self.page[1])

    @property
    def tone(self) -> str:
        """The tone of its outcome."""
        return _TONES.get(self.outcome, "neutral")

    @property
    def outcome_words(self) -> str:
        """The words of its outcome."""
        return label(self.outcome)


def cell_lines(
    listed: Iterable[dict[str, Any]], places: Mapping[str, str], *, only_lacking: bool = False
) -> list[CellLine]:
    """Return the list of a filling's cells, or of those that were left without a figure."""
    lines = (_cell_line(facts, places) for facts in listed)
    return [line for line in lines if not only_lacking or line.outcome in LACKING]


def _cell_line(facts: dict[str, Any], places: Mapping[str, str]) -> CellLine:
    figure, span = FigureId(facts["figure"]), Span(facts["span"])
    source, division = Source(facts["source"]), facts["division"]
    value = _number(facts["value"])
    days = label(span) if source is not Source.FORM else "—"
    if source is Source.REGISTER:  # which knows no earlier day
        days = label(FigureId.FILLED_ON)
    return CellLine(
        sheet=facts["sheet"],
        cell=facts["cell"],
        figure=label(figure),
        days=days,
        place=places.get(division, division) or facts["named"],
        value=value,
        unit=label(CATALOGUE[figure].unit) if isinstance(value, Decimal) else "",
        written=facts["written"],
        outcome=CellFate(facts["outcome"]),
        source=label(source),
        page=_source_page(source, facts),
    )


def _number(text: str) -> Decimal | str:
    is_number = text.replace(".", "", 1).removeprefix("-").isdecimal()
    return Decimal(text) if is_number and text else text


def _source_page(source: Source, facts: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """Return where a figure's source is seen: for the ledger its entries of the year and place."""
    year, division = int(facts["last"][:4]), facts["division"]
    if source is Source.BOARD:
        township = division if len(division) == ledger.TOWNSHIP_DIGITS else None
        kind = "wells" if facts["figure"].startswith("wells") else "water"
        return "ledger.index", {"year": year, "kind": kind, "township": township, "as_of": facts["last"]}
    pages: dict[Source, tuple[str, dict[str, Any]]] = {
        Source.GAUGES: ("oversight.board", {"year": year}),
        Source.REGISTER: ("wells.index", {}),
        Source.PROBLEMS: ("cases.problems", {}),
        Source.CASES: ("cases.index", {}),
        Source.VOLUMES: ("volumes.balance", {"year": year}),
        Source.PLANS: ("plans.index", {"year": year}),
        Source.PERMITS: ("permits.index", {}),
    }
    return pages.get(source)


def cell_columns() -> list[SheetColumn]:
    """Return the columns of the list of cells as it leaves the house."""
    return [
        SheetColumn(_("工作表"), attrgetter("sheet")),
        SheetColumn(_("格子"), attrgetter("cell"), 8),
        SheetColumn(_("填的数"), attrgetter("figure"), 30),
        SheetColumn(_("时段"), attrgetter("days"), 20),
        SheetColumn(_("区划"), attrgetter("place")),
        SheetColumn(_("原数（单位见下一列）"), attrgetter("value"), 18),
        SheetColumn(_("单位"), attrgetter("unit"), 8),
        SheetColumn(_("写入"), attrgetter("written"), 18),
        SheetColumn(_("结果"), attrgetter("outcome_words"), 24),
        SheetColumn(_("出处"), attrgetter("source")),
    ]


@dataclass(frozen=True)
class ConflictLine:
    """A line of what does not agree in a merge."""

    kind: str
    file: str
    place: str
    where: str
    found: str
    expected: str
    mend: str


def conflict_lines(stored: Iterable[dict[str, Any]], places: Mapping[str, str]) -> list[ConflictLine]:
    """Return what did not agree, with how to mend it."""
    return [_conflict_line(facts, places) for facts in stored]


def _conflict_line(facts: dict[str, Any], places: Mapping[str, str]) -> ConflictLine:
    kind, found = MismatchKind(facts["kind"]), facts["found"]
    if kind is MismatchKind.UNREADABLE:
        found = str(MESSAGES[found]) % {"most": 20}
    where = "!".join(part for part in (facts["sheet"], facts["cell"]) if part)
    place = places.get(facts["division"], facts["division"])
    return ConflictLine(label(kind), facts["file"], place, where, found, facts["expected"], str(MENDS[kind]))


def conflict_columns() -> list[SheetColumn]:
    """Return the columns of the list of conflicts as it leaves the house."""
    return [
        SheetColumn(_("问题"), attrgetter("kind"), 30),
        SheetColumn(_("乡镇"), attrgetter("place")),
        SheetColumn(_("文件"), attrgetter("file"), 30),
        SheetColumn(_("格子"), attrgetter("where"), 16),
        SheetColumn(_("上报内容"), attrgetter("found"), 24),
        SheetColumn(_("应为或对照"), attrgetter("expected"), 24),
        SheetColumn(_("怎么改"), attrgetter("mend"), 50),
    ]


def last_month(today: date) -> str:
    """Return the month before a day's, for which forms are mostly filled."""
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    return f"{year:04}-{month:02}"


def count_used(returns: Sequence[dict[str, Any]]) -> int:
    """Return how many returns went into a merge."""
    return sum(bool(one["is_merged"]) for one in returns)
