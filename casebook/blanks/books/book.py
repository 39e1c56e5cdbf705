"""A workbook: which sheets it has, what their cells hold, and the same with some cells filled."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from casebook.blanks.books import markup
from casebook.blanks.books.archive import Archive
from casebook.blanks.books.markup import Edit, local
from casebook.blanks.books.sheets import filled, read_sheet
from casebook.blanks.books.styles import Shown, read_styles
from casebook.kernel.errors import RuleBroken
from casebook.storage.rules import MEBIBYTE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casebook.blanks.books.sheets import Cell, Sheet, Value
    from casebook.blanks.rules.cells import Place

LARGEST_FILE = 20 * MEBIBYTE
MOST_SHEETS = 60
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of Excel 97 begin, and encrypted ones of any year."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BEFORE_CALCULATION = {
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames",
}  # fmt: skip
"""What stands before `calcPr` in a workbook (18.2.27)."""
_FIRST_DAYS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_TRUE = {"1", "true"}
_CHILD = 2
"""Depth of the elements right below the root."""
_MOST_DIGITS = 60
"""Of a number's exponent; a double has 308, no figure of a county has 20."""


@dataclass(frozen=True)
class SheetName:
    """A worksheet by its name and its part."""

    name: str
    part: str
    is_hidden: bool = False


@dataclass(frozen=True)
class Content:
    """What a cell holds, for people and for sums: numbers are exact as written."""

    text: str = ""
    number: Decimal | None = None
    is_formula: bool = False
    is_error: bool = False


class Book:
    """An XLSX workbook.

    RuleBroken (field `file`) for what is none, or cannot be filled safely: `blank_old`, `blank_encrypted`,
    `blank_macros`, `blank_binary`, `blank_external`, `blank_signed`, `blank_bomb`, `blank_unreadable`.
    """

    def __init__(self, data: bytes) -> None:
        if data.startswith(_COMPOUND):
            raise (
                RuleBroken("blank_encrypted", field="file")
                if _ENCRYPTED in data
                else RuleBroken("blank_old", field="file")
            )
        if not data.startswith(b"PK"):
            raise RuleBroken("blank_no_workbook", field="file")
        self.archive = Archive(data)
        self._workbook = self._find_workbook()
        self._refuse_what_acts()
        self._outline = _Outline()
        self._text = markup.open_part(self.archive.get(self._workbook))
        markup.read(self._text, self._outline)
        self._related = self._relations(self._workbook)
        self.sheets = self._list_sheets()
        self._read: dict[str, Sheet] = {}

    @property
    def counts_from_1904(self) -> bool:
        """Whether days are counted as on old Macintoshes."""
        return self._outline.counts_from_1904

    def sheet(self, name: str) -> Sheet:
        """Return a worksheet by its name; it is read once. RuleBroken `blank_sheet_missing`."""
        found = next((one for one in self.sheets if one.name == name), None)
        if found is None:
            raise RuleBroken("blank_sheet_missing", field="sheet", sheet=name)
        if name not in self._read:
            self._read[name] = read_sheet(self.archive.get(found.part))
        return self._read[name]

    def content(self, sheet: Sheet, place: Place) -> Content:
        """Return what a cell holds; of a merged range every cell holds nothing but the first."""
        cell = sheet.find_cell(place)
        return Content() if cell is None else self.content_of(sheet, cell)

    def content_of(self, sheet: Sheet, cell: Cell) -> Content:
        """Return what a cell of a sheet holds."""
        is_formula = cell.has_formula or any(cell.place in area for area in sheet.groups)
        if cell.type == "e":
            return Content(cell.text, is_formula=is_formula, is_error=True)
        if cell.type in {"n", ""}:
            number = _number(cell.text)
            return Content(self._as_read(number, cell, cell.text), number, is_formula)
        if cell.type == "b":
            return Content("TRUE" if cell.text in _TRUE else "FALSE", is_formula=is_formula)
        text = self._shared_text(cell.text) if cell.type == "s" else cell.text
        return Content(text, is_formula=is_formula)

    def shown(self, style: int) -> Shown:
        """Return how a style shows a number."""
        return self._styles[style] if 0 <= style < len(self._styles) else Shown.NUMBER

    def serial(self, day: date) -> Decimal:
        """Return the number that stands for a day in this workbook."""
        return Decimal((day - _FIRST_DAYS[self.counts_from_1904]).days)

    def filled(self, values: Mapping[str, Mapping[Place, Value]]) -> bytes:
        """Return the workbook with these cells' values, by sheet; every other part as it came.

        Where there are formulas the workbook is also told to compute them when it is opened: what they
        showed before no longer holds.
        """
        parts = {one.name: one.part for one in self.sheets}
        new = {parts[name]: filled(self.sheet(name), cells) for name, cells in values.items() if cells}
        if new and any(self.sheet(one.name).has_formulas for one in self.sheets):
            new[self._workbook] = self._computed_on_load()
        return self.archive.replaced(new)

    def _computed_on_load(self) -> bytes:
        utf8, outline = self._text.utf8, self._outline
        if outline.calculation is not None:
            end = markup.tag_end(utf8, outline.calculation)
            tag = markup.with_attribute(utf8[outline.calculation : end], "fullCalcOnLoad", "1")
            return self._text.written(markup.edited(utf8, [Edit(outline.calculation, end, tag)]))
        prefix = markup.tag_name(utf8, outline.root).removesuffix(b"workbook")
        tag = b'<%scalcPr fullCalcOnLoad="1"/>' % prefix
        start, end = outline.before_calculation
        first_end = markup.tag_end(utf8, start)
        at = first_end if markup.is_empty_tag(utf8, start, first_end) else markup.tag_end(utf8, end)
        return self._text.written(markup.edited(utf8, [Edit(at, at, tag)]))

    def _find_workbook(self) -> str:
        for kind, target, _id in self._relation_lines(""):
            if kind.endswith("/officeDocument"):
                return target
        raise RuleBroken("blank_no_workbook", field="file")

    def _refuse_what_acts(self) -> None:
        names = [name.casefold() for name in self.archive.names]
        types = (self.archive.find("[Content_Types].xml") or b"").lower()
        if self._workbook.casefold().endswith(".bin"):
            raise RuleBroken("blank_binary", field="file")
        if b"macroenabled" in types or any(name.endswith("vbaproject.bin") for name in names):
            raise RuleBroken("blank_macros", field="file")
        if any("/externallinks/" in name or name.endswith("/connections.xml") for name in names):
            raise RuleBroken("blank_external", field="file")
        if any(name.startswith("_xmlsignatures/") for name in names):
            raise RuleBroken("blank_signed", field="file")

    def _list_sheets(self) -> list[SheetName]:
        found = []
        for name, relation, is_hidden in self._outline.sheets:
            kind, part = self._related.get(relation, ("", ""))
            if kind.endswith("/worksheet"):
                found.append(SheetName(name, part, is_hidden))
        if not found:
            raise RuleBroken("blank_no_workbook", field="file")
        if len(found) > MOST_SHEETS or len({one.name for one in found}) != len(found):
            raise RuleBroken("blank_unreadable", field="file")
        return found

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        return {name: (kind, target) for kind, target, name in self._relation_lines(part)}

    def _relation_lines(self, part: str) -> list[tuple[str, str, str]]:
        folder, name = posixpath.split(part)
        data = self.archive.find(posixpath.join(folder, "_rels", f"{name}.rels"))
        if data is None:
            return []
        reader = _Relations(folder)
        markup.read(markup.open_part(data), reader)
        return reader.lines

    def _related_part(self, kind: str) -> bytes | None:
        target = next((target for found, target in self._related.values() if found.endswith(kind)), None)
        return None if target is None else self.archive.find(target)

    @cached_property
    def _shared(self) -> list[str]:
        data = self._related_part("/sharedStrings")
        reader = _SharedTexts()
        if data is not None:
            markup.read(markup.open_part(data), reader)
        return reader.texts

    def _shared_text(self, written: str) -> str:
        known = written.strip()
        is_known = known.isdecimal() and int(known) < len(self._shared)
        return self._shared[int(known)] if is_known else ""

    @cached_property
    def _styles(self) -> list[Shown]:
        data = self._related_part("/styles")
        return [] if data is None else read_styles(data)

    def _as_read(self, number: Decimal | None, cell: Cell, written: str) -> str:
        """Return a number as people read it: a day as one, a share in per cent."""
        if number is None:
            return written
        shown = self.shown(cell.style)
        if shown is Shown.DAY and 0 <= number < Decimal(2_958_466):
            return (_FIRST_DAYS[self.counts_from_1904] + timedelta(days=int(number))).isoformat()
        if shown is Shown.PERCENT:
            return f"{(number * 100).normalize():f}%"
        return f"{number.normalize():f}" if number else "0"


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < _MOST_DIGITS else None


