"""When force may be used, and what reviews and suits do to it."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

import pytest

from casebook.cases.acts import DisputeKind, DisputeResult
from casebook.cases.rules.disputes import (
    Dispute,
    check_ending,
    fine_after,
    is_revoked,
    pauses,
    terms_ended_on,
)
from casebook.cases.rules.enforcing import check_cost, check_work, court_window, is_at_rest
from casebook.deadlines.rules import Calendar, Span
from casebook.kernel.clock import CHINA
from casebook.kernel.errors import RuleBroken
from tests.factories.deadlines import years

CALENDAR = Calendar({year.number: year for year in years()})
PARTY, OTHER, ONE, TWO = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
REVIEW, SUIT = DisputeKind.REVIEW, DisputeKind.SUIT
UPHELD, CHANGED, REVOKED = DisputeResult.UPHELD, DisputeResult.CHANGED, DisputeResult.REVOKED
DUES = {"review_due": date(2023, 11, 6), "suit_due": date(2024, 3, 5), "after_review_due": date(2023, 12, 18)}


def dispute(
    begun: str,
    ended: str = "",
    result: DisputeResult = UPHELD,
    kind: DisputeKind = REVIEW,
    fine: int | None = None,
) -> Dispute:
    found = Dispute(ONE, PARTY, kind, date.fromisoformat(begun))
    return found.ended(date.fromisoformat(ended), result, fine) if ended else found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("found", "ended_on"),
    [
        ((), date(2024, 3, 5)),
        ((dispute("2023-10-01"),), None),
        ((dispute("2023-10-01", "2023-12-02"),), date(2023, 12, 18)),
        (
            (dispute("2023-10-01", "2023-12-02"), dispute("2023-12-10", "2024-06-01", kind=SUIT)),
            date(2024, 6, 1),
        ),
        ((dispute("2023-10-01", "2023-10-20", DisputeResult.WITHDRAWN),), date(2024, 3, 5)),
        ((dispute("2024-02-01", "2024-04-20", DisputeResult.WITHDRAWN, SUIT),), date(2024, 4, 20)),
    ],
    ids=["none", "open", "review", "review_and_suit", "taken_back", "suit_taken_back_late"],
)
def test_when_all_terms_of_review_and_suit_are_over(
    found: tuple[Dispute, ...], ended_on: date | None
) -> None:
    assert terms_ended_on(found, **DUES) == ended_on


def test_the_court_is_open_for_three_months_after_the_terms_and_ten_working_days_after_urging() -> None:
    """强制法 53, 54; the make-up Saturday of 2023-10-07 counts, the holidays before it do not."""
    window = court_window(urged_on=date(2023, 9, 25), terms_ended_on=date(2023, 9, 1), calendar=CALENDAR)
    assert (window.earliest, window.latest) == (date(2023, 10, 13), date(2023, 12, 1))
    late = court_window(urged_on=date(2023, 9, 25), terms_ended_on=date(2023, 11, 30), calendar=CALENDAR)
    assert (late.earliest, late.latest) == (date(2023, 12, 1), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("urged", "ended", "on", "code"),
    [
        ("2023-09-25", "", "2023-11-01", "court_terms_open"),
        ("", "2023-09-01", "2023-11-01", "court_not_urged"),
        ("2023-09-25", "2023-09-01", "2023-10-12", "court_too_early"),
        ("2023-09-25", "2023-09-01", "2023-10-13", None),
        ("2023-09-25", "2023-09-01", "2023-12-01", None),
        ("2023-09-25", "2023-09-01", "2023-12-02", "court_too_late"),
    ],
)
def test_a_day_outside_the_window_is_refused(urged: str, ended: str, on: str, code: str | None) -> None:
    window = court_window(
        urged_on=date.fromisoformat(urged) if urged else None,
        terms_ended_on=date.fromisoformat(ended) if ended else None,
        calendar=CALENDAR,
    )
    if code is None:
        window.check(date.fromisoformat(on))
        return
    with pytest.raises(RuleBroken, match=code):
        window.check(date.fromisoformat(on))


@pytest.mark.parametrize(
    ("begun", "ended", "rests"),
    [
        ("2023-09-12T08:00", "2023-09-12T17:00", False),
        ("2023-09-12T05:59", "2023-09-12T09:00", True),
        ("2023-09-12T06:00", "2023-09-12T22:00", False),
        ("2023-09-12T20:00", "2023-09-12T22:01", True),
        ("2023-09-12T20:00", "2023-09-13T08:00", True),
        ("2023-10-02T09:00", "2023-10-02T11:00", True),
        ("2023-09-16T09:00", "2023-09-16T11:00", False),
        ("2023-10-07T09:00", "2023-10-07T11:00", False),
    ],
    ids=["day", "dawn", "from_six_to_ten", "evening", "over_night", "holiday", "saturday", "make_up"],
)
def test_night_and_legal_holidays_are_at_rest(begun: str, ended: str, *, rests: bool) -> None:
    """强制法 43, trap 24 of rules.md 15."""
    assert is_at_rest(at(begun), at(ended), CALENDAR, (time(22), time(6))) is rests


def test_work_ends_after_it_began_and_not_ahead() -> None:
    now = at("2023-09-12T18:00")
    check_work(at("2023-09-12T08:00"), at("2023-09-12T17:00"), now)
    for begun, ended, code in (
        ("2023-09-12T17:00", "2023-09-12T17:00", "work_reversed"),
        ("2023-09-12T17:00", "2023-09-12T18:01", "date_in_future"),
    ):
        with pytest.raises(RuleBroken, match=code):
            check_work(at(begun), at(ended), now)


def test_costs_above_the_estimate_say_why() -> None:
    check_cost(estimate_fen=100, spent_fen=60, added_fen=40, reason="")
    check_cost(estimate_fen=100, spent_fen=60, added_fen=41, reason="井深大于预计")
    for added, code in ((41, "cost_above_estimate"), (0, "payment_empty")):
        with pytest.raises(RuleBroken, match=code):
            check_cost(estimate_fen=100, spent_fen=60, added_fen=added, reason="")


def test_the_days_of_a_dispute_count_for_its_party_alone() -> None:
    found = (dispute("2023-10-01", "2023-10-05"), dispute("2023-11-01"))
    assert pauses(found, PARTY, date(2023, 11, 3)) == (
        Span(date(2023, 10, 1), date(2023, 10, 5)),
        Span(date(2023, 11, 1), date(2023, 11, 3)),
    )
    assert pauses(found, PARTY, date(2023, 10, 3)) == (Span(date(2023, 10, 1), date(2023, 10, 3)),)
    assert pauses(found, OTHER, date(2023, 11, 3)) == ()


def test_a_changed_fine_is_what_is_owed_and_a_revoked_one_nothing() -> None:
    changed = dispute("2023-10-01", "2023-10-05", CHANGED, fine=300)
    revoked = dispute("2023-11-01", "2023-12-05", REVOKED, SUIT)
    assert fine_after([changed], PARTY, 500) == 300
    assert fine_after([changed], OTHER, 500) == 500
    assert fine_after([changed, revoked], PARTY, 500) == 0
    assert is_revoked([revoked], PARTY)
    assert not is_revoked([revoked], OTHER)


@pytest.mark.parametrize(
    ("result", "fine", "remake", "code"),
    [
        (CHANGED, 300, False, None),
        (CHANGED, None, False, "dispute_needs_fine"),
        (CHANGED, 500, False, "dispute_heavier"),
        (CHANGED, 600, False, "dispute_heavier"),
        (UPHELD, 300, False, "dispute_fine_unchanged"),
        (UPHELD, None, True, "dispute_remake_only_revoked"),
        (REVOKED, None, True, None),
    ],
)
def test_what_a_result_may_say(
    result: DisputeResult, fine: int | None, *, remake: bool, code: str | None
) -> None:
    """复议法 63, 行诉法 77: never heavier."""
    if code is None:
        check_ending(result, fine_fen=fine, present_fen=500, must_remake=remake)
        return
    with pytest.raises(RuleBroken, match=code):
        check_ending(result, fine_fen=fine, present_fen=500, must_remake=remake)


def test_the_county_says_when_night_begins() -> None:
    evening = at("2023-06-15 20:30"), at("2023-06-15 21:00")
    assert not is_at_rest(*evening, CALENDAR, (time(22), time(6)))
    assert is_at_rest(*evening, CALENDAR, (time(20), time(7)))
    assert is_at_rest(at("2023-06-15 06:30"), at("2023-06-15 08:00"), CALENDAR, (time(20), time(7)))
