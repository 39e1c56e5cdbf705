from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from casebook.deadlines.rules.counting import Length, Span, Step, Unit, Why, compute, compute_hours, merge
from casebook.kernel.errors import RuleBroken
from tests.unit.deadlines.oracle import CALENDAR

D = date.fromisoformat
WORKING, DAYS, MONTHS = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH


def spans(*texts: str) -> list[Span]:
    return [Span(*(D(part) for part in text.split(".."))) for text in texts]


FORWARD = [
    # National Day 2024: make-up days 09-29 (Sunday) and 10-12 (Saturday), holiday 10-01 … 10-07
    ("2024-09-27", 7, WORKING, "2024-10-12", "2024-10-12"),
    ("2024-09-27", 5, WORKING, "2024-10-10", "2024-10-10"),
    ("2024-09-27", 1, WORKING, "2024-09-29", "2024-09-29"),
    ("2024-09-30", 1, WORKING, "2024-10-08", "2024-10-08"),
    ("2024-10-03", 3, WORKING, "2024-10-10", "2024-10-10"),
    ("2024-09-20", 15, DAYS, "2024-10-05", "2024-10-08"),
    ("2024-09-27", 15, DAYS, "2024-10-12", "2024-10-12"),
    ("2024-09-01", 30, DAYS, "2024-10-01", "2024-10-08"),
    ("2024-09-04", 10, DAYS, "2024-09-14", "2024-09-14"),
    ("2024-09-12", 10, DAYS, "2024-09-22", "2024-09-23"),
    # Spring Festival
    ("2024-02-08", 5, WORKING, "2024-02-21", "2024-02-21"),
    ("2024-02-02", 10, DAYS, "2024-02-12", "2024-02-18"),
    ("2025-01-24", 3, WORKING, "2025-02-05", "2025-02-05"),
    ("2025-01-24", 7, WORKING, "2025-02-10", "2025-02-10"),
    ("2025-01-15", 15, DAYS, "2025-01-30", "2025-02-05"),
    ("2020-01-17", 5, WORKING, "2020-01-23", "2020-01-23"),
    ("2020-01-17", 6, WORKING, "2020-02-03", "2020-02-03"),
    ("2026-02-13", 3, WORKING, "2026-02-25", "2026-02-25"),
    # year ends
    ("2024-12-31", 2, WORKING, "2025-01-03", "2025-01-03"),
    ("2025-12-30", 5, WORKING, "2026-01-07", "2026-01-07"),
    ("2023-12-17", 15, DAYS, "2024-01-01", "2024-01-02"),
    ("2007-12-28", 1, WORKING, "2007-12-29", "2007-12-29"),
    ("2007-12-29", 1, WORKING, "2008-01-02", "2008-01-02"),
    ("2003-12-31", 1, WORKING, "2004-01-02", "2004-01-02"),
    # leap years and month ends
    ("2024-01-31", 1, MONTHS, "2024-02-29", "2024-02-29"),
    ("2023-01-31", 1, MONTHS, "2023-02-28", "2023-02-28"),
    ("2024-08-31", 6, MONTHS, "2025-02-28", "2025-02-28"),
    ("2023-11-30", 3, MONTHS, "2024-02-29", "2024-02-29"),
    ("2024-02-29", 12, MONTHS, "2025-02-28", "2025-02-28"),
    ("2024-03-31", 1, MONTHS, "2024-04-30", "2024-04-30"),
    ("2024-07-05", 3, MONTHS, "2024-10-05", "2024-10-08"),
    ("2024-12-01", 1, MONTHS, "2025-01-01", "2025-01-02"),
    ("2024-02-20", 10, DAYS, "2024-03-01", "2024-03-01"),
    ("2023-02-20", 10, DAYS, "2023-03-02", "2023-03-02"),
    # a whole ninety days and a whole year
    ("2024-01-02", 90, DAYS, "2024-04-01", "2024-04-01"),
    ("2023-02-28", 366, DAYS, "2024-02-29", "2024-02-29"),
]


@pytest.mark.parametrize(("start", "amount", "unit", "raw", "due"), FORWARD)
def test_forward_terms(start: str, amount: int, unit: Unit, raw: str, due: str) -> None:
    deadline = compute(D(start), Length(amount, unit), calendar=CALENDAR)
    assert (deadline.raw, deadline.due, deadline.provisional) == (D(raw), D(due), False)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "raw", "due"),
    [
        ("2024-10-10", 7, WORKING, "2024-09-25", "2024-09-25"),
        ("2025-02-10", 7, WORKING, "2025-01-24", "2025-01-24"),
        ("2023-06-30", 45, DAYS, "2023-05-16", "2023-05-16"),
        ("2024-11-20", 45, DAYS, "2024-10-06", "2024-09-30"),
        ("2024-03-31", 1, MONTHS, "2024-02-29", "2024-02-29"),
        ("2024-11-03", 1, MONTHS, "2024-10-03", "2024-09-30"),
        ("2024-01-03", 1, WORKING, "2024-01-02", "2024-01-02"),
        ("2024-01-02", 1, WORKING, "2023-12-29", "2023-12-29"),
    ],
)
def test_backward_terms(start: str, amount: int, unit: Unit, raw: str, due: str) -> None:
    deadline = compute(D(start), Length(amount, unit), calendar=CALENDAR, backward=True)
    assert (deadline.raw, deadline.due) == (D(raw), D(due))


