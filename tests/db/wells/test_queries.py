"""One filter for list, map and export; pages in the order of codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.kernel.errors import NotFound
from casebook.parties.actions import PartyFacts, find_or_create
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.wells import queries
from casebook.wells.models import Well
from casebook.wells.queries import Count, WellFilter
from casebook.wells.rules import AliasKind, MeterKind, PartyRole, WellStatus, WellUse
from tests.factories.accounts import COUNTY, make_actor
from tests.factories.regions import EAST, WEST, make_county, make_zone
from tests.factories.wells import keeper, make_party, make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor

TODAY = date(2023, 6, 1)
ALL = WellFilter(on=TODAY)


@pytest.fixture(autouse=True)
def county(session: Session) -> None:
    make_county(session)


@pytest.fixture
def actor(session: Session) -> Actor:
    return keeper(session)


def codes(session: Session, actor: Actor, **wanted: object) -> list[str]:
    """Codes of all wells that a filter means; list, map, export and count must agree."""
    narrowed = replace(ALL, **wanted)
    found = [row.well.code for row in queries.iterate_rows(session, narrowed, actor)]
    assert [row.well.code for row in queries.page_wells(session, narrowed, actor).items] == found
    assert sorted(queries.map_points(session, narrowed, actor).codes) == found
    assert queries.count_wells(session, narrowed, actor) == Count(len(found))
    return found


def test_columns(session: Session, actor: Actor) -> None:
    make_well(session, code="A", status=WellStatus.IDLE, use=WellUse.INDUSTRY)
    make_well(session, code="B", aquifer=Aquifer.DEEP_CONFINED, meter_kind=MeterKind.NONE)
    make_well(session, code="C", lon=115.48)
    assert codes(session, actor) == ["A", "B", "C"]
    assert codes(session, actor, status=WellStatus.IDLE) == ["A"]
    assert codes(session, actor, use=WellUse.INDUSTRY) == ["A"]
    assert codes(session, actor, aquifer=Aquifer.DEEP_CONFINED) == ["B"]
    assert codes(session, actor, meter_kind=MeterKind.NONE) == ["B"]
    assert codes(session, actor, township=EAST) == ["C"]
    assert codes(session, actor, township=WEST, status=WellStatus.IN_USE) == ["B"]


def test_zones_on_the_day_and_for_the_layer(session: Session, actor: Actor) -> None:
    every = make_zone(session)
    deep = make_zone(session, name="深层", aquifer=Aquifer.DEEP_CONFINED)
    make_zone(session, kind=ZoneKind.RESTRICTED, name="旧区", ended_on=TODAY)
    make_zone(session, kind=ZoneKind.OVER_EXTRACTION, name="新区", valid_from=date(2024, 1, 1))
    make_well(session, code="DEEP", aquifer=Aquifer.DEEP_CONFINED)
    make_well(session, code="SHALLOW")
    make_well(session, code="EAST", lon=115.48)
    assert codes(session, actor, zone_kind=ZoneKind.NO_ABSTRACTION) == ["DEEP", "SHALLOW"]
    assert codes(session, actor, zone_id=every.id) == ["DEEP", "SHALLOW"]
    assert codes(session, actor, zone_id=deep.id) == ["DEEP"]
    assert codes(session, actor, zone_kind=ZoneKind.RESTRICTED) == []
    assert codes(session, actor, zone_kind=ZoneKind.RESTRICTED, on=date(2023, 5, 31)) == ["DEEP", "SHALLOW"]
    assert codes(session, actor, zone_kind=ZoneKind.OVER_EXTRACTION) == []
    shallow = queries.get_well(session, "SHALLOW", actor)
    assert [zone.name for zone in queries.list_zones(session, shallow, TODAY)] == ["城区禁采区"]
    assert [zone.name for zone in queries.list_zones(session, shallow, date(2014, 1, 1))] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{WEST}JJ0003", ["first"]),
        (f"{WEST.lower()}jj", ["first", "second"]),
        ("00037", ["first"]),
        ("41", []),
        ("GX-001", ["second"]),
        ("GX", ["second"]),
        ("SB09", ["first"]),
        ("377145", ["second"]),
        ("王庄", ["first"]),
        ("建国", ["first"]),
        ("瑞源", ["second"]),
        ("913715250000695428", ["second"]),
        ("王庄 建国", ["first"]),
        ("王庄 瑞源", []),
        ("%", []),
        ("_", []),
        ("李", []),
        ("' OR 1=1 --", []),
    ],
)
def test_search(session: Session, actor: Actor, text: str, expected: list[str]) -> None:
    firm = find_or_create(session, county_code=COUNTY, facts=PartyFacts("冠县瑞源公司", "913715250000695428"))
    names = {
        "first": make_well(session, code=f"{WEST}JJ00037", user=make_party(session), meter_no="SB0910").code,
        "second": make_well(
            session,
            code=f"{WEST}JJ00041",
            village="东街",
            parties=((PartyRole.OWNER, firm.id),),
            aliases=((AliasKind.PLATE, "GX-001"),),
            electricity_account="3771455418",
        ).code,
    }
    assert codes(session, actor, text=text) == [names[name] for name in expected]


def test_ids_from_a_feature_above(session: Session, actor: Actor) -> None:
    make_well(session, code="A")
    make_well(session, code="B")
    above = select(Well.id).where(Well.code == "B")
    assert codes(session, actor, well_ids=above) == ["B"]
    assert codes(session, actor, well_ids=above, text="A") == []


def test_pages_in_the_order_of_codes(session: Session, actor: Actor) -> None:
    for number in range(7):
        make_well(session, code=f"JJ{number}")
    seen, cursor = [], None
    while True:
        page = queries.page_wells(session, ALL, actor, cursor, size=3)
        seen.append([row.well.code for row in page.items])
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
    assert seen == [["JJ0", "JJ1", "JJ2"], ["JJ3", "JJ4", "JJ5"], ["JJ6"]]
    back = queries.page_wells(session, ALL, actor, page.previous_cursor, size=3)
    assert [row.well.code for row in back.items] == ["JJ3", "JJ4", "JJ5"]
    assert queries.count_beyond(session, ALL, actor, back) == Count(7)


def test_counting_stops(session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casebook.wells.queries.filters.MOST_COUNTED", 2)
    for _ in range(3):
        make_well(session)
    in_use = replace(ALL, status=WellStatus.IN_USE)
    assert queries.count_wells(session, in_use, actor) == Count(2, is_least=True)
    assert queries.count_wells(session, ALL, actor) == Count(3)
    monkeypatch.setattr("casebook.wells.queries.filters.MOST_COUNTED_UNFILTERED", 2)
    assert queries.count_wells(session, ALL, actor) == Count(2, is_least=True)


def test_a_list_names_each_role(session: Session, actor: Actor) -> None:
    user = make_party(session)
    make_well(session, user=user)
    (row,) = queries.page_wells(session, ALL, actor).items
    assert row.parties == {PartyRole.USER: [user]}


def test_a_township_sees_its_own(session: Session) -> None:
    make_well(session, code="A")
    make_well(session, code="B", lon=115.48)
    township = keeper(session, jurisdiction=EAST)
    assert codes(session, township) == ["B"]
    assert codes(session, township, text="A") == []
    assert codes(session, township, township=WEST) == []
    with pytest.raises(NotFound):
        queries.get_well(session, "A", township)
    assert queries.get_well(session, "B", township).code == "B"


def test_another_county_sees_nothing(session: Session) -> None:
    make_well(session, code="A")
    elsewhere = make_actor(session, Role.PERMIT_OFFICER, jurisdiction="371521")
    assert codes(session, elsewhere) == []
    assert codes(session, elsewhere, text="A") == []


def test_map_points_are_columns(session: Session, actor: Actor) -> None:
    make_well(session, code="A", status=WellStatus.IDLE)
    points = queries.map_points(session, ALL, actor)
    assert (points.codes, points.lon, points.lat) == (["A"], [115.42], [36.45])
    assert [points.statuses[place] for place in points.status] == ["idle"]
    assert queries.map_points(session, replace(ALL, text="B"), actor).codes == []


def test_the_stamp_differs_after_a_change(session: Session, actor: Actor) -> None:
    empty = queries.register_stamp(session, actor)
    make_well(session)
    assert queries.register_stamp(session, actor) != empty


def test_matches_for_the_search_box(session: Session, actor: Actor) -> None:
    for number in range(3):
        make_well(session, code=f"JJ{number}")
    found = queries.find_matches(session, replace(ALL, text="JJ"), actor, limit=2)
    assert [well.code for well in found] == ["JJ0", "JJ1"]
