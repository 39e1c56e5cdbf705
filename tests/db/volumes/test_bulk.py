"""Readings by the thousand, on both databases: portions, odd texts, what was taken back, townships' plans."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.kernel.ids import new_id
from casebook.kernel.months import Month
from casebook.plans.models import PlanNode
from casebook.plans.rules import Level, PlanState, Spread
from casebook.quotas.rules import Grade, WaterSource
from casebook.volumes import actions, queries
from casebook.volumes.models import MeterReading, WellMonth
from casebook.volumes.queries import series
from casebook.volumes.queries.books import load_readings
from tests.factories.accounts import COUNTY, NOW
from tests.factories.volumes import take_readings
from tests.factories.wells import make_well

if TYPE_CHECKING:
    import pytest
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.models import Well


def test_in_many_portions_as_in_one(county: Session, keeper: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    wells = [make_well(county, code=f"371525104JJ0010{n}", meter_no=f"M{n}") for n in range(5)]
    lines = [
        f"{well.code},{well.meter_no},2023-{month:02}-25,{month * 100 + number},人工,"
        for month in range(1, 6)
        for number, well in enumerate(wells)
    ]
    monkeypatch.setattr(series, "READINGS_AT_ONCE", 7)
    monkeypatch.setattr(series, "WELLS_AT_ONCE", 2)
    first = take_readings(county, keeper, *lines[:20]).imported
    second = take_readings(county, keeper, *lines).imported
    assert (first.accepted, second.accepted, second.unchanged) == (20, 5, 20)
    years = queries.years_of(county, [well.id for well in wells], [2023])
    assert {years[well.id][2023].total_m3 for well in wells} == {Decimal("400.000")}
    assert list(queries.differences(county, COUNTY)) == []
    assert actions.recompute(county, actor=keeper, now=NOW, county_code=COUNTY).months_changed == 0
    assert {len(some) for some in load_readings(county, [well.id for well in wells]).values()} == {5}


def test_cells_are_kept_as_they_were_written(county: Session, keeper: Actor, well: Well) -> None:
    cells = ["100\t", "15 0", "1\\60", "170\n"]
    lines = [f'{well.code},SB1,2023-0{n}-25,"{cell}",人工,' for n, cell in enumerate(cells, start=1)]
    taken = take_readings(county, keeper, *lines)
    kept = county.scalars(select(MeterReading.written).order_by(MeterReading.read_on)).all()
    refused = [entry["written"] for entry in taken.entries if entry["result"] == "refused"]
    assert sorted([*kept, *refused]) == sorted(cells)
    assert {"100\t", "170\n"} <= set(kept)


def test_codes_that_look_like_lists_are_codes(county: Session, keeper: Actor, well: Well) -> None:
    """The database is asked for all codes by one value."""
    odd = ["{W1}", "W1,W2", '"""W"""', "W\\", "'W'", "NULL", "[W]", "%(W)s"]
    lines = [f'"{code}",SB1,2023-01-25,1,人工,' for code in odd]
    taken = take_readings(county, keeper, *lines, f"{well.code},SB1,2023-01-25,1,人工,")
    assert (taken.imported.accepted, taken.imported.refused) == (1, {"well_unknown": len(odd)})


def test_the_file_again_after_a_reading_was_taken_back(county: Session, keeper: Actor, well: Well) -> None:
    lines = [f"{well.code},SB1,2023-0{n}-25,{n * 100},人工," for n in (1, 2, 3)]
    take_readings(county, keeper, *lines)
    reading = county.scalars(select(MeterReading).where(MeterReading.dial_l == 200_000)).one()
    actions.correct_reading(
        county, actor=keeper, now=NOW, well=well, reading=reading, dial_m3=None, reason="读错了表"
    )
    again = take_readings(county, keeper, *lines)
    assert (again.imported.accepted, again.imported.unchanged) == (0, 2)
    assert [(entry["row"], entry["code"], entry["hint"]) for entry in again.entries] == [
        (3, "conflict", "taken_back")
    ]
    assert county.scalar(select(func.count()).select_from(MeterReading)) == 4
    assert list(queries.differences(county, COUNTY)) == []


def test_keys_of_months_are_uuids(county: Session, keeper: Actor, well: Well) -> None:
    take_readings(county, keeper, *(f"{well.code},SB1,2023-0{n}-25,{n},人工," for n in (1, 2, 3)))
    assert [key.version for key in county.scalars(select(WellMonth.id))] == [7, 7]


def test_a_row_whose_well_the_register_does_not_have_is_told(
    county: Session, keeper: Actor, well: Well
) -> None:
    """No foreign key holds the two big tables to the register; the check does."""
    take_readings(county, keeper, *(f"{well.code},SB1,2023-0{n}-25,{n},人工," for n in (1, 2)))
    stray, row = new_id(), county.scalars(select(MeterReading)).first()
    assert row is not None
    facts = {column.key: getattr(row, column.key) for column in MeterReading.__table__.columns}
    county.add(MeterReading(**facts | {"id": new_id(), "well_id": stray}))
    county.add(
        WellMonth(
            county_code=COUNTY, well_id=stray, division_code="371525104", year=2023, month=3, figured_at=NOW
        )
    )
    county.flush()
    found = list(queries.differences(county, COUNTY))
    assert [(one.place, str(one.month)) for one in found] == [
        (str(stray), "2023-03"),
        (f"{stray} {row.meter_id}", str(Month.of(row.read_on))),
    ]


def test_townships_against_their_plans(county: Session, keeper: Actor, well: Well, other: Well) -> None:
    take_readings(
        county,
        keeper,
        *(f"{well.code},SB1,2023-0{n}-25,{n * 100},人工," for n in (1, 2, 3)),
        *(f"{other.code},SB2,2023-0{n}-25,{n * 10},在线," for n in (1, 2)),
    )
    above = _plan(county, Level.COUNTY, COUNTY, 900, None)
    _plan(county, Level.TOWNSHIP, "371525104", 500, above)
    _plan(county, Level.TOWNSHIP, "371525106", 70, above)
    found = queries.balances_of(county, keeper, [2022, 2023], date(2024, 1, 1)).townships
    assert [(one.division_code, one.measured.total_m3, one.plan_m3) for one in found[2023]] == [
        ("371525104", Decimal(200), Decimal(500)),
        ("371525105", Decimal(10), None),
        ("371525106", Decimal(0), Decimal(70)),
    ]
    assert found[2023][0].measured.by_grade == {Grade.A: Decimal("200.000")}
    assert not any(one.measured.is_known or one.plan_m3 for one in found[2022])


def _plan(session: Session, level: Level, code: str, m3: int, above: PlanNode | None) -> PlanNode:
    node = PlanNode(
        county_code=COUNTY,
        year=2023,
        source=WaterSource.SHALLOW,
        level=level,
        key=code,
        parent_id=above.id if above else None,
        division_code=code,
        state=PlanState.RUNNING,
        planned_m3=Decimal(m3),
        spread=Spread.EVEN,
        months=[],
        changed_at=NOW,
    )
    session.add(node)
    session.flush()
    return node
