"""What can be wrong with a return, and with several beside each other."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

from casebook.blanks.rules.cells import Place
from casebook.blanks.rules.places import folded, is_sum

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from casebook.blanks.books.book import Book, Content
    from casebook.blanks.rules.places import Places

    Cells = Sequence[tuple[str, Place]]
    Sum = tuple[str, Place, list[list[int]]]
    """Sheet and cell of a sum, and the blocks of rows any of which it may sum."""

MOST_OF_A_KIND = 20
"""Lines about one return that say the same; the first few show what is wrong."""
LEAST_TO_COMPARE = 3
"""Returns that must have a figure before one of them is called odd."""
UNIT_RATIOS = (Decimal(1_000), Decimal(100_000))
"""Between which a ratio looks like 万m³ taken for m³, or the reverse."""
YEARS = (Decimal(1990), Decimal(2100))
_NOTHING = {"", "-", "--", "—", "——", "/", "\\", "无"}
_GAP = re.compile(r"[:_＿]|\s{2,}|\(\s*\)|年\s*月")
_UNITS = re.compile(r"万立方米|万方|万m3|亿立方米|亿m3|立方米|m3|万元|元|万亩|亩|公顷|万人|人", re.IGNORECASE)
_NO_AMOUNT = re.compile(
    r"电话|手机|联系方式|日期|时间|年度|编号|序号|编码|代码|邮编|文号|证号|户号|账号|卡号|号码|身份证|信用代码"
    r"|经度|纬度|坐标"
)
_RATE = re.compile(r"率|比例|占比|百分比|[%％]")
_CODE = re.compile(r"0\d+|\d{12,}")
"""What is typed as text like this names something: with a nought in front, or longer than any amount."""
MOST_DIGITS = 30
"""Of an amount typed as text; a county's litres of water have fewer than twenty."""
_SUBTOTAL = "小计"


class MismatchKind(StrEnum):
    """What does not agree."""

    UNREADABLE = "unreadable"
    """`found` is the code of the refusal."""
    TOWNSHIP_UNKNOWN = "township_unknown"
    TOWNSHIP_MISSING = "township_missing"
    SENT_TWICE = "sent_twice"
    SENT_UNLIKE = "sent_unlike"
    SHEET_MISSING = "sheet_missing"
    LABEL_DIFFERS = "label_differs"
    UNIT_DIFFERS = "unit_differs"
    NOT_A_NUMBER = "not_a_number"
    UNIT_ODD = "unit_odd"
    TOTAL_WRONG = "total_wrong"
    TEXT_LOST = "text_lost"
    ROW_MISSING = "row_missing"
    FOREIGN_ROW = "foreign_row"
    NO_ROOM = "no_room"


@dataclass(frozen=True)
class Mismatch:
    """One line of the list: whose return, where, what was found and what was expected."""

    kind: MismatchKind
    file: str = ""
    division: str = ""
    sheet: str = ""
    cell: str = ""
    found: str = ""
    expected: str = ""


@dataclass(frozen=True)
class Return:
    """A township's return on the form; `division` empty when nobody can tell whose it is."""

    name: str
    division: str
    book: Book
    file_hash: str = ""

    def content(self, sheet: str, place: Place) -> Content:
        """Return what a cell of it holds."""
        return self.book.content(self.book.sheet(sheet), place)


def as_number(content: Content) -> tuple[Decimal | None, bool]:
    """Return a cell's number and whether it is blank.

    A number written as text is one; `12.5万` is not, nor are codes: `0371` and a personal number.
    """
    if content.is_error:
        return None, False
    if content.number is not None:
        return content.number, False
    text = unicodedata.normalize("NFKC", content.text).strip().lstrip("'").replace(",", "")
    if text in _NOTHING:
        return None, True
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None, False
    is_amount = number.is_finite() and abs(number.adjusted()) < MOST_DIGITS and not _CODE.fullmatch(text)
    return (number if is_amount else None), False


