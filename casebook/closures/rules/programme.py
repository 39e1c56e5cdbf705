"""The yearly programme of closings: lines, their steps, and what must stand before a well is closed.

The order (list and notice, application, connection, supply, closing) and its days are the trade's [P]; that a
replacement must be there first is 山东水资源条例 28, that people's water is never cut off 强制法 43.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.claims.rules import ReplacementSource
from casebook.closures.rules.closing import ClosureOrigin
from casebook.kernel.errors import RuleBroken
from casebook.wells.rules import WellUse

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

REPLACED_FIRST = "山东水资源条例 28"
LIFE_WATER = "强制法 43"


class PlanPhase(StrEnum):
    """The stage of the campaign that a line stands in."""

    VOLUNTARY = "voluntary"
    """自行封停: the obliged party does it."""
    FORCED = "forced"
    """强制封停: its time has run out."""
    ACCEPTANCE = "acceptance"
    """验收: the well was reported closed."""


class PlanStatus(StrEnum):
    """How far a line of the programme has come."""

    LISTED = "plan_listed"
    NOTIFIED = "plan_notified"
    APPLIED = "plan_applied"
    """The user has applied for the replacement supply."""
    JOINED = "plan_joined"
    """The pipe is connected; that is not yet supply."""
    SUPPLIED = "plan_supplied"
    """The replacement has run, metered, for the days that are asked for; or none is needed."""
    CLOSED = "plan_closed"
    """The well was reported closed."""
    DROPPED = "plan_dropped"


class PlanStep(StrEnum):
    """What is done to a line."""

    COVER = "cover"
    """核实管网覆盖."""
    ANNOUNCE = "announce"
    """公告认领 of an ownerless well."""
    DETERMINE = "determine"
    """认定: somebody claimed it, or nobody did and the government closes it."""
    NOTIFY = "notify"
    APPLY = "apply"
    JOIN = "join"
    SUPPLY = "supply"
    WAIVE = "waive"
    """The use has ended: nothing replaces it."""
    FORCE = "force"
    """转入强制封停."""
    CUT_POWER = "cut_power"
    COST = "cost"
    """An expense of a closing by the government."""
    PERMIT = "permit"
    CLOSE = "close"
    """By reporting the well closed."""
    DROP = "drop"


_P = PlanStatus
PLAN_TRANSITIONS: dict[PlanStatus, frozenset[PlanStatus]] = {
    _P.LISTED: frozenset({_P.NOTIFIED, _P.DROPPED}),
    _P.NOTIFIED: frozenset({_P.APPLIED, _P.SUPPLIED, _P.DROPPED}),
    _P.APPLIED: frozenset({_P.JOINED, _P.SUPPLIED, _P.DROPPED}),
    _P.JOINED: frozenset({_P.SUPPLIED, _P.DROPPED}),
    _P.SUPPLIED: frozenset({_P.CLOSED, _P.DROPPED}),
    _P.CLOSED: frozenset(),
    _P.DROPPED: frozenset(),
}
"""The whole life of a line of the programme."""

TO: dict[PlanStep, PlanStatus] = {
    PlanStep.NOTIFY: _P.NOTIFIED,
    PlanStep.APPLY: _P.APPLIED,
    PlanStep.JOIN: _P.JOINED,
    PlanStep.SUPPLY: _P.SUPPLIED,
    PlanStep.WAIVE: _P.SUPPLIED,
    PlanStep.CLOSE: _P.CLOSED,
    PlanStep.DROP: _P.DROPPED,
}
"""Where a step leads; the others leave the status as it is."""

FROM: dict[PlanStep, frozenset[PlanStatus]] = {
    PlanStep.COVER: frozenset({_P.LISTED}),
    PlanStep.ANNOUNCE: frozenset({_P.LISTED}),
    PlanStep.DETERMINE: frozenset({_P.LISTED}),
    PlanStep.NOTIFY: frozenset({_P.LISTED}),
    PlanStep.APPLY: frozenset({_P.NOTIFIED}),
    PlanStep.JOIN: frozenset({_P.APPLIED}),
    PlanStep.SUPPLY: frozenset({_P.JOINED}),
    PlanStep.WAIVE: frozenset({_P.NOTIFIED, _P.APPLIED}),
    PlanStep.FORCE: frozenset({_P.NOTIFIED, _P.APPLIED, _P.JOINED, _P.SUPPLIED}),
    PlanStep.CUT_POWER: frozenset({_P.SUPPLIED}),
    PlanStep.PERMIT: frozenset({_P.SUPPLIED}),
    PlanStep.COST: frozenset({_P.NOTIFIED, _P.APPLIED, _P.JOINED, _P.SUPPLIED, _P.CLOSED}),
    PlanStep.CLOSE: frozenset({_P.SUPPLIED}),
    PlanStep.DROP: frozenset({_P.LISTED, _P.NOTIFIED, _P.APPLIED, _P.JOINED, _P.SUPPLIED}),
}
"""From where each step may be taken. Power and permit come after the supply: people must not fall dry."""

LIVE = frozenset(PlanStatus) - {_P.CLOSED, _P.DROPPED}
"""Lines whose well is still to be closed."""

_STARTS: dict[PlanStep, str] = {
    PlanStep.ANNOUNCE: "D-27.claim",
    PlanStep.NOTIFY: "D-27.apply",
    PlanStep.APPLY: "D-27.join",
}
"""The clock that a step starts, whatever replaces the well."""
ENDS: dict[PlanStep, frozenset[str]] = {
    PlanStep.DETERMINE: frozenset({"D-27.claim"}),
    PlanStep.APPLY: frozenset({"D-27.apply"}),
    PlanStep.JOIN: frozenset({"D-27.join"}),
    PlanStep.CLOSE: frozenset({"D-27", "D-27.connected"}),
}
"""The clocks that a step meets."""
SUPPLY_DAYS = "D-27.supply"
"""The length of this rule is how many days the replacement has to run, metered."""

DOMESTIC = frozenset({WellUse.RURAL_DOMESTIC, WellUse.PUBLIC_SUPPLY})
LONGEST_PAPER, LONGEST_WORDS = 120, 400


def clock_after(step: PlanStep, source: ReplacementSource) -> str | None:
    """Return the rule whose clock a step starts, or None.

    Who has joined the public network closes within the shorter term; any other water has to have run
    for a while (D-27, both local rules).
    """
    if step is PlanStep.SUPPLY:
        return "D-27.connected" if source is ReplacementSource.PUBLIC_NETWORK else "D-27"
    return _STARTS.get(step)


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """What a line says when it is listed. `network` names the pipe network or works that will supply."""

    year: int
    origin: ClosureOrigin
    obliged: str
    executor: str
    source: ReplacementSource
    network: str = ""
    basis: str = ""
    planned_on: date | None = None
    case_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class StepFacts:
    """What a step brings: the day it was done, its paper, words; the rest as the step asks."""

    on: date
    paper: str = ""
    note: str = ""
    until_on: date | None = None
    """Last day of the metered supply."""
    volume_m3: Decimal | None = None
    """Supplied in those days; or the volume by which the permit is cut."""
    households: int | None = None
    """Homes whose tap was looked at, where the well serves homes."""
    owner: str = ""
    """Who claimed an ownerless well."""
    amount_fen: int | None = None
    network: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanState:
    """What a line has by now, as the gates read it."""

    status: PlanStatus
    origin: ClosureOrigin
    source: ReplacementSource
    is_covered: bool
    serves_homes: bool
    announced_on: date | None
    is_claim_over: bool
    """The time for claiming has run out by the day of the step."""
    is_determined: bool
    last_on: date | None
    """The latest day that the line has."""
    joined_on: date | None
    supplied_on: date | None
    has_permit: bool
    has_power: bool
    power_cut_on: date | None


def serves_homes(use: WellUse, people: int | None) -> bool:
    """Say whether people's homes drink from a well."""
    return use in DOMESTIC or bool(people)


