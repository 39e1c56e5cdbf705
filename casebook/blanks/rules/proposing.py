"""Proposing bindings by the words around empty cells; a person accepts each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.blanks.rules.binding import SCALED, Bound, Scale
from casebook.blanks.rules.catalogue import CATALOGUE, FigureId, Source, Span, Unit
from casebook.blanks.rules.cells import Area, Place
from casebook.blanks.rules.places import folded, is_sum

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from casebook.blanks.books.book import Book
    from casebook.blanks.books.sheets import Sheet
    from casebook.blanks.rules.places import Places

MOST_PROPOSED = 200
LEAST_TOWNSHIPS = 2
_HEAD_ROWS = 8
"""Rows above a table in which its headings stand."""
_F = FigureId
_WELLS = "眼|井数|口数|数量"
_CUT = "压减|压采|减采|封停|封填|封井|关停"
_AIM = "任务|目标|计划数|下达|应"
_DONE = "完成|实际|已|封停|封填|封井|关停|压减|压采"
WORDS: tuple[tuple[FigureId, tuple[str, ...], str], ...] = (
    (_F.WELLS_RATE, ("封|关|井|眼", "完成率|完成比例"), "水量"),
    (_F.REDUCTION_RATE, ("压减|压采|水量", "完成率|完成比例"), ""),
    (_F.WELLS_TARGET, (_CUT, _WELLS, _AIM), "率|水量"),
    (_F.REDUCTION_TARGET, ("压减|压采|减采", _AIM), "率|眼"),
    (_F.WELLS_LEFT, (_CUT, _WELLS, "剩余|尚|差额|未完成"), "率|水量"),
    (_F.REDUCTION_LEFT, ("压减|压采|减采", "剩余|尚|差额|未完成"), "率|眼"),
    (_F.DEEP_LEFT, ("深层|承压", "余留|剩余|保留|留存", _WELLS), "率"),
    (_F.WELLS_BOOKED, (_CUT, _WELLS, _DONE), "率|水量|任务|目标|应|剩余|未"),
    (_F.REDUCTION_THIS_YEAR, ("压减|压采|减采", "当年|年内"), "率|眼|任务|目标"),
    (_F.REDUCTION_BOOKED, ("压减|压采|减采", "量|水|方"), "率|眼|任务|目标|应|剩余|未"),
    (_F.RECLAIMED_RATE, ("再生水", "率"), ""),
    (_F.RECLAIMED_USED, ("再生水", "量"), "率|任务|目标"),
    (_F.SEWAGE_TREATED, ("污水", "处理量|处理总量"), "率"),
    (_F.STRUCK_OFF_RATE, ("销号率|整改率",), ""),
    (_F.PROBLEMS_STRUCK_OFF, ("问题|隐患", "销号|整改完成|已整改"), "率"),
    (_F.PROBLEMS_FOUND, ("问题|隐患", "发现|排查|数"), "率|销号"),
    (_F.CASES_CLOSED, ("案", "结案|办结"), "率"),
    (_F.CASES_OPENED, ("案", "立案|件|数|起"), "率|结案|办结|罚"),
    (_F.FINES_PAID, ("罚", "收缴|入库|实缴|到位"), "率"),
    (_F.FINES_DECIDED, ("罚款|处罚金额|罚没",), "率|次"),
    (_F.WELLS_IN_USE, ("在用", "井|眼"), "率"),
    (_F.WELLS_ALL, ("机井|取水井|井", "总数|总眼数|现有"), "率|封|关"),
    (_F.VOLUME_PLANNED, ("用水|取水|开采", "计划|指标|控制"), "率"),
    (_F.VOLUME_TAKEN, ("取水量|开采量|用水量|实际取用",), "率|计划|指标|再生"),
    (_F.PERMITS_VALID, ("取水许可证", "数|本|张|件"), "率|量"),
    (_F.PERMITTED_VOLUME, ("许可", "水量"), "率"),
    (_F.REPORTING_UNIT, ("填报单位|报送单位|单位名称",), ""),
    (_F.FILLED_BY, ("填报人|填表人|经办人",), ""),
    (_F.FILLED_ON, ("填报日期|填表日期|填报时间|报送日期",), ""),
    (_F.COUNTY_NAME, ("县名|县（市、区）|县(市、区)|县\\(市,区\\)",), ""),
)
"""A figure, words of which each group must occur around the cell, and words that must not; the first wins."""
_SPANS = (
    (Span.LAST_TO_DATE, "去年同期|上年同期"),
    (Span.LAST_YEAR, "上年|去年|上一年"),
    (Span.LAST_MONTH, "上月"),
    (Span.MONTH, "本月|当月"),
    (Span.TO_DATE, "累计|截至|截止|至今"),
    (Span.YEAR, "全年"),
)
_MONTH = re.compile(r"(?<![-~—至0-9])(1[0-2]|[1-9])月(?!底|末|份?止)")
_SCALES = (
    (Scale.HUNDRED_MILLION, "亿立方米|亿m3|亿方|亿元"),
    (Scale.TEN_THOUSAND, "万立方米|万m3|万方|万元"),
    (Scale.THOUSAND, "千立方米|千m3|千元"),
)
_DECIMALS = {
    Unit.M3: 0, Unit.YUAN: 2, Unit.PERCENT: 1,
}  # fmt: skip
_SCALED_DECIMALS = 2
_UNIT_LINE = "单位:"


@dataclass(frozen=True)
class Proposal:
    """A binding, and the words that it was found by."""

    bound: Bound
    words: str


def propose(book: Book, places: Places, taken: Collection[Bound]) -> list[Proposal]:
    """Return bindings for empty cells, those of townships' lines first; cells that are bound are left out."""
    found: list[Proposal] = []
    for name in (sheet.name for sheet in book.sheets if not sheet.is_hidden):
        sheet = book.sheet(name)
        units = _unit_words(book, sheet)
        found += _lines(book, name, places, units)
        found += _cells(book, name, units, [one.bound for one in found])
    free = [
        one
        for one in found
        if not any(known.sheet == one.bound.sheet and known.area.meets(one.bound.area) for known in taken)
    ]
    return free[:MOST_PROPOSED]


