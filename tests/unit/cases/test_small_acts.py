"""The fourth exit's list: what qualifies, what does not, which version holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.cases.rules import CODES, Severity, get_code
from casebook.cases.rules.small_acts import (
    BUILT_IN,
    SUBMISSION_TRANSITIONS,
    SmallAct,
    SmallFacts,
    SubmissionState,
    faults,
    in_force,
    raised,
)
from casebook.cases.rules.striking import relapse_codes
from casebook.cases.rules.tasks import (
    TASK_TRANSITIONS,
    TaskState,
    UnrestRisk,
    check_forced,
    check_unrest,
)
from casebook.kernel.errors import RuleBroken

ON, FOUND = date(2023, 6, 20), date(2023, 6, 1)
ACT = BUILT_IN["MF-03"]
GOOD = SmallFacts(
    number="WT-1",
    problem_code="P11",
    severity=Severity.MID,
    found_on=FOUND,
    corrected_on=date(2023, 6, 10),
    earlier=0,
    has_consequence=False,
    order_no="冠综执改〔2023〕第001号",
    commitment_no="承1",
)


def test_first_minor_and_put_right_in_time_qualifies() -> None:
    assert faults(ACT, GOOD, on=ON) == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"problem_code": "P10"}, ["exempt_other_problem"]),
        ({"earlier": 1}, ["exempt_not_first"]),
        ({"severity": Severity.HIGH}, ["exempt_too_grave"]),
        ({"has_consequence": True}, ["exempt_with_consequence"]),
        ({"corrected_on": None}, ["exempt_not_corrected"]),
        ({"corrected_on": FOUND + timedelta(days=30)}, ["exempt_corrected_in_future"]),
        ({"corrected_on": FOUND - timedelta(days=1)}, ["exempt_corrected_before"]),
        ({"order_no": " "}, ["exempt_needs_order"]),
        ({"commitment_no": ""}, ["exempt_needs_commitment"]),
        ({"earlier": 2, "order_no": ""}, ["exempt_not_first", "exempt_needs_order"]),
    ],
)
def test_what_does_not_qualify_is_told_all_at_once(changes: dict[str, Any], codes: list[str]) -> None:
    assert [one.code for one in faults(ACT, replace(GOOD, **changes), on=ON)] == codes


@pytest.mark.parametrize(("days", "is_late"), [(29, False), (30, False), (31, True)])
def test_put_right_within_the_days_of_the_entry(days: int, is_late: bool) -> None:
    facts = replace(GOOD, corrected_on=FOUND + timedelta(days=days))
    found = [one.code for one in faults(ACT, facts, on=FOUND + timedelta(days=60))]
    assert found == (["exempt_corrected_late"] if is_late else [])


def test_an_entry_holds_in_its_days_only_and_the_newest_version_wins() -> None:
    old = replace(ACT, valid_to=date(2023, 5, 31))
    assert [one.code for one in faults(old, GOOD, on=ON)] == ["exempt_not_in_force"]
    newer = replace(
        ACT, valid_from=date(2023, 6, 1), within_days=5, doc_no="冠政〔2023〕1号", is_verified=True
    )
    assert in_force([newer, ACT], ON)["MF-03"] is newer
    assert in_force([newer, ACT], FOUND - timedelta(days=1))["MF-03"] is ACT
    assert in_force([old], ON) == {}


def test_the_built_in_list_is_unverified_and_names_known_problems() -> None:
    for act in BUILT_IN.values():
        assert not act.is_verified
        assert act.doc_no == ""
        assert act.problem_codes
        assert set(act.problem_codes) <= set(CODES)
        for code in act.problem_codes:
            assert faults(act, _fits(act, code), on=ON) == []


def _fits(act: SmallAct, code: str) -> SmallFacts:
    return replace(GOOD, problem_code=code, severity=get_code(code).severity)


@given(st.sampled_from(Severity), st.integers(0, 5))
def test_what_comes_back_is_one_step_graver(severity: Severity, relapses: int) -> None:
    order = list(Severity)
    step = order.index(raised(severity, relapses)) - order.index(severity)
    assert step == (1 if relapses and severity is not Severity.CRITICAL else 0)


def test_a_well_opened_again_is_a_relapse_of_what_closed_it() -> None:
    assert relapse_codes(get_code("P10")) == ("P10",)
    assert set(relapse_codes(get_code("P17"))) == {"P06", "P07", "P08", "P09", "P17", "P18"}


@pytest.mark.parametrize("table", [SUBMISSION_TRANSITIONS, TASK_TRANSITIONS])
def test_every_state_has_a_row_and_is_reached(table: dict[Any, frozenset[Any]]) -> None:
    kinds = type(next(iter(table)))
    assert set(table) == set(kinds)
    reached = frozenset().union(*table.values())
    assert set(kinds) - reached <= {SubmissionState.DRAFT, TaskState.ASSIGNED}


@pytest.mark.parametrize(
    ("risk", "plan", "in_village", "code"),
    [
        (None, "", True, "unrest_not_assessed"),
        (UnrestRisk.MID, " ", True, "unrest_plan_missing"),
        (UnrestRisk.HIGH, "", True, "unrest_plan_missing"),
        (UnrestRisk.LOW, "", True, None),
        (UnrestRisk.HIGH, "先入户", True, None),
        (None, "", False, None),
    ],
)
def test_a_forced_step_in_a_village_waits_for_its_plan(
    risk: UnrestRisk | None, plan: str, in_village: bool, code: str | None
) -> None:
    if code is None:
        check_forced(risk, plan, "WT-1", in_village=in_village)
    else:
        with pytest.raises(RuleBroken, match=code):
            check_forced(risk, plan, "WT-1", in_village=in_village)


def test_a_risk_that_calls_for_a_plan_is_not_noted_without() -> None:
    check_unrest(UnrestRisk.LOW, "")
    with pytest.raises(RuleBroken, match="unrest_needs_plan"):
        check_unrest(UnrestRisk.HIGH, "  ")
