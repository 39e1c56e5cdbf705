from __future__ import annotations

from datetime import date

import pytest

from casebook.deadlines.rules.counting import Unit, compute
from casebook.deadlines.rules.table import (
    ORDER_TERM,
    PLAN_DEFENCE,
    RECTIFICATION_TERM,
    RULES,
    Alarm,
    Suspension,
    find_rule,
)
from casebook.kernel.errors import RuleBroken
from tests.unit.deadlines.oracle import CALENDAR

D = date.fromisoformat
OURS = (
    "lead_acceptance", "lead_reply", "task_term", "follow_up", "fix_check",
    "letter_receipt", "letter_answer", "supervision_reply", "credit_repair", "emergency_end", "return_due",
)  # fmt: skip
"""Clocks of the county's own work, for which the law has no row."""
NAMED_DAY = {"D-10.part", "task_term", "emergency_end"}
"""What a decision (处罚法 66) or a task names is the day itself: it has no length and does not roll."""

# rules.md 5.2 and the counting note under it, written down a second time
COUNTS = {
    "D-01": (15, "working_day"),
    "D-02": (90, "calendar_day"),
    "D-03": (7, "working_day"),
    "D-04": (24, "hour"),
    "D-05": (30, "calendar_day"),
    "D-06": (5, "working_day"),
    "D-07": (7, "working_day"),
    "D-08": (5, "working_day"),
    "D-09": (7, "working_day"),
    "D-10": (15, "calendar_day"),
    "D-10.part": None,
    "D-11": None,
    "D-12": (2, "working_day"),
    "D-12.bank": (2, "working_day"),
    "D-13": (60, "calendar_day"),
    "D-13.hear": (60, "calendar_day"),
    "D-13.hear_simple": (30, "calendar_day"),
    "D-14": (6, "month"),
    "D-14.after_review": (15, "calendar_day"),
    "D-15": (10, "working_day"),
    "D-16": (3, "month"),
    "D-17": (3, "working_day"),
    "D-18": (30, "calendar_day"),
    "D-19": (3, "working_day"),
    "D-19.hand_over": (24, "hour"),
    "D-19.police_review": (3, "working_day"),
    "D-19.hand_over_goods": (3, "working_day"),
    "D-20": (3, "working_day"),
    "D-21": (7, "working_day"),
    "D-21.other": (20, "working_day"),
    "D-22": (30, "calendar_day"),
    "D-23": (5, "working_day"),
    "D-24": (45, "calendar_day"),
    "D-25": (1, "year_end"),
    "D-26": (5, "working_day"),
    "D-27": (10, "calendar_day"),
    "D-27.apply": (20, "working_day"),
    "D-27.join": (5, "working_day"),
    "D-27.supply": (3, "calendar_day"),
    "D-27.connected": (2, "working_day"),
    "D-27.claim": (30, "calendar_day"),
    "D-28": (7, "working_day"),
    "D-28.deferral": (90, "calendar_day"),
    "D-29": None,
    "order_term": None,
    "plan_defence": (5, "working_day"),
    **dict.fromkeys(OURS),
}


def test_the_table_counts_as_written() -> None:
    found = {
        key: (rule.length.amount, rule.length.unit.value) if rule.length else None
        for key, rule in RULES.items()
    }
    assert found == COUNTS


def test_every_number_of_the_table_is_there() -> None:
    assert {key.split(".")[0] for key in RULES} == {f"D-{n:02}" for n in range(1, 30)} | {
        ORDER_TERM,
        PLAN_DEFENCE,
        *OURS,
    }


def test_directions_rolls_and_alarms() -> None:
    assert {key for key, rule in RULES.items() if rule.backward} == {"D-07", "D-24"}
    assert {key for key, rule in RULES.items() if rule.alarm is Alarm.RAW} == {"D-02", "D-05", "D-16"}
    dated = {key for key, rule in RULES.items() if not (rule.length and rule.length.unit is Unit.HOUR)}
    assert {key for key in dated if not RULES[key].roll} == {
        "D-02",
        "D-05",
        "D-16",
        "D-22",
        "D-25",
        "D-27.supply",
        *NAMED_DAY,
    }


