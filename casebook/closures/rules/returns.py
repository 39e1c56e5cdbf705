"""The lines of a return of closures, cell by cell: what each claims, and which cells cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from casebook.claims.rules import BaselineMethod
from casebook.closures.rules.claims import CellFault, ClaimLine
from casebook.closures.rules.closing import ClosureKind
from casebook.closures.rules.headers import AS_REGISTER, UNITS, Part
from casebook.intake.rules.headers import Meaning
from casebook.intake.rules.layout import Column, Layout
from casebook.intake.rules.lines import lines
from casebook.intake.rules.table import address
from casebook.kernel.cells import (
    DatePrecision,
    Unreadable,
    fold,
    is_blank,
    normalise,
    read_date,
    read_number,
    written,
)
from casebook.kernel.months import Month

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from casebook.closures.rules.headers import ReturnLayout
    from casebook.intake.rules.table import Merge, Row
    from casebook.kernel.cells import Cell

LARGEST = Decimal(10) ** 9
"""A figure above this is no volume of a well."""

LONGEST_CODE, LONGEST_TEXT = 40, 120

_KINDS = (
    (ClosureKind.MONITORING, re.compile("监测")),
    (ClosureKind.MOTHBALLED, re.compile("封存|备用")),
    (ClosureKind.PLUGGED, re.compile("永久|封填|回填|填埋|灌浆|封死|填井|填实|报废")),
)
_NO_SOURCE = re.compile(r"无|无需.*|不需.*|不再.*|停产.*|停止用水.*|已停产.*|用水终止.*|没有|不用水|无替代.*")

_NAMEPLATE = re.compile(
    r"(取水|出水|抽水|生产|供水|开采)能力|最大.{0,3}(取|用|出|抽|开采|供).{0,2}水?量|满负荷|铭牌"
    r"|(额定|设计|装机|水泵).{0,6}(流量|出水量|水量).{0,8}(24|365|8760|全年|满)"
)
_METHODS = (
    (BaselineMethod.B2, re.compile("税|核定")),
    (BaselineMethod.B3, re.compile("电")),
    (BaselineMethod.B4, re.compile("(流量|出水量).*(时|运行|开机|记录)")),
    (BaselineMethod.B5, re.compile("定额|亩")),
    (BaselineMethod.B6, re.compile("许可|计划|批准")),
    (BaselineMethod.B1, re.compile("计量|实测|抄表|水表|监测|(三|3)年|均值|平均")),
)
_METHOD_CODE = re.compile(r"(?<![a-z0-9])b([1-6])(?![0-9])")


def read_claims(rows: Iterable[Row], layout: ReturnLayout, merges: Sequence[Merge]) -> Iterator[ClaimLine]:
    """Yield the lines of a return: titles, repeated headers, sums and signatures are left out."""
    for number, row in enumerate(lines(rows, _as_register(layout), merges), start=1):
        yield _Reader(layout, row).claim(number)


def _as_register(layout: ReturnLayout) -> Layout:
    """Return the layout by which the register's import tells lines from what is printed around them."""
    columns = tuple(
        Column(one.index, one.header, Meaning(AS_REGISTER[one.part]) if one.part in AS_REGISTER else None)
        for one in layout.headings
    )
    return Layout(layout.sheet, layout.sheet_name, layout.header_rows, columns)


def read_kind(text: str) -> ClosureKind | None:
    """Return the way of closing that a word means, or None."""
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), None)


def read_method(text: str) -> tuple[BaselineMethod | None, bool]:
    """Return the baseline method that words mean, and whether they name a capacity instead of use."""
    folded = fold(text)
    code = _METHOD_CODE.search(folded)
    if _NAMEPLATE.search(folded):
        return None, True
    if code:
        return BaselineMethod(f"B{code[1]}"), False
    return next((method for method, pattern in _METHODS if pattern.search(folded)), None), False


