"""What the pages of the programme show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.closures import queries
from casebook.closures.presenters.closures import Step
from casebook.closures.rules import ClosureOrigin, PlanStatus, PlanStep, ReplacementSource, steps_open
from casebook.deadlines import queries as clocks
from casebook.deadlines.labels import RULE_TITLES
from casebook.kernel import clock
from casebook.quotas import queries as quotas
from casebook.regions import queries as regions
from casebook.web.formats import day
from casebook.web.labels import label
from casebook.web.wording import listed
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import Closure, ClosurePlan, ClosurePlanEvent
    from casebook.closures.queries import PlanCount
    from casebook.closures.rules import PlanPhase, PlanState
    from casebook.deadlines.models import Term
    from casebook.quotas.models import Permit
    from casebook.wells.models import Well


@dataclass(frozen=True)
class PlanLineView:
    """One line of the programme."""

    plan: ClosurePlan
    well: Well
    township: str


@dataclass(frozen=True)
class TownshipPlan:
    """A township's lines of a year, by phase."""

    township: str
    division_code: str
    phases: dict[PlanPhase, PlanCount]
    wells: int
    closed: int
    uncovered: int


@dataclass(frozen=True)
class PlanPage:
    """Everything that a line's page shows."""

    plan: ClosurePlan
    well: Well
    township: str
    state: PlanState
    permits: list[Permit]
    clocks: list[dict[str, object]]
    """As facts: what each clock is called, when it is due, when it was met."""
    events: list[ClosurePlanEvent]
    cost_fen: int
    closure: Closure | None
    step: Step
    menu: list[dict[str, str]]


_MAIN = (
    PlanStep.ANNOUNCE,
    PlanStep.DETERMINE,
    PlanStep.COVER,
    PlanStep.NOTIFY,
    PlanStep.APPLY,
    PlanStep.JOIN,
    PlanStep.SUPPLY,
    PlanStep.PERMIT,
    PlanStep.CUT_POWER,
)
"""The steps towards the closing; the others stand in the menu."""


def plan_lines(session: Session, plans: Sequence[ClosurePlan]) -> list[PlanLineView]:
    """Return lines for a list; a fixed number of queries whatever its length."""
    by_well = wells.list_wells(session, {one.well_id for one in plans})
    names = regions.names(session, plans[0].county_code) if plans else {}
    return [
        PlanLineView(one, by_well[one.well_id], names.get(one.division_code, one.division_code))
        for one in plans
    ]


def plan_summary(session: Session, actor: Actor, year: int) -> list[TownshipPlan]:
    """Return a year's programme by township."""
    counts = queries.count_plans(session, actor, year)
    names = regions.names(session, actor.county_code)
    found: dict[str, list[PlanCount]] = {}
    for one in counts:
        found.setdefault(one.division_code, []).append(one)
    return [
        TownshipPlan(
            township=names.get(code, code),
            division_code=code,
            phases={one.phase: one for one in some},
            wells=sum(one.wells for one in some),
            closed=sum(one.closed for one in some),
            uncovered=sum(one.uncovered for one in some),
        )
        for code, some in found.items()
    ]


def plan_page(session: Session, plan: ClosurePlan, actor: Actor) -> PlanPage:
    """Return a line's page."""
    well = wells.get_well_by_id(session, plan.well_id)
    state = queries.state_of(session, plan, well, on=clock.today())
    return PlanPage(
        plan=plan,
        well=well,
        township=regions.name_of(session, plan.division_code),
        state=state,
        permits=quotas.permits_of_well(session, well.id),
        clocks=[_fact_of(one) for one in clocks.list_terms(session, [plan.id]) if one.cancelled_at is None],
        events=queries.list_plan_events(session, plan.id),
        cost_fen=queries.costs_of(session, plan.id),
        closure=queries.get_closure_by_id(session, plan.closure_id, actor) if plan.closure_id else None,
        step=_next(plan, state, well, actor),
        menu=_menu(plan, state, actor),
    )


def _fact_of(term: Term) -> dict[str, object]:
    due = _("到期 %(day)s", day=day(term.due_on))
    met = _("%(day)s 办完", day=day(term.met_on)) if term.met_on else None
    return {"label": str(RULE_TITLES[term.rule]), "value": met or due, "note": due if met else None}


def step_url(plan: ClosurePlan, step: PlanStep) -> str:
    """Return where a step of a line is taken."""
    if step is PlanStep.PERMIT:
        return url_for("closures.plan_permit", line=plan.number)
    return url_for("closures.plan_step", line=plan.number, step=step.value)


def _may(actor: Actor, step: PlanStep) -> bool:
    return actor.can(Permission.PERMIT_EDIT if step is PlanStep.PERMIT else Permission.CLOSURE_PLAN)


def _is_main(state: PlanState, step: PlanStep) -> bool:
    if step is PlanStep.COVER:
        return not state.is_covered and state.source is not ReplacementSource.NONE_NEEDED
    if step is PlanStep.NOTIFY and state.origin is ClosureOrigin.OWNERLESS:
        return state.is_determined
    if step is PlanStep.APPLY:
        return state.source is not ReplacementSource.NONE_NEEDED
    if step is PlanStep.CUT_POWER:
        return state.has_power
    return True


def _next(plan: ClosurePlan, state: PlanState, well: Well, actor: Actor) -> Step:
    if plan.status is PlanStatus.CLOSED:
        return Step(_("已报封停"), _("验收、确认在封停记录里办。"), None, [])
    if plan.status is PlanStatus.DROPPED:
        return Step(_("已移出计划"), "", None, [])
    ahead = [one for one in _MAIN if one in steps_open(state) and _is_main(state, one)]
    if plan.status is PlanStatus.SUPPLIED and not ahead:
        url = url_for("closures.new", well=well.code) if actor.can(Permission.CLOSURE_REPORT) else None
        return Step(_("报告封停"), _("替代水源、许可和断电都已落实，封停完工后报告。"), url, [])
    first, *others = ahead or [PlanStep.WAIVE]
    url = step_url(plan, first) if _may(actor, first) else None
    body = _("许可由许可人员办理。") if first is PlanStep.PERMIT else _words_of(others)
    return Step(label(first), body, url, [])


def _words_of(steps: Sequence[PlanStep]) -> str:
    return _("接着：%(steps)s。", steps=listed(label(one) for one in steps)) if steps else ""


def _menu(plan: ClosurePlan, state: PlanState, actor: Actor) -> list[dict[str, str]]:
    return [
        {"label": label(step), "url": step_url(plan, step)} for step in steps_open(state) if _may(actor, step)
    ]