def check_listing(facts: PlanFacts, *, year_now: int) -> list[RuleBroken]:
    """Return what a line cannot say: years far off, nobody obliged, a case without its origin."""
    faults = []
    if abs(facts.year - year_now) > 1:
        faults.append(RuleBroken("programme_year", field="year", year=facts.year))
    if facts.origin is not ClosureOrigin.OWNERLESS and not facts.obliged.strip():
        faults.append(RuleBroken("plan_obliged_missing", field="obliged"))
    if not facts.executor.strip():
        faults.append(RuleBroken("plan_executor_missing", field="executor"))
    if (facts.origin is ClosureOrigin.CASE) != (facts.case_id is not None):
        faults.append(RuleBroken("origin_case", field="case_id"))
    return faults


def step_faults(
    step: PlanStep, state: PlanState, facts: StepFacts, *, today: date, least_days: int
) -> list[RuleBroken]:
    """Return all that keeps a step from being taken now."""
    if state.status not in FROM[step]:
        return [RuleBroken("programme_step_out_of_order", step=step, present=state.status)]
    faults = _day_faults(state, facts, today)
    if step in _NEEDS_PAPER and not facts.paper.strip():
        faults.append(RuleBroken("programme_paper_missing", field="paper", step=step))
    if len(facts.paper) > LONGEST_PAPER:
        faults.append(RuleBroken("paper_too_long", field="paper", most=LONGEST_PAPER))
    if len(facts.note) > LONGEST_WORDS:
        faults.append(RuleBroken("paper_too_long", field="note", most=LONGEST_WORDS))
    faults += _OWN[step](state, facts, least_days) if step in _OWN else []
    return faults