@dataclass
class _Reader:
    """Reads one row."""

    layout: ReturnLayout
    row: Row
    missing: list[CellFault] = field(default_factory=list)
    unreadable: list[CellFault] = field(default_factory=list)
    unclear: list[CellFault] = field(default_factory=list)

    def claim(self, line: int) -> ClaimLine:
        """Return what the row claims."""
        method_text = self.text(Part.METHOD)
        method, is_nameplate = read_method(method_text)
        source = self.text(Part.SOURCE)
        is_connection_said = not is_blank(self.cell(Part.CONNECTED))
        return ClaimLine(
            line=line,
            row=self.row.number,
            code=self.code(),
            number=self.text(Part.NUMBER),
            holder=self.text(Part.HOLDER),
            kind=read_kind(fold(self.text(Part.KIND))),
            **self.closing(),
            has_source=bool(source) and not _NO_SOURCE.fullmatch(source),
            source=source,
            connected_on=self.day(Part.CONNECTED),
            accepted_on=self.day(Part.ACCEPTED, is_last=True),
            method=method,
            is_nameplate=is_nameplate,
            method_text=method_text,
            **self.volumes(),
            depth_m=self.number(Part.DEPTH, self.unclear),
            fill_m3=self.number(Part.FILL, self.unclear),
            asks_connection=Part.CONNECTED in self.layout.by_part and not is_connection_said,
            missing=tuple(self.missing),
            unreadable=tuple(self.unreadable),
            unclear=tuple(self.unclear),
        )

    def cell(self, part: Part) -> Cell:
        """Return the cell of a part, None when the return has no such column."""
        heading = self.layout.by_part.get(part)
        return self.row.cell(heading.index) if heading else None

    def fault(self, part: Part) -> CellFault:
        """Return the cell of a part as something to be mended."""
        heading = self.layout.by_part.get(part)
        if heading is None:
            return CellFault("", part.value)
        said = Unreadable.of(self.row.cell(heading.index)).written
        return CellFault(address(self.row.index, heading.index), heading.header, said)

    def text(self, part: Part) -> str:
        """Return a cell's words, empty when it holds none."""
        cell = self.cell(part)
        return "" if is_blank(cell) else normalise(written(cell))[:LONGEST_TEXT]

    def code(self) -> str:
        """Return the well's code, in capitals and without blanks."""
        cell = self.cell(Part.CODE)
        if is_blank(cell):
            self.missing.append(self.fault(Part.CODE))
            return ""
        return normalise(cell).replace(" ", "").upper()[:LONGEST_CODE]

    def closing(self) -> dict[str, Any]:
        """Return the closing day; of a month alone its last day, which claims the least of the year."""
        reading = read_date(self.cell(Part.CLOSED))
        if reading is None:
            self.missing.append(self.fault(Part.CLOSED))
            return {"closed_on": None}
        if isinstance(reading, Unreadable) or reading.precision is DatePrecision.YEAR:
            self.unreadable.append(self.fault(Part.CLOSED))
            return {"closed_on": None}
        is_day_known = reading.precision is DatePrecision.DAY
        day = reading.on if is_day_known else Month.of(reading.on).last
        return {"closed_on": day, "is_day_known": is_day_known}

    def day(self, part: Part, *, is_last: bool = False) -> date | None:
        """Return another day; of a month alone the one that speaks for the line."""
        reading = read_date(self.cell(part))
        if reading is None:
            return None
        if isinstance(reading, Unreadable) or reading.precision is DatePrecision.YEAR:
            self.unclear.append(self.fault(part))
            return None
        is_month = reading.precision is DatePrecision.MONTH
        return Month.of(reading.on).last if is_month and is_last else reading.on

    def volumes(self) -> dict[str, Any]:
        """Return baseline, remaining use and claim in m³."""
        baseline = self.number(Part.BASELINE, self.unreadable)
        claim = self.number(Part.CLAIM, self.unreadable)
        is_silent = is_blank(self.cell(Part.BASELINE)) and is_blank(self.cell(Part.CLAIM))
        if is_silent:
            self.missing.append(
                self.fault(Part.CLAIM if Part.CLAIM in self.layout.by_part else Part.BASELINE)
            )
        residual = self.number(Part.RESIDUAL, self.unreadable)
        return {"baseline_m3": baseline, "residual_m3": residual, "claim_m3": claim}

    def number(self, part: Part, faults: list[CellFault]) -> Decimal | None:
        """Return a figure in its part's unit; None, with the cell noted, when it is none."""
        heading = self.layout.by_part.get(part)
        if heading is None:
            return None
        bare = heading.factor if heading.factor is not None else Decimal(1)
        number = read_number(self.row.cell(heading.index), UNITS[part], bare=bare)
        if number is None:
            return None
        if isinstance(number, Unreadable) or not 0 <= number <= LARGEST:
            faults.append(self.fault(part))
            return None
        return number
