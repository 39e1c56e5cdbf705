"""What must hold before a step of a problem, a case or a decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.cases.rules import (
    CASE_TRANSITIONS,
    CODES,
    MEASURE_TRANSITIONS,
    PROBLEM_TRANSITIONS,
    Disposition,
    ProblemClass,
    ProblemStatus,
    checks,
    get_code,
)
from casebook.kernel.errors import RuleBroken

FIRST, SECOND = UUID(int=1), UUID(int=2)


def test_thirty_codes_in_order_and_six_of_them_exit() -> None:
    assert list(CODES) == [f"P{n:02d}" for n in range(1, 31)]
    exits = {code for code, row in CODES.items() if row.default_class is ProblemClass.EXIT}
    assert exits == {"P06", "P07", "P08", "P09", "P17", "P18"}


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        get_code("P31")
    assert refused.value.code == "problem_code_unknown"


def test_a_well_that_needs_no_permit_is_kept() -> None:
    assert checks.propose(get_code("P01"), is_exempt=True).problem_class is ProblemClass.KEEP
    assert checks.propose(get_code("P01"), is_exempt=False).disposition is Disposition.CASE
    assert checks.propose(get_code("P10"), is_exempt=True).problem_class is ProblemClass.RECTIFY


@given(st.sampled_from(list(PROBLEM_TRANSITIONS)), st.sampled_from(list(PROBLEM_TRANSITIONS)))
def test_only_the_table_moves_a_problem(present: ProblemStatus, to: ProblemStatus) -> None:
    if to in PROBLEM_TRANSITIONS[present]:
        checks.problem_step(present, to, "n")
        return
    with pytest.raises(RuleBroken) as refused:
        checks.problem_step(present, to, "n")
    assert refused.value.code == "step_out_of_order"


@pytest.mark.parametrize("table", [PROBLEM_TRANSITIONS, CASE_TRANSITIONS, MEASURE_TRANSITIONS])
def test_every_status_is_reached_and_has_a_row(table: dict[Any, frozenset[Any]]) -> None:
    kinds = type(next(iter(table)))
    assert set(table) == set(kinds)
    first = next(iter(table))
    reached, frontier = {first}, {first}
    while frontier:
        frontier = set().union(*(table[one] for one in frontier)) - reached
        reached |= frontier
    assert reached == set(kinds)


def test_two_officers_are_two() -> None:
    with pytest.raises(RuleBroken) as refused:
        checks.two_officers(FIRST, FIRST, field="second")
    assert (refused.value.code, refused.value.field) == ("second_officer_same", "second")
    checks.two_officers(FIRST, SECOND, field="second")