_NEEDS_PAPER = frozenset(
    {PlanStep.ANNOUNCE, PlanStep.NOTIFY, PlanStep.CUT_POWER, PlanStep.PERMIT, PlanStep.COST}
)


def _day_faults(state: PlanState, facts: StepFacts, today: date) -> list[RuleBroken]:
    last = facts.until_on or facts.on
    if last > today:
        return [RuleBroken("date_in_future", field="until_on" if facts.until_on else "on")]
    if state.last_on is not None and facts.on < state.last_on:
        return [RuleBroken("plan_day_reversed", field="on", last=state.last_on.isoformat())]
    return []


def _of_notice(state: PlanState, _facts: StepFacts, _least: int) -> list[RuleBroken]:
    faults = []
    if state.origin is ClosureOrigin.OWNERLESS and not state.is_determined:
        faults.append(RuleBroken("plan_undetermined"))
    if state.source is not ReplacementSource.NONE_NEEDED and not state.is_covered:
        faults.append(RuleBroken("plan_not_covered", article=REPLACED_FIRST))
    return faults


def _of_cover(_state: PlanState, facts: StepFacts, _least: int) -> list[RuleBroken]:
    return [] if facts.network.strip() else [RuleBroken("plan_network_missing", field="network")]


def _of_announcing(state: PlanState, _facts: StepFacts, _least: int) -> list[RuleBroken]:
    if state.origin is not ClosureOrigin.OWNERLESS:
        return [RuleBroken("plan_not_ownerless")]
    return [RuleBroken("plan_announced")] if state.announced_on is not None else []


def _of_determining(state: PlanState, facts: StepFacts, _least: int) -> list[RuleBroken]:
    if state.origin is not ClosureOrigin.OWNERLESS:
        return [RuleBroken("plan_not_ownerless")]
    if state.announced_on is None:
        return [RuleBroken("plan_unannounced")]
    if not facts.owner.strip() and not state.is_claim_over:
        return [RuleBroken("plan_claim_running", field="on")]
    return []


def _of_supply(state: PlanState, facts: StepFacts, least: int) -> list[RuleBroken]:
    faults = []
    days = (facts.until_on - facts.on).days + 1 if facts.until_on is not None else 0
    if days < least:
        faults.append(RuleBroken("supply_days_short", field="until_on", days=max(days, 0), least=least))
    if facts.volume_m3 is None or facts.volume_m3 <= 0:
        faults.append(RuleBroken("supply_unmetered", field="volume_m3"))
    if state.serves_homes and not facts.households:
        faults.append(RuleBroken("supply_homes_unchecked", field="households", article=LIFE_WATER))
    return faults


