"""The works of closing a well, step by step (rules.md 10.3, 10.4): what each kind asks for, and the fill.

The technical minimum is the trade's practice, not read in a law; the ninety per cent of the hole too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from casebook.closures.rules.checking import FILL_SHARE, hole_m3
from casebook.closures.rules.closing import ClosureKind
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class WorkStep(StrEnum):
    """One step of the works; the tablet's checklist uses the same codes."""

    POWER = "power"
    PUMP = "pump"
    FILL = "fill"
    QUANTITY = "quantity"
    """The material used against the hole's volume."""
    CAP = "cap"
    MARK = "mark"
    POWER_OFF = "power_off"
    """Of a reserve well: cut, and only switched on by leave."""
    PUMP_LOCKED = "pump_locked"
    FLANGE = "flange"
    SEAL_MARK = "seal_mark"
    LAYER = "layer"
    DEVICE = "device"
    COVER = "cover"


class WorkAnswer(StrEnum):
    """What was found at a step."""

    YES = "yes"
    NO = "no"
    NA = "na"


_W = WorkStep
STEPS: dict[ClosureKind, tuple[WorkStep, ...]] = {
    ClosureKind.PLUGGED: (_W.POWER, _W.PUMP, _W.FILL, _W.QUANTITY, _W.CAP, _W.MARK),
    ClosureKind.MOTHBALLED: (_W.POWER_OFF, _W.PUMP_LOCKED, _W.FLANGE, _W.SEAL_MARK),
    ClosureKind.MONITORING: (_W.POWER, _W.PUMP, _W.LAYER, _W.DEVICE, _W.COVER),
}
"""The steps of each kind, in the order of the works."""

MAY_FAIL = frozenset({_W.QUANTITY})
"""Answered no with a note, a closure can still be accepted; it is flagged. All others must be done."""

LONGEST_WORK_NOTE, LONGEST_TAG, LONGEST_MATERIAL = 200, 60, 200
MOST_FILL_M3 = Decimal(10_000)
_LITRE = Decimal("0.001")


@dataclass(frozen=True, kw_only=True)
class StepDone:
    """One step with its answer."""

    step: WorkStep
    answer: WorkAnswer
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Works:
    """What was done at the well: `tag_no` is on the plate, seal or lock, `fill_m3` what went in."""

    steps: tuple[StepDone, ...]
    tag_no: str = ""
    fill_m3: Decimal | None = None
    material: str = ""


@dataclass(frozen=True)
class FillCheck:
    """The fill beside the hole; shares are of the hole, 1 is full."""

    fill_m3: Decimal
    hole_m3: Decimal
    share: Decimal
    is_short: bool


class WorkFlag(StrEnum):
    """What an accepted closure's works leave open; it does not stop, it is shown and named in the file."""

    NOT_ITEMISED = "not_itemised"
    STEP_FAILED = "step_failed"
    STEP_UNPICTURED = "step_unpictured"
    TAG_MISSING = "tag_missing"
    FILL_MISSING = "fill_missing"
    FILL_SHORT = "fill_short"
    HOLE_UNKNOWN = "hole_unknown"


def check_fill(fill_m3: Decimal, *, casing_mm: float | None, depth_m: float | None) -> FillCheck | None:
    """Return the fill against π·r²·depth by the well's own diameter; None without diameter or depth."""
    if not casing_mm or not depth_m:
        return None
    hole = hole_m3(casing_mm, depth_m)
    share = Fraction(fill_m3) / hole
    as_decimal = Decimal(hole.numerator) / Decimal(hole.denominator)
    return FillCheck(
        fill_m3=fill_m3,
        hole_m3=as_decimal.quantize(_LITRE, ROUND_HALF_EVEN),
        share=(Decimal(share.numerator) / Decimal(share.denominator)).quantize(_LITRE, ROUND_HALF_EVEN),
        is_short=share < FILL_SHARE,
    )


def work_faults(kind: ClosureKind, works: Works) -> list[RuleBroken]:
    """Return all that keeps the works from being accepted: steps unanswered, twice, strange, not done."""
    wanted, given = STEPS[kind], Counter(one.step for one in works.steps)
    faults = [RuleBroken("work_unanswered", field="works", step=step) for step in wanted if not given[step]]
    faults += [RuleBroken("work_twice", field="works", step=step) for step, n in given.items() if n > 1]
    faults += [RuleBroken("work_strange", field="works", step=one) for one in given if one not in wanted]
    faults += _answer_faults(works.steps)
    faults += _text_faults(works)
    return faults


def _answer_faults(steps: Iterable[StepDone]) -> Iterable[RuleBroken]:
    for one in steps:
        if one.answer is WorkAnswer.NO and one.step not in MAY_FAIL:
            yield RuleBroken("work_not_done", field="works", step=one.step)
        elif one.answer is WorkAnswer.NO and not one.note.strip():
            yield RuleBroken("work_needs_note", field="works", step=one.step)


def _text_faults(works: Works) -> Iterable[RuleBroken]:
    texts = [("tag_no", works.tag_no, LONGEST_TAG), ("material", works.material, LONGEST_MATERIAL)]
    texts += [("works", one.note, LONGEST_WORK_NOTE) for one in works.steps]
    for field, text, most in texts:
        if len(text) > most:
            yield RuleBroken("paper_too_long", field=field, most=most)
    if works.fill_m3 is not None and not 0 <= works.fill_m3 <= MOST_FILL_M3:
        yield RuleBroken("fill_out_of_range", field="fill_m3", most=MOST_FILL_M3)


def work_flags(
    kind: ClosureKind, works: Works | None, *, fill: FillCheck | None, pictured: Mapping[WorkStep, int]
) -> list[WorkFlag]:
    """Return what the works leave open; `pictured` counts photographs by the step they show."""
    if works is None:
        return [WorkFlag.NOT_ITEMISED]
    found = []
    if any(one.answer is WorkAnswer.NO for one in works.steps):
        found.append(WorkFlag.STEP_FAILED)
    if any(one.answer is WorkAnswer.YES and not pictured.get(one.step) for one in works.steps):
        found.append(WorkFlag.STEP_UNPICTURED)
    if not works.tag_no.strip():
        found.append(WorkFlag.TAG_MISSING)
    if kind is ClosureKind.PLUGGED:
        found += _fill_flags(works, fill)
    return found


def _fill_flags(works: Works, fill: FillCheck | None) -> list[WorkFlag]:
    if works.fill_m3 is None:
        return [WorkFlag.FILL_MISSING]
    if fill is None:
        return [WorkFlag.HOLE_UNKNOWN]
    return [WorkFlag.FILL_SHORT] if fill.is_short else []
