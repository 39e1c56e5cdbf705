"""What must hold before a problem is struck off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from casebook.cases.rules import ProblemClass, ProblemStatus, get_code
from casebook.cases.rules.striking import StrikeFacts, strike_off
from casebook.kernel.errors import RuleBroken

RECTIFIER, OTHER = UUID(int=1), UUID(int=2)
GOOD = StrikeFacts(
    code=get_code("P10"),
    status=ProblemStatus.VERIFIED,
    number="371525-2023-WT-00001",
    problem_class=ProblemClass.RECTIFY,
    is_well_closed=False,
    has_ending=True,
    has_pair=True,
    has_receipt=False,
    open_measures=0,
    open_tasks=0,
    rectified_by=RECTIFIER,
)


def test_a_verified_and_decided_problem_is_struck_off_by_another() -> None:
    strike_off(GOOD, officer=OTHER)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": ProblemStatus.RECTIFIED}, "step_out_of_order"),
        ({"status": ProblemStatus.LISTED}, "step_out_of_order"),
        ({"status": ProblemStatus.SEALING}, "step_out_of_order"),
        ({"status": ProblemStatus.STRUCK_OFF}, "step_out_of_order"),
        ({"status": ProblemStatus.TRANSFERRED}, "strike_off_needs_receipt"),
        ({"has_ending": False}, "strike_off_needs_decision"),
        ({"problem_class": ProblemClass.EXIT}, "strike_off_needs_closed_well"),
        ({"open_measures": 1}, "strike_off_open_measures"),
        ({"open_tasks": 2}, "strike_off_open_tasks"),
        ({"has_pair": False}, "strike_off_needs_pair"),
    ],
)
def test_striking_off_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        strike_off(replace(GOOD, **changes), officer=OTHER)
    assert refused.value.code == code


@pytest.mark.parametrize("officer", [RECTIFIER, None])
def test_who_saw_to_the_rectifying_strikes_nothing_off(officer: UUID | None) -> None:
    with pytest.raises(RuleBroken) as refused:
        strike_off(GOOD, officer=officer)
    assert refused.value.code == "strike_off_by_rectifier"


def test_a_problem_without_penal_provision_needs_no_decision() -> None:
    strike_off(replace(GOOD, code=get_code("P20"), has_ending=False), officer=OTHER)


def test_what_is_kept_needs_no_decision() -> None:
    strike_off(replace(GOOD, problem_class=ProblemClass.KEEP, has_ending=False), officer=OTHER)


def test_an_exit_problem_ends_with_a_closed_well() -> None:
    exits = replace(GOOD, code=get_code("P06"), problem_class=ProblemClass.EXIT, is_well_closed=True)
    strike_off(exits, officer=OTHER)


def test_what_another_authority_took_over_is_its_own_to_prove() -> None:
    moved = replace(
        GOOD, status=ProblemStatus.TRANSFERRED, has_receipt=True, has_ending=False, has_pair=False
    )
    strike_off(moved, officer=OTHER)
