"""Electricity, its accounts and the water that coefficients make of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.quotas.rules import Grade, VolumeMethod
from casebook.regions.rules import Aquifer
from casebook.volumes import queries
from casebook.volumes.actions import CoefficientPaper, set_coefficient
from casebook.volumes.models import WellMonth, WellMonthPast
from casebook.wells.rules import MeterKind
from tests.factories.accounts import COUNTY, NOW
from tests.factories.volumes import take_electricity, take_readings
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.models import Well

ACCOUNT = "3700000001"
LINES = (f"{ACCOUNT},202301,100.5", f"{ACCOUNT},202302,200", "3799999999,202301,7")


def paper(**changes: object) -> CoefficientPaper:
    facts: dict[str, object] = {
        "division_code": COUNTY,
        "litres_per_kwh": 2500,
        "low_per_kwh": 2300,
        "high_per_kwh": 2700,
        "valid_from": date(2020, 1, 1),
        "source": "冠水〔2020〕3号",
    }
    return CoefficientPaper(**(facts | changes))  # type: ignore[arg-type] # a table of changes


def volumes(session: Session, well: Well) -> list[Decimal | None]:
    return [month.m3 for month in queries.year_of(session, well.id, 2023).months[:3]]


def test_electricity_is_kept_by_account_and_one_without_a_well_is_a_lead(
    county: Session, keeper: Actor, other: Well
) -> None:
    taken = take_electricity(county, keeper, *LINES, LINES[0], f"{ACCOUNT},202302,201")
    assert (taken.imported.accepted, taken.imported.unchanged) == (2, 1)
    assert taken.imported.refused == {"account_unknown": 1, "conflict": 1}
    assert taken.codes == [(4, "account_unknown"), (6, "conflict")]
    power = queries.power_of(county, COUNTY, Month(2023, 1), Month(2023, 12))
    assert power == {
        ACCOUNT: {Month(2023, 1): Decimal("100.500"), Month(2023, 2): Decimal("200.000")},
        "3799999999": {Month(2023, 1): Decimal("7.000")},
    }
    assert queries.power_of(county, COUNTY, Month(2023, 2), Month(2023, 2), accounts=[ACCOUNT, "x"]) == {
        ACCOUNT: {Month(2023, 2): Decimal("200.000")}
    }
    whole = county, COUNTY, Month(2023, 1), Month(2023, 12)
    assert queries.power_without_well(*whole) == {"3799999999": power["3799999999"]}
    assert queries.last_use_of(county, [other.id]) == {other.id: date(2023, 2, 28)}
    again = take_electricity(county, keeper, *LINES).imported
    assert (again.accepted, again.unchanged, again.refused) == (0, 2, {"account_unknown": 1})


def test_without_a_coefficient_electricity_is_no_water(county: Session, keeper: Actor, other: Well) -> None:
    take_electricity(county, keeper, *LINES)
    assert volumes(county, other) == [None, None, None]


def test_a_coefficient_makes_water_of_it_and_a_later_version_changes_no_figure(
    county: Session, keeper: Actor, other: Well
) -> None:
    take_electricity(county, keeper, *LINES)
    first, changes = set_coefficient(county, actor=keeper, now=NOW, paper=paper())
    assert changes.months_new == 2
    assert volumes(county, other) == [Decimal("251.250"), Decimal("500.000"), None]
    later = NOW + timedelta(days=30)
    second, changes = set_coefficient(
        county, actor=keeper, now=later, paper=paper(litres_per_kwh=2600, source="冠水〔2023〕9号")
    )
    assert (first.replaced_at, second.version, changes.months_changed) == (later, 2, 0)
    take_electricity(county, keeper, f"{ACCOUNT},202303,10", now=later)
    assert volumes(county, other) == [Decimal("251.250"), Decimal("500.000"), Decimal("26.000")]
    used = county.scalars(select(WellMonth.coefficient_id).order_by(WellMonth.month)).all()
    assert used == [first.id, first.id, second.id]
    assert county.scalars(select(WellMonthPast)).all() == []
    assert list(queries.differences(county, COUNTY)) == []


def test_a_meter_comes_before_electricity_and_electricity_before_nothing(
    county: Session, keeper: Actor, other: Well
) -> None:
    take_electricity(county, keeper, *LINES)
    set_coefficient(county, actor=keeper, now=NOW, paper=paper())
    code = other.code
    take_readings(county, keeper, f"{code},SB2,2023-01-25,10,在线,", f"{code},SB2,2023-02-25,400,在线,")
    year = queries.year_of(county, other.id, 2023)
    assert [month.m3 for month in year.months[:2]] == [Decimal("251.250"), Decimal("390.000")]
    assert [month.grade for month in year.months[:2]] == [Grade.B, Grade.A]
    assert year.months[0].method is VolumeMethod.POWER_COEFFICIENT
    (past,) = county.scalars(select(WellMonthPast))
    assert (past.month, past.volume_m3, past.reason) == (2, Decimal("500.000"), "readings")
    assert list(queries.differences(county, COUNTY)) == []


def test_an_account_of_several_wells_is_dealt_out_by_rated_power(county: Session, keeper: Actor) -> None:
    wells = [
        make_well(county, electricity_account="37A", pump_power_kw=power, meter_kind=MeterKind.POWER)
        for power in (5.5, 11.0)
    ]
    set_coefficient(county, actor=keeper, now=NOW, paper=paper())
    take_electricity(county, keeper, "37A,202301,30")
    assert [volumes(county, well)[0] for well in wells] == [Decimal("25.000"), Decimal("50.000")]


def test_electricity_while_the_meter_stands_is_asked(county: Session, keeper: Actor, other: Well) -> None:
    code = other.code
    take_readings(county, keeper, f"{code},SB2,2023-01-25,10,在线,", f"{code},SB2,2023-02-25,10,在线,")
    taken = take_electricity(county, keeper, *LINES)
    assert taken.imported.queries == {"zero_with_power": 1}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"low_per_kwh": 2600}, "coefficient_band_broken"),
        ({"litres_per_kwh": 0, "low_per_kwh": 0}, "coefficient_band_broken"),
        ({"valid_to": date(2019, 1, 1)}, "coefficient_dates_reversed"),
        ({"source": " "}, "coefficient_source_missing"),
    ],
    ids=["band", "zero", "dates", "source"],
)
def test_a_coefficient_that_cannot_be(
    county: Session, keeper: Actor, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(RuleBroken, match=code):
        set_coefficient(county, actor=keeper, now=NOW, paper=paper(**changes))


def test_a_layer_of_its_own(county: Session, keeper: Actor, other: Well) -> None:
    set_coefficient(county, actor=keeper, now=NOW, paper=paper())
    set_coefficient(
        county, actor=keeper, now=NOW, paper=paper(aquifer=Aquifer.DEEP_CONFINED, litres_per_kwh=2300)
    )
    take_electricity(county, keeper, *LINES)
    assert volumes(county, other)[1] == Decimal("500.000")
