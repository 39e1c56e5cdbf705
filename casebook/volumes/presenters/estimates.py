"""The estimates of a well: what each is, and whether its month is counted by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.kernel.months import Month
from casebook.volumes.queries.estimates import list_all_estimates, list_months
from casebook.volumes.rules.estimates import EstimateState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.quotas.rules import VolumeMethod
    from casebook.volumes.models import VolumeEstimate, WellMonth
    from casebook.wells.models import Well


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """An estimate."""

    estimate: VolumeEstimate
    month: Month
    state: EstimateState
    better: VolumeMethod | None
    """The method that the month is counted by in its place."""


def estimate_lines(session: Session, well: Well) -> list[EstimateLine]:
    """Return all estimates of a well with how they stand, by two statements."""
    months = list_months(session, well.id)
    return [_line(one, months.get((one.year, one.month))) for one in list_all_estimates(session, well.id)]


def _line(estimate: VolumeEstimate, stands: WellMonth | None) -> EstimateLine:
    month = Month(estimate.year, estimate.month)
    if estimate.replaced_at is not None:
        return EstimateLine(estimate, month, EstimateState.ENDED, None)
    if stands is None or stands.method is estimate.method:
        return EstimateLine(estimate, month, EstimateState.USED, None)
    return EstimateLine(estimate, month, EstimateState.OUTDONE, stands.method)