@pytest.mark.parametrize(
    ("start", "amount", "unit", "stopped", "raw", "due"),
    [
        ("2024-03-01", 90, DAYS, ["2024-03-10..2024-03-19"], "2024-06-09", "2024-06-11"),
        (
            "2024-03-01",
            90,
            DAYS,
            ["2024-03-10..2024-03-15", "2024-03-14..2024-03-19"],
            "2024-06-09",
            "2024-06-11",
        ),
        (
            "2024-03-01",
            90,
            DAYS,
            ["2024-03-16..2024-03-19", "2024-03-10..2024-03-15"],
            "2024-06-09",
            "2024-06-11",
        ),
        ("2024-03-01", 10, DAYS, ["2024-02-20..2024-03-03"], "2024-03-13", "2024-03-13"),
        ("2024-03-01", 10, DAYS, ["2024-02-20..2024-03-01"], "2024-03-11", "2024-03-11"),
        ("2024-03-01", 10, DAYS, ["2024-03-11..2024-03-12"], "2024-03-13", "2024-03-13"),
        ("2024-03-01", 10, DAYS, ["2024-03-12..2024-03-20"], "2024-03-11", "2024-03-11"),
        ("2024-03-01", 10, DAYS, ["2024-03-05..2024-03-05"], "2024-03-12", "2024-03-12"),
        ("2024-09-27", 7, WORKING, ["2024-10-08..2024-10-09"], "2024-10-15", "2024-10-15"),
        ("2024-09-27", 7, WORKING, ["2024-10-01..2024-10-07"], "2024-10-12", "2024-10-12"),
        ("2024-01-31", 1, MONTHS, ["2024-02-10..2024-02-14"], "2024-03-05", "2024-03-05"),
        (
            "2024-01-31",
            1,
            MONTHS,
            ["2024-02-10..2024-02-14", "2024-03-02..2024-03-03"],
            "2024-03-07",
            "2024-03-07",
        ),
        ("2024-01-31", 1, MONTHS, ["2024-03-01..2024-03-05"], "2024-02-29", "2024-02-29"),
    ],
)
def test_suspended_days_are_not_counted(
    start: str, amount: int, unit: Unit, stopped: list[str], raw: str, due: str
) -> None:
    deadline = compute(D(start), Length(amount, unit), calendar=CALENDAR, suspensions=spans(*stopped))
    assert (deadline.raw, deadline.due) == (D(raw), D(due))


@pytest.mark.parametrize(
    ("start", "amount", "unit", "extension", "raw", "due"),
    [
        ("2024-01-02", 90, DAYS, 60, "2024-05-31", "2024-05-31"),
        # counted from the start: the roll of the first due day (10-05 to 10-08) gives no more days
        ("2024-09-20", 15, DAYS, 5, "2024-10-10", "2024-10-10"),
        ("2024-09-27", 5, WORKING, 2, "2024-10-12", "2024-10-12"),
        ("2024-01-31", 1, MONTHS, 1, "2024-03-31", "2024-04-01"),
    ],
)
def test_an_extension_counts_from_the_start(
    start: str, amount: int, unit: Unit, extension: int, raw: str, due: str
) -> None:
    deadline = compute(D(start), Length(amount, unit), calendar=CALENDAR, extension=extension)
    assert (deadline.raw, deadline.due) == (D(raw), D(due))


def test_without_rolling_due_is_raw() -> None:
    deadline = compute(D("2024-09-20"), Length(15, DAYS), calendar=CALENDAR, roll=False)
    assert deadline.due == deadline.raw == D("2024-10-05")


