"""Taking in readings on both databases: what is kept, what is refused, what follows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from casebook.access import Role
from casebook.db import append_only
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.kernel.months import Month
from casebook.quotas.rules import Grade, VolumeMethod
from casebook.volumes import actions, queries
from casebook.volumes.actions.figuring import refigure
from casebook.volumes.models import (
    Meter,
    MeterAssignment,
    MeterReading,
    ReadingImport,
    TownshipMonth,
    VolumeQuery,
    WellMonth,
    WellMonthPast,
)
from casebook.volumes.presenters import entry_of
from casebook.volumes.rules import QueryKind, QueryState, VolumeFlag
from casebook.wells.rules import AliasKind, MeterKind
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.volumes import take_readings
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.models import Well

W1, W2 = "371525104JJ00001", "371525105JJ00002"
PLAIN = (
    f"{W1},SB1,2023-01-25,100,人工,",
    f"{W1},SB1,2023-02-25,150.5,人工,",
    f"{W1},SB1,2023-03-25,210,人工,",
    f"{W2},SB2,2023-01-25,1000,在线,",
    f"{W2},SB2,2023-03-25,1590,在线,",
)


def is_whole(session: Session) -> bool:
    return list(queries.differences(session, COUNTY)) == []


def test_readings_become_volumes_of_wells_and_townships(
    county: Session, keeper: Actor, well: Well, other: Well
) -> None:
    taken = take_readings(county, keeper, *PLAIN)
    assert taken.imported.counts() == {
        "rows": 5,
        "accepted": 5,
        "unchanged": 0,
        "refused": {},
        "queries": {"gap": 1},
    }
    year = queries.year_of(county, well.id, 2023)
    assert [year.months[1].m3, year.months[2].m3] == [Decimal("50.500"), Decimal("59.500")]
    assert (year.months[0].m3, year.total_m3, len(year.missing_months)) == (None, Decimal("110.000"), 10)
    assert (year.months[1].grade, year.months[1].method) == (Grade.A, VolumeMethod.MANUAL_METER)
    months = queries.months_of(county, [well.id, other.id], Month(2023, 2), Month(2023, 3))
    assert [month.m3 for month in months[other.id].values()] == [Decimal("310.000"), Decimal("280.000")]
    assert months[other.id][Month(2023, 2)].flags == (VolumeFlag.SPLIT,)
    assert months[other.id][Month(2023, 2)].method is VolumeMethod.ONLINE_METER
    sums = county.execute(select(TownshipMonth.division_code, TownshipMonth.month, TownshipMonth.volume_m3))
    assert sorted(sums) == [
        ("371525104", 2, Decimal("50.500")),
        ("371525104", 3, Decimal("59.500")),
        ("371525105", 2, Decimal("310.000")),
        ("371525105", 3, Decimal("280.000")),
    ]
    assert is_whole(county)


def test_the_same_file_again_adds_nothing(county: Session, keeper: Actor, well: Well, other: Well) -> None:
    take_readings(county, keeper, *PLAIN, PLAIN[0])
    again = take_readings(county, keeper, *PLAIN, now=NOW + timedelta(days=1)).imported
    assert (again.accepted, again.unchanged, again.queries) == (0, 5, {})
    assert county.scalar(select(func.count()).select_from(MeterReading)) == 5
    assert county.scalar(select(func.max(WellMonth.version))) == 1
    assert county.scalars(select(WellMonthPast)).all() == []
    imports = county.scalars(select(ReadingImport).order_by(ReadingImport.rowid))
    assert [row.counts["unchanged"] for row in imports] == [1, 5]


def test_what_is_refused_is_told_row_by_row(county: Session, keeper: Actor, well: Well, other: Well) -> None:
    taken = take_readings(
        county,
        keeper,
        *PLAIN,
        "371525104JJ99999,SB1,2023-01-25,1,人工,",
        f"{W1},SB9,2023-01-25,1,人工,",
        f"{W1},SB1,2023-01-25,101,人工,",
        f"{W1},SB1,2023-04-31,300,人工,",
        f"{W1},SB1,2023-06-02,300,人工,",
        f"{W1},SB1,2023-05-25,-300,人工,",
        f"{W1},SB1,2023-05-25,三百,人工,",
        f"{W1},SB1,2023-02-25,150.500,人工,",
    )
    assert taken.imported.counts() == {
        "rows": 13,
        "accepted": 5,
        "unchanged": 1,
        "refused": {
            "conflict": 1,
            "date_in_future": 1,
            "date_unreadable": 1,
            "meter_unknown": 1,
            "number_unreadable": 2,
            "well_unknown": 1,
        },
        "queries": {"gap": 1},
    }
    refused = [entry for entry in taken.entries if entry["result"] == "refused"]
    assert [(entry["row"], entry["code"], entry["written"]) for entry in refused] == [
        (7, "well_unknown", "371525104JJ99999"),
        (8, "meter_unknown", "SB9"),
        (9, "conflict", "101"),
        (10, "date_unreadable", "2023-04-31"),
        (11, "date_in_future", "2023-06-02"),
        (12, "number_unreadable", "-300"),
        (13, "number_unreadable", "三百"),
    ]


def test_a_meter_on_two_wells_counts_each_time_for_one_of_them(
    county: Session, keeper: Actor, well: Well
) -> None:
    make_well(county, code=W2, lon=115.47, meter_kind=MeterKind.MECHANICAL, meter_no="SB1")
    both = [f"{code},SB1,2023-0{month}-25,{month * 100},人工," for code in (W1, W2) for month in (1, 2)]
    first = take_readings(county, keeper, *both)
    assert (first.imported.accepted, first.codes) == (2, [(4, "conflict"), (5, "conflict")])
    assert {entry["hint"] for entry in first.entries} == {f"elsewhere:{W1}"}
    assert W1 in entry_of(first.entries[0])["reason"]
    again = take_readings(county, keeper, *both)
    assert (again.imported.accepted, again.imported.unchanged, len(again.codes)) == (0, 2, 2)
    later = take_readings(county, keeper, both[3], f"{W2},SB1,2023-03-25,300,人工,")
    assert (later.imported.accepted, later.codes) == (1, [(2, "conflict")])
    assert is_whole(county)


def test_a_swap_in_the_file_makes_the_new_meter_known(county: Session, keeper: Actor, well: Well) -> None:
    taken = take_readings(
        county,
        keeper,
        f"{W1},SB1,2023-01-25,900,人工,",
        f"{W1},SB7,2023-03-25,60,人工,",
        f"{W1},SB7,2023-02-10,5,人工,新表起码",
        f"{W1},SB1,2023-02-10,940,人工,旧表止码",
        f"{W1},SB7,2023-02-25,35,人工,",
    )
    assert (taken.imported.accepted, taken.imported.refused) == (5, {})
    year = queries.year_of(county, well.id, 2023)
    assert [year.months[1].m3, year.months[2].m3] == [Decimal("70.000"), Decimal("25.000")]
    assert year.months[1].flags == (VolumeFlag.SWAP,)
    query = select(Meter.number, MeterAssignment).join(Meter, Meter.id == MeterAssignment.meter_id)
    put = dict(county.execute(query).all())
    assert (put["SB1"].to_on, put["SB1"].closing_m3) == (date(2023, 2, 10), Decimal("940.000"))
    assert (put["SB7"].from_on, put["SB7"].opening_m3, put["SB7"].to_on) == (
        date(2023, 2, 10),
        Decimal("5.000"),
        None,
    )
    later = take_readings(county, keeper, f"{W1},SB7,2023-04-25,70,人工,", f"{W1},,2023-05-25,75,人工,")
    assert (later.imported.accepted, later.imported.refused) == (2, {})
    assert queries.year_of(county, well.id, 2023).months[4].m3 == Decimal("5.000")


def test_a_well_is_also_found_by_its_other_numbers(county: Session, keeper: Actor) -> None:
    well = make_well(county, meter_no="SB5", aliases=((AliasKind.PLATE, "P-77"),))
    taken = take_readings(county, keeper, "p-77,,2023-01-25,1,人工,", "P-77,SB5,2023-02-25,3,人工,")
    assert taken.imported.accepted == 2
    assert queries.year_of(county, well.id, 2023).total_m3 == 2


def test_a_later_file_fills_a_gap_and_the_month_gets_a_new_version(
    county: Session, keeper: Actor, well: Well, other: Well
) -> None:
    take_readings(county, keeper, *PLAIN)
    later = take_readings(county, keeper, f"{W2},SB2,2023-02-25,1500,在线,", now=NOW + timedelta(days=2))
    assert later.imported.queries == {}
    year = queries.year_of(county, other.id, 2023)
    assert [year.months[1].m3, year.months[2].m3] == [Decimal("500.000"), Decimal("90.000")]
    past = county.scalars(select(WellMonthPast).order_by(WellMonthPast.month)).all()
    assert [(row.month, row.version, row.volume_m3) for row in past] == [
        (2, 1, Decimal("310.000")),
        (3, 1, Decimal("280.000")),
    ]
    (query,) = county.scalars(select(VolumeQuery))
    assert (query.kind, query.state) == (QueryKind.GAP, QueryState.LAPSED)
    assert is_whole(county)


def test_a_drop_has_no_figure_and_asks_with_its_row(county: Session, keeper: Actor, well: Well) -> None:
    taken = take_readings(
        county, keeper, f"{W1},SB1,2023-01-25,5000,人工,", f"{W1},SB1,2023-02-25,4800,人工,"
    )
    assert taken.codes == [(3, "decrease_unexplained")]
    month = queries.year_of(county, well.id, 2023).months[1]
    assert (month.m3, month.grade, month.flags) == (None, None, (VolumeFlag.DECREASE,))
    assert is_whole(county)


def test_readings_are_written_once(county: Session, keeper: Actor, well: Well) -> None:
    take_readings(county, keeper, PLAIN[0])
    append_only.guard(county)
    with pytest.raises(RuleBroken, match="append_only"):
        county.execute(update(MeterReading).values(dial_l=1))


def test_who_may_not_import(county: Session, well: Well) -> None:
    with pytest.raises(Forbidden):
        take_readings(county, make_actor(county, Role.INSPECTOR, jurisdiction=COUNTY), PLAIN[0])


def test_an_answered_query_opens_again_only_for_other_figures(
    county: Session, keeper: Actor, well: Well
) -> None:
    take_readings(county, keeper, f"{W1},SB1,2023-01-25,5000,人工,", f"{W1},SB1,2023-02-25,4800,人工,")
    (query,) = county.scalars(select(VolumeQuery))
    facts = {"actor": keeper, "now": NOW, "query": query, "state": QueryState.EXPLAINED}
    with pytest.raises(RuleBroken, match="query_explanation_missing"):
        actions.answer_query(county, **facts, explanation=" ")
    actions.answer_query(county, **facts, explanation="抄表员误读，已核对照片")
    with pytest.raises(RuleBroken, match="query_step_refused"):
        actions.answer_query(county, **facts, explanation="再次")
    refigure(county, county_code=COUNTY, well_ids=[well.id], now=NOW, reason="test")
    assert query.state is QueryState.EXPLAINED
    assert take_readings(county, keeper, f"{W1},SB1,2023-02-10,5100,人工,").imported.queries == {
        "decrease_unexplained": 1
    }
    assert query.state is QueryState.OPEN


def test_check_finds_what_was_tampered_with(county: Session, keeper: Actor, well: Well, other: Well) -> None:
    take_readings(county, keeper, *PLAIN)
    county.execute(update(WellMonth).where(WellMonth.month == 2).values(volume_m3=Decimal(1)))
    county.execute(update(TownshipMonth).where(TownshipMonth.month == 3).values(wells=9))
    places = [(found.place, str(found.month)) for found in queries.differences(county, COUNTY)]
    assert places[:2] == [(W1, "2023-02"), (W2, "2023-02")]
    assert len(places) == 6
    actions.recompute(county, actor=keeper, now=NOW, county_code=COUNTY)
    assert is_whole(county)
