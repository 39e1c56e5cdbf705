"""What comes next in a case, and what is still missing for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.cases.rules.status import CaseStatus, MeasureStatus

if TYPE_CHECKING:
    from collections.abc import Sequence


class NextStep(StrEnum):
    """The next lawful step of a case."""

    ORDER_MEASURE = "order_measure"
    """责令改正 goes with every penalty (处罚法 28, G13)."""
    VERIFY_MEASURE = "verify_measure"
    DECIDE = "decide"
    CLOSE = "close"
    NOTHING = "nothing"


ARTICLES = {
    NextStep.ORDER_MEASURE: "处罚法 28",
    NextStep.VERIFY_MEASURE: "处罚法 28",
    NextStep.DECIDE: "处罚法 57、60",
    NextStep.CLOSE: "",
    NextStep.NOTHING: "",
}


@dataclass(frozen=True)
class Ahead:
    """The next step and how many things stand before the one after it."""

    step: NextStep
    waiting: int
    """Wells without a measure, or measures that no re-check has found met."""


def ahead(
    *,
    status: CaseStatus,
    wells: Sequence[object],
    measured_wells: Sequence[object],
    measures: Sequence[MeasureStatus],
    is_penal: bool,
    has_decision: bool,
) -> Ahead:
    """Return what comes next: order for each well, verify, decide, close."""
    if status is CaseStatus.CLOSED:
        return Ahead(NextStep.NOTHING, 0)
    without = len(set(wells) - set(measured_wells))
    if without:
        return Ahead(NextStep.ORDER_MEASURE, without)
    if is_penal and not has_decision:
        return Ahead(NextStep.DECIDE, 0)
    waiting = sum(one is MeasureStatus.ORDERED for one in measures)
    if waiting:
        return Ahead(NextStep.VERIFY_MEASURE, waiting)
    return Ahead(NextStep.CLOSE if has_decision or not is_penal else NextStep.DECIDE, 0)
