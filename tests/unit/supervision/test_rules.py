"""The ladder: which rung is due, and what a step needs."""

from __future__ import annotations

import ast
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.access import Permission, Role
from casebook.access.policy import PERMISSIONS
from casebook.kernel.errors import RuleBroken
from casebook.supervision.rules import (
    DEFAULT_TRIGGERS,
    LADDER,
    LONGEST_TEXT,
    MOST_DAYS,
    NEEDS_REPLY,
    TRANSITIONS,
    WORDS,
    Lapse,
    Rung,
    StepState,
    Trigger,
    check_day,
    check_issue,
    check_talk,
    check_trigger,
    check_words,
    next_rung,
    percent,
    step,
)
from tests.support.source_tree import python

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
PROBLEMS = [one for one in DEFAULT_TRIGGERS if one.lapse is Lapse.PROBLEM]


@given(st.sampled_from(list(StepState)), st.sampled_from(list(StepState)))
def test_a_step_moves_by_the_table_alone(present: StepState, to: StepState) -> None:
    if to in TRANSITIONS[present]:
        step(present, to)
    else:
        with pytest.raises(RuleBroken, match="supervision_out_of_order"):
            step(present, to)


@pytest.mark.parametrize(
    ("days", "climbed", "rung"),
    [
        (0, (), None),
        (1, (), Rung.REMIND),
        (40, (), Rung.REMIND),
        (7, (Rung.REMIND,), None),
        (8, (Rung.REMIND,), Rung.URGE),
        (31, (Rung.REMIND, Rung.URGE, Rung.CIRCULAR), Rung.TALK),
        (61, (Rung.REMIND, Rung.URGE, Rung.CIRCULAR, Rung.TALK), Rung.DUTY_LEAD),
        (900, LADDER, None),
    ],
)
def test_the_ladder_is_climbed_rung_by_rung(days: int, climbed: tuple[Rung, ...], rung: Rung | None) -> None:
    found = next_rung(PROBLEMS, days, climbed, is_one_open=False)
    assert (found.rung if found else None) == rung


def test_while_one_waits_nothing_further_is_proposed() -> None:
    assert next_rung(PROBLEMS, 900, {Rung.REMIND}, is_one_open=True) is None


def test_a_rung_that_is_switched_off_is_left_out() -> None:
    off = [Trigger(Lapse.PROBLEM, Rung.REMIND, 0, is_active=False), *PROBLEMS[1:]]
    found = next_rung(off, 40, (), is_one_open=False)
    assert found is not None
    assert found.rung is Rung.URGE


@given(st.integers(0, 2000), st.lists(st.integers(0, 2000), max_size=20))
def test_whenever_it_is_looked_at_no_rung_comes_twice_or_out_of_order(first: int, more: list[int]) -> None:
    climbed: list[Rung] = []
    for days in sorted([first, *more]):
        found = next_rung(PROBLEMS, days, climbed, is_one_open=False)
        if found is not None:
            assert days > found.more_than
            climbed.append(found.rung)
    assert climbed == [rung for rung in LADDER if rung in climbed]
    assert len(climbed) == len(set(climbed))


def test_our_own_triggers_can_be_issued_and_rise_with_the_ladder() -> None:
    keys = [(one.lapse, one.rung) for one in DEFAULT_TRIGGERS]
    assert len(keys) == len(set(keys))
    for one in DEFAULT_TRIGGERS:
        check_trigger(one, "文件")
        assert Permission.SUPERVISION_ISSUE in PERMISSIONS[one.issuer]
        assert one.certainty == "M"
    for lapse in Lapse:
        limits = [one.more_than for one in DEFAULT_TRIGGERS if one.lapse is lapse]
        assert limits == sorted(limits)
        assert limits
    assert set(WORDS) == set(Rung)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"to_person": " "}, "supervision_needs_receiver"),
        ({"demand": ""}, "supervision_needs_demand"),
        ({"demand": "字" * (LONGEST_TEXT + 1)}, "supervision_needs_demand"),
        ({"reply_on": TODAY}, "supervision_reply_too_soon"),
        ({"rung": Rung.REMIND, "reply_on": TODAY + DAY}, "supervision_needs_no_reply"),
    ],
    ids=["receiver", "demand", "long", "soon", "remind"],
)
def test_what_a_paper_needs(changed: dict[str, object], code: str) -> None:
    good: dict[str, object] = {
        "to_person": "清水镇人民政府",
        "demand": "请于期限内整改。",
        "on": TODAY,
        "reply_on": None,
        "rung": Rung.URGE,
    }
    check_issue(**good)  # type: ignore[arg-type]  # a table of facts
    with pytest.raises(RuleBroken, match=code):
        check_issue(**(good | changed))  # type: ignore[arg-type]  # as above


