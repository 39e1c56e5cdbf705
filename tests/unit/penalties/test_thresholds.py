"""Hearing, deliberation, simple procedure; limitation; surcharge (rules.md 5.2, 5.3, 5.6, 15)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.deadlines.rules.counting import Span
from casebook.kernel.errors import RuleBroken
from casebook.penalties.rules import (
    STANDARD,
    PartyKind,
    compute_surcharge,
    deliberation_needed,
    hearing_needed,
    is_out_of_time,
    limitation_ends,
    simple_allowed,
    surcharge,
)

D = date.fromisoformat
UNIT, CITIZEN = PartyKind.UNIT, PartyKind.CITIZEN
YUAN = 100
OLD, NEW = "2023-04-30", "2023-05-01"


@pytest.mark.parametrize(
    ("amount", "party", "on", "hearing", "deliberation"),
    [
        (4_999, CITIZEN, NEW, False, False),
        (5_000, CITIZEN, NEW, False, True),
        (9_999, CITIZEN, NEW, False, True),
        (10_000, CITIZEN, NEW, True, True),
        (49_999, UNIT, NEW, False, False),
        (50_000, UNIT, NEW, False, True),
        (79_999, UNIT, NEW, False, True),
        (80_000, UNIT, NEW, True, True),
        (100_000, UNIT, "2024-09-27", True, True),
        (3_000, CITIZEN, OLD, False, False),
        (3_001, CITIZEN, OLD, False, True),
        (5_000, CITIZEN, OLD, False, True),
        (5_001, CITIZEN, OLD, True, True),
        (30_000, UNIT, OLD, False, False),
        (30_001, UNIT, OLD, False, True),
        (50_000, UNIT, OLD, False, True),
        (50_001, UNIT, OLD, True, True),
    ],
)
def test_by_the_amount_proposed_for_one_party(
    amount: int, party: PartyKind, on: str, *, hearing: bool, deliberation: bool
) -> None:
    assert hearing_needed(amount * YUAN, party, D(on), STANDARD) is hearing
    assert deliberation_needed(amount * YUAN, party, D(on), STANDARD) is deliberation


def test_revoking_and_complex_matters_ask_whatever_the_amount() -> None:
    assert hearing_needed(0, UNIT, D(NEW), STANDARD, revokes=True)
    assert deliberation_needed(0, UNIT, D(NEW), STANDARD, is_complex=True)


def test_a_day_before_any_threshold_is_named() -> None:
    with pytest.raises(RuleBroken) as refused:
        hearing_needed(1, UNIT, D("1997-12-25"), STANDARD)
    assert refused.value.code == "threshold_unknown"
    assert refused.value.facts["on"] == "1997-12-25"


@pytest.mark.parametrize(
    ("amount", "party", "on", "allowed"),
    [
        (200, CITIZEN, "2021-07-15", True),
        (201, CITIZEN, "2021-07-15", False),
        (3_000, UNIT, "2021-07-15", True),
        (3_001, UNIT, "2021-07-15", False),
        (0, UNIT, "2024-01-01", True),
        (50, CITIZEN, "2021-07-14", True),
        (51, CITIZEN, "2021-07-14", False),
        (1_000, UNIT, "2021-07-14", True),
        (1_001, UNIT, "2021-07-14", False),
        (1, UNIT, "1996-09-30", False),
    ],
)
def test_what_may_be_imposed_on_the_spot(amount: int, party: PartyKind, on: str, *, allowed: bool) -> None:
    assert simple_allowed(amount * YUAN, party, D(on)) is allowed


def test_a_permit_is_never_revoked_on_the_spot() -> None:
    assert not simple_allowed(0, UNIT, D(NEW), revokes=True)


@pytest.mark.parametrize(
    ("ended", "last"),
    [
        ("2022-01-01", "2024-01-01"),
        ("2022-02-28", "2024-02-28"),
        ("2024-02-29", "2026-02-28"),
        ("2021-12-31", "2023-12-31"),
    ],
)
def test_two_years_from_the_end_of_the_act(ended: str, last: str) -> None:
    assert limitation_ends(D(ended)) == D(last)
    assert not is_out_of_time(D(ended), D(last))
    assert is_out_of_time(D(ended), D(last) + timedelta(days=1))


def test_an_act_that_goes_on_never_runs_out() -> None:
    assert is_out_of_time(D("2022-01-01"), D("2024-02-01"))
    assert not is_out_of_time(None, D("2024-02-01"))


def test_five_years_where_life_was_harmed_under_the_revised_law() -> None:
    assert not is_out_of_time(D("2022-01-01"), D("2027-01-01"), harms_life=True)
    assert is_out_of_time(D("2022-01-01"), D("2027-01-02"), harms_life=True)
    assert is_out_of_time(D("2021-07-14"), D("2023-07-15"), harms_life=True)
    assert not is_out_of_time(D("2021-07-15"), D("2023-07-16"), harms_life=True)


DUE = D("2024-03-01")


def after(days: int) -> date:
    return DUE + timedelta(days=days)


@pytest.mark.parametrize(
    ("fine", "days", "owed"),
    [
        (20_000, -5, 0),
        (20_000, 0, 0),
        (20_000, 1, 600),
        (20_000, 10, 6_000),
        (20_000, 33, 19_800),
        (20_000, 34, 20_000),
        (20_000, 40, 20_000),
        (0, 40, 0),
        (500_000, 20, 300_000),
    ],
)
def test_three_per_cent_a_day_up_to_the_fine(fine: int, days: int, owed: int) -> None:
    assert surcharge(fine * YUAN, DUE, after(days)) == owed * YUAN


def test_days_of_review_and_suit_do_not_count() -> None:
    review = Span(after(3), after(7))
    found = compute_surcharge(20_000 * YUAN, DUE, after(12), [review])
    assert (found.days_late, found.days_paused) == (12, 5)
    assert found.amount_fen == 4_200 * YUAN
    assert compute_surcharge(20_000 * YUAN, DUE, after(60), [review]).amount_fen == 20_000 * YUAN


def test_spans_that_overlap_or_lie_outside_count_once_or_not_at_all() -> None:
    spans = [
        Span(after(-9), after(2)),
        Span(after(2), after(4)),
        Span(after(9), after(90)),
        Span(after(-20), after(-10)),
        Span(after(200), after(300)),
    ]
    found = compute_surcharge(20_000 * YUAN, DUE, after(10), spans)
    assert (found.days_late, found.days_paused) == (10, 6)


def test_a_fine_below_nothing_is_refused() -> None:
    with pytest.raises(RuleBroken, match="fine_negative"):
        surcharge(-1, DUE, after(3))


def counted_by_hand(fine: int, due: date, on: date, spans: list[Span]) -> int:
    """The formula of rules.md 5.6, day by day and with decimals."""
    days = 0
    day = due + timedelta(days=1)
    while day <= on:
        days += not any(span.first <= day <= span.last for span in spans)
        day += timedelta(days=1)
    return int(min(Decimal(fine), Decimal(fine) * Decimal("0.03") * days))


SPANS = st.lists(
    st.tuples(st.integers(-60, 120), st.integers(0, 60)).map(
        lambda pair: Span(after(pair[0]), after(pair[0] + pair[1]))
    ),
    max_size=4,
)


@given(fine=st.integers(0, 10**9), days=st.integers(-30, 150), spans=SPANS)
def test_it_is_what_counting_by_hand_gives(fine: int, days: int, spans: list[Span]) -> None:
    assert surcharge(fine, DUE, after(days), spans) == counted_by_hand(fine, DUE, after(days), spans)


@given(fine=st.integers(0, 10**9), days=st.integers(-30, 150), more=st.integers(0, 60), spans=SPANS)
def test_it_never_falls_and_never_passes_the_fine(fine: int, days: int, more: int, spans: list[Span]) -> None:
    earlier = surcharge(fine, DUE, after(days), spans)
    assert 0 <= earlier <= surcharge(fine, DUE, after(days + more), spans) <= fine
    assert earlier <= surcharge(fine, DUE, after(days))
