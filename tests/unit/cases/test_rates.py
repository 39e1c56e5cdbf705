"""The four rates: what counts, what is good, and that nothing to judge is no rate."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.cases.rules.leads import Satisfaction
from casebook.cases.rules.rates import Fraction, Handled, Rate, counts, rates

TODAY = date(2023, 6, 20)
DUE = date(2023, 6, 8)
BEFORE, AFTER, LATER = date(2023, 6, 7), date(2023, 6, 9), date(2023, 7, 1)


@pytest.mark.parametrize(
    ("handled", "rate", "good"),
    [
        (Handled(accept_due_on=DUE, accepted_on=DUE), Rate.ACCEPTED, True),
        (Handled(accept_due_on=DUE, accepted_on=AFTER), Rate.ACCEPTED, False),
        (Handled(accept_due_on=DUE), Rate.ACCEPTED, False),
        (Handled(accept_due_on=TODAY), Rate.ACCEPTED, None),
        (Handled(accept_due_on=LATER), Rate.ACCEPTED, None),
        (Handled(accepted_on=BEFORE), Rate.ACCEPTED, None),
        (Handled(reply_due_on=DUE, answered_on=BEFORE), Rate.ANSWERED, True),
        (Handled(reply_due_on=DUE, answered_on=AFTER), Rate.ANSWERED, False),
        (Handled(reply_due_on=DUE), Rate.ANSWERED, False),
        (Handled(reply_due_on=LATER), Rate.ANSWERED, None),
        (Handled(answered_on=BEFORE), Rate.RESOLVED, True),
        (Handled(answered_on=BEFORE, is_told_again=True), Rate.RESOLVED, False),
        (Handled(is_told_again=True), Rate.RESOLVED, None),
        (Handled(satisfaction=Satisfaction.SATISFIED), Rate.SATISFIED, True),
        (Handled(satisfaction=Satisfaction.FAIRLY), Rate.SATISFIED, True),
        (Handled(satisfaction=Satisfaction.DISSATISFIED), Rate.SATISFIED, False),
        (Handled(satisfaction=Satisfaction.UNREACHED), Rate.SATISFIED, None),
        (Handled(), Rate.SATISFIED, None),
    ],
)
def test_what_counts_in_a_rate(handled: Handled, rate: Rate, good: bool | None) -> None:
    assert counts(handled, rate, today=TODAY) is good


def test_nothing_to_judge_is_no_rate() -> None:
    assert [one.percent for one in rates([Handled()], today=TODAY)] == [None] * 4
    assert not any(one.is_whole for one in rates([], today=TODAY))


def test_only_a_whole_row_is_a_hundred() -> None:
    assert Fraction(Rate.ANSWERED, 9999, 10000).percent == Decimal("99.9")
    assert Fraction(Rate.ANSWERED, 10000, 10000).percent == Decimal(100)
    assert Fraction(Rate.ANSWERED, 2, 3).percent == Decimal("66.6")


days = st.none() | st.integers(-30, 30).map(lambda n: TODAY + timedelta(days=n))
leads = st.builds(
    Handled,
    accept_due_on=days,
    accepted_on=days,
    reply_due_on=days,
    answered_on=days,
    is_told_again=st.booleans(),
    satisfaction=st.none() | st.sampled_from(Satisfaction),
)


@given(st.lists(leads, max_size=20), st.lists(leads, max_size=20))
def test_rates_of_two_heaps_add_up(first: list[Handled], second: list[Handled]) -> None:
    parts = zip(rates(first, today=TODAY), rates(second, today=TODAY), strict=True)
    both = rates([*first, *second], today=TODAY)
    assert [(one.good, one.total) for one in both] == [(a.good + b.good, a.total + b.total) for a, b in parts]
    assert all(0 <= one.good <= one.total <= len(first) + len(second) for one in both)
