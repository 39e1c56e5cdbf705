"""A worksheet: its cells with where they stand, and the edits that put values into some of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from casebook.blanks.books import markup
from casebook.blanks.books.markup import Edit, local
from casebook.blanks.rules.cells import MOST_COLUMNS, MOST_ROWS, Area, Place
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casebook.blanks.books.markup import Part

    Value = str | Decimal | None
    """What is put into a cell: text, a number, or nothing."""

MOST_CELLS = 300_000
_ROW = ("worksheet", "sheetData", "row")
_CELL = (*_ROW, "c")
_TEXTS = {(*_CELL, "v"), (*_CELL, "is", "t"), (*_CELL, "is", "r", "t")}
_GROUPS = {"array", "dataTable"}
_TALL = 500
"""Rows of a merged range beyond which it is looked up by itself; forms have hardly one."""


@dataclass(slots=True)
class Cell:
    """A cell as it stands in the sheet's text."""

    place: Place
    start: int
    tag_end: int
    end: int = 0
    type: str = "n"
    style: int = 0
    has_formula: bool = False
    text: str = ""
    """What it holds, as written: of type `s` the number of a shared string."""


@dataclass(slots=True)
class Row:
    """A row as it stands in the sheet's text; `end` is where its closing tag begins."""

    number: int
    start: int
    tag_end: int
    end: int = 0
    style: int | None = None
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Sheet:
    """A worksheet that was read."""

    part: Part
    rows: list[Row] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    groups: list[Area] = field(default_factory=list)
    """Where one formula fills several cells."""
    columns: list[tuple[int, int, int]] = field(default_factory=list)
    """First, last, style."""
    data: tuple[int, int, int] | None = None
    """Where `sheetData` begins, where its first tag ends, where its closing tag begins."""
    dimension: tuple[int, int, Area] | None = None
    has_formulas: bool = False

    def cells(self) -> Iterator[Cell]:
        """Yield every cell that is written down, by row and column."""
        for row in self.rows:
            yield from row.cells

    def find_cell(self, place: Place) -> Cell | None:
        """Return a cell, or None where nothing is written down."""
        row = _at(self.rows, place.row)
        return None if row is None else _in(row, place.column)

    def head_of(self, place: Place) -> Place:
        """Return the cell that holds what a merged range shows; a cell by itself is its own."""
        near = self._merges_by_row.get(place.row, []) if self.merges else []
        merged = next((area for area in (*near, *self._tall_merges) if place in area), None)
        return place if merged is None else merged.first

    @cached_property
    def _merges_by_row(self) -> dict[int, list[Area]]:
        found: dict[int, list[Area]] = defaultdict(list)
        for area in self.merges:
            if area not in self._tall_merges:
                for row in range(area.first.row, area.last.row + 1):
                    found[row].append(area)
        return dict(found)

    @cached_property
    def _tall_merges(self) -> list[Area]:
        return [area for area in self.merges if area.last.row - area.first.row > _TALL]

    def is_formula(self, place: Place) -> bool:
        """Whether a formula fills a cell."""
        cell = self.find_cell(place)
        return (cell is not None and cell.has_formula) or any(place in area for area in self.groups)

    def style_at(self, place: Place) -> int:
        """Return the number of a cell's style; one not written down has its row's or its column's."""
        row = _at(self.rows, place.row)
        cell = None if row is None else _in(row, place.column)
        if cell is not None:
            return cell.style
        if row is not None and row.style is not None:
            return row.style
        return next((style for first, last, style in self.columns if first <= place.column <= last), 0)

    @property
    def last(self) -> Place:
        """The lower right corner of what is written down or merged."""
        ends = [row.cells[-1].place for row in self.rows if row.cells] + [area.last for area in self.merges]
        return Place(max((end.row for end in ends), default=1), max((end.column for end in ends), default=1))


def _at(rows: Sequence[Row], number: int) -> Row | None:
    index = bisect_left(rows, number, key=lambda row: row.number)
    return rows[index] if index < len(rows) and rows[index].number == number else None


def _in(row: Row, column: int) -> Cell | None:
    index = bisect_left(row.cells, column, key=lambda cell: cell.place.column)
    found = index < len(row.cells) and row.cells[index].place.column == column
    return row.cells[index] if found else None


def read_sheet(data: bytes) -> Sheet:
    """Read a worksheet part; RuleBroken (field `file`) `blank_unreadable`, `blank_too_many_cells`."""
    sheet = Sheet(markup.open_part(data))
    markup.read(sheet.part, _Reader(sheet))
    if sheet.data is None:
        raise RuleBroken("blank_unreadable", field="file")
    return sheet


