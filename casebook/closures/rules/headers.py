"""The columns of a return of closures: by which header words each is known, and in which unit it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.intake.rules.fields import Field
from casebook.intake.rules.headers import header_text
from casebook.kernel.cells import Unit, Unreadable, fold, read_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from casebook.intake.rules.table import Row, SheetHead

LONGEST_HEADER = 60
FEWEST_PARTS = 4
"""A row in which fewer columns are recognised is not taken for a header."""


class Part(StrEnum):
    """What a column of a return can hold."""

    SEQUENCE = "sequence"
    CODE = "code"
    NUMBER = "number"
    """The number that the closure has in the county's own ledger."""
    HOLDER = "holder"
    KIND = "kind"
    CLOSED = "closed"
    SOURCE = "source"
    CONNECTED = "connected"
    METHOD = "method"
    BASELINE = "baseline"
    RESIDUAL = "residual"
    CLAIM = "claim"
    ACCEPTED = "accepted"
    DEPTH = "depth"
    FILL = "fill"
    REMARK = "remark"


UNITS = {
    Part.BASELINE: Unit.CUBIC_METRE,
    Part.RESIDUAL: Unit.CUBIC_METRE,
    Part.CLAIM: Unit.CUBIC_METRE,
    Part.FILL: Unit.CUBIC_METRE,
    Part.DEPTH: Unit.METRE,
}
YEARLY = frozenset({Part.BASELINE, Part.RESIDUAL, Part.CLAIM})
"""What a note above the header gives a unit to, where the header names none."""

AS_REGISTER = {
    Part.SEQUENCE: Field.SEQUENCE,
    Part.CODE: Field.CODE,
    Part.NUMBER: Field.PERMIT_NUMBER,
    Part.HOLDER: Field.HOLDER,
    Part.KIND: Field.STATUS,
    Part.CLOSED: Field.CLOSED,
    Part.BASELINE: Field.AREA,
    Part.CLAIM: Field.FLOW,
    Part.DEPTH: Field.DEPTH,
    Part.REMARK: Field.REMARK,
}
"""Which field of a register stands in for a column when lines are told from titles, sums and signatures."""

_CLOSING = "封停|封填|封闭|封存|封井|封堵|关停|关闭|关井|填埋|停用|停采|封"
_TAKING = "取水|用水|开采|抽水|取用水|采水"
_SUPPLY = "替代|置换|替换|接替|新|供水|代替"
_CUTTING = "压减|压采|削减|核减|减采|节约|减少|压缩"

_EXACT: tuple[tuple[Part, str], ...] = (
    (Part.SEQUENCE, r"序号|序|no\.?|项次|行号"),
    (
        Part.CODE,
        r"(取水|地下水|机电|机|水|灌溉|自备|封停|封填|关停)?井(统一|登记|唯一)?(编号|编码|代码|号|码)"
        r"|取水(口|工程|井口)(统一)?(编号|编码|代码)|(统一|唯一)(编号|编码)|wellcode|well_?no|code",
    ),
    (
        Part.NUMBER,
        r"(封井|封停|封填|台账|档案|原台账|原|验收(单|表|报告)?|登记表|封井登记表)(编号|文号|号|号码)",
    ),
    (
        Part.RESIDUAL,
        rf"((({_CLOSING})(井)?|{_CUTTING})后)?(的)?(年)?(剩余|保留|残余|剩|仍|尚)(的)?(地下水)?(年)?({_TAKING})?(水)?量",
    ),
    (Part.RESIDUAL, rf"(({_CLOSING})(井)?|压减|置换)后(的)?(地下水)?(年)?(实际)?({_TAKING})(水)?量"),
    (
        Part.BASELINE,
        rf"(年|压减|压采|核算|核定|计算|测算|取水|用水)*(水量)?(核算|计算)?(基数|基准|基线)(水)?(年)?(值|({_TAKING})?(水)?量)?"
        rf"|基准年?({_TAKING})?(水)?量|(({_CLOSING})(井)?|压减|置换)前(的)?(年|年均|三年平均|近三年平均)?(实际)?({_TAKING})(水)?量"
        rf"|(原|原有|现状|近三年|前三年|三年)(年)?(平均|均|实际|计量)*(年)?({_TAKING})(水)?量"
        r"|(近|前)?(三|3)年(计量|平均|均)*(均值|平均值|水量)",
    ),
    (
        Part.CLAIM,
        rf"(申报|上报|填报|自报|核定|认定|预计|计划|完成|年度?|全年|本次|可|拟|地下水|年均|实际|的)*({_CUTTING})"
        rf"(地下)?(水)?(开采|{_TAKING})?(的)?(水)?(总)?(量|任务量|指标)",
    ),
    (
        Part.METHOD,
        r"(压减|压采|水量|基数|基准|核算|测算|计算|量)*(核算|计算|测算|核定|确定|认定)(方法|方式|依据|办法|口径)|(基数|基准)(来源|依据|类型)",
    ),
    (Part.ACCEPTED, r"(县级?|联合|竣工|完工|封井|封停|工程)*验收(完成|合格|通过)?(的)?(日期|时间|年月日?)"),
    (
        Part.CONNECTED,
        rf"({_SUPPLY}|水源|公共|管网|自来水)*(水源|供水|管网|用水)?(接通|通水|供水|接入|启用|接水|联通|连通|置换|开通|切换|投用|投运|到位|投入使用)(完成)?(的)?(日期|时间)",
    ),
    (Part.CLOSED, rf"(实际|完成|机井)*({_CLOSING})(井)?(封存|完成|完工|施工)?(的)?(日期|时间|年月日?)"),
    (Part.SOURCE, rf"({_SUPPLY})(的)?(供水|后)?水源(名称|类型|种类|情况|方式)?|水源置换(类型|方式|去向)"),
    (
        Part.KIND,
        rf"({_CLOSING}|处置|处理)(井)?(的)?(方式|方法|类型|类别|形式|措施|种类)",
    ),
    (
        Part.FILL,
        r"(实际)?(回填|封填|填充|充填|填井|封井|填埋|填)(材料|料|物|土方|方)?(的)?(实际)?(用量|使用量|方量|体积|量|数量|工程量)",
    ),
    (Part.DEPTH, r"(成井|机井|水井|封填)?井?(的)?(深度|深)|孔深"),
    (
        Part.HOLDER,
        r"((取水|用水|取用水|产权|所属|使用|管理|封井)(权)?(单位|户|人|企业)|单位|企业|用户|业主|户主|产权人)(或|及|和|、|/)?(个人)?(名称|姓名)?",
    ),
    (Part.REMARK, r"备注(说明)?|说明|附注|其他说明|备考|remarks?"),
)
"""In this order: what two patterns match is the first one's."""

