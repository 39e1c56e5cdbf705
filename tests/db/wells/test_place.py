"""A county import places the wells anew."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from shapely import box

from casebook.access import Role
from casebook.regions.readers import read_townships, read_zones
from casebook.wells import actions, queries
from casebook.wells.actions import CountyFiles, CountyReport
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.regions import EAST, EAST_SHAPE, WEST, WEST_SHAPE, geojson, make_county, make_division
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TODAY = date(2023, 6, 1)


def county(session: Session, **files: object) -> CountyReport:
    actor = make_actor(session, Role.SYSTEM_ADMIN, jurisdiction=COUNTY)
    return actions.import_county(
        session, actor=actor, now=NOW, on=TODAY, county_code=COUNTY, files=CountyFiles(**files)
    )


def test_new_zones_hold_the_wells_that_lie_in_them(session: Session) -> None:
    make_county(session)
    inside, outside = make_well(session), make_well(session, lon=115.48)
    kinds = {"kind": "禁采区", "name": "西区"}
    report = county(session, zones=read_zones(geojson((kinds, WEST_SHAPE))))
    assert report.zones is not None
    assert (report.zones.added, report.wells_moved) == (["西区"], [])
    assert [zone.name for zone in queries.list_zones(session, inside, TODAY)] == ["西区"]
    assert queries.list_zones(session, outside, TODAY) == []


def test_a_moved_border_moves_wells(session: Session) -> None:
    make_county(session)
    moved, stays = make_well(session, lon=115.44), make_well(session)
    areas = geojson(
        ({"code": WEST, "name": "清水镇"}, box(115.40, 36.40, 115.43, 36.50)),
        ({"code": EAST, "name": "东古城镇"}, box(115.43, 36.40, 115.50, 36.50)),
    )
    report = county(session, townships=read_townships(areas))
    assert report.wells_moved == [moved.code]
    session.refresh(moved)
    session.refresh(stays)
    assert (moved.division_code, moved.version) == (EAST, 2)
    assert (stays.division_code, stays.version) == (WEST, 1)


def test_a_well_that_no_township_covers_any_more_keeps_its_own(session: Session) -> None:
    make_division(session, code=WEST, name="清水镇", shape=WEST_SHAPE)
    well = make_well(session)
    areas = geojson(({"code": WEST, "name": "清水镇"}, box(115.405, 36.405, 115.41, 36.41)))
    report = county(session, townships=read_townships(areas))
    session.refresh(well)
    assert (report.wells_moved, well.division_code) == ([], WEST)


def test_the_same_again_moves_nothing(session: Session) -> None:
    make_county(session)
    well = make_well(session)
    files = {"zones": read_zones(geojson(({"kind": "限采区", "name": "东区"}, EAST_SHAPE)))}
    county(session, **files)
    before = queries.register_stamp(session, make_actor(session, jurisdiction=COUNTY))
    report = county(session, **files)
    assert report.zones is not None
    assert report.zones.unchanged == ["东区"]
    assert queries.register_stamp(session, make_actor(session, jurisdiction=COUNTY)) == before
    assert well.version == 1
