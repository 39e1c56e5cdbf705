"""Codes of public reports, marks of callers, and what a reporter is told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.cases.rules import LeadState
from casebook.cases.rules.reports import (
    ALPHABET,
    ReportStage,
    caller_mark,
    check_rate,
    hash_of,
    new_code,
    read_code,
    told,
)
from casebook.kernel.errors import RuleBroken

DAY = date(2023, 6, 1)
SECRET = b"secret"


def test_codes_differ_and_are_read_as_people_write_them() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    code = codes.pop()
    assert len(code) == 19
    spelt = f" {code.lower().replace('-', ' ')} "
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign != "-" else "－" for sign in code)
    assert [read_code(one) for one in (code, spelt, wide, code.replace("-", ""))] == [code] * 4
    assert hash_of(code) != hash_of(codes.pop())


@given(st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_found(place: int, sign: str) -> None:
    plain = new_code().replace("-", "")
    wrong = plain[:place] + sign + plain[place + 1 :]
    if wrong != plain:
        with pytest.raises(RuleBroken, match="report_code_unreadable"):
            read_code(wrong)


@given(st.integers(0, 14))
def test_two_swapped_signs_are_found(place: int) -> None:
    plain = new_code().replace("-", "")
    swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
    if swapped != plain:
        with pytest.raises(RuleBroken, match="report_code_unreadable"):
            read_code(swapped)


@pytest.mark.parametrize("text", ["", "ABCD", "O0I1-LLLL-0000-1111", "一二三四", "A" * 4000, "' OR 1=1 --"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match="report_code_unreadable"):
        read_code(text)


def test_a_mark_is_of_one_address_one_day_and_one_house() -> None:
    mark = caller_mark(SECRET, "203.0.113.7", DAY)
    assert mark == caller_mark(SECRET, "203.0.113.7", DAY)
    assert "203.0.113.7" not in mark
    others = [
        caller_mark(SECRET, "203.0.113.8", DAY),
        caller_mark(SECRET, "203.0.113.7", date(2023, 6, 2)),
        caller_mark(b"other", "203.0.113.7", DAY),
    ]
    assert mark not in others


def test_a_household_of_ipv6_is_one_caller() -> None:
    first, second, far = "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"
    marks = [caller_mark(SECRET, one, DAY) for one in (first, second, far)]
    assert marks[0] == marks[1] != marks[2]
    assert caller_mark(SECRET, "no address", DAY) != caller_mark(SECRET, "", DAY)


@pytest.mark.parametrize(
    ("here", "all_", "code"), [(5, 5, "report_too_many"), (0, 200, "report_too_many_today")]
)
def test_more_than_a_day_takes_is_refused(here: int, all_: int, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_rate(from_here=here, today=all_, per_address=5, per_day=200)


def test_up_to_the_limit_is_taken() -> None:
    check_rate(from_here=4, today=199, per_address=5, per_day=200)


@pytest.mark.parametrize(
    ("state", "accepted", "answered", "stage"),
    [
        (LeadState.NEW, None, None, ReportStage.RECEIVED),
        (LeadState.NEW, DAY, None, ReportStage.ACCEPTED),
        (LeadState.TAKEN, DAY, None, ReportStage.VERIFYING),
        (LeadState.REFERRED, DAY, None, ReportStage.REFERRED),
        (LeadState.UNFOUNDED, DAY, None, ReportStage.DEALT_WITH),
        (LeadState.LISTED, DAY, None, ReportStage.DEALT_WITH),
        (LeadState.LISTED, DAY, DAY, ReportStage.ANSWERED),
    ],
)
def test_a_reporter_is_told_stage_and_days_only(
    state: LeadState, accepted: date | None, answered: date | None, stage: ReportStage
) -> None:
    found = told(state=state, received_on=DAY, accepted_on=accepted, state_on=DAY, answered_on=answered)
    assert found.stage is stage
    assert found.days[0] == (ReportStage.RECEIVED, DAY)


def test_outside_the_house_founded_and_unfounded_look_alike() -> None:
    facts = {"received_on": DAY, "accepted_on": DAY, "state_on": DAY, "answered_on": None}
    assert told(state=LeadState.LISTED, **facts) == told(state=LeadState.UNFOUNDED, **facts)