def _lines(book: Book, name: str, places: Places, units: str) -> list[Proposal]:
    """Propose columns beside townships that stand below each other."""
    sheet, found = book.sheet(name), []
    for column, rows in _township_columns(book, sheet, places):
        names = Area(Place(rows[0], column), Place(rows[-1], column))
        townships = [row for row in rows if not is_sum(book.content(sheet, Place(row, column)).text)]
        for other in range(column + 1, sheet.last.column + 1):
            line = [Place(row, other) for row in range(rows[0], rows[-1] + 1)]
            if any(_is_taken(book, sheet, place) for place in line if place.row in townships):
                continue
            words = _above(book, sheet, Place(rows[0], other))
            bound = _bound(name, Area(line[0], line[-1]), words, units, names=names)
            if bound is not None:
                found.append(Proposal(bound, words))
    return found


def _township_columns(book: Book, sheet: Sheet, places: Places) -> list[tuple[int, list[int]]]:
    by_column: dict[int, list[int]] = {}
    for cell in sheet.cells():
        code = places.find(book.content_of(sheet, cell).text) if cell.text else None
        if code is not None:
            by_column.setdefault(cell.place.column, []).append(cell.place.row)
    return [(column, rows) for column, rows in sorted(by_column.items()) if len(rows) > LEAST_TOWNSHIPS]


def _cells(book: Book, name: str, units: str, lines: Sequence[Bound]) -> list[Proposal]:
    """Propose empty cells right of a word, or below one."""
    sheet, found = book.sheet(name), []
    rows = {one.row for line in lines if line.names for one in line.names}
    for place in _places_to_look_at(sheet):
        is_aside = place.row in rows
        if is_aside or sheet.head_of(place) != place or _is_taken(book, sheet, place):
            continue
        left, is_beside = _left(book, sheet, place)
        above = _above(book, sheet, place)
        for words in [f"{left} {above}"] * bool(above) + [left] * is_beside:
            bound = _bound(name, Area.of(place), words, units) if left else None
            # A cell that nobody wrote down has no frame: it waits for a name or a day, not for an amount.
            if bound is not None and (sheet.find_cell(place) or _is_of_form(bound)):
                found.append(Proposal(bound, words.strip()))
                break
    return found


