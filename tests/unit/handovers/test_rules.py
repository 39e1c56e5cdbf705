"""Kinds, states and holders of letters, and what two agencies owe each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.handovers.rules import (
    KINDS,
    LONGEST_REASON,
    LONGEST_TEXT,
    OPEN,
    TRANSITIONS,
    Asked,
    Course,
    Draft,
    Holder,
    LetterKind,
    LetterState,
    Tally,
    check_answer,
    check_day,
    check_draft,
    check_month_over,
    check_receipt,
    holder_of,
    last_of,
    month_of,
    state_after_receipt,
    step,
    tally,
)
from casebook.kernel.errors import RuleBroken

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
GOOD = Draft(LetterKind.ASSISTANCE, "协查", "请查明", has_receiver=True, subject_kind="case")


@given(st.sampled_from(list(LetterState)), st.sampled_from(list(LetterState)))
def test_a_letter_moves_by_the_table_alone(present: LetterState, to: LetterState) -> None:
    if to in TRANSITIONS[present]:
        step(present, to, "1号")
    else:
        with pytest.raises(RuleBroken, match="letter_out_of_order"):
            step(present, to, "1号")


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("state", list(LetterState))
def test_whatever_is_not_over_has_a_next_holder(kind: LetterKind, state: LetterState) -> None:
    is_over = state in {LetterState.CLOSED, LetterState.WITHDRAWN}
    assert (holder_of(kind, state) is Holder.NOBODY) == is_over
    assert (state in OPEN) == (not is_over and state is not LetterState.DRAFT)


def test_what_lasts_is_its_senders_to_lift() -> None:
    assert holder_of(LetterKind.PERMIT_LIMIT, LetterState.RECEIVED) is Holder.SENDER
    assert holder_of(LetterKind.ASSISTANCE, LetterState.RECEIVED) is Holder.RECEIVER


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (LetterKind.ASSISTANCE, LetterState.RECEIVED),
        (LetterKind.PERMIT_LIMIT, LetterState.RECEIVED),
        (LetterKind.RESULT, LetterState.CLOSED),
        (LetterKind.LIMIT_LIFTED, LetterState.CLOSED),
    ],
)
def test_where_a_receipt_leads(kind: LetterKind, state: LetterState) -> None:
    assert state_after_receipt(kind, is_accepted=True) is state
    assert state_after_receipt(kind, is_accepted=False) is LetterState.RETURNED


def test_no_two_kinds_share_a_word() -> None:
    assert len({facts.word for facts in KINDS.values()}) == len(LetterKind)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": " "}, "letter_title_unusable"),
        ({"title": "题" * 201}, "letter_title_unusable"),
        ({"text": ""}, "letter_text_unusable"),
        ({"text": "字" * (LONGEST_TEXT + 1)}, "letter_text_unusable"),
        ({"has_receiver": False}, "letter_needs_receiver"),
        ({"reply_on": TODAY}, "letter_reply_too_soon"),
        ({"kind": LetterKind.DETERMINATION}, "letter_asks_nothing"),
        (
            {"kind": LetterKind.DETERMINATION, "asked": (Asked.ZONE,), "subject_kind": "lead"},
            "letter_needs_case",
        ),
        ({"kind": LetterKind.POLICE, "subject_kind": "lead"}, "letter_needs_case"),
        ({"kind": LetterKind.PERMIT_LIMIT}, "letter_needs_problem"),
        ({"kind": LetterKind.PERMIT_LIMIT, "subject_kind": "problem"}, "letter_needs_wells"),
        ({"kind": LetterKind.RESULT}, "letter_replies_to_nothing"),
        ({"kind": LetterKind.LIMIT_LIFTED}, "letter_replies_to_nothing"),
    ],
    ids=[
        "title", "long_title", "text", "long_text", "receiver", "reply", "asked", "determination",
        "police", "limit_case", "limit_wells", "result", "lifted",
    ],
)  # fmt: skip
def test_what_a_letter_must_say(changed: dict[str, object], code: str) -> None:
    check_draft(GOOD, today=TODAY)
    with pytest.raises(RuleBroken, match=code):
        check_draft(replace(GOOD, **changed), today=TODAY)


def test_days_follow_their_cause() -> None:
    check_day(TODAY, after=TODAY, today=TODAY, field="on")
    with pytest.raises(RuleBroken, match="letter_day_in_future"):
        check_day(TODAY + DAY, after=None, today=TODAY, field="on")
    with pytest.raises(RuleBroken, match="letter_day_too_early"):
        check_day(TODAY - DAY, after=TODAY, today=TODAY, field="on")


def test_what_is_sent_back_says_why() -> None:
    check_receipt(is_accepted=True, reason="")
    with pytest.raises(RuleBroken, match="letter_return_needs_reason"):
        check_receipt(is_accepted=False, reason=" ")
    with pytest.raises(RuleBroken, match="letter_reason_too_long"):
        check_receipt(is_accepted=False, reason="由" * (LONGEST_REASON + 1))


def test_an_answer_answers_every_question() -> None:
    check_answer("属实", asked=["zone"], answered=["zone"])
    with pytest.raises(RuleBroken, match="letter_answer_unusable"):
        check_answer(" ", asked=[], answered=[])
    with pytest.raises(RuleBroken, match="letter_question_unanswered"):
        check_answer("属实", asked=["zone", "layer"], answered=["zone"])


FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def on(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("courses", "expected"),
    [
        ((), Tally(0, 0, 0, 0, 0)),
        ((Course(on("09-10"), None),), Tally(1, 0, 0, 1, 51)),
        ((Course(on("09-10"), on("09-30")),), Tally(0, 0, 0, 0, 0)),
        ((Course(on("09-10"), on("10-01")),), Tally(1, 0, 1, 0, 0)),
        ((Course(on("10-01"), on("10-31")),), Tally(0, 1, 1, 0, 0)),
        ((Course(on("10-31"), None),), Tally(0, 1, 0, 1, 0)),
        ((Course(on("11-01"), None),), Tally(0, 0, 0, 0, 0)),
        ((Course(on("10-02"), on("11-05")),), Tally(0, 1, 0, 1, 29)),
    ],
    ids=["none", "old", "settled_before", "first_day", "within", "last_day", "after", "settled_after"],
)
def test_what_a_month_counts(courses: tuple[Course, ...], expected: Tally) -> None:
    assert tally(courses, FIRST, LAST) == expected


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
courses = st.builds(
    lambda sent, more: Course(sent, None if more is None else sent + more * DAY),
    days,
    st.none() | st.integers(0, 200),
)


@given(st.lists(courses, max_size=20))
def test_one_month_ends_where_the_next_begins(found: list[Course]) -> None:
    months = [date(2026, month, 1) for month in range(1, 13)]
    tallies = [tally(found, first, last_of(first)) for first in months]
    assert all(one.opening + one.new == one.settled + one.open for one in tallies)
    assert [one.open for one in tallies[:-1]] == [one.opening for one in tallies[1:]]
    assert sum(one.new for one in tallies) == len(found)


@pytest.mark.parametrize(
    ("text", "last"), [("2026-10", LAST), ("2026-02", date(2026, 2, 28)), ("2024-02", date(2024, 2, 29))]
)
def test_months(text: str, last: date) -> None:
    assert month_of(text)[1] == last


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "26-10", "2026-1", "0000-01", "abcd-ef"])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(RuleBroken, match="statement_month_unreadable"):
        month_of(text)


def test_a_month_is_confirmed_when_it_is_over() -> None:
    check_month_over(LAST, LAST + DAY)
    with pytest.raises(RuleBroken, match="statement_month_runs"):
        check_month_over(LAST, LAST)