def table_ends(blank: Book, cells: Cells) -> dict[str, int]:
    """Return the last row of each sheet that belongs to its figures: with sums below them, not the foot."""
    ends: dict[str, int] = {}
    for name, place in cells:
        ends[name] = max(ends.get(name, 0), place.row)
    for name, end in ends.items():
        sheet = blank.sheet(name)
        contents = ((cell.place.row, blank.content_of(sheet, cell)) for cell in sheet.cells())
        sums = [row for row, content in contents if content.is_formula or is_sum(content.text)]
        ends[name] = max(end, *sums) if sums else end
    return ends


def structure(blank: Book, one: Return, ends: Mapping[str, int]) -> list[Mismatch]:
    """Return where a return's sheets, and its printed words down to a table's end, are not the form's."""
    there = {sheet.name for sheet in one.book.sheets}
    found = []
    for name in (sheet.name for sheet in blank.sheets):
        if name not in there:
            found.append(Mismatch(MismatchKind.SHEET_MISSING, one.name, one.division, name))
            continue
        found += _labels(blank, one, name, ends.get(name, 0))
    return found


def _labels(blank: Book, one: Return, name: str, end: int) -> list[Mismatch]:
    sheet, found = blank.sheet(name), []
    for cell in sheet.cells():
        if cell.place.row > end:
            break
        printed = blank.content_of(sheet, cell)
        if printed.is_formula or printed.number is not None or not folded(printed.text):
            continue
        text = one.content(name, cell.place).text
        kind = _difference(printed.text, text)
        if kind is not None:
            where = name, str(cell.place)
            found.append(Mismatch(kind, one.name, one.division, *where, text[:80], printed.text[:80]))
    return found[:MOST_OF_A_KIND]


def _difference(printed: str, text: str) -> MismatchKind | None:
    """Say how a printed word was changed; filling in its gaps (填报单位：____) changes nothing."""
    if folded(printed) == folded(text):
        return None
    if sorted(_UNITS.findall(folded(printed))) != sorted(_UNITS.findall(folded(text))):
        return MismatchKind.UNIT_DIFFERS
    plain = unicodedata.normalize("NFKC", printed)
    if _GAP.search(plain):
        rest = iter(folded(text))
        kept = re.sub(r"[_\s]", "", folded(printed))
        if all(letter in rest for letter in kept):
            return None
    return MismatchKind.LABEL_DIFFERS


def figure_cells(blank: Book, returns: Sequence[Return]) -> list[tuple[str, Place]]:
    """Return the cells that are summed when nobody chose any.

    Those that hold a number in some return and are neither printed nor a formula of the form, nor a day, nor
    a rate, nor the same year in all returns.
    """
    found = []
    for name in (sheet.name for sheet in blank.sheets):
        sheet, words = blank.sheet(name), _NearWords(blank, name)
        numbers: dict[Place, list[Decimal]] = defaultdict(list)
        for one in returns:
            if name not in {sheet.name for sheet in one.book.sheets}:
                continue
            theirs = one.book.sheet(name)
            for cell in theirs.cells():
                number = as_number(one.book.content_of(theirs, cell))[0]
                if number is not None and one.book.shown(cell.style) == "number":
                    numbers[cell.place].append(number)
        for place in sorted(numbers):
            printed = blank.content(sheet, place)
            is_free = not printed.is_formula and not printed.text and sheet.head_of(place) == place
            if is_free and not _is_a_year(numbers[place]) and not words.ask_for_no_amount(place):
                found.append((name, place))
    return found