class _Outline:
    """What a workbook part says of its sheets, and where its calculation stands."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.counts_from_1904 = False
        self.root = 0
        self.calculation: int | None = None
        self.before_calculation = (0, 0)
        """Where the last element before the calculation begins and ends."""
        self._begun = 0
        self._parents: list[str] = []

    def start(self, name: str, attributes: dict[str, str], at: int) -> None:
        path = [*self._parents, local(name)]
        self._parents = path
        if len(path) == _CHILD:
            self._begun = at
        if path == ["workbook"]:
            self.root = at
        elif path == ["workbook", "calcPr"]:
            self.calculation = at
        elif path == ["workbook", "workbookPr"]:
            self.counts_from_1904 = attributes.get("date1904") in _TRUE
        elif path == ["workbook", "sheets", "sheet"]:
            relation = next((value for key, value in attributes.items() if local(key) == "id"), "")
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), relation, is_hidden))

    def end(self, name: str, at: int) -> None:
        self._parents = self._parents[:-1]
        if len(self._parents) == 1 and local(name) in _BEFORE_CALCULATION:
            self.before_calculation = (self._begun, at)

    def text(self, text: str) -> None:
        """Take characters: nothing of an outline is one."""


class _Relations:
    """Kind, target and id of each relation inside the archive."""

    def __init__(self, folder: str) -> None:
        self.lines: list[tuple[str, str, str]] = []
        self._folder = folder

    def start(self, name: str, attributes: dict[str, str], at: int) -> None:  # noqa: ARG002 - a reader's signature
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            target = unquote(attributes.get("Target", "")).replace("\\", "/")
            whole = posixpath.normpath(posixpath.join("/" + self._folder, target)).lstrip("/")
            self.lines.append((attributes.get("Type", ""), whole, attributes.get("Id", "")))

    def end(self, name: str, at: int) -> None:
        """Take an end: relations do not nest."""

    def text(self, text: str) -> None:
        """Take characters: relations have none."""


class _SharedTexts:
    """The shared strings by number; readings of characters (rPh) are not part of a text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._path: list[str] = []

    def start(self, name: str, attributes: dict[str, str], at: int) -> None:  # noqa: ARG002 - a reader's signature
        self._path.append(local(name))
        if self._path == ["sst", "si"]:
            self.texts.append("")

    def end(self, name: str, at: int) -> None:  # noqa: ARG002 - a reader's signature
        self._path.pop()

    def text(self, text: str) -> None:
        if self._path in (["sst", "si", "t"], ["sst", "si", "r", "t"]):
            self.texts[-1] += text
