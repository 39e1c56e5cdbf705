"""What may be posted: which figures each kind carries, and what a reversal takes back (rules.md 10.6)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import Refused, RuleBroken
from casebook.kernel.hashing import algorithm_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from casebook.kernel.months import Month

NOTHING = Decimal(0)


class PostingKind(StrEnum):
    """What an entry states."""

    WELL_CLOSED = "well_closed"
    """封停: one well plugged, mothballed or made a monitoring well."""
    WELL_REOPENED = "well_reopened"
    """Takes a closed well back."""
    REDUCTION = "reduction"
    """压减量, by a baseline method with its grade."""
    REDUCTION_REVERSED = "reduction_reversed"
    """Takes a reduction back."""
    PROBLEM_STRUCK_OFF = "problem_struck_off"
    """销号."""
    PLAN_CUT = "plan_cut"
    """核减 of a yearly plan."""
    EMERGENCY_USE = "emergency_use"
    """What a reserve well took in an emergency, in the year of use; sums subtract it (rules.md 6.4)."""


class AquiferGroup(StrEnum):
    """Deep and shallow water are never summed together unasked (rules.md 10.6)."""

    SHALLOW = "shallow"
    """The shallow layer and the saline one in the middle."""
    DEEP = "deep"
    """Deep confined water."""
    MIXED = "mixed"
    """A well open to several layers."""
    UNKNOWN = "unknown"


GROUPS = {
    "shallow": AquiferGroup.SHALLOW,
    "saline": AquiferGroup.SHALLOW,
    "deep_confined": AquiferGroup.DEEP,
    "mixed": AquiferGroup.MIXED,
    "unknown": AquiferGroup.UNKNOWN,
}
"""Group of each layer of the register's code table."""

GRADES = {"B1": "A", "B2": "B", "B3": "B", "B4": "C", "B5": "C", "B6": "D"}
"""Baseline methods and how far each is believed (rules.md 10.6)."""

REVERSALS = {
    PostingKind.WELL_CLOSED: PostingKind.WELL_REOPENED,
    PostingKind.REDUCTION: PostingKind.REDUCTION_REVERSED,
    PostingKind.PROBLEM_STRUCK_OFF: PostingKind.PROBLEM_STRUCK_OFF,
    PostingKind.PLAN_CUT: PostingKind.PLAN_CUT,
    PostingKind.EMERGENCY_USE: PostingKind.EMERGENCY_USE,
}
"""Kind of the entry that takes back one of a kind; what stands only on the right is never posted alone."""

WELLS = frozenset({PostingKind.WELL_CLOSED, PostingKind.WELL_REOPENED})
SUBTRACTED = frozenset({PostingKind.EMERGENCY_USE})
"""Kinds whose volumes every sum takes off."""
WATER = frozenset({PostingKind.REDUCTION, PostingKind.REDUCTION_REVERSED}) | SUBTRACTED
BOOKED = WELLS | WATER
"""What the year's task is measured by: summed, wells closed and m³ cut, net of what was taken back."""


@dataclass(frozen=True)
class _Shape:
    """Which figures a kind carries."""

    count: int
    has_volumes: bool
    has_method: bool
    needs_well: bool


_SHAPES = {
    PostingKind.WELL_CLOSED: _Shape(1, has_volumes=False, has_method=False, needs_well=True),
    PostingKind.REDUCTION: _Shape(0, has_volumes=True, has_method=True, needs_well=False),
    PostingKind.PROBLEM_STRUCK_OFF: _Shape(1, has_volumes=False, has_method=False, needs_well=False),
    PostingKind.PLAN_CUT: _Shape(0, has_volumes=True, has_method=False, needs_well=False),
    PostingKind.EMERGENCY_USE: _Shape(0, has_volumes=True, has_method=False, needs_well=True),
}


@dataclass(frozen=True)
class Posting:
    """What is to be posted: volumes in m³, `on` the day it took effect, `year` the year it counts for."""

    kind: PostingKind
    on: date
    year: int
    division_code: str
    well_code: str | None = None
    aquifer_group: AquiferGroup = AquiferGroup.UNKNOWN
    count: int = 0
    full_year_m3: Decimal = NOTHING
    this_year_m3: Decimal = NOTHING
    method: str | None = None
    grade: str | None = None
    papers: tuple[str, ...] = ()
    """Hashes of the papers and photographs it rests on."""
    is_history: bool = False
    """历史补录: from an old ledger, without the acts that casebook asks for."""


def chain_of(county_code: str) -> str:
    """Return the name of a county's chain."""
    return f"ledger:{county_code}"