@pytest.mark.parametrize(
    ("start", "amount", "due"), [("2024-03-05", 1, "2024-12-31"), ("2024-12-31", 2, "2025-12-31")]
)
def test_year_ends_do_not_roll(start: str, amount: int, due: str) -> None:
    deadline = compute(D(start), Length(amount, Unit.YEAR_END), calendar=CALENDAR)
    assert deadline.raw == deadline.due == D(due)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "backward", "due", "provisional"),
    [
        ("2026-12-28", 3, WORKING, False, "2026-12-31", False),
        ("2026-12-28", 5, WORKING, False, "2027-01-05", True),
        ("2026-12-11", 15, DAYS, False, "2026-12-28", False),
        ("2026-12-17", 15, DAYS, False, "2027-01-04", True),
        ("2027-01-01", 3, WORKING, True, "2026-12-29", False),
        ("2027-01-06", 3, WORKING, True, "2026-12-31", True),
        ("2026-10-15", 3, MONTHS, False, "2027-01-15", True),
    ],
)
def test_what_touches_a_provisional_year_is_provisional(
    start: str, amount: int, unit: Unit, *, backward: bool, due: str, provisional: bool
) -> None:
    deadline = compute(D(start), Length(amount, unit), calendar=CALENDAR, backward=backward)
    assert (deadline.due, deadline.provisional) == (D(due), provisional)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "backward", "year"),
    [
        ("2003-12-01", 7, WORKING, False, 2003),
        ("2037-12-28", 7, WORKING, False, 2038),
        ("2040-01-01", 15, DAYS, False, 2040),
        ("2037-12-20", 15, DAYS, False, 2038),
        ("2004-01-05", 7, WORKING, True, 2003),
        ("2037-11-30", 2, MONTHS, False, 2038),
        ("9999-12-31", 1, DAYS, False, 9999),
        ("9999-12-31", 1, MONTHS, False, 9999),
        ("0001-01-01", 1, DAYS, True, 1),
        ("2024-01-01", 4000, WORKING, False, 2038),
        ("2030-01-01", 4000, MONTHS, False, 2038),
    ],
)
def test_an_unknown_year_is_named_never_guessed(
    start: str, amount: int, unit: Unit, *, backward: bool, year: int
) -> None:
    with pytest.raises(RuleBroken) as caught:
        compute(D(start), Length(amount, unit), calendar=CALENDAR, backward=backward)
    assert (caught.value.code, caught.value.facts) == ("calendar_year_unknown", {"year": year})


def test_the_steps_tell_day_by_day_how_the_date_came_about() -> None:
    deadline = compute(
        D("2024-09-29"), Length(3, DAYS), calendar=CALENDAR, suspensions=spans("2024-09-30..2024-09-30")
    )
    assert deadline.steps == (
        Step(D("2024-09-29"), counted=False, why=Why.START),
        Step(D("2024-09-30"), counted=False, why=Why.SUSPENDED),
        Step(D("2024-10-01"), counted=True, why=Why.HOLIDAY, name="国庆节"),
        Step(D("2024-10-02"), counted=True, why=Why.HOLIDAY, name="国庆节"),
        Step(D("2024-10-03"), counted=True, why=Why.HOLIDAY, name="国庆节"),
        *(Step(date(2024, 10, day), counted=False, why=Why.HOLIDAY, name="国庆节") for day in (4, 5, 6, 7)),
        Step(D("2024-10-08"), counted=False, why=Why.ROLLED),
    )


def test_working_days_pass_over_week_ends_and_count_makeup_days() -> None:
    steps = compute(D("2024-09-27"), Length(2, WORKING), calendar=CALENDAR).steps
    assert [(step.on.day, step.counted, step.why) for step in steps] == [
        (27, False, Why.START),
        (28, False, Why.WEEKEND),
        (29, True, Why.MAKEUP),
        (30, True, Why.WORKING_DAY),
    ]


@pytest.mark.parametrize("amount", [0, -1, 4001])
def test_a_term_is_at_least_one_and_not_endless(amount: int) -> None:
    with pytest.raises(RuleBroken) as caught:
        Length(amount, DAYS)
    assert caught.value.code == "term_amount_out_of_range"


def test_a_negative_extension_is_refused() -> None:
    with pytest.raises(RuleBroken) as caught:
        compute(D("2024-01-02"), Length(5, DAYS), calendar=CALENDAR, extension=-1)
    assert caught.value.code == "term_extension_negative"


def test_a_reversed_suspension_is_refused() -> None:
    with pytest.raises(RuleBroken) as caught:
        Span(D("2024-01-02"), D("2024-01-01"))
    assert caught.value.code == "suspension_reversed"


def test_hours_are_counted_from_an_instant() -> None:
    start = datetime(2024, 9, 30, 18, 30, tzinfo=UTC)
    assert compute_hours(start, Length(24, Unit.HOUR)) == datetime(2024, 10, 1, 18, 30, tzinfo=UTC)
    assert compute_hours(start, Length(24, Unit.HOUR), extension=1) == datetime(
        2024, 10, 1, 19, 30, tzinfo=UTC
    )


def test_hours_and_days_are_not_mixed() -> None:
    with pytest.raises(RuleBroken) as caught:
        compute(D("2024-01-02"), Length(24, Unit.HOUR), calendar=CALENDAR)
    assert caught.value.code == "term_needs_time"
    with pytest.raises(RuleBroken) as caught:
        compute_hours(datetime(2024, 1, 2, tzinfo=UTC), Length(2, DAYS))
    assert caught.value.code == "term_not_in_hours"


def test_spans_that_touch_become_one() -> None:
    assert merge(
        spans("2024-01-05..2024-01-06", "2024-01-01..2024-01-04", "2024-01-08..2024-01-08")
    ) == tuple(spans("2024-01-01..2024-01-06", "2024-01-08..2024-01-08"))