class _NearWords:
    """The words left of and above a sheet's cells; each way is walked once."""

    def __init__(self, blank: Book, name: str) -> None:
        self._blank, self._sheet = blank, blank.sheet(name)
        self._known: dict[tuple[Place, bool], str] = {}

    def ask_for_no_amount(self, place: Place) -> bool:
        """Say whether the words nearest to a cell ask for a telephone, a code, a date, a rate."""
        texts = (self._nearest(place, is_up=False), self._nearest(place, is_up=True))
        return any(_NO_AMOUNT.search(text) or _RATE.search(text) for text in texts)

    def _nearest(self, place: Place, *, is_up: bool) -> str:
        walked, found, at = [], "", place
        while (at := Place(at.row - is_up, at.column - (not is_up))).row > 0 and at.column > 0:
            if (at, is_up) in self._known:
                found = self._known[at, is_up]
                break
            walked.append(at)
            content = self._blank.content(self._sheet, self._sheet.head_of(at))
            if content.text and content.number is None:
                found = content.text
                break
        self._known |= dict.fromkeys(((one, is_up) for one in walked), found)
        return found


def _is_a_year(numbers: Sequence[Decimal]) -> bool:
    first = numbers[0]
    is_same = len(numbers) > 1 and all(number == first for number in numbers)
    return is_same and YEARS[0] <= first <= YEARS[1] and first == first.to_integral_value()


def unlike(first: Return, other: Return, cells: Cells) -> list[Mismatch]:
    """Return where two returns of one township differ."""
    found = []
    for name, place in cells:
        mine, theirs = first.content(name, place), other.content(name, place)
        if as_number(mine) != as_number(theirs) or (mine.number is None and mine.text != theirs.text):
            found.append(
                Mismatch(
                    MismatchKind.SENT_UNLIKE,
                    other.name,
                    other.division,
                    name,
                    str(place),
                    theirs.text,
                    f"{first.name}: {mine.text}",
                )
            )
    return found[:MOST_OF_A_KIND]


def odd_units(returns: Sequence[Return], cells: Cells) -> list[Mismatch]:
    """Return the columns in which one return's figures are a thousand times the others' and more, or less."""
    figures = {
        (name, place): [as_number(one.content(name, place))[0] for one in returns] for name, place in cells
    }
    found = []
    for index, one in enumerate(returns):
        by_column: dict[tuple[str, int], list[tuple[Decimal, Place]]] = defaultdict(list)
        for (name, place), numbers in figures.items():
            mine = numbers[index]
            others = [abs(number) for at, number in enumerate(numbers) if number and at != index]
            if mine and len(others) >= LEAST_TO_COMPARE - 1:
                by_column[name, place.column].append((abs(mine) / median(others), place))
        for (name, _column), ratios in sorted(by_column.items()):
            middle = median(ratio for ratio, _place in ratios)
            least, most = UNIT_RATIOS
            if least <= middle <= most or least <= 1 / middle <= most:
                place = min(place for _ratio, place in ratios)
                found.append(
                    Mismatch(
                        MismatchKind.UNIT_ODD,
                        one.name,
                        one.division,
                        name,
                        str(place),
                        one.content(name, place).text,
                        f"×{middle:.4g}",
                    )
                )
    return found


def wrong_totals(one: Return, sums: Iterable[Sum]) -> list[Mismatch]:
    """Return the sums (合计, 小计) of a return that are not what stands above or below them."""
    found = [line for name, place, blocks in sums for line in _checked_total(one, name, place, blocks)]
    return found[:MOST_OF_A_KIND]


def sums_of(blank: Book, cells: Cells) -> list[Sum]:
    """Return the cells of a form that sum others in their column."""
    columns: dict[tuple[str, int], set[int]] = defaultdict(set)
    for name, place in cells:
        columns[name, place.column].add(place.row)
    found: list[Sum] = []
    for (name, column), rows in sorted(columns.items()):
        lines = [
            (row, _row_label(blank, name, row, column)) for row in _table(blank, name, column, min(rows))
        ]
        totals = [row for row, label in lines if is_sum(label)]
        subtotals = [row for row, label in lines if folded(label) == _SUBTOTAL]
        details = [row for row, _label in lines if row in rows and row not in {*totals, *subtotals}]
        found += [(name, Place(row, column), [details]) for row in totals]
        marks = subtotals + totals
        found += [(name, Place(row, column), _blocks(details, marks, row)) for row in subtotals]
    return found