def check(posting: Posting, *, today: date) -> None:
    """Raise Refused with every rule that a new posting breaks."""
    reasons = [*_faults_of_kind(posting), *_faults_of_volumes(posting), *_faults_of_papers(posting)]
    if posting.on > today:
        reasons.append(RuleBroken("posting_in_future", field="on", on=posting.on.isoformat()))
    if posting.kind in BOOKED and posting.year != posting.on.year:
        reasons.append(RuleBroken("posting_year", field="year", year=posting.year, on=posting.on.isoformat()))
    if reasons:
        raise Refused(reasons)


def _faults_of_kind(posting: Posting) -> Iterator[RuleBroken]:
    shape = _SHAPES.get(posting.kind)
    if shape is None:
        yield RuleBroken("posting_only_by_reversal", field="kind", kind=posting.kind)
        return
    if posting.count != shape.count:
        yield RuleBroken(
            "posting_count", field="count", kind=posting.kind, count=posting.count, right=shape.count
        )
    if shape.needs_well and not posting.well_code:
        yield RuleBroken("posting_without_well", field="well_code", kind=posting.kind)
    if not shape.has_volumes and (posting.full_year_m3 or posting.this_year_m3):
        yield RuleBroken("posting_with_volume", field="full_year_m3", kind=posting.kind)
    is_untold = posting.is_history and posting.method is None and posting.grade is None
    if shape.has_method and not is_untold and (posting.method, posting.grade) not in GRADES.items():
        yield RuleBroken("posting_method", field="method", method=posting.method, grade=posting.grade)
    if not shape.has_method and (posting.method or posting.grade):
        yield RuleBroken("posting_with_method", field="method", kind=posting.kind)


def _faults_of_volumes(posting: Posting) -> Iterator[RuleBroken]:
    if posting.full_year_m3 < 0 or posting.this_year_m3 < 0:
        yield RuleBroken("posting_negative", field="full_year_m3")
    if posting.this_year_m3 > posting.full_year_m3:
        yield RuleBroken(
            "posting_this_year",
            field="this_year_m3",
            this_year=posting.this_year_m3,
            full_year=posting.full_year_m3,
        )


def _faults_of_papers(posting: Posting) -> Iterator[RuleBroken]:
    for paper in posting.papers:
        try:
            algorithm_of(paper)
        except KeyError:
            yield RuleBroken("posting_paper", field="papers", paper=paper)


def reversal_of(
    posting: Posting, *, on: date, today: date, this_year_m3_kept: Decimal, papers: tuple[str, ...] = ()
) -> Posting:
    """Return the posting that takes another back, into the same year.

    The full year's volume goes whole; of this year's stays what was saved up to the day
    before `on` (`this_year_m3_kept`). Raises RuleBroken when the day or the amount cannot be.
    """
    if not posting.on <= on <= today:
        raise RuleBroken("reversal_day", field="on", on=on.isoformat(), first=posting.on.isoformat())
    if not 0 <= this_year_m3_kept <= posting.this_year_m3:
        raise RuleBroken(
            "reversal_kept",
            field="this_year_m3_kept",
            kept=this_year_m3_kept,
            this_year=posting.this_year_m3,
        )
    return Posting(
        kind=REVERSALS[posting.kind],
        on=on,
        year=posting.year,
        division_code=posting.division_code,
        well_code=posting.well_code,
        aquifer_group=posting.aquifer_group,
        count=-posting.count,
        full_year_m3=-posting.full_year_m3,
        this_year_m3=this_year_m3_kept - posting.this_year_m3,
        method=posting.method,
        grade=posting.grade,
        papers=papers,
        is_history=posting.is_history,
    )


def month_number(county_code: str, month: Month) -> str:
    """Return the number of a month's closing: one for each month, so that none can be left out unseen."""
    return f"{county_code}-{month.year}-YJ-{month.month:02}"


def booking_day(today: date, last: Month | None) -> date:
    """Return the day that a posting is booked on: today, or the first day after the last closed month."""
    return today if last is None else max(today, last.next().first)


def check_close(month: Month, *, last: Month | None, today: date) -> None:
    """Refuse to close a month that is not over, stands closed, or is not the one after the last closed."""
    if last is not None and month <= last:
        raise RuleBroken("month_closed_already", field="month", month=str(month))
    if month.last >= today:
        raise RuleBroken("month_not_over", field="month", month=str(month))
    if last is not None and month != last.next():
        raise RuleBroken("month_out_of_order", field="month", month=str(month), next=str(last.next()))
