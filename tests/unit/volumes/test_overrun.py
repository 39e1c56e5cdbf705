"""A year against its plan: what it will come to, and the day on which the plan is used up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.months import Month
from casebook.plans.rules import PlanLine
from casebook.volumes.rules.overrun import OverrunLimits, overrun, project

LIMITS = OverrunLimits()
PLAN = PlanLine(Decimal(1200), (Decimal(100),) * 12, "groundwater_shallow")


def months(*volumes: int | None) -> dict[Month, Decimal]:
    return {Month(2023, at): Decimal(m3) for at, m3 in enumerate(volumes, start=1) if m3 is not None}


def test_half_a_year_foretells_the_day() -> None:
    found = overrun(2023, PLAN, months(*[150] * 6), date(2023, 7, 10), LIMITS)
    assert found is not None
    assert (found.taken_m3, found.projected_m3) == (900, 1800)
    assert (found.is_over, found.is_coming) == (False, True)
    assert found.crosses_on == date(2023, 9, 1) or found.crosses_on == date(2023, 8, 31)


def test_too_few_months_foretell_nothing() -> None:
    found = overrun(2023, PLAN, months(*[150] * 5), date(2023, 6, 10), LIMITS)
    assert found is not None
    assert not found.is_coming


def test_a_plan_that_is_used_up_is_over_and_has_its_day() -> None:
    found = overrun(2023, PLAN, months(*[300] * 5), date(2023, 6, 10), LIMITS)
    assert found is not None
    assert found.is_over
    assert found.crosses_on is not None
    assert found.crosses_on.month in {4, 5}


@pytest.mark.parametrize("as_of", [date(2023, 12, 31), date(2024, 3, 1)])
def test_a_year_that_has_ended_is_not_foretold(as_of: date) -> None:
    found = overrun(2023, PLAN, months(*[150] * 7), as_of, LIMITS)
    assert found is not None
    assert not found.is_coming


def test_other_years_and_later_months_do_not_count() -> None:
    known = {Month(2022, 5): Decimal(999), Month(2023, 9): Decimal(999), **months(10)}
    found = overrun(2023, PLAN, known, date(2023, 3, 1), LIMITS)
    assert found is not None
    assert found.taken_m3 == 10
    assert overrun(2023, PLAN, {Month(2022, 5): Decimal(999)}, date(2023, 3, 1), LIMITS) is None


def test_the_plans_own_spread_decides_what_is_still_to_come() -> None:
    summer = PlanLine(Decimal(600), (Decimal(0),) * 5 + (Decimal(300), Decimal(300)) + (Decimal(0),) * 5, "x")
    assert project(2023, summer, months(0, 0, 0, 0, 0, 330)) == 660


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12))
def test_a_projection_is_never_below_what_was_taken(volumes: list[int]) -> None:
    known = months(*volumes)
    assert project(2023, PLAN, known) >= sum(known.values())