def test_days_words_and_minutes() -> None:
    check_day(TODAY, after=TODAY, today=TODAY)
    with pytest.raises(RuleBroken, match="supervision_day_in_future"):
        check_day(TODAY + DAY, after=None, today=TODAY)
    with pytest.raises(RuleBroken, match="supervision_day_too_early"):
        check_day(TODAY - DAY, after=TODAY, today=TODAY)
    assert check_words(" 表态 ", field="text") == "表态"
    with pytest.raises(RuleBroken, match="supervision_needs_words"):
        check_words(" ", field="text")
    check_talk(Rung.TALK, StepState.ISSUED, "镇长")
    with pytest.raises(RuleBroken, match="supervision_no_talk"):
        check_talk(Rung.URGE, StepState.ISSUED, "镇长")
    with pytest.raises(RuleBroken, match="supervision_no_talk"):
        check_talk(Rung.TALK, StepState.PROPOSED, "镇长")
    with pytest.raises(RuleBroken, match="supervision_needs_attendees"):
        check_talk(Rung.TALK, StepState.ISSUED, " ")


@pytest.mark.parametrize(
    ("trigger", "paper", "code"),
    [
        (Trigger(Lapse.TASK, Rung.URGE, -1), "文件", "trigger_out_of_range"),
        (Trigger(Lapse.TASK, Rung.URGE, MOST_DAYS + 1), "文件", "trigger_out_of_range"),
        (Trigger(Lapse.TASK, Rung.URGE, 1, reply_days=0), "文件", "trigger_out_of_range"),
        (Trigger(Lapse.TASK, Rung.URGE, 1), " ", "trigger_needs_paper"),
    ],
    ids=["negative", "large", "no_reply", "paper"],
)
def test_triggers_that_cannot_be(trigger: Trigger, paper: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_trigger(trigger, paper)


@pytest.mark.parametrize(("part", "whole", "found"), [(0, 0, 0), (1, 3, 33), (3, 3, 100)])
def test_shares(part: int, whole: int, found: int) -> None:
    assert percent(part, whole) == found


def test_replies_are_asked_by_the_middle_of_the_ladder() -> None:
    assert {Rung.URGE, Rung.CIRCULAR, Rung.TALK} == NEEDS_REPLY
    assert Role.CASE_HEAD in {one.issuer for one in DEFAULT_TRIGGERS}


MONEY = ("fine", "penalt", "fen", "payment", "surcharge", "amount")


def test_the_ladder_knows_nothing_of_fines() -> None:
    """处罚法 74: nobody is urged, ranked or called in by how much was collected."""
    sources = [source for source in python("casebook") if source.feature == "supervision"]
    assert len(sources) > 8
    for source in sources:
        imported = [node.module or "" for node in ast.walk(source.tree) if isinstance(node, ast.ImportFrom)]
        assert not [one for one in imported if one.startswith("casebook.penalties") or "paying" in one]
        names = {node.id for node in ast.walk(source.tree) if isinstance(node, ast.Name)}
        names |= {node.attr for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)}
        parts = {part for name in names for part in name.lower().split("_")}
        assert not [part for part in parts if part.startswith(MONEY[:2]) or part in MONEY]
