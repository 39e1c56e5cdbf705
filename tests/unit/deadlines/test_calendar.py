from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from casebook.deadlines.rules.calendar import Calendar, DayKind, YearStatus
from casebook.deadlines.rules.years import official_years, provisional_year, statutory_days
from casebook.kernel.errors import RuleBroken
from tests.unit.deadlines.lunisolar import festivals
from tests.unit.deadlines.oracle import CALENDAR, works


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2024, 9, 27), DayKind.WORKING_DAY, ""),
        (date(2024, 9, 28), DayKind.WEEKEND, ""),
        (date(2024, 9, 29), DayKind.MAKEUP, "国庆节"),
        (date(2024, 10, 1), DayKind.HOLIDAY, "国庆节"),
        (date(2024, 10, 5), DayKind.HOLIDAY, "国庆节"),
        (date(2025, 10, 6), DayKind.HOLIDAY, "中秋节"),
        (date(2015, 9, 3), DayKind.HOLIDAY, "抗战胜利70周年"),
        (date(2020, 1, 31), DayKind.HOLIDAY, "春节"),
        (date(2027, 2, 5), DayKind.HOLIDAY, "春节"),
        (date(2027, 2, 9), DayKind.WORKING_DAY, ""),
        (date(2027, 10, 9), DayKind.WEEKEND, ""),
    ],
)
def test_what_a_day_is(day: date, kind: DayKind, name: str) -> None:
    assert CALENDAR.kind_of(day) is kind
    assert CALENDAR.name_of(day) == name
    assert CALENDAR.is_working_day(day) is (kind in {DayKind.WORKING_DAY, DayKind.MAKEUP})


def test_every_day_agrees_with_the_oracle() -> None:
    days = (
        date(2004, 1, 1) + timedelta(days=k) for k in range((date(2037, 12, 31) - date(2004, 1, 1)).days + 1)
    )
    assert [day for day in days if CALENDAR.is_working_day(day) is not works(day)] == []


def test_official_years_are_those_that_were_announced() -> None:
    years = official_years()
    assert sorted(years) == list(range(2004, 2027))
    assert {year.status for year in years.values()} == {YearStatus.OFFICIAL}


@pytest.mark.parametrize("year", range(2025, 2061))
def test_festivals_follow_sun_and_moon(year: int) -> None:
    by_name: dict[str, list[date]] = {}
    for day, name in statutory_days(year):
        by_name.setdefault(name, []).append(day)
    spring, qingming, dragon_boat, mid_autumn = festivals(year)
    assert by_name == {
        "元旦": [date(year, 1, 1)],
        "春节": [spring + timedelta(days=k) for k in (-1, 0, 1, 2)],
        "清明节": [qingming],
        "劳动节": [date(year, 5, 1), date(year, 5, 2)],
        "端午节": [dragon_boat],
        "中秋节": [mid_autumn],
        "国庆节": [date(year, 10, 1), date(year, 10, 2), date(year, 10, 3)],
    }


@pytest.mark.parametrize("year", range(2008, 2027))
def test_the_sky_agrees_with_the_notices(year: int) -> None:
    announced = {day: name for day, name in chinese_calendar.constants.holidays.items() if day.year == year}
    spring, qingming, dragon_boat, mid_autumn = festivals(year)
    assert announced[spring] == "Spring Festival"
    assert announced[qingming] == "Tomb-sweeping Day"
    assert not CALENDAR.is_working_day(dragon_boat)
    assert not CALENDAR.is_working_day(mid_autumn)


@pytest.mark.parametrize("year", [2025, 2026])
def test_statutory_days_are_holidays_of_the_announced_years(year: int) -> None:
    assert [day for day, _ in statutory_days(year) if CALENDAR.is_working_day(day)] == []


def test_a_provisional_year_has_no_makeup_days() -> None:
    year = provisional_year(2031)
    assert year.status is YearStatus.PROVISIONAL
    assert not any(item.is_working for item in year.exceptions.values())
    assert len(year.exceptions) == 12  # Mid-autumn of 2031 falls on National Day


@pytest.mark.parametrize("year", [2024, 2061])
def test_no_provisional_year_is_guessed(year: int) -> None:
    with pytest.raises(RuleBroken) as caught:
        provisional_year(year)
    assert (caught.value.code, caught.value.facts) == ("calendar_year_unknown", {"year": year})


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2038, 1, 1), date(1, 1, 1), date(9999, 12, 31)])
def test_an_unknown_year_is_named(day: date) -> None:
    for ask in (CALENDAR.is_working_day, CALENDAR.kind_of, CALENDAR.name_of, CALENDAR.is_provisional):
        with pytest.raises(RuleBroken) as caught:
            ask(day)
        assert (caught.value.code, caught.value.facts) == ("calendar_year_unknown", {"year": day.year})


def test_a_hole_is_named() -> None:
    holed = Calendar({year: item for year, item in CALENDAR.years.items() if year != 2025})
    with pytest.raises(RuleBroken) as caught:
        holed.next_working_day(date(2024, 12, 31))
    assert caught.value.facts == {"year": 2025}


@pytest.mark.parametrize(
    ("day", "following", "preceding"),
    [
        (date(2024, 9, 30), date(2024, 10, 8), date(2024, 9, 29)),
        (date(2024, 10, 4), date(2024, 10, 8), date(2024, 9, 30)),
        (date(2025, 1, 27), date(2025, 2, 5), date(2025, 1, 26)),
        (date(2026, 12, 31), date(2027, 1, 4), date(2026, 12, 30)),
    ],
)
def test_neighbouring_working_days(day: date, following: date, preceding: date) -> None:
    assert CALENDAR.next_working_day(day) == following
    assert CALENDAR.previous_working_day(day) == preceding


def test_seeking_from_the_ends_of_time_is_refused() -> None:
    with pytest.raises(RuleBroken):
        CALENDAR.next_working_day(date.max)
    with pytest.raises(RuleBroken):
        CALENDAR.previous_working_day(date.min)
