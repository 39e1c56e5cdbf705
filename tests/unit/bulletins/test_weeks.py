"""Eight o'clock of each week's first working day, held against another calendar, over outages of any kind."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.bulletins.rules import Due, Week, due_of, latest_due, missing_weeks
from casebook.deadlines.rules import Calendar
from casebook.deadlines.rules.years import official_years, provisional_year
from casebook.kernel.errors import RuleBroken

D = date.fromisoformat
CALENDAR = Calendar(official_years() | {2027: provisional_year(2027)})
FIRST = Week(D("2025-12-29"))
WEEKS = [FIRST.plus(number) for number in range(52)]
"""All of 2026, the week that begins it included; the last ends on 27 December."""
HOUR = timedelta(hours=1)
HOURS = [datetime(2025, 12, 28, 16, tzinfo=UTC) + number * HOUR for number in range(52 * 7 * 24)]


def announced(week: Week) -> datetime | None:
    """When the page is due, by the other calendar: eight in China is midnight UTC."""
    for ahead in range(7):
        day = week.monday + timedelta(days=ahead)
        if chinese_calendar.is_workday(day):
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
    return None


def test_every_week_of_the_year() -> None:
    found = {week: due_of(CALENDAR, week) for week in WEEKS}
    assert {week: due and due.at.astimezone(UTC) for week, due in found.items()} == {
        week: announced(week) for week in WEEKS
    }


@pytest.mark.parametrize(
    ("monday", "day"),
    [
        ("2025-12-29", "2025-12-29"),
        ("2026-02-16", None),
        ("2026-02-23", "2026-02-24"),
        ("2026-04-06", "2026-04-07"),
        ("2026-05-04", "2026-05-06"),
        ("2026-09-28", "2026-09-28"),
        ("2026-10-05", "2026-10-08"),
        ("2026-11-16", "2026-11-16"),
    ],
)
def test_weeks_that_holidays_and_made_up_days_move(monday: str, day: str | None) -> None:
    """The week of the Spring Festival has no working day at all, so no page."""
    due = due_of(CALENDAR, Week(D(monday)))
    assert (due and due.at.isoformat()) == (day and f"{day}T08:00:00+08:00")


def simulate(runs: list[datetime]) -> dict[Week, datetime]:
    """Return when each page was made by workers that run at these instants."""
    made: dict[Week, datetime] = {}
    for now in runs:
        due = latest_due(CALENDAR, now)
        if due is not None and due.week not in made:
            made[due.week] = now
    return made


def test_without_an_outage_each_is_made_on_the_stroke() -> None:
    made = simulate(HOURS)
    expected = {week: at for week in WEEKS if (at := announced(week)) is not None}
    assert {week: at for week, at in made.items() if week >= FIRST} == expected
    assert len(expected) == 51


@given(st.lists(st.integers(0, len(HOURS) - 1), min_size=1, max_size=60))
def test_over_any_outages(numbers: list[int]) -> None:
    """Only the latest missing one is made late, once; older ones stay without and are named."""
    runs = [HOURS[number] for number in sorted(numbers)]
    made = simulate(runs)
    for week, at in made.items():
        due = due_of(CALENDAR, week)
        assert due is not None
        assert due.at <= at
        following = next(found for one in range(1, 4) if (found := due_of(CALENDAR, week.plus(one))))
        assert at < following.at
        assert next(run for run in runs if due.at <= run < following.at) == at
    last = latest_due(CALENDAR, runs[-1])
    assert last is not None
    named = set(missing_weeks(CALENDAR, set(made), last.week))
    assert named.isdisjoint(made)
    spanned = {week for week in WEEKS if min(made) <= week <= last.week and announced(week)}
    assert named | {week for week in made if week >= FIRST} >= spanned


@given(st.dates(D("2004-01-01"), D("2026-12-31")))
def test_a_week_reads_as_it_is_written(day: date) -> None:
    week = Week.of(day)
    assert Week.parse(str(week)) == week
    assert week.monday <= day <= week.sunday


@pytest.mark.parametrize("text", ["", "2026-48", "2026-W60", "W48-2026", "2026-W00"])
def test_what_names_no_week(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Week.parse(text)


def test_a_year_without_a_calendar_is_never_guessed() -> None:
    with pytest.raises(RuleBroken, match="calendar_year_unknown"):
        latest_due(CALENDAR, datetime(2028, 5, 1, tzinfo=UTC))


def test_nothing_was_ever_made() -> None:
    assert list(missing_weeks(CALENDAR, set(), FIRST)) == []
    assert latest_due(CALENDAR, datetime(2026, 11, 22, 23, 59, tzinfo=UTC)) == Due(
        Week(D("2026-11-16")), datetime(2026, 11, 16, tzinfo=UTC)
    )