class _Reader:
    """Gathers a sheet's cells; positions that are not written follow the one before (18.3.1.4)."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._path: list[str] = []
        self._texts: list[str] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str], at: int) -> None:
        self._path.append(local(name))
        path = tuple(self._path)
        begin = {
            _ROW: self._row,
            _CELL: self._cell,
            (*_CELL, "f"): self._formula,
            _ROW[:2]: self._begin_data,
            ("worksheet", "dimension"): self._dimension,
            ("worksheet", "cols", "col"): self._column,
            ("worksheet", "mergeCells", "mergeCell"): self._merge,
        }.get(path)
        if begin is not None:
            try:
                begin(attributes, at)
            except (ValueError, IndexError):
                raise RuleBroken("blank_unreadable", field="file") from None

    def end(self, name: str, at: int) -> None:  # noqa: ARG002 - the path knows it
        path = tuple(self._path)
        self._path.pop()
        if path == _CELL:
            cell = self._sheet.rows[-1].cells[-1]
            cell.text = "".join(self._texts)
            is_empty = markup.is_empty_tag(self._sheet.part.utf8, cell.start, cell.tag_end)
            cell.end = cell.tag_end if is_empty else markup.tag_end(self._sheet.part.utf8, at)
        elif path == _ROW:
            self._sheet.rows[-1].end = at
        elif path == _ROW[:2] and self._sheet.data is not None:
            self._sheet.data = (*self._sheet.data[:2], at)

    def text(self, text: str) -> None:
        if tuple(self._path) in _TEXTS:
            self._texts.append(text)

    def _begin_data(self, _attributes: dict[str, str], at: int) -> None:
        self._sheet.data = (at, markup.tag_end(self._sheet.part.utf8, at), at)

    def _row(self, attributes: dict[str, str], at: int) -> None:
        before = self._sheet.rows[-1].number if self._sheet.rows else 0
        number = int(attributes.get("r", before + 1))
        if not before < number <= MOST_ROWS:
            raise ValueError(number)
        row = Row(number, at, markup.tag_end(self._sheet.part.utf8, at))
        if attributes.get("customFormat") in {"1", "true"}:
            row.style = int(attributes.get("s", 0))
        self._sheet.rows.append(row)

    def _cell(self, attributes: dict[str, str], at: int) -> None:
        row = self._sheet.rows[-1]
        before = row.cells[-1].place.column if row.cells else 0
        written = attributes.get("r")
        place = Place.parse(written) if written else Place(row.number, before + 1)
        if place.row != row.number or not before < place.column <= MOST_COLUMNS:
            raise ValueError(written)
        self._count += 1
        if self._count > MOST_CELLS:
            raise RuleBroken("blank_too_many_cells", field="file")
        cell = Cell(place, at, markup.tag_end(self._sheet.part.utf8, at))
        cell.type, cell.style = attributes.get("t", "n"), int(attributes.get("s", 0))
        row.cells.append(cell)
        self._texts = []

    def _formula(self, attributes: dict[str, str], _at: int) -> None:
        self._sheet.rows[-1].cells[-1].has_formula = self._sheet.has_formulas = True
        if attributes.get("t") in _GROUPS and attributes.get("ref"):
            self._sheet.groups.append(Area.parse(attributes["ref"]))

    def _dimension(self, attributes: dict[str, str], at: int) -> None:
        if attributes.get("ref"):
            area = Area.parse(attributes["ref"])
            self._sheet.dimension = (at, markup.tag_end(self._sheet.part.utf8, at), area)

    def _column(self, attributes: dict[str, str], _at: int) -> None:
        if "style" in attributes:
            first, last, style = (int(attributes[name]) for name in ("min", "max", "style"))
            self._sheet.columns.append((first, last, style))

    def _merge(self, attributes: dict[str, str], _at: int) -> None:
        self._sheet.merges.append(Area.parse(attributes["ref"]))


def filled(sheet: Sheet, values: Mapping[Place, Value]) -> bytes:
    """Return the sheet's part with these cells' values; everything else stays byte for byte.

    Elements that are not written down are made in their order. The stated dimension grows when a new
    cell lies outside of it: readers believe it.
    """
    assert sheet.data is not None
    prefix = markup.tag_name(sheet.part.utf8, sheet.data[0]).removesuffix(b"sheetData")
    by_row: dict[int, dict[int, Value]] = defaultdict(dict)
    for place, value in sorted(values.items()):
        if value is not None or sheet.find_cell(place) is not None:
            by_row[place.row][place.column] = value
    edits: list[Edit] = []
    new_rows: list[tuple[int, bytes]] = []
    for number, wanted in by_row.items():
        row = _at(sheet.rows, number)
        if row is not None:
            edits += _row_edits(sheet, row, wanted, prefix)
            continue
        cells = _new_cells(sheet, number, wanted, prefix)
        tag = b'<%srow r="%d">' % (prefix, number)
        new_rows.append((number, tag + cells + b"</%srow>" % prefix))
    edits += _row_insertions(sheet, new_rows, prefix)
    edits += _dimension_edit(sheet, values)
    return sheet.part.written(markup.edited(sheet.part.utf8, edits))


def _row_edits(sheet: Sheet, row: Row, wanted: Mapping[int, Value], prefix: bytes) -> list[Edit]:
    utf8, edits = sheet.part.utf8, []
    is_empty = markup.is_empty_tag(utf8, row.start, row.tag_end)
    if is_empty:
        cells = _new_cells(sheet, row.number, wanted, prefix)
        tag = markup.opened(utf8[row.start : row.tag_end])
        return [Edit(row.start, row.tag_end, tag + cells + b"</%srow>" % prefix)]
    for column, value in wanted.items():
        cell = _in(row, column)
        if cell is not None:
            tag = utf8[cell.start : cell.tag_end]
            edits.append(Edit(cell.start, cell.end, _cell_text(tag, value, prefix)))
            continue
        index = bisect_left(row.cells, column, key=lambda one: one.place.column)
        at = row.cells[index].start if index < len(row.cells) else row.end
        edits.append(Edit(at, at, _new_cells(sheet, row.number, {column: value}, prefix)))
    return edits


def _row_insertions(sheet: Sheet, new: list[tuple[int, bytes]], prefix: bytes) -> list[Edit]:
    assert sheet.data is not None
    start, tag_end, end = sheet.data
    utf8 = sheet.part.utf8
    if new and markup.is_empty_tag(utf8, start, tag_end):
        tag, close = markup.opened(utf8[start:tag_end]), b"</%ssheetData>" % prefix
        return [Edit(start, tag_end, tag + b"".join(text for _number, text in new) + close)]
    edits = []
    for number, text in new:
        index = bisect_left(sheet.rows, number, key=lambda row: row.number)
        at = sheet.rows[index].start if index < len(sheet.rows) else end
        edits.append(Edit(at, at, text))
    return edits


def _new_cells(sheet: Sheet, row: int, wanted: Mapping[int, Value], prefix: bytes) -> bytes:
    cells = []
    for column, value in wanted.items():
        place = Place(row, column)
        style = sheet.style_at(place)
        tag = f'c r="{place}"' + (f' s="{style}"' if style else "")
        cells.append(_cell_text(b"<" + prefix + tag.encode() + b"/>", value, prefix))
    return b"".join(cells)


def _cell_text(tag: bytes, value: Value, prefix: bytes) -> bytes:
    """Return a cell: its tag as it is but for the type and the metadata of its old value, and the value."""
    bare = markup.with_attribute(markup.with_attribute(tag, "t", None), "vm", None)
    if value is None:
        return bare if bare.endswith(b"/>") else bare + b"</%sc>" % prefix
    if isinstance(value, Decimal):
        content = b"<%sv>%s</%sv>" % (prefix, f"{value:f}".encode(), prefix)
    else:
        bare = markup.with_attribute(bare, "t", "inlineStr")
        kept = b' xml:space="preserve"' if value != value.strip() or "\n" in value else b""
        text = b"<%st%s>%s</%st>" % (prefix, kept, markup.as_text(value), prefix)
        content = b"<%sis>%s</%sis>" % (prefix, text, prefix)
    return markup.opened(bare) + content + b"</%sc>" % prefix


def _dimension_edit(sheet: Sheet, values: Mapping[Place, Value]) -> list[Edit]:
    if sheet.dimension is None:
        return []
    start, end, area = sheet.dimension
    outside = [place for place, value in values.items() if value is not None and place not in area]
    if not outside:
        return []
    corners = [area.first, area.last, *outside]
    grown = Area(
        Place(min(one.row for one in corners), min(one.column for one in corners)),
        Place(max(one.row for one in corners), max(one.column for one in corners)),
    )
    tag = sheet.part.utf8[start:end]
    return [Edit(start, end, markup.with_attribute(tag, "ref", str(grown)))]
