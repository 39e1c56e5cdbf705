"""The life of a plan and of a cut (rules.md 6.6, 11): two literal tables."""

from __future__ import annotations

from enum import StrEnum

from casebook.kernel.errors import RuleBroken


class PlanState(StrEnum):
    """Where a plan line stands in its year."""

    PROPOSED = "suggested"
    APPROVED = "plan_approved"
    ISSUED = "plan_issued"
    RUNNING = "in_force"
    WARNED = "plan_warned"
    ADJUSTED = "adjusted"
    SETTLED = "settled"
    CUT = "cut_next_year"
    DROPPED = "plan_dropped"


class PlanStep(StrEnum):
    """What moves a plan line."""

    PROPOSE = "propose"
    REVISE = "revise"
    APPROVE = "approve"
    RETURN = "return"
    ISSUE = "issue"
    BEGIN = "begin"
    WARN = "warn"
    RESUME = "resume"
    ADJUST = "adjust"
    TRANSFER = "transfer"
    SETTLE = "settle"
    CUT = "cut"
    RESTORE = "restore"
    DROP = "drop"


_S, _T = PlanState, PlanStep
_CUTS = frozenset({_T.CUT, _T.RESTORE})
"""A cut takes effect on next year's line, wherever that stands."""
_RUNS = _CUTS | {_T.TRANSFER}

TRANSITIONS: dict[PlanState, dict[PlanState, frozenset[PlanStep]]] = {
    _S.PROPOSED: {
        _S.PROPOSED: frozenset({_T.REVISE}),
        _S.APPROVED: frozenset({_T.APPROVE}),
        _S.DROPPED: frozenset({_T.DROP}),
    },
    _S.APPROVED: {
        _S.PROPOSED: frozenset({_T.RETURN}),
        _S.APPROVED: _CUTS,
        _S.ISSUED: frozenset({_T.ISSUE}),
    },
    _S.ISSUED: {_S.ISSUED: _RUNS, _S.RUNNING: frozenset({_T.BEGIN}), _S.ADJUSTED: frozenset({_T.ADJUST})},
    _S.RUNNING: {
        _S.RUNNING: _RUNS,
        _S.WARNED: frozenset({_T.WARN}),
        _S.ADJUSTED: frozenset({_T.ADJUST}),
        _S.SETTLED: frozenset({_T.SETTLE}),
    },
    _S.WARNED: {
        _S.WARNED: _RUNS,
        _S.RUNNING: frozenset({_T.RESUME}),
        _S.ADJUSTED: frozenset({_T.ADJUST}),
        _S.SETTLED: frozenset({_T.SETTLE}),
    },
    _S.ADJUSTED: {
        _S.ADJUSTED: _RUNS | {_T.ADJUST},
        _S.RUNNING: frozenset({_T.RESUME}),
        _S.WARNED: frozenset({_T.WARN}),
        _S.SETTLED: frozenset({_T.SETTLE}),
    },
    _S.SETTLED: {_S.CUT: frozenset({_T.CUT})},
    _S.CUT: {_S.SETTLED: frozenset({_T.RESTORE})},
    _S.DROPPED: {},
}
"""建议→核定→下达→执行→预警→调整→年终核算→次年核减. A cut that is reversed leads back to the settled year."""

IN_FORCE = frozenset({_S.ISSUED, _S.RUNNING, _S.WARNED, _S.ADJUSTED, _S.SETTLED, _S.CUT})
"""States in which the line binds: it was issued."""
CHANGEABLE = frozenset({_S.ISSUED, _S.RUNNING, _S.WARNED, _S.ADJUSTED})
"""States in which an issued figure may still change."""


class CutState(StrEnum):
    """Where the cut of next year's plan stands."""

    DRAFTED = "cut_drafted"
    NOTIFIED = "cut_notified"
    DEFENDED = "cut_defended"
    APPROVED = "cut_approved"
    ORDERED = "cut_ordered"
    REVERSED = "cut_reversed"
    DROPPED = "cut_dropped"


CUT_TRANSITIONS: dict[CutState, frozenset[CutState]] = {
    CutState.DRAFTED: frozenset({CutState.NOTIFIED, CutState.DROPPED}),
    CutState.NOTIFIED: frozenset({CutState.DEFENDED, CutState.APPROVED, CutState.DROPPED}),
    CutState.DEFENDED: frozenset({CutState.APPROVED, CutState.DROPPED}),
    CutState.APPROVED: frozenset({CutState.ORDERED, CutState.DROPPED}),
    CutState.ORDERED: frozenset({CutState.REVERSED}),
    CutState.REVERSED: frozenset(),
    CutState.DROPPED: frozenset(),
}
"""告知 → 申辩 → 审批 → 下达; an ordered cut can be taken back."""

CUT_ENDED = frozenset({CutState.REVERSED, CutState.DROPPED})


def check_plan_step(state: PlanState, step: PlanStep) -> PlanState:
    """Return the state that a step leads to; RuleBroken `plan_step_out_of_order` when it may not be taken."""
    for to, steps in TRANSITIONS[state].items():
        if step in steps:
            return to
    raise RuleBroken("plan_step_out_of_order", state=state, step=step)


def next_plan_steps(state: PlanState) -> tuple[PlanStep, ...]:
    """Return the steps that may be taken now, in the order of the enum."""
    may = frozenset().union(*TRANSITIONS[state].values())
    return tuple(step for step in PlanStep if step in may)


def check_cut_step(state: CutState, to: CutState) -> None:
    """Hold that a cut may move; RuleBroken `cut_step_out_of_order` otherwise."""
    if to not in CUT_TRANSITIONS[state]:
        raise RuleBroken("cut_step_out_of_order", state=state, to=to)
