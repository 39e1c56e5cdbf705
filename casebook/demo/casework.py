"""Storylines of problems and cases: from the finding to the struck-off line, as far as the days have come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.cases import actions
from casebook.deadlines.rules import Length, Unit
from casebook.demo import lawful
from casebook.demo.visits import Team, Visit, pay, recheck
from casebook.kernel.clock import local_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from casebook.cases.rules import DecisionKind, MeasureKind
    from casebook.deadlines.models import TermExtension
    from casebook.demo.stage import Stage, Storyline
    from casebook.demo.visits import Found

_BREATH = timedelta(minutes=20)
Turn = tuple["datetime", "Callable[[], None]"]


@dataclass(frozen=True)
class Charge:
    """What somebody is charged with, and what is ordered for it."""

    found: Found
    cause: str
    measure: MeasureKind
    demand: str


@dataclass(frozen=True)
class Mending:
    """A problem that is put right without a case; a moment that is None never comes."""

    key: str
    team: Team
    found: Sequence[Found]
    found_at: datetime
    mended_at: datetime | None = None
    how: str = ""
    rechecked_at: datetime | None = None
    is_fixed: bool = True
    struck_at: datetime | None = None


@dataclass(frozen=True)
class Order:
    """A measure that is ordered: what, served when, to be met in how many days."""

    kind: MeasureKind
    demand: str
    served_at: datetime
    days: int
    asked_at: datetime | None = None
    """When more time was asked for."""
    answered_at: datetime | None = None
    is_granted: bool = True
    why: str = ""
    added: int = 10
    rechecked_at: datetime | None = None
    is_met: bool = True


@dataclass(frozen=True)
class Ruling:
    """How the penal side ends."""

    kind: DecisionKind
    at: datetime
    basis: str
    reason: str
    fine_yuan: int | None = None
    commitment_no: str = ""


@dataclass(frozen=True)
class Matter:
    """A case from its finding on; a moment that is None never comes."""

    key: str
    team: Team
    found: Sequence[Found]
    found_at: datetime
    cause: str
    opened_at: datetime
    orders: Sequence[Order] = ()
    ruling: Ruling | None = None
    struck_at: datetime | None = None
    closed_at: datetime | None = None
    is_old: bool = False
    """An old file (历史补录), entered paper by paper."""


def mending(stage: Stage, plan: Mending) -> Storyline:
    """Play a problem that needs no case."""
    yield plan.found_at
    stage.problems[plan.key] = pay(stage, Visit(plan.key, plan.team, found=plan.found))
    yield from _mended(stage, plan)


def _mended(stage: Stage, plan: Mending) -> Storyline:
    if plan.mended_at:
        yield plan.mended_at
        for problem in stage.problems[plan.key]:
            actions.report_rectified(
                stage.session,
                **stage.by(plan.team.lead),
                problem=problem,
                rectified_on=local_day(stage.now),
                how=plan.how,
            )
    if plan.rechecked_at:
        yield plan.rechecked_at
        _verify_problems(stage, plan)
    if plan.struck_at:
        yield plan.struck_at
        strike_off(stage, plan.key, plan.team)


def _verify_problems(stage: Stage, plan: Mending) -> None:
    situation = "复查：问题已整改到位。" if plan.is_fixed else "复查：仍未整改到位。"
    inspection = recheck(stage, plan.key, plan.team, situation)
    for problem in stage.problems[plan.key]:
        actions.verify_problem(
            stage.session,
            **stage.by(plan.team.second, 60),
            problem=problem,
            inspection=inspection,
            is_fixed=plan.is_fixed,
            note=situation,
        )


def matter(stage: Stage, plan: Matter) -> Storyline:
    """Play a case; what is planned in the order of its moments."""
    yield plan.found_at
    stage.problems[plan.key] = pay(stage, Visit(plan.key, plan.team, found=plan.found))
    yield plan.opened_at
    _open(stage, plan)
    for moment, act in sorted(_turns(stage, plan), key=lambda turn: turn[0]):
        yield moment
        act()


def _open(stage: Stage, plan: Matter) -> None:
    begin = lawful.enter_old if plan.is_old else lawful.file_case
    stage.cases[plan.key] = begin(stage, plan.team, stage.problems[plan.key], plan.cause)


def _turns(stage: Stage, plan: Matter) -> list[Turn]:
    turns = [turn for order in plan.orders for turn in _turns_of(stage, plan, order)]
    if plan.ruling:
        ruling = plan.ruling
        turns.append((ruling.at, lambda: _decide(stage, plan, ruling)))
    if plan.struck_at:
        turns.append((plan.struck_at, lambda: strike_off(stage, plan.key, plan.team)))
    if plan.closed_at:
        turns.append((plan.closed_at, lambda: _close(stage, plan)))
    return turns


def _turns_of(stage: Stage, plan: Matter, order: Order) -> list[Turn]:
    """Return the steps of an order; week-ends may have moved a later one before an earlier one."""
    name = f"{plan.key}:{order.kind}"
    asked: list[TermExtension] = []
    planned: tuple[tuple[datetime | None, Callable[[], None]], ...] = (
        (order.served_at, lambda: _order(stage, plan, order, name)),
        (order.asked_at, lambda: asked.append(_ask(stage, plan, order, name))),
        (order.answered_at, lambda: _answer(stage, plan, order, asked[0])),
        (order.rechecked_at, lambda: _verify(stage, plan, order, name)),
    )
    turns: list[Turn] = []
    for moment, act in planned:
        if moment is not None:
            turns.append((max(moment, turns[-1][0] + _BREATH) if turns else moment, act))
    return turns


def _order(stage: Stage, plan: Matter, order: Order, name: str) -> None:
    stage.measures[name] = actions.order_measure(
        stage.session,
        **stage.by(plan.team.lead),
        case=stage.cases[plan.key],
        well=stage.well(plan.key),
        kind=order.kind,
        demand=order.demand,
        served_on=local_day(stage.now),
        length=Length(order.days, Unit.CALENDAR_DAY),
    )


def _ask(stage: Stage, plan: Matter, order: Order, name: str) -> TermExtension:
    return actions.request_extension(
        stage.session,
        **stage.by(plan.team.lead),
        measure=stage.measures[name],
        added=order.added,
        reason=order.why,
    )


def _answer(stage: Stage, plan: Matter, order: Order, request: TermExtension) -> None:
    act = actions.approve_extension if order.is_granted else actions.decline_extension
    act(stage.session, **stage.by(plan.team.head), request=request)


def _verify(stage: Stage, plan: Matter, order: Order, name: str) -> None:
    note = "责令事项已履行。" if order.is_met else "责令事项未履行，继续督促。"
    inspection = recheck(stage, plan.key, plan.team, f"复查：{note}")
    actions.verify_measure(
        stage.session,
        **stage.by(plan.team.second, 60),
        measure=stage.measures[name],
        inspection=inspection,
        is_met=order.is_met,
        note=note,
    )


def _decide(stage: Stage, plan: Matter, ruling: Ruling) -> None:
    case = stage.cases[plan.key]
    if plan.is_old:
        lawful.decide_old(stage, case, ruling)
    else:
        lawful.decide(stage, plan.team, case, ruling)


def _close(stage: Stage, plan: Matter) -> None:
    case = stage.cases[plan.key]
    end = lawful.close_old if plan.is_old else lawful.close
    end(stage, plan.team, case, plan.ruling.fine_yuan if plan.ruling else None)


def spared(stage: Stage, plan: Mending, cause: str, ruling: Ruling) -> Storyline:
    """Play a small matter: asked to be filed, not filed on a promise, mended, re-checked, struck off."""
    yield plan.found_at
    problems = pay(stage, Visit(plan.key, plan.team, found=plan.found))
    stage.problems[plan.key] = problems
    yield ruling.at
    case = lawful.ask_filing(stage, plan.team, problems, cause)
    stage.cases[plan.key] = case
    lawful.refuse_filing(stage, plan.team, case, ruling)
    yield from _mended(stage, plan)


def strike_off(stage: Stage, key: str, team: Team) -> None:
    """Strike the problems of a well off the list, by somebody who did not see to the mending."""
    for problem in stage.problems[key]:
        actions.strike_off_problem(
            stage.session, **stage.by(team.striker), problem=problem, remark="整改到位，准予销号。"
        )
