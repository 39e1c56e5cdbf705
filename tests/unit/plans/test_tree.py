"""Σ below ≤ above, plan ≤ permit, twelve months that sum to the year, and the states of a plan."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.errors import RuleBroken
from casebook.plans.rules import (
    CUT_TRANSITIONS,
    TRANSITIONS,
    Alert,
    CutState,
    PlanLine,
    PlanState,
    PlanStep,
    Spread,
    alert_of,
    check_covers,
    check_cut_step,
    check_figures,
    check_permit,
    check_plan_step,
    check_within,
    combine,
    next_plan_steps,
    respread,
    spread_months,
)

M3 = st.integers(0, 10**12).map(lambda litres: Decimal(litres).scaleb(-3))
WEIGHTS = st.lists(st.integers(0, 1000).map(Decimal), min_size=12, max_size=12).filter(any)


@given(M3, WEIGHTS)
def test_months_sum_to_the_year_to_the_litre(volume: Decimal, weights: list[Decimal]) -> None:
    for months in (
        spread_months(2024, volume, Spread.EVEN),
        spread_months(2024, volume, Spread.DAYS),
        spread_months(2024, volume, Spread.OWN, weights),
        respread(volume, weights),
    ):
        assert sum(months) == volume
        assert len(months) == 12
        assert min(months) >= 0


def test_an_even_year_differs_by_a_litre_at_most() -> None:
    months = spread_months(2023, Decimal("100.001"), Spread.EVEN)
    assert max(months) - min(months) == Decimal("0.001")


def test_days_know_leap_years() -> None:
    assert spread_months(2024, Decimal(366), Spread.DAYS)[1] == 29
    assert spread_months(2023, Decimal(365), Spread.DAYS)[1] == 28


@pytest.mark.parametrize("weights", [(), (Decimal(1),) * 11, (Decimal(0),) * 12, (Decimal(-1),) * 12])
def test_own_months_must_be_twelve_and_something(weights: tuple[Decimal, ...]) -> None:
    with pytest.raises(RuleBroken) as refused:
        spread_months(2023, Decimal(100), Spread.OWN, weights)
    assert refused.value.code == "plan_months"


def test_a_year_of_nothing_is_spread_evenly() -> None:
    assert respread(Decimal(12), [Decimal(0)] * 12) == (Decimal(1),) * 12


def test_below_never_exceeds_above() -> None:
    check_within(Decimal(40), Decimal(60), Decimal(100), above="371525104")
    with pytest.raises(RuleBroken) as refused:
        check_within(Decimal("40.001"), Decimal(60), Decimal(100), above="371525104")
    assert refused.value.code == "plan_above_exceeded"
    assert refused.value.facts["left"] == 40


def test_above_never_shrinks_below_what_was_dealt_out() -> None:
    check_covers(Decimal(60), Decimal(60))
    with pytest.raises(RuleBroken) as refused:
        check_covers(Decimal("59.999"), Decimal(60))
    assert refused.value.code == "plan_below_exceeds"


@pytest.mark.parametrize(
    ("permitted", "code"), [(None, "plan_without_permit"), (Decimal("99.999"), "plan_above_permit")]
)
def test_a_plan_stays_within_the_permit(permitted: Decimal | None, code: str) -> None:
    check_permit(Decimal(100), Decimal(100))
    with pytest.raises(RuleBroken) as refused:
        check_permit(Decimal(100), permitted)
    assert refused.value.code == code


def test_residents_have_a_part_of_the_plan() -> None:
    check_figures(Decimal(10), Decimal(10))
    for volume, domestic in (
        (Decimal(-1), Decimal(0)),
        (Decimal(10), Decimal(11)),
        (Decimal(10), Decimal(-1)),
    ):
        with pytest.raises(RuleBroken):
            check_figures(volume, domestic)


@pytest.mark.parametrize(
    ("used", "is_year", "alert"),
    [
        ("110", False, Alert.NONE),
        ("110.001", False, Alert.WARN),
        ("150", False, Alert.WARN),
        ("150.001", False, Alert.BALANCE_TEST),
        ("130", True, Alert.NONE),
        ("130.001", True, Alert.BALANCE_TEST),
    ],
)
def test_alerts_begin_past_their_limit(used: str, is_year: bool, alert: Alert) -> None:
    assert alert_of(Decimal(used), Decimal(100), is_year=is_year) is alert


def test_lines_of_one_user_add_up() -> None:
    one = PlanLine(Decimal(12), (Decimal(1),) * 12, "groundwater_shallow")
    two = PlanLine(Decimal(24), (Decimal(2),) * 12, "groundwater_deep")
    both = combine([one, two])
    assert both == PlanLine(Decimal(36), (Decimal(3),) * 12, "groundwater_deep+groundwater_shallow")


def test_the_way_of_a_plan_through_its_year() -> None:
    state = PlanState.PROPOSED
    for step in (
        "revise",
        "approve",
        "issue",
        "begin",
        "warn",
        "adjust",
        "resume",
        "settle",
        "cut",
        "restore",
    ):
        state = check_plan_step(state, PlanStep(step))
    assert state is PlanState.SETTLED
    assert next_plan_steps(PlanState.DROPPED) == ()
    steps = {step for after in TRANSITIONS.values() for some in after.values() for step in some}
    assert steps == set(PlanStep) - {PlanStep.PROPOSE}


@pytest.mark.parametrize(
    ("state", "step"), [("suggested", "issue"), ("settled", "adjust"), ("plan_issued", "settle")]
)
def test_a_plan_step_out_of_order_is_refused(state: str, step: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_plan_step(PlanState(state), PlanStep(step))
    assert refused.value.code == "plan_step_out_of_order"


def test_no_cut_is_ordered_before_notice_and_approval() -> None:
    before = {state for state, after in CUT_TRANSITIONS.items() if CutState.ORDERED in after}
    assert before == {CutState.APPROVED}
    assert CutState.APPROVED not in CUT_TRANSITIONS[CutState.DRAFTED]
    with pytest.raises(RuleBroken) as refused:
        check_cut_step(CutState.DRAFTED, CutState.APPROVED)
    assert refused.value.code == "cut_step_out_of_order"