def test_what_is_unverified_says_so() -> None:
    assert {key for key, rule in RULES.items() if rule.certainty == "M"} == {
        "D-01", "D-08", "D-21", "D-21.other", "D-23", "D-27.supply", "D-27.claim",
        "lead_acceptance", "lead_reply", "follow_up", "fix_check",
        "letter_receipt", "letter_answer", "supervision_reply", "credit_repair", "return_due", "plan_defence",
    }  # fmt: skip
    assert {key for key, rule in RULES.items() if rule.certainty == "P"} == {
        "D-27", "D-27.apply", "D-27.join", "D-27.connected",
    }  # fmt: skip
    assert RULES[RECTIFICATION_TERM].certainty == "S"


def test_what_needs_more_than_a_start_day_names_it() -> None:
    assert {key: rule.needs for key, rule in RULES.items() if rule.needs} == {
        "D-04": ("time",),
        "D-10.part": ("term",),
        "D-11": ("fine", "days_unpaid"),
        "D-19.hand_over": ("time",),
        "D-29": ("term",),
        "order_term": ("term",),
        **dict.fromkeys(OURS, ("term",)),
    }


@pytest.mark.parametrize(
    ("rule_id", "start", "raw", "due"),
    [
        ("D-01", "2024-09-20", "2024-10-16", "2024-10-16"),
        ("D-02", "2024-07-07", "2024-10-05", "2024-10-05"),
        ("D-03", "2024-09-27", "2024-10-12", "2024-10-12"),
        ("D-06", "2024-09-27", "2024-10-10", "2024-10-10"),
        ("D-07", "2024-10-10", "2024-09-25", "2024-09-25"),
        ("D-10", "2024-09-20", "2024-10-05", "2024-10-08"),
        ("D-13", "2024-08-06", "2024-10-05", "2024-10-08"),
        ("D-14", "2024-04-05", "2024-10-05", "2024-10-08"),
        ("D-15", "2024-09-27", "2024-10-16", "2024-10-16"),
        ("D-16", "2024-07-05", "2024-10-05", "2024-10-05"),
        ("D-17", "2024-09-30", "2024-10-10", "2024-10-10"),
        ("D-22", "2024-09-05", "2024-10-05", "2024-10-05"),
        ("D-24", "2023-06-30", "2023-05-16", "2023-05-16"),
        ("D-24", "2024-11-20", "2024-10-06", "2024-09-30"),
        ("D-25", "2024-03-01", "2024-12-31", "2024-12-31"),
        ("D-28", "2024-09-27", "2024-10-12", "2024-10-12"),
    ],
)
def test_dates_by_rule(rule_id: str, start: str, raw: str, due: str) -> None:
    rule = find_rule(rule_id)
    assert rule.length is not None
    deadline = compute(D(start), rule.length, calendar=CALENDAR, backward=rule.backward, roll=rule.roll)
    assert (deadline.raw, deadline.due) == (D(raw), D(due))


@pytest.mark.parametrize(("rule_id", "most"), [("D-02", 60), ("D-05", 30), ("D-13.hear", 30)])
def test_extensions_end_where_the_law_ends_them(rule_id: str, most: int) -> None:
    rule = find_rule(rule_id)
    rule.check_extension(most)
    with pytest.raises(RuleBroken) as caught:
        rule.check_extension(most + 1)
    assert (caught.value.code, caught.value.facts["most"]) == ("term_extension_too_long", most)


def test_a_term_without_extension_in_law_has_none() -> None:
    find_rule("D-03").check_extension(0)
    with pytest.raises(RuleBroken) as caught:
        find_rule("D-03").check_extension(1)
    assert caught.value.code == "term_not_extendable"
    find_rule(ORDER_TERM).check_extension(400)


def test_only_what_the_rule_names_stops_a_clock() -> None:
    find_rule("D-02").check_suspension(Suspension.HEARING)
    with pytest.raises(RuleBroken) as caught:
        find_rule("D-10").check_suspension(Suspension.REVIEW)
    assert caught.value.code == "term_not_suspendable"


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(RuleBroken) as caught:
        find_rule("D-30")
    assert (caught.value.code, caught.value.facts) == ("deadline_rule_unknown", {"rule": "D-30"})