def _table(blank: Book, name: str, column: int, row: int) -> range:
    """Return the rows around a row in which a column has no printed words: those of one table."""
    sheet = blank.sheet(name)

    def is_open(at: int) -> bool:
        content = blank.content(sheet, sheet.head_of(Place(at, column)))
        return content.is_formula or content.number is not None or not folded(content.text)

    first, last, end = row, row, sheet.last.row
    while first > 1 and is_open(first - 1):
        first -= 1
    while last < end and is_open(last + 1):
        last += 1
    return range(first, last + 1)


def _blocks(details: Sequence[int], marks: Sequence[int], row: int) -> list[list[int]]:
    """Return the rows right above a subtotal, and those right below it: forms put it at either end."""
    before = max((mark for mark in marks if mark < row), default=0)
    after = min((mark for mark in marks if mark > row), default=details[-1] + 1 if details else row + 1)
    above = [line for line in details if before < line < row]
    below = [line for line in details if row < line < after]
    return [block for block in (above, below) if block]


def _checked_total(one: Return, name: str, place: Place, blocks: Iterable[Sequence[int]]) -> list[Mismatch]:
    stated = as_number(one.content(name, place))[0]
    sums = []
    for block in blocks:
        numbers = [as_number(one.content(name, Place(row, place.column)))[0] for row in block]
        sums.append((sum((number or Decimal(0) for number in numbers), Decimal(0)), len(block)))
    if stated is None or not sums:
        return []
    if any(abs(stated - total) <= Decimal("0.005") * rows for total, rows in sums):
        return []
    where = name, str(place)
    return [
        Mismatch(MismatchKind.TOTAL_WRONG, one.name, one.division, *where, f"{stated:f}", f"{sums[0][0]:f}")
    ]


def _row_label(blank: Book, name: str, row: int, before: int) -> str:
    """Return the name of a row: its first printed word that is no number."""
    sheet = blank.sheet(name)
    for column in range(1, before):
        content = blank.content(sheet, sheet.head_of(Place(row, column)))
        if content.text and content.number is None:
            return content.text
    return ""


def owner(blank: Book, name: str, row: int, before: int, places: Places) -> str | None:
    """Return the division that a row of the form names left of a column, or None."""
    sheet = blank.sheet(name)
    for column in range(1, before):
        content = blank.content(sheet, sheet.head_of(Place(row, column)))
        found = places.find(content.text) if content.text else None
        if found is not None:
            return found
    return None


def lost_texts(blank: Book, one: Return, summed: Collection[tuple[str, Place]]) -> list[Mismatch]:
    """Return the words and rates that a return wrote into empty cells: a sum has no place for them."""
    found = []
    for name in (sheet.name for sheet in blank.sheets):
        empty, theirs = blank.sheet(name), one.book.sheet(name)
        for cell in theirs.cells():
            content = one.book.content_of(theirs, cell)
            is_lost = content.number is None or one.book.shown(cell.style) == "percent"
            says = is_lost and folded(content.text) and (name, cell.place) not in summed
            if says and not content.is_formula and not blank.content(empty, cell.place).text:
                where = name, str(cell.place), content.text[:80]
                found.append(Mismatch(MismatchKind.TEXT_LOST, one.name, one.division, *where))
    return found[:MOST_OF_A_KIND]


def whose(blank: Book, one: Return, places: Places) -> str:
    """Return the township of a return: by its file's name, else by what was written into its head."""
    by_name = places.find_in(one.name)
    if by_name:
        return by_name
    for name in (sheet.name for sheet in blank.sheets if sheet.name in {s.name for s in one.book.sheets}):
        empty, theirs = blank.sheet(name), one.book.sheet(name)
        for cell in theirs.cells():
            text = one.book.content_of(theirs, cell).text
            if text != blank.content(empty, cell.place).text:
                found = places.find_in(text)
                if found:
                    return found
    return ""
