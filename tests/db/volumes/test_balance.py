"""The balance of plan and measured water: sums to the litre, gaps counted, the wells behind each figure."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import BigInteger, func, select, type_coerce

from casebook.access import Role
from casebook.kernel.cells import DatePrecision
from casebook.quotas.rules import Grade
from casebook.volumes import queries
from casebook.volumes.models import TownshipMonth, WellMonth
from casebook.volumes.queries import BalanceFilter, Behind
from casebook.volumes.rules.coverage import Life, months_due
from casebook.wells.rules import CLOSED as CLOSED_STATUSES
from casebook.wells.rules import MeterKind, WellStatus
from tests.factories.accounts import COUNTY, make_actor
from tests.factories.quotas import make_total, make_township
from tests.factories.regions import EAST, WEST
from tests.factories.screening import put_months
from tests.factories.volumes import take_readings
from tests.factories.wells import make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.models import Well

TODAY = date(2023, 6, 15)
CLOSED = "371525104JJ00009"


@pytest.fixture
def taken(county: Session, keeper: Actor, well: Well, other: Well) -> Session:
    """West: 60 + 70 m³ in two months; a closed well with 40 m³ before and 5 m³ after; east: nothing."""
    closed = make_well(
        county,
        code=CLOSED,
        meter_kind=MeterKind.MECHANICAL,
        meter_no="SB9",
        status=WellStatus.PLUGGED,
        closed_on=date(2023, 2, 10),
    )
    take_readings(
        county,
        keeper,
        *(f"{well.code},SB1,2023-0{month}-25,{m3},人工," for month, m3 in ((1, 100), (2, 160), (3, 230))),
        *(f"{closed.code},SB9,2023-0{month}-25,{m3},人工," for month, m3 in ((1, 10), (2, 50), (3, 55))),
    )
    make_well(county, code="371525104JJ00077", status=WellStatus.IDLE)
    make_township(county, make_total(county, 900), 120)
    return county


def test_plan_measured_and_gaps_of_a_year(taken: Session, keeper: Actor) -> None:
    found = queries.balances_of(taken, keeper, [2022, 2023], TODAY)
    west, east = found.townships[2023]
    assert (west.division_code, east.division_code) == (WEST, EAST)
    assert west.measured.by_grade == {Grade.A: Decimal("175.000")}
    assert (west.plan_m3, west.difference_m3) == (120, -55)
    # Five months of the well in use, of which two; January and February of the closed one, of which one.
    assert (west.measured.due, west.measured.missing) == (7, 4)
    assert (east.measured.due, east.measured.missing) == (5, 5)
    assert (east.plan_m3, east.difference_m3, east.measured.is_known) == (None, None, False)
    county = found.county[2023]
    assert (county.plan_m3, county.measured.total_m3, county.measured.missing) == (900, 175, 9)
    assert found.county[2022].measured.due == 36


@pytest.mark.parametrize("behind", list(Behind))
def test_the_wells_behind_a_figure_add_up_to_it(taken: Session, keeper: Actor, behind: Behind) -> None:
    balances = queries.balances_of(taken, keeper, [2023], TODAY)
    for balance in (*balances.townships[2023], balances.county[2023]):
        place = None if balance.division_code == COUNTY else balance.division_code
        wanted = BalanceFilter(year=2023, today=TODAY, behind=behind, division_code=place)
        wells = queries.page_balance_wells(taken, keeper, wanted).items
        coverages = [one for one, _months in queries.coverages_of(taken, wells, wanted).values()]
        measured = balance.measured
        if behind is Behind.FIGURES:
            assert sum(one.total_m3 for one in coverages) == measured.total_m3
        elif behind is Behind.DUE:
            assert sum(one.due for one in coverages) == measured.due
        else:
            assert sum(one.missing for one in coverages) == measured.missing
            assert all(one.missing for one in coverages)


def test_a_grade_leads_to_its_wells_only(taken: Session, keeper: Actor) -> None:
    wanted = BalanceFilter(year=2023, today=TODAY, grade=Grade.B)
    assert not queries.page_balance_wells(taken, keeper, wanted).items
    of_a = BalanceFilter(year=2023, today=TODAY, grade=Grade.A)
    assert len(queries.page_balance_wells(taken, keeper, of_a).items) == 2


def test_a_township_sees_its_own(taken: Session) -> None:
    officer = make_actor(taken, Role.TOWNSHIP_LEAD, jurisdiction=EAST)
    found = queries.balances_of(taken, officer, [2023], TODAY)
    assert not found.county
    assert [one.division_code for one in found.townships[2023]] == [EAST]
    wanted = BalanceFilter(year=2023, today=TODAY, behind=Behind.MISSING)
    assert len(queries.page_balance_wells(taken, officer, wanted).items) == 1


BUILT = (None, date(2021, 5, 1), date(2022, 12, 31), date(2023, 1, 1), date(2023, 3, 15), date(2024, 2, 1))
CLOSED_ON = (
    None,
    date(2022, 6, 10),
    date(2022, 12, 31),
    date(2023, 1, 1),
    date(2023, 4, 30),
    date(2023, 12, 1),
)


def test_every_life_owes_what_the_rule_says(county: Session, keeper: Actor) -> None:
    """One statement says in SQL which months are due; `months_due` says it in words."""
    lives = [
        Life(status, built_on, closed_on)
        for status in WellStatus
        for built_on in BUILT
        for closed_on in (CLOSED_ON if status in CLOSED_STATUSES else (None,))
    ]
    owed, missing = Counter[int](), Counter[int]()
    for number, life in enumerate(lives):
        precision = DatePrecision.DAY if life.built_on else None
        well = make_well(
            county,
            status=life.status,
            closed_on=life.closed_on,
            built_on=life.built_on,
            built_precision=precision,
        )
        for year in (2022, 2023):
            known = [month for month in range(1, 13) if (number * 5 + month) % 3]
            put_months(county, well, year, [month if month in known else None for month in range(1, 13)])
            due = months_due(year, TODAY, life)
            owed[year] += len(due)
            missing[year] += sum(month.month not in known for month in due)
    _roll_up(county)
    found = queries.balances_of(county, keeper, [2022, 2023], TODAY).county
    assert {year: one.measured.due for year, one in found.items()} == owed
    assert {year: one.measured.missing for year, one in found.items()} == missing


def _roll_up(session: Session) -> None:
    row = WellMonth
    place = row.county_code, row.division_code, row.year, row.month, row.grade
    for *key, litres, wells in session.execute(
        select(*place, func.sum(type_coerce(row.volume_m3, BigInteger)), func.count())
        .where(row.grade.is_not(None))
        .group_by(*place)
    ):
        facts = dict(zip(("county_code", "division_code", "year", "month", "grade"), key, strict=True))
        session.add(TownshipMonth(**facts, volume_m3=Decimal(int(litres)) / 1000, wells=wells))
    session.flush()


def test_more_years_cost_no_more_statements(taken: Session, keeper: Actor) -> None:
    costs = []
    for years in ([2023], [2019, 2020, 2021, 2022, 2023]):
        with statements(taken.get_bind().engine) as sent:
            queries.balances_of(taken, keeper, years, TODAY)
        costs.append(len(sent))
    assert costs[0] == costs[1] == 1
