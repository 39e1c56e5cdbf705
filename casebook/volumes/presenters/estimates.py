"""The estimates of a well: what each is, and whether its month is counted by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.kernel.months import Month
from casebook.plans.queries import norms_by_id, norms_on
from casebook.volumes.queries.estimates import list_all_estimates, list_months
from casebook.volumes.rules.estimates import EstimateState
from casebook.web.formats import number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.plans.models import WaterNorm
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
    norm: str
    """The norm that was chosen for it, in the words of its paper; empty where none was."""


def estimate_lines(session: Session, well: Well) -> list[EstimateLine]:
    """Return all estimates of a well with how they stand, by three statements."""
    months, estimates = list_months(session, well.id), list_all_estimates(session, well.id)
    norms = norms_by_id(session, [one.norm_id for one in estimates if one.norm_id is not None])
    return [_line(one, months.get((one.year, one.month)), norms) for one in estimates]


def norm_choices(session: Session, county_code: str, on: date | None) -> list[tuple[UUID, str]]:
    """Return the norms in force on a day with their words; none without a day."""
    return [(norm.id, _words(norm)) for norm in norms_on(session, county_code, on)] if on else []


def _words(norm: WaterNorm) -> str:
    value = number(float(norm.value_m3), 3)
    said = {"item": norm.item, "value": value, "per": norm.per, "paper": norm.paper}
    return str(_("%(item)s　%(value)s m³/%(per)s（%(paper)s）", **said))


def _line(
    estimate: VolumeEstimate, stands: WellMonth | None, norms: Mapping[UUID, WaterNorm]
) -> EstimateLine:
    month = Month(estimate.year, estimate.month)
    norm = norms.get(estimate.norm_id) if estimate.norm_id else None
    words = str(_("%(item)s 定额第 %(version)s 版", item=norm.item, version=norm.version)) if norm else ""
    if estimate.replaced_at is not None:
        return EstimateLine(estimate, month, EstimateState.ENDED, None, words)
    if stands is None or stands.method is estimate.method:
        return EstimateLine(estimate, month, EstimateState.USED, None, words)
    return EstimateLine(estimate, month, EstimateState.OUTDONE, stands.method, words)