_WEAK: tuple[tuple[Part, str], ...] = (
    (Part.CODE, r"编号|编码|代码|井编码或名称"),
    (Part.CLAIM, r"水量|年水量"),
    (Part.CLOSED, r"(完成|完工|竣工|施工)?(日期|时间)"),
    (Part.SOURCE, r"水源|替代方式"),
    (Part.KIND, r"方式|类型"),
)
"""Words that mean this only when no other column claims the part."""

_PATTERNS = tuple((part, re.compile(pattern)) for part, pattern in _EXACT)
_WEAK_PATTERNS = tuple((part, re.compile(pattern)) for part, pattern in _WEAK)
_THIS_YEAR = re.compile(r"当年|本年|年内|累计")
"""A figure of the rest of the year is no full year's."""

_BRACKETED = re.compile(r"[(\[【〔<{]([^()\[\]【】〔〕<>{}]*)[)\]】〕>}]")
_UNIT_BEHIND = re.compile(r"[:/,]?单位[:为]?(.+)$|[:/,]([^:/,]+)$")
_MARKS = re.compile(r"[\s*★※:：、,，。.;；_\-]+")
_NOTED_UNIT = re.compile(r"(?:水量|计量)?单位(?:为|[:：])\s*([^,，;；。、()（）\s]+)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年(?!\s*\d{1,2}\s*月)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a return as its header is understood."""

    index: int
    header: str
    part: Part | None = None
    factor: Decimal | None = None
    """What a bare number counts in the part's unit: 10 000 under 万m³; None where no unit is written."""
    is_weak: bool = False


@dataclass(frozen=True)
class ReturnLayout:
    """How one sheet of returns is read."""

    sheet: int
    sheet_name: str
    header_rows: tuple[Row, ...]
    headings: tuple[Heading, ...]
    year: int | None
    """The one year that the title names."""

    @property
    def by_part(self) -> dict[Part, Heading]:
        """The column of each part."""
        return {one.part: one for one in self.headings if one.part is not None}


def choose_return(heads: Sequence[SheetHead], sheet: str | None = None) -> ReturnLayout | None:
    """Return how a file is read: its named or most likely visible sheet; None where none is a return."""
    wanted = [(place, head) for place, head in enumerate(heads) if sheet in {None, head.name}]
    found = [(head, layout) for place, head in wanted if (layout := find_return(place, head))]
    if not found:
        return None
    return max(found, key=lambda one: (not one[0].is_hidden, len(one[1].by_part), one[0].row_count))[1]


def find_return(sheet: int, head: SheetHead) -> ReturnLayout | None:
    """Return how a sheet is read, or None when none of its first rows heads a return of closures."""
    windows = [rows for start in range(len(head.rows)) for rows in _windows(head.rows, start)]
    candidates = [(rows, _headings(rows, head)) for rows in windows]
    if not candidates:
        return None
    rows, headings = max(candidates, key=lambda one: (_score(one[1]), -len(one[0]), -one[0][0].index))
    headings = _with_code(headings)
    parts = {one.part for one in headings if one.part}
    if len(parts) < FEWEST_PARTS or not {Part.CODE, Part.CLOSED} <= parts or not parts & YEARLY:
        return None
    above = [header_text(cell) for row in head.rows if row.index < rows[0].index for cell in row.cells]
    title = "\n".join(above)
    return ReturnLayout(sheet, head.name, rows, _with_noted_unit(headings, title), _year_of(title))


def _score(headings: Sequence[Heading]) -> int:
    return len({one.part for one in headings if one.part})


def _windows(rows: Sequence[Row], start: int) -> Iterator[tuple[Row, ...]]:
    """Yield the header that may begin with a row, of one row or of two; a title is no upper part."""
    yield (rows[start],)
    has_parts = len({header_text(cell) for cell in rows[start].cells if cell is not None}) > 1
    if has_parts and start + 1 < len(rows) and rows[start + 1].index == rows[start].index + 1:
        yield (rows[start], rows[start + 1])


def _headings(rows: tuple[Row, ...], head: SheetHead) -> tuple[Heading, ...]:
    found = []
    for index in range(max(len(row.cells) for row in rows)):
        texts = [_spread(row, index, head) for row in rows]
        if len(rows) > 1 and not texts[0] and texts[1]:
            left = (header_text(rows[0].cell(column)) for column in range(index, -1, -1))
            texts[0] = next((text for text in left if text), "")
        header = " ".join(dict.fromkeys(text for text in texts if text))
        found.append(_heading(index, header, texts))
    return _claimed(found)


def _spread(row: Row, index: int, head: SheetHead) -> str:
    """Return a header cell's text, of a merged block that of its first cell."""
    own = header_text(row.cell(index))
    if own:
        return own
    for merge in head.merges:
        in_rows = merge.first_row <= row.index <= merge.last_row
        if in_rows and merge.first_column <= index <= merge.last_column:
            first = next((one for one in head.rows if one.index == merge.first_row), None)
            return header_text(first.cell(merge.first_column)) if first else ""
    return ""


def _heading(index: int, header: str, texts: Sequence[str]) -> Heading:
    upper, lower = texts[0], texts[-1]
    candidates = (header,) if upper == lower or not lower else (upper + lower, lower, f"{upper}({lower})")
    for text in candidates:
        part, is_weak = read_part(text)
        if part is not None:
            return Heading(index, header, part, _factor_of(part, header), is_weak)
    return Heading(index, header)


def read_part(text: str) -> tuple[Part | None, bool]:
    """Return what a header means, and whether only where no other column claims it."""
    folded = fold(text)
    if not folded or len(folded) > LONGEST_HEADER:
        return None, False
    base = _BRACKETED.sub("", folded)
    for words in (base, _UNIT_BEHIND.sub("", base), _MARKS.sub("", folded)):
        bare = _MARKS.sub("", words)
        part = next((part for part, pattern in _PATTERNS if pattern.fullmatch(bare)), None)
        if part is Part.CLAIM and _THIS_YEAR.search(bare):
            return None, False
        if part is not None:
            return part, False
    bare = _MARKS.sub("", base)
    weak = next((part for part, pattern in _WEAK_PATTERNS if pattern.fullmatch(bare)), None)
    return weak, weak is not None


def _factor_of(part: Part, header: str) -> Decimal | None:
    folded = fold(header)
    notes = _BRACKETED.findall(folded)
    if behind := _UNIT_BEHIND.search(_BRACKETED.sub("", folded)):
        notes.append(behind[1] or behind[2])
    factors = (_factor(part, note.removeprefix("单位").strip(":为")) for note in notes)
    return next((factor for factor in factors if factor is not None), None)


def _factor(part: Part, unit: str) -> Decimal | None:
    if part not in UNITS or not unit:
        return None
    factor = read_number(f"1{unit}", UNITS[part])
    return None if isinstance(factor, Unreadable) else factor


def _claimed(headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Give each part to one column: clear words before weak ones, the left before the right."""
    taken: set[Part] = set()
    losers: set[int] = set()
    for one in sorted((one for one in headings if one.part), key=lambda one: (one.is_weak, one.index)):
        assert one.part
        if one.part in taken:
            losers.add(one.index)
        taken.add(one.part)
    return tuple(replace(one, part=None) if one.index in losers else one for one in headings)


def _with_code(headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """Take the number of a closure for the well's where no other column names the well."""
    if any(one.part is Part.CODE for one in headings):
        return headings
    return tuple(replace(one, part=Part.CODE) if one.part is Part.NUMBER else one for one in headings)


def _with_noted_unit(headings: tuple[Heading, ...], title: str) -> tuple[Heading, ...]:
    """Give the unit of a note above (单位：万m³) to yearly volumes whose own header names none."""
    noted = _NOTED_UNIT.search(title)
    factor = _factor(Part.CLAIM, fold(noted[1])) if noted else None
    if factor is None:
        return headings
    return tuple(
        replace(one, factor=factor) if one.part in YEARLY and one.factor is None else one for one in headings
    )


def _year_of(title: str) -> int | None:
    """Return the one year that a title names; several years are none."""
    years = {int(found) for found in _YEAR.findall(title)}
    return years.pop() if len(years) == 1 else None
