"""Which sheet holds the register, which rows are its header, and what each column means."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from casebook.intake.rules.fields import SEVERAL, Field
from casebook.intake.rules.headers import (
    Meaning,
    header_text,
    meaning_of,
    read_header,
    unit_factor,
    with_header_unit,
)
from casebook.intake.rules.table import Row, SheetHead, address, column_letters
from casebook.kernel.cells import fold, is_blank
from casebook.kernel.coordinates import CrsSource, read_crs
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import canonical_json, digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

FEWEST_FIELDS = 4
"""A row in which fewer fields are recognised is not taken for a header."""

AS_GOOD = 0.75
"""A header in which so large a part of the best one's fields is recognised is about as good."""

IGNORED = ""
"""The word of a mapping for a column that is not read."""

_UNIT_LIKE = re.compile(r"(?![0-9])[°′″'\"a-z0-9³²/·^.万亩米立方吨千瓦公顷毫时小年度分秒()]{1,10}")
"""What stands in a row of units below a header; years and figures do not."""
_ABOUT = re.compile(r"(基本)?(情况|信息|资料|数据|参数)$")
_NOTED_CRS = re.compile(r"坐标(?:系统?|基准)(?:采用|均为|为|[:：])\s*([^,，;；。\s]+)")
_NOTED_UNIT = re.compile(
    r"(许可水量|许可取水量|取水量|用水量|开采量)(?:的)?(?:单位)?(?:为|[:：])\s*([^,，;；。、()（）\s]+)"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the register as its header and a mapping understand it."""

    index: int
    header: str
    meaning: Meaning | None

    @property
    def letters(self) -> str:
        """The column's name in the sheet."""
        return column_letters(self.index)


@dataclass(frozen=True)
class Layout:
    """How one sheet is read."""

    sheet: int
    sheet_name: str
    header_rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    row_count: int = 0
    """Rows of the sheet that are not empty."""
    crs: CrsSource | None = None
    """The system that the notes above the header declare for all; used where there is no such column."""

    @property
    def first_row(self) -> int:
        """Index of the first row below the header."""
        return self.header_rows[-1].index + 1

    @cached_property
    def by_field(self) -> dict[Field, Column]:
        """The column of each field that stands in one column."""
        return {
            column.meaning.field: column
            for column in reversed(self.columns)
            if column.meaning is not None and column.meaning.field is not Field.VOLUME
        }

    @cached_property
    def volumes(self) -> tuple[Column, ...]:
        """The columns of yearly volumes."""
        return tuple(column for column in self.columns if _is(column, Field.VOLUME))

    def every(self, field: Field) -> tuple[Column, ...]:
        """Return all columns of a field that may stand in several."""
        return tuple(column for column in self.columns if _is(column, field))

    def address(self, row: Row, field: Field) -> str:
        """Return the name of a field's cell in a row, empty when no column holds it."""
        column = self.by_field.get(field)
        return address(row.index, column.index) if column else ""

    @property
    def signature(self) -> str:
        """Hash of the header's words in their order: what a mapping is remembered under."""
        return digest(canonical_json([fold(column.header) for column in self.columns]))

    @property
    def missing(self) -> tuple[Field, ...]:
        """Fields without which no line could be accepted."""
        has_place = Field.PLACE in self.by_field or {Field.LON, Field.LAT} <= set(self.by_field)
        lacking = () if has_place else tuple(f for f in (Field.LON, Field.LAT) if f not in self.by_field)
        return (() if Field.CODE in self.by_field else (Field.CODE,)) + lacking

    def mapping(self) -> dict[str, str]:
        """Return the mapping as people keep it: header to word of a field."""
        found: dict[str, str] = {}
        for column in self.columns:
            if column.header and not found.get(column.header):
                found[column.header] = column.meaning.word if column.meaning else IGNORED
        return found


def _is(column: Column, field: Field) -> bool:
    return column.meaning is not None and column.meaning.field is field


def choose_layout(
    heads: Sequence[SheetHead], mapping: Mapping[str, str] | None = None, sheet: str | None = None
) -> Layout:
    """Return the layout of the named sheet, else of the one that is most likely the register.

    That is a visible sheet with what every line needs; of those whose headers are about as good,
    the one with the most rows: a sample or a list of sealed wells has the same columns and fewer
    rows. Raises RuleBroken `header_not_found`.
    """
    wanted = [head for head in heads if sheet is None or head.name == sheet]
    found = [(head, layout) for head in wanted if (layout := find_layout(heads.index(head), head, mapping))]
    if not found:
        names = "、".join(head.name for head in wanted) or sheet
        raise RuleBroken("header_not_found", field="file", sheets=names)
    best = max(_score(layout.columns) for _, layout in found)
    return max(found, key=lambda candidate: _fitness(candidate[0], candidate[1], best))[1]


def register_sheets(heads: Sequence[SheetHead]) -> list[str]:
    """Return the names of the visible sheets that could be read as a register."""
    layouts = ((head, find_layout(sheet, head)) for sheet, head in enumerate(heads) if not head.is_hidden)
    return [head.name for head, layout in layouts if layout is not None and not layout.missing]


def _fitness(head: SheetHead, layout: Layout, best: int) -> tuple[bool, bool, bool, int, int]:
    is_about_as_good = _score(layout.columns) >= best * AS_GOOD
    return (not head.is_hidden, not layout.missing, is_about_as_good, head.row_count, -layout.sheet)


def find_layout(sheet: int, head: SheetHead, mapping: Mapping[str, str] | None = None) -> Layout | None:
    """Return how a sheet is read, or None when none of its first rows is a header.

    A header may take one row or two; `mapping` says what certain headers mean.
    """
    candidates = [
        (rows, _columns(rows, head, mapping or {}))
        for start in range(len(head.rows))
        for rows in _windows(head.rows, start)
    ]
    if not candidates:
        return None
    named = frozenset(fold(header) for header in mapping or {})
    rows, columns = max(candidates, key=lambda found: _clarity(found[0], found[1], named))
    if _score(columns) < FEWEST_FIELDS:
        return None
    notes = "\n".join(
        header_text(cell) for row in head.rows if row.index < rows[0].index for cell in row.cells
    )
    columns = _with_noted_units(columns, notes)
    return Layout(sheet, head.name, rows, columns, head.row_count, _noted_crs(notes))


def _windows(rows: Sequence[Row], start: int) -> list[tuple[Row, ...]]:
    """Return the header that may begin with a row, of one row or two; a title is no upper part."""
    single = (rows[start],)
    has_parts = len({header_text(cell) for cell in rows[start].cells if cell is not None}) > 1
    if has_parts and start + 1 < len(rows) and rows[start + 1].index == rows[start].index + 1:
        return [single, (rows[start], rows[start + 1])]
    return [single]


def _clarity(
    rows: tuple[Row, ...], columns: tuple[Column, ...], chosen: frozenset[str]
) -> tuple[int, int, int, int, int]:
    """Rank a header: what a mapping names comes first; two rows must win by what the second adds."""
    mapped = sum(fold(column.header) in chosen for column in columns)
    named = [(c.meaning.field, header_text(rows[-1].cell(c.index))) for c in columns if c.meaning]
    units = sum(unit_factor(of, fold(text)) is not None for of, text in named) if len(rows) > 1 else 0
    return (mapped, _score(columns), units, -len(rows), -rows[0].index)


def _score(columns: Sequence[Column]) -> int:
    """Count distinct fields."""
    return len({column.meaning.key for column in columns if column.meaning})


def _columns(rows: Sequence[Row], head: SheetHead, mapping: Mapping[str, str]) -> tuple[Column, ...]:
    chosen = {fold(header): key for header, key in mapping.items()}
    width = max(len(row.cells) for row in rows)
    columns = []
    for index in range(width):
        texts = _texts(rows, index, head)
        header = " ".join(dict.fromkeys(text for text in texts if text))
        meaning = _mapped(header, chosen) if header and fold(header) in chosen else _understood(texts)
        columns.append(Column(index, header, meaning))
    return _claimed(columns, frozenset(chosen))


def _texts(rows: Sequence[Row], index: int, head: SheetHead) -> list[str]:
    """Return the header cells above a column, a merged or left-hanging upper cell spread over its columns."""
    texts = [_spread(row, index, head) for row in rows]
    if len(rows) > 1 and not texts[0] and texts[1]:
        above = (header_text(rows[0].cell(left)) for left in range(index, -1, -1))
        texts[0] = next((text for text in above if text), "")
    return texts


def _spread(row: Row, index: int, head: SheetHead) -> str:
    own = header_text(row.cell(index))
    if own:
        return own
    for merge in head.merges:
        if (
            merge.first_row <= row.index <= merge.last_row
            and merge.first_column <= index <= merge.last_column
        ):
            origin = next((found for found in head.rows if found.index == merge.first_row), None)
            return header_text(origin.cell(merge.first_column)) if origin else ""
    return ""


def _understood(texts: Sequence[str]) -> Meaning | None:
    if len(texts) == 1 or not texts[1] or texts[0] == texts[1]:
        return read_header(texts[0])
    upper, lower = texts
    if _UNIT_LIKE.fullmatch(fold(lower)):
        return read_header(f"{upper}({lower})")
    together = (upper + lower, _ABOUT.sub("", upper) + lower, lower)
    return next((meaning for words in together if (meaning := read_header(words))), None)


def _mapped(header: str, chosen: Mapping[str, str]) -> Meaning | None:
    key = chosen[fold(header)]
    if key == IGNORED:
        return None
    meaning = meaning_of(key)
    if meaning is None:
        raise RuleBroken("mapping_unknown_field", field="mapping", header=header, word=key)
    return with_header_unit(meaning, header)


def _claimed(columns: Sequence[Column], chosen: frozenset[str]) -> tuple[Column, ...]:
    """Give each field to one column: what the mapping says, then clear words, then weak ones."""

    def rank(column: Column) -> tuple[bool, bool, int]:
        assert column.meaning
        return (fold(column.header) not in chosen, column.meaning.is_weak, column.index)

    taken: set[str] = set()
    losers: set[int] = set()
    for column in sorted((c for c in columns if c.meaning), key=rank):
        assert column.meaning
        key = column.meaning.key
        may_repeat = column.meaning.field in SEVERAL and column.meaning.field is not Field.VOLUME
        if key in taken and (column.meaning.is_weak or not may_repeat):
            losers.add(column.index)
        taken.add(key)
    return tuple(replace(column, meaning=None) if column.index in losers else column for column in columns)


def _with_noted_units(columns: tuple[Column, ...], notes: str) -> tuple[Column, ...]:
    """Apply 许可水量为万m³ from the notes to columns whose own header names no unit."""
    noted = {
        Field.PERMIT_VOLUME if words.startswith("许可") else Field.VOLUME: unit_factor(Field.VOLUME, unit)
        for words, unit in _NOTED_UNIT.findall(notes)
    }
    return tuple(_with_unit(column, noted) for column in columns)


def _with_unit(column: Column, noted: Mapping[Field, Decimal | None]) -> Column:
    factor = noted.get(column.meaning.field) if column.meaning else None
    names_unit = any(mark in fold(column.header) for mark in ("m3", "立方", "方", "吨"))
    if column.meaning is None or factor is None or names_unit:
        return column
    return replace(column, meaning=replace(column.meaning, factor=factor))


def _noted_crs(notes: str) -> CrsSource | None:
    found = _NOTED_CRS.search(notes)
    source = read_crs(fold(found[1])) if found else None
    return source if isinstance(source, CrsSource) else None


def is_repeated_header(row: Row, layout: Layout) -> bool:
    """Say whether a row says the header again, as printed page breaks do."""
    words = {column.index: fold(column.header) for column in layout.columns if column.meaning}
    parts = {
        (index, fold(cell))
        for header in layout.header_rows
        for index, cell in enumerate(header.cells)
        if cell
    }
    filled = [(index, fold(cell)) for index, cell in enumerate(row.cells) if not is_blank(cell)]
    same = sum(1 for index, cell in filled if words.get(index) == cell or (index, cell) in parts)
    return bool(filled) and same * 2 > len(filled)
