"""裁量基准: the levels by which an agency narrows the law's range, published before use (处罚法 34)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.kernel.cells import DatePrecision, DateReading, read_date
from casebook.kernel.errors import Refused, RuleBroken
from casebook.penalties.rules.provisions import YUAN, Condition, Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from casebook.penalties.rules.flags import Flags
    from casebook.penalties.rules.provisions import Basis

COLUMNS = (
    "事项",
    "情形",
    "裁量等级",
    "适用条件",
    "罚款下限（元）",
    "罚款上限（元）",
    "施行日期",
    "失效日期",
    "文号",
)
"""The columns of a file, in order."""
LARGEST_FILE = 256 * 1024
LONGEST_LEVEL, LONGEST_DOC_NO, LONGEST_CONDITIONS = 20, 60, 1000
CONDITION_WORDS = {
    "一般": Condition.NORMAL,
    "情节严重": Condition.GRAVE,
    "拒不改正": Condition.REFUSES,
}
"""How a file names the tier of the law that a level belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchLevel:
    """A level as it is entered: the tier it narrows, when it fits, its fines in fen, its days, its paper."""

    pen_id: str
    condition: Condition
    level: str
    conditions: str
    min_fen: int
    max_fen: int
    valid_from: date
    valid_to: date | None
    doc_no: str

    def overlaps(self, other: BenchLevel) -> bool:
        """Say whether both hold on some day for the same tier under the same name."""
        is_same = (self.pen_id, self.condition, self.level) == (other.pen_id, other.condition, other.level)
        return (
            is_same
            and (self.valid_to is None or other.valid_from <= self.valid_to)
            and (other.valid_to is None or self.valid_from <= other.valid_to)
        )


def faults_of_level(level: BenchLevel, flags: Flags) -> Iterator[RuleBroken]:
    """Yield what is wrong with a level by itself: texts, days, amounts outside the law's range."""
    for name in ("level", "conditions", "doc_no"):
        if not getattr(level, name).strip():
            yield RuleBroken("bench_text_missing", field=name)
    if level.valid_to is not None and level.valid_to < level.valid_from:
        yield RuleBroken("bench_ends_before_it_begins", field="valid_to", start=level.valid_from.isoformat())
    try:
        wanted = Range(level.min_fen, level.max_fen)
        allowed = statutory_ranges(level.pen_id, level.condition, level.valid_from, flags)
    except RuleBroken as reason:
        yield reason
        return
    if not allowed:
        yield RuleBroken("bench_without_law", field="condition", act=level.pen_id, condition=level.condition)
    elif not any(one.holds(wanted) for one in allowed):
        most = max(allowed, key=lambda one: one.max_fen)
        yield RuleBroken(
            "bench_outside_law",
            field="max_yuan",
            article="处罚法 34",
            least=most.min_yuan,
            most=most.max_yuan,
        )


def statutory_ranges(pen_id: str, condition: Condition, on: date, flags: Flags) -> list[Range]:
    """Return the fixed ranges that the law has for a tier of an act in this county on a day."""
    bases: Iterable[Basis] = flags.find(pen_id).bases
    return [
        tier.fine
        for basis in bases
        if flags.holds(basis, on)
        for tier in basis.tiers
        if tier.fine is not None and tier.condition is condition
    ]


def find_overlapping(level: BenchLevel, others: Iterable[BenchLevel]) -> BenchLevel | None:
    """Return a level that says something else for one of the same days."""
    return next((one for one in others if level.overlaps(one)), None)


def read_levels(text: str) -> list[BenchLevel]:
    """Return the levels of a CSV file with the columns of `COLUMNS`; a heading line is allowed.

    Raises Refused with one RuleBroken for every line that cannot be used.
    """
    found: list[BenchLevel] = []
    reasons: list[RuleBroken] = []
    for number, cells in _rows(text):
        try:
            found.append(_read_line(number, cells))
        except RuleBroken as reason:
            reasons.append(reason)
    if not found and not reasons:
        reasons = [RuleBroken("bench_file_empty", field="file")]
    if reasons:
        raise Refused(reasons)
    return found


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text.splitlines())
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        if any(stripped) and stripped[0] != COLUMNS[0]:
            yield reader.line_num, stripped


def _read_line(number: int, cells: Sequence[str]) -> BenchLevel:
    if len(cells) != len(COLUMNS):
        raise RuleBroken("bench_line_columns", field="file", line=number, count=len(cells), most=len(COLUMNS))
    condition = CONDITION_WORDS.get(cells[1])
    if condition is None:
        raise RuleBroken("bench_line_condition", field="file", line=number, text=cells[1])
    for text, longest in zip(
        (cells[2], cells[3], cells[8]), (LONGEST_LEVEL, LONGEST_CONDITIONS, LONGEST_DOC_NO), strict=True
    ):
        if len(text) > longest:
            raise RuleBroken("bench_line_long", field="file", line=number, most=longest)
    valid_to = _day(number, cells[7]) if cells[7] else None
    return BenchLevel(
        pen_id=cells[0],
        condition=condition,
        level=cells[2],
        conditions=cells[3],
        min_fen=_fen(number, cells[4]),
        max_fen=_fen(number, cells[5]),
        valid_from=_day(number, cells[6]),
        valid_to=valid_to,
        doc_no=cells[8],
    )


def _fen(number: int, text: str) -> int:
    plain = text.replace(",", "")
    if not (plain.isascii() and plain.isdigit() and len(plain) <= len("100000000")):
        raise RuleBroken("bench_line_amount", field="file", line=number, text=text)
    return int(plain) * YUAN


def _day(number: int, text: str) -> date:
    found = read_date(text)
    if not isinstance(found, DateReading) or found.precision is not DatePrecision.DAY:
        raise RuleBroken("bench_line_date", field="file", line=number, text=text)
    return found.on
