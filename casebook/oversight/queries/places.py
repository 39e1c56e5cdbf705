"""One place of the board: what it has planned and done in a year, well by well and month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.closures.models import Closure, ClosureEvent, ClosurePlan, ClosurePlanEvent
from casebook.closures.rules import CLAIMED, ClosureStatus, PlanStatus
from casebook.kernel import clock
from casebook.wells.models import Well

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

_DONE_WITH = (PlanStatus.CLOSED, PlanStatus.DROPPED)


class WellStage(StrEnum):
    """How far a well has come that is to be closed in a year."""

    PLANNED = "stage_planned"
    CLAIMED = "stage_claimed"
    BOOKED = "stage_booked"


@dataclass(frozen=True)
class StagedWell:
    """A well of the year's programme, or closed in the year."""

    code: str
    lon: float
    lat: float
    stage: WellStage


def list_staged_wells(
    session: Session, county_code: str, year: int, *, division: str = "", as_of: date | None = None
) -> list[StagedWell]:
    """Return the wells planned, claimed and booked of a year, as of now or of the end of a day, by code.

    A well that is both planned and reported stands as reported. What was entered from old ledgers is in the
    sums, not here.
    """
    found = {row.code: row for row in _planned(session, county_code, year, division, as_of)}
    found |= {row.code: row for row in _reported(session, county_code, year, division, as_of)}
    return [found[code] for code in sorted(found)]


def _planned(
    session: Session, county_code: str, year: int, division: str, as_of: date | None
) -> list[StagedWell]:
    status: ColumnElement[Any] = ClosurePlan.status.expression
    if as_of is not None:
        of_line = ClosurePlanEvent.plan_id == ClosurePlan.id
        status = _last(ClosurePlanEvent, of_line, as_of, ClosurePlan)
    query = (
        select(Well.code, Well.lon, Well.lat)
        .join(ClosurePlan, ClosurePlan.well_id == Well.id)
        .where(
            ClosurePlan.county_code == county_code,
            ClosurePlan.year == year,
            ClosurePlan.division_code.startswith(division, autoescape=True),
            status.not_in(_DONE_WITH),
        )
    )
    return [StagedWell(*row, WellStage.PLANNED) for row in session.execute(query)]


def _reported(
    session: Session, county_code: str, year: int, division: str, as_of: date | None
) -> list[StagedWell]:
    status: ColumnElement[Any] = Closure.status.expression
    if as_of is not None:
        status = _last(ClosureEvent, ClosureEvent.closure_id == Closure.id, as_of, Closure)
    query = (
        select(Well.code, Well.lon, Well.lat, status)
        .join(Closure, Closure.well_id == Well.id)
        .where(
            Closure.county_code == county_code,
            Closure.division_code.startswith(division, autoescape=True),
            Closure.closed_on.between(date(year, 1, 1), date(year, 12, 31)),
            status.in_((*CLAIMED, ClosureStatus.CONFIRMED)),
        )
    )
    return [
        StagedWell(code, lon, lat, WellStage.CLAIMED if stands in CLAIMED else WellStage.BOOKED)
        for code, lon, lat, stands in session.execute(query)
    ]


def _last(
    event: type[ClosureEvent | ClosurePlanEvent],
    of_subject: ColumnElement[bool],
    as_of: date,
    subject: type[Closure | ClosurePlan],
) -> ColumnElement[Any]:
    """Return the status that the last event by the end of a day left; null before the first."""
    return (
        select(event.to_status)
        .where(of_subject, event.at < clock.end_of_day(as_of))
        .order_by(event.sequence.desc())
        .limit(1)
        .correlate(subject)
        .scalar_subquery()
    )
