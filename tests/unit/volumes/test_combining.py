"""The best method wins, and coefficients are chosen by place, layer, season and day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.months import Month
from casebook.quotas.rules import Grade, VolumeMethod
from casebook.regions.rules import Aquifer
from casebook.volumes.rules import MonthVolume, VolumeFlag, year_of_months
from casebook.volumes.rules.coefficients import CoefficientFacts, choose, in_season
from casebook.volumes.rules.combining import Estimate, best_of, power_volume
from casebook.volumes.rules.months import MeteredMonth

MAY = Month(2023, 5)
POWER = Estimate(300, VolumeMethod.POWER_COEFFICIENT, "k1")
HOURS = Estimate(200, VolumeMethod.PUMP_HOURS)
NORM = Estimate(100, VolumeMethod.NORM)


@pytest.mark.parametrize(
    ("metered", "estimates", "litres", "grade"),
    [
        (MeteredMonth(400), [POWER, HOURS, NORM], 400, Grade.A),
        (MeteredMonth(0), [POWER], 0, Grade.A),
        (MeteredMonth(None, has_gap=True), [NORM, POWER, HOURS], 300, Grade.B),
        (None, [NORM, HOURS], 200, Grade.C),
        (None, [NORM], 100, Grade.C),
    ],
    ids=["meter", "meter-says-zero", "power", "hours", "norm"],
)
def test_the_best_method_wins(
    metered: MeteredMonth | None, estimates: list[Estimate[str]], litres: int, grade: Grade
) -> None:
    found = best_of({MAY: metered} if metered else {}, {MAY: estimates})[MAY]
    assert (found.litres, found.grade) == (litres, grade)


def test_a_month_without_any_figure_keeps_what_must_be_known() -> None:
    month = MeteredMonth(None, flags={VolumeFlag.DECREASE}, has_gap=True)
    found = best_of({MAY: month}, {})[MAY]
    assert (found.litres, found.method, found.grade, found.flags) == (
        None,
        None,
        None,
        "decrease_unexplained",
    )
    assert best_of({MAY: MeteredMonth(None)}, {}) == {}


@given(st.integers(0, 10**9), st.integers(1, 20_000))
def test_electricity_becomes_water_half_even(energy_wh: int, litres_per_kwh: int) -> None:
    assert power_volume(energy_wh, litres_per_kwh) == round(Fraction(energy_wh * litres_per_kwh, 1000))


def coefficient(key: str, **changes: object) -> CoefficientFacts[str]:
    facts: dict[str, object] = {
        "division_code": "371525",
        "aquifer": None,
        "first_month": 1,
        "last_month": 12,
        "valid_from": date(2020, 1, 1),
        "valid_to": None,
        "litres_per_kwh": 2000,
    }
    return CoefficientFacts(key=key, **(facts | changes))  # type: ignore[arg-type] # a table of cases


COUNTY = coefficient("county")
TOWN = coefficient("town", division_code="371525104")
DEEP = coefficient("deep", aquifer=Aquifer.DEEP_CONFINED)
SUMMER = coefficient("summer", first_month=5, last_month=9)
WINTER = coefficient("winter", first_month=11, last_month=3)
LATER = coefficient("later", valid_from=date(2023, 6, 1))
ENDED = coefficient("ended", division_code="371525104", valid_to=date(2023, 4, 30))


@pytest.mark.parametrize(
    ("known", "aquifer", "month", "chosen"),
    [
        ([COUNTY, TOWN], Aquifer.SHALLOW, MAY, "town"),
        ([COUNTY, DEEP], Aquifer.SHALLOW, MAY, "county"),
        ([COUNTY, DEEP], Aquifer.DEEP_CONFINED, MAY, "deep"),
        ([COUNTY, SUMMER], Aquifer.SHALLOW, MAY, "summer"),
        ([WINTER], Aquifer.SHALLOW, MAY, None),
        ([WINTER], Aquifer.SHALLOW, Month(2023, 2), "winter"),
        ([COUNTY, LATER], Aquifer.SHALLOW, MAY, "county"),
        ([COUNTY, LATER], Aquifer.SHALLOW, Month(2023, 6), "later"),
        ([COUNTY, ENDED], Aquifer.SHALLOW, MAY, "county"),
        ([COUNTY, ENDED], Aquifer.SHALLOW, Month(2023, 4), "ended"),
        ([], Aquifer.SHALLOW, MAY, None),
    ],
)
def test_the_narrowest_coefficient_in_force_is_chosen(
    known: list[CoefficientFacts[str]], aquifer: Aquifer, month: Month, chosen: str | None
) -> None:
    found = choose(known, "371525104", aquifer, month)
    assert (found and found.key) == chosen


def test_a_season_may_run_over_the_turn_of_the_year() -> None:
    assert [month for month in range(1, 13) if in_season(month, 11, 3)] == [1, 2, 3, 11, 12]


def test_a_year_sums_what_is_there_and_names_what_is_not() -> None:
    known = {
        Month(2023, month): MonthVolume(Month(2023, month), Decimal(month), Grade.A) for month in range(1, 11)
    }
    year = year_of_months(2023, known)
    assert (year.total_m3, year.missing_months) == (Decimal(55), (Month(2023, 11), Month(2023, 12)))
    assert not year.is_complete
    assert year_of_months(2022, {}).total_m3 == 0


def test_a_partial_month_leaves_a_year_incomplete() -> None:
    whole = {Month(2023, m): MonthVolume(Month(2023, m), Decimal(1), Grade.A) for m in range(1, 13)}
    assert year_of_months(2023, whole).is_complete
    partial = MonthVolume(Month(2023, 5), Decimal(1), Grade.A, None, (VolumeFlag.PARTIAL,))
    assert not year_of_months(2023, whole | {Month(2023, 5): partial}).is_complete