def _is_of_form(bound: Bound) -> bool:
    return CATALOGUE[bound.figure].source is Source.FORM


def _places_to_look_at(sheet: Sheet) -> list[Place]:
    """Return the cells that are written down, and those right of them: a form's gap need not be written."""
    written = {cell.place for cell in sheet.cells()}
    beside = {Place(place.row, place.column + 1) for place in written}
    return sorted(written | beside)


def _bound(name: str, area: Area, words: str, units: str, *, names: Area | None = None) -> Bound | None:
    figure_id = figure_of(words)
    if figure_id is None:
        return None
    figure = CATALOGUE[figure_id]
    if names is not None and not figure.of_townships:
        return None
    span = _span_of(words, figure.spans)
    scale = _scale_of(words, units) if figure.unit in SCALED else Scale.ONE
    decimals = _SCALED_DECIMALS if scale is not Scale.ONE else _DECIMALS.get(figure.unit, 0)
    return Bound(name, area, figure_id, span, names, scale=scale, decimals=decimals)


def figure_of(words: str) -> FigureId | None:
    """Return the figure that some words name, or None."""
    plain = folded(words)
    for figure, groups, never in WORDS:
        if all(re.search(group, plain) for group in groups) and not (never and re.search(never, plain)):
            return figure
    return None


def _span_of(words: str, offered: Sequence[Span]) -> Span:
    plain = folded(words)
    month = _MONTH.search(plain)
    named = [span for span, pattern in _SPANS if re.search(pattern, plain)]
    if month is not None:
        named.append(Span(f"m{int(month[1]):02}"))
    return next((span for span in named if span in offered), offered[0])


def _scale_of(words: str, units: str) -> Scale:
    for text in (folded(words).casefold(), units):
        for scale, pattern in _SCALES:
            if re.search(pattern, text):
                return scale
        if re.search("立方米|m3|元", text):
            return Scale.ONE
    return Scale.ONE


def _unit_words(book: Book, sheet: Sheet) -> str:
    """Return what the sheet says of its unit as a whole: 单位：万立方米."""
    for cell in sheet.cells():
        if cell.place.row > _HEAD_ROWS:
            break
        text = folded(book.content_of(sheet, cell).text).casefold()
        if _UNIT_LINE in text and not re.search("填报单位|报送单位", text):
            return text.partition(_UNIT_LINE)[2]
    return ""


def _is_taken(book: Book, sheet: Sheet, place: Place) -> bool:
    content = book.content(sheet, place)
    return content.is_formula or (bool(content.text) and content.number is None)


def _left(book: Book, sheet: Sheet, place: Place) -> tuple[str, bool]:
    """Return the nearest words to the left in the row, and whether nothing lies between."""
    for column in range(place.column - 1, 0, -1):
        content = book.content(sheet, sheet.head_of(Place(place.row, column)))
        if content.text and content.number is None and not content.is_formula:
            return content.text, column == place.column - 1
    return "", False


def _above(book: Book, sheet: Sheet, place: Place) -> str:
    """Return the headings above a cell, the uppermost first; a title over the whole table is none."""
    words: list[str] = []
    for row in range(place.row - 1, max(place.row - _HEAD_ROWS, 1) - 1, -1):
        head = sheet.head_of(Place(row, place.column))
        merged = next((area for area in sheet.merges if head in area), Area.of(head))
        content = book.content(sheet, head)
        if content.is_formula:
            break  # another table begins above
        is_aside = _UNIT_LINE in folded(content.text)
        is_title = is_aside or (merged.first.column == 1 and merged.last.column >= sheet.last.column)
        if content.text and content.number is None and not is_title and content.text not in words:
            words.insert(0, content.text)
    return " ".join(words)