def _of_waiver(state: PlanState, facts: StepFacts, _least: int) -> list[RuleBroken]:
    faults = []
    if state.serves_homes:
        faults.append(RuleBroken("supply_homes_waived", article=LIFE_WATER))
    if not facts.note.strip():
        faults.append(RuleBroken("programme_reason_missing", field="note"))
    return faults


def _of_cost(_state: PlanState, facts: StepFacts, _least: int) -> list[RuleBroken]:
    return [] if facts.amount_fen and facts.amount_fen > 0 else [RuleBroken("payment_empty", field="yuan")]


def _of_reason(_state: PlanState, facts: StepFacts, _least: int) -> list[RuleBroken]:
    return [] if facts.note.strip() else [RuleBroken("programme_reason_missing", field="note")]


_OWN = {
    PlanStep.COVER: _of_cover,
    PlanStep.ANNOUNCE: _of_announcing,
    PlanStep.DETERMINE: _of_determining,
    PlanStep.NOTIFY: _of_notice,
    PlanStep.SUPPLY: _of_supply,
    PlanStep.WAIVE: _of_waiver,
    PlanStep.COST: _of_cost,
    PlanStep.FORCE: _of_reason,
    PlanStep.DROP: _of_reason,
}


def steps_open(state: PlanState) -> list[PlanStep]:
    """Return the steps that a line can take now, in the order of the work; closing comes by its report."""
    found = [step for step, froms in FROM.items() if state.status in froms and step is not PlanStep.CLOSE]
    not_now: set[PlanStep] = set()
    if state.origin is not ClosureOrigin.OWNERLESS:
        not_now |= {PlanStep.ANNOUNCE, PlanStep.DETERMINE}
    else:
        not_now.add(PlanStep.DETERMINE if state.announced_on is None else PlanStep.ANNOUNCE)
        if state.is_determined:
            not_now |= {PlanStep.ANNOUNCE, PlanStep.DETERMINE}
    if state.power_cut_on is not None:
        not_now.add(PlanStep.CUT_POWER)
    if not state.has_permit:
        not_now.add(PlanStep.PERMIT)
    if state.serves_homes:
        not_now.add(PlanStep.WAIVE)
    return [step for step in found if step not in not_now]


def closing_faults(
    state: PlanState, *, closed_on: date, source: ReplacementSource, connected_on: date | None
) -> list[RuleBroken]:
    """Return what a line still lacks before its well may be closed on a day (先供水、后封井)."""
    faults: list[RuleBroken] = []
    if state.status is not PlanStatus.SUPPLIED:
        faults.append(RuleBroken("plan_supply_open", article=REPLACED_FIRST, present=state.status))
    elif state.supplied_on is not None and closed_on < state.supplied_on:
        faults.append(
            RuleBroken("plan_closed_early", field="closed_on", article=REPLACED_FIRST, on=state.supplied_on)
        )
    if source is not state.source or connected_on != state.joined_on:
        joined = state.joined_on.isoformat() if state.joined_on else "—"
        faults.append(RuleBroken("plan_differs", field="replacement_source", source=state.source, on=joined))
    if state.has_permit:
        faults.append(RuleBroken("plan_permit_open"))
    if state.has_power and state.power_cut_on is None:
        faults.append(RuleBroken("plan_power_open"))
    elif state.power_cut_on is not None and closed_on < state.power_cut_on:
        faults.append(RuleBroken("plan_power_late", field="closed_on", on=state.power_cut_on.isoformat()))
    return faults


def codes_of(text: str) -> list[str]:
    """Return the well codes of a pasted list, in order, each once."""
    for mark in (",", "，", "、", ";", "；", "\n", "\t"):
        text = text.replace(mark, " ")
    return list(dict.fromkeys(code.strip().upper() for code in text.split(" ") if code.strip()))


def check_codes(codes: Collection[str], *, most: int) -> None:
    """Refuse an empty list, and one that is too long for a page."""
    if not codes:
        raise RuleBroken("plan_codes_missing", field="codes")
    if len(codes) > most:
        raise RuleBroken("plan_codes_many", field="codes", most=most)
