"""When a meter may be put on, swapped or taken away; seals and calibrations."""

from __future__ import annotations

from datetime import date

import pytest

from casebook.kernel.errors import RuleBroken
from casebook.volumes.rules.metering import (
    CalibrationState,
    Span,
    calibration_state,
    check_closing,
    check_digits,
    check_put,
    check_seal,
    check_seal_end,
)
from tests.unit.volumes.series import reading

TODAY = date(2023, 6, 1)
GONE = Span("W1", "A", date(2022, 1, 1), date(2023, 3, 1))
THERE = Span("W1", "A", date(2023, 3, 1))


def code_of(refused: pytest.ExceptionInfo[RuleBroken]) -> str:
    return refused.value.code


@pytest.mark.parametrize(
    ("spans", "on", "code"),
    [
        ([], date(2023, 6, 2), "meter_day_in_future"),
        ([THERE], date(2023, 5, 1), "meter_already_there"),
        ([Span("W2", "B", date(2023, 1, 1))], date(2023, 5, 1), "meter_elsewhere"),
        ([Span("W2", "B", date(2023, 1, 1), date(2023, 5, 2))], date(2023, 5, 1), "meter_elsewhere"),
        ([GONE], date(2023, 2, 28), "meter_put_before_former"),
        ([THERE], date(2023, 2, 1), "meter_put_before_former"),
    ],
)
def test_where_no_meter_may_begin(spans: list[Span], on: date, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_put(spans, well="W1", meter="B", on=on, today=TODAY)
    assert code_of(refused) == code


@pytest.mark.parametrize("spans", [[], [GONE], [Span("W2", "B", date(2022, 1, 1), date(2023, 3, 1))]])
def test_where_one_may_on_the_very_day_of_the_removal(spans: list[Span]) -> None:
    check_put(spans, well="W1", meter="B", on=date(2023, 3, 1), today=TODAY)


def test_a_meter_is_there_until_the_day_before_its_removal() -> None:
    assert [GONE.holds_on(date(2023, *day)) for day in ((2, 28), (3, 1))] == [True, False]
    assert not GONE.holds_on(date(2021, 12, 31))
    assert THERE.holds_on(TODAY)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2023, 6, 2), "meter_day_in_future"),
        (date(2023, 2, 28), "meter_closed_before_put"),
        (date(2023, 4, 30), "meter_read_later"),
    ],
)
def test_a_meter_is_not_closed_before_what_was_read_from_it(on: date, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_closing([reading("2023-05-01", 7)], THERE, on=on, today=TODAY)
    assert code_of(refused) == code
    check_closing([reading("2023-05-01", 7)], THERE, on=date(2023, 5, 1), today=TODAY)
    check_closing([], THERE, on=date(2023, 3, 1), today=TODAY)


@pytest.mark.parametrize(
    ("digits", "dial", "code"),
    [
        (2, 0, "meter_digits_impossible"),
        (13, 0, "meter_digits_impossible"),
        (4, 10_000, "meter_digits_too_few"),
    ],
)
def test_digits_that_no_dial_has(digits: int, dial: int, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_digits(digits, [dial * 1000])
    assert code_of(refused) == code


def test_digits_that_hold_all_dials() -> None:
    check_digits(None, [10**12])
    check_digits(4, [9_999_999, 0])


@pytest.mark.parametrize(
    ("due_on", "state"),
    [
        (None, CalibrationState.UNKNOWN),
        (date(2023, 5, 31), CalibrationState.OVERDUE),
        (TODAY, CalibrationState.DUE_SOON),
        (date(2023, 7, 31), CalibrationState.DUE_SOON),
        (date(2023, 8, 1), CalibrationState.VALID),
    ],
)
def test_a_calibration_holds_on_its_due_day(due_on: date | None, state: CalibrationState) -> None:
    assert calibration_state(due_on, TODAY) is state


def test_seals_follow_each_other_and_never_come_from_the_future() -> None:
    check_seal(put_on=TODAY, former_put_on=TODAY, today=TODAY)
    check_seal_end(put_on=TODAY, ended_on=TODAY, today=TODAY)
    with pytest.raises(RuleBroken, match="seal_before_former"):
        check_seal(put_on=date(2023, 5, 1), former_put_on=TODAY, today=TODAY)
    with pytest.raises(RuleBroken, match="seal_before_former"):
        check_seal_end(put_on=TODAY, ended_on=date(2023, 5, 1), today=TODAY)
    with pytest.raises(RuleBroken, match="meter_day_in_future"):
        check_seal(put_on=date(2023, 6, 2), former_put_on=None, today=TODAY)
