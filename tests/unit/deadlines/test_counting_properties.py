"""What holds for every start, length, suspension and extension, checked against the oracle."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casebook.deadlines.rules.counting import Length, Span, Unit, Why, compute, merge
from tests.unit.deadlines.oracle import CALENDAR, LAST_OFFICIAL, raw_day, rolled, suspended_days, works

starts = st.dates(date(2005, 6, 1), date(2036, 1, 1))
units = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH])
directions = st.sampled_from([1, -1])


@st.composite
def lengths(draw: st.DrawFn) -> Length:
    unit = draw(units)
    return Length(draw(st.integers(1, 6 if unit is Unit.MONTH else 90)), unit)


@st.composite
def stops(draw: st.DrawFn, around: date) -> list[tuple[date, date]]:
    offsets = draw(st.lists(st.tuples(st.integers(-150, 150), st.integers(0, 25)), max_size=4))
    return [(around + timedelta(days=a), around + timedelta(days=a + n)) for a, n in offsets]


@given(starts, lengths(), directions, st.data())
def test_every_date_is_the_oracles(start: date, length: Length, sign: int, data: st.DataObject) -> None:
    stopped = data.draw(stops(start))
    deadline = compute(
        start, length, calendar=CALENDAR, suspensions=[Span(*pair) for pair in stopped], backward=sign < 0
    )
    raw = raw_day(start, length.amount, length.unit.value, stopped, sign)
    assert (deadline.raw, deadline.due) == (raw, rolled(raw, sign))
    passed = [step.on for step in deadline.steps[1:]]
    assert deadline.provisional is any(day.year > LAST_OFFICIAL for day in passed)


@given(starts, lengths(), directions, st.data())
def test_the_steps_are_every_day_once_and_add_up(
    start: date, length: Length, sign: int, data: st.DataObject
) -> None:
    stopped = data.draw(stops(start))
    deadline = compute(
        start, length, calendar=CALENDAR, suspensions=[Span(*pair) for pair in stopped], backward=sign < 0
    )
    days = [step.on for step in deadline.steps]
    assert days == [start + sign * timedelta(days=k) for k in range(len(days))]
    counted = [step.on for step in deadline.steps if step.counted]
    assert counted[-1] == deadline.raw
    assert days[-1] == deadline.due
    if length.unit is not Unit.MONTH:
        assert len(counted) == length.amount
    out = {step.on for step in deadline.steps if step.why is Why.SUSPENDED}
    assert out == {day for day in suspended_days(stopped) if day in days[1 : days.index(deadline.raw) + 1]}


@given(starts, lengths())
def test_due_is_a_working_day_not_before_raw(start: date, length: Length) -> None:
    deadline = compute(start, length, calendar=CALENDAR)
    assert start < deadline.raw <= deadline.due
    assert works(deadline.due)
    assert not any(works(deadline.raw + timedelta(days=k)) for k in range((deadline.due - deadline.raw).days))


@given(starts, lengths())
def test_backward_due_is_a_working_day_not_after_raw(start: date, length: Length) -> None:
    deadline = compute(start, length, calendar=CALENDAR, backward=True)
    assert start > deadline.raw >= deadline.due
    assert works(deadline.due)


@given(starts, lengths(), st.integers(0, 5), st.data())
def test_more_time_is_never_earlier(start: date, length: Length, more: int, data: st.DataObject) -> None:
    stopped = [Span(*pair) for pair in data.draw(stops(start))]
    shorter = compute(start, length, calendar=CALENDAR, suspensions=stopped)
    longer = compute(start, length, calendar=CALENDAR, suspensions=stopped, extension=more)
    assert (shorter.raw, shorter.due) <= (longer.raw, longer.due)
    whole = Length(length.amount + more, length.unit)
    assert longer == compute(start, whole, calendar=CALENDAR, suspensions=stopped)


@given(starts, lengths(), st.data())
def test_a_suspension_is_never_to_the_partys_harm(start: date, length: Length, data: st.DataObject) -> None:
    stopped = [Span(*pair) for pair in data.draw(stops(start))]
    plain = compute(start, length, calendar=CALENDAR)
    paused = compute(start, length, calendar=CALENDAR, suspensions=stopped)
    assert plain.raw <= paused.raw
    assert compute(start, length, calendar=CALENDAR, suspensions=merge(stopped)) == paused


@given(starts.flatmap(stops))
def test_merging_keeps_the_days_and_is_idempotent(pairs: list[tuple[date, date]]) -> None:
    merged = merge(Span(*pair) for pair in pairs)
    assert merge(merged) == merged
    assert suspended_days((span.first, span.last) for span in merged) == suspended_days(pairs)
    assert all(b.first > a.last + timedelta(days=1) for a, b in itertools.pairwise(merged))


@given(starts, st.integers(1, 60), st.integers(1, 60))
def test_working_days_add_up(start: date, first: int, second: int) -> None:
    there = compute(start, Length(first, Unit.WORKING_DAY), calendar=CALENDAR).raw
    further = compute(there, Length(second, Unit.WORKING_DAY), calendar=CALENDAR).raw
    assert further == compute(start, Length(first + second, Unit.WORKING_DAY), calendar=CALENDAR).raw


@given(starts, st.integers(1, 60))
def test_backward_undoes_forward_between_working_days(start: date, amount: int) -> None:
    begin = rolled(start)
    there = compute(begin, Length(amount, Unit.WORKING_DAY), calendar=CALENDAR).raw
    assert compute(there, Length(amount, Unit.WORKING_DAY), calendar=CALENDAR, backward=True).raw == begin
