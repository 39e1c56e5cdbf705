"""Reading the programme of closings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, or_, select

from casebook.closures.models import ClosurePlan, ClosurePlanEvent
from casebook.closures.rules import (
    SUPPLY_DAYS,
    ClosureOrigin,
    PlanState,
    PlanStatus,
    ReplacementSource,
    serves_homes,
)
from casebook.closures.rules.programme import LIVE
from casebook.db.paging import PAGE_SIZE, page
from casebook.deadlines import queries as deadlines
from casebook.deadlines.rules import find_rule
from casebook.kernel.errors import NotFound
from casebook.quotas import queries as quotas
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.rules import PlanPhase
    from casebook.db.paging import Page

CLAIM_CLOCK = "D-27.claim"


@dataclass(frozen=True)
class PlanFilter:
    """What the programme is narrowed to; empty means all."""

    year: int | None = None
    division_code: str = ""
    phase: PlanPhase | None = None
    status: PlanStatus | None = None
    text: str = ""
    """Part of the line's number or of the well's code."""


@dataclass(frozen=True)
class PlanCount:
    """How many lines of a township stand in a phase, how many of them are closed, and uncovered ones."""

    division_code: str
    phase: PlanPhase
    wells: int
    closed: int
    uncovered: int


def get_plan(session: Session, number: str, actor: Actor) -> ClosurePlan:
    """Return a line in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(ClosurePlan).where(ClosurePlan.number == number))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("closure_plan", number)
    return found


def find_live_plan(session: Session, well_id: UUID) -> ClosurePlan | None:
    """Return the line by which a well is still to be closed; there is at most one."""
    query = select(ClosurePlan).where(ClosurePlan.well_id == well_id, ClosurePlan.status.in_(LIVE))
    return session.scalar(query)


def find_plan_of(session: Session, closure_id: UUID) -> ClosurePlan | None:
    """Return the line that a closure fulfilled, or None."""
    return session.scalar(select(ClosurePlan).where(ClosurePlan.closure_id == closure_id))


def list_live_plans(session: Session, well_ids: list[UUID]) -> set[UUID]:
    """Return which of some wells stand on a programme and are still to be closed."""
    query = select(ClosurePlan.well_id).where(ClosurePlan.well_id.in_(well_ids), ClosurePlan.status.in_(LIVE))
    return set(session.scalars(query))


def plan_numbers(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the numbers of lines by their ids."""
    query = select(ClosurePlan.id, ClosurePlan.number).where(ClosurePlan.id.in_(ids))
    return dict(session.execute(query).all())


def has_programme(session: Session, county_code: str, year: int) -> bool:
    """Say whether a county has issued a programme of a year: other lines are each their own."""
    query = select(ClosurePlan.rowid).where(
        ClosurePlan.county_code == county_code,
        ClosurePlan.year == year,
        ClosurePlan.origin == ClosureOrigin.PROGRAMME,
        ClosurePlan.status != PlanStatus.DROPPED,
    )
    return session.scalar(query.limit(1)) is not None


def page_plans(
    session: Session, *, actor: Actor, wanted: PlanFilter, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[ClosurePlan]:
    """Return a page of lines by number."""
    return page(
        session,
        _filtered(select(ClosurePlan), wanted, actor),
        columns=[ClosurePlan.number],
        key=lambda row: [row.number],
        cursor=cursor,
        size=size,
    )


def _within(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        ClosurePlan.county_code == actor.county_code,
        ClosurePlan.division_code.startswith(actor.jurisdiction),
    )


def _filtered(query: Select[ClosurePlan], wanted: PlanFilter, actor: Actor) -> Select[ClosurePlan]:
    query = query.where(*_within(actor))
    if wanted.year is not None:
        query = query.where(ClosurePlan.year == wanted.year)
    if wanted.division_code:
        query = query.where(ClosurePlan.division_code.startswith(wanted.division_code, autoescape=True))
    if wanted.phase is not None:
        query = query.where(ClosurePlan.phase == wanted.phase)
    if wanted.status is not None:
        query = query.where(ClosurePlan.status == wanted.status)
    if wanted.text:
        text = wanted.text.upper()
        of_well = select(Well.rowid).where(
            Well.id == ClosurePlan.well_id, Well.code.contains(text, autoescape=True)
        )
        query = query.where(
            or_(ClosurePlan.number.contains(text, autoescape=True), of_well.correlate(ClosurePlan).exists())
        )
    return query


def count_plans(session: Session, actor: Actor, year: int) -> list[PlanCount]:
    """Return a year's lines by township and phase, dropped ones left out."""
    closed = func.sum(case((ClosurePlan.status == PlanStatus.CLOSED, 1), else_=0))
    is_bare = and_(ClosurePlan.is_covered.is_(False), ClosurePlan.source != ReplacementSource.NONE_NEEDED)
    bare = func.sum(case((is_bare, 1), else_=0))
    place = (ClosurePlan.division_code, ClosurePlan.phase)
    query = select(*place, func.count(), closed, bare).where(
        *_within(actor), ClosurePlan.year == year, ClosurePlan.status != PlanStatus.DROPPED
    )
    rows = session.execute(query.group_by(*place).order_by(*place))
    return [PlanCount(code, phase, wells, int(done), int(open_)) for code, phase, wells, done, open_ in rows]


def list_plan_years(session: Session, county_code: str) -> list[int]:
    """Return the years that have a programme, the newest first."""
    query = select(ClosurePlan.year).where(ClosurePlan.county_code == county_code).distinct()
    return sorted(session.scalars(query), reverse=True)


def list_plan_events(session: Session, plan_id: UUID) -> list[ClosurePlanEvent]:
    """Return the steps of a line in order."""
    query = select(ClosurePlanEvent).where(ClosurePlanEvent.plan_id == plan_id)
    return list(session.scalars(query.order_by(ClosurePlanEvent.sequence)))


def costs_of(session: Session, plan_id: UUID) -> int:
    """Return what a closing by the government has cost, fen."""
    query = select(func.sum(ClosurePlanEvent.amount_fen)).where(ClosurePlanEvent.plan_id == plan_id)
    return int(session.scalar(query) or 0)


def least_supply_days(session: Session, county_code: str, on: date) -> int:
    """Return for how many days the replacement has to run, metered, by the county's setting of a day."""
    own = deadlines.setting_on(session, county_code, SUPPLY_DAYS, on)
    return find_rule(SUPPLY_DAYS).choose_length(own).amount


def state_of(session: Session, plan: ClosurePlan, well: Well, *, on: date) -> PlanState:
    """Return what the gates read of a line on a day."""
    claim = deadlines.find_running(session, subject_id=plan.id, rule_id=CLAIM_CLOCK)
    return PlanState(
        status=plan.status,
        origin=plan.origin,
        source=plan.source,
        is_covered=plan.is_covered,
        serves_homes=serves_homes(well.use, well.people_served),
        announced_on=plan.announced_on,
        is_claim_over=plan.announced_on is not None and (claim is None or claim.due_on < on),
        is_determined=plan.determined_on is not None,
        last_on=plan.last_on,
        joined_on=plan.joined_on,
        supplied_on=plan.supplied_on,
        has_permit=bool(quotas.permits_of_well(session, well.id)),
        has_power=bool(well.electricity_account or well.pump_power_kw),
        power_cut_on=plan.power_cut_on,
    )
