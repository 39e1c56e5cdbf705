"""Putting wells on the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casebook.access import Role
from casebook.kernel.coordinates import CrsSource
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.regions.locator import Place
from casebook.wells import actions, queries
from casebook.wells.facts import NewWell
from casebook.wells.models import Well
from casebook.wells.rules import WellStatus
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.regions import EAST, SINCE, WEST, make_county, make_zone
from tests.factories.wells import facts, keeper, make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor

INSIDE = Place(is_inside=True, township=WEST, zones=())


def register(session: Session, actor: Actor, code: str = f"{WEST}JJ00001", **changes: object) -> Well:
    return actions.register_well(
        session,
        actor=actor,
        now=NOW,
        code=code,
        facts=facts(**changes),
        status=WellStatus.PROPOSED,
        on=SINCE,
    )


def test_a_well_is_placed_and_begins_its_life(session: Session) -> None:
    make_county(session)
    zone = make_zone(session)
    well = register(session, keeper(session))
    assert (well.division_code, well.status, well.version) == (WEST, WellStatus.PROPOSED, 1)
    assert [found.id for found in queries.list_zones(session, well, SINCE)] == [zone.id]
    (event,) = queries.list_events(session, well.id)
    assert (event.from_status, event.to_status, event.on) == (None, WellStatus.PROPOSED, SINCE)


def test_lon_lat_and_geom_say_the_same(session: Session) -> None:
    make_county(session)
    lon, lat = 115.41234567890123, 36.45678901234567
    register(session, keeper(session), lon=lon, lat=lat)
    stored = session.execute(select(Well.lon, Well.lat, func.ST_X(Well.geom), func.ST_Y(Well.geom))).one()
    assert tuple(stored) == (lon, lat, lon, lat)


def test_a_taken_code_is_refused(session: Session) -> None:
    make_county(session)
    actor = keeper(session)
    register(session, actor)
    with pytest.raises(RuleBroken) as refusal:
        register(session, actor)
    assert (refusal.value.code, refusal.value.field) == ("well_code_taken", "code")


def test_a_position_outside_the_county_is_refused(session: Session) -> None:
    make_county(session)
    with pytest.raises(RuleBroken) as refusal:
        register(session, keeper(session), lon=36.45, lat=115.42)
    assert refusal.value.code == "well_outside_county"


def test_a_township_registers_only_its_own(session: Session) -> None:
    make_county(session)
    with pytest.raises(NotFound):
        register(session, keeper(session, jurisdiction=EAST))


def test_an_inspector_does_not_register(session: Session) -> None:
    make_county(session)
    with pytest.raises(Forbidden):
        register(session, make_actor(session, Role.INSPECTOR))


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"lon": 36.4}, "ck_well_lon_in_china"),
        ({"lat": 115.4}, "ck_well_lat_in_china"),
        ({"depth_m": 0.0}, "ck_well_depth"),
        ({"built_on": SINCE}, "ck_well_built_has_precision"),
    ],
)
def test_the_database_holds_the_rules_too(
    session: Session, changes: dict[str, object], constraint: str
) -> None:
    make_county(session)
    new = NewWell(code="X", facts=facts(**changes), place=INSIDE, status=WellStatus.IN_USE, status_on=SINCE)
    with pytest.raises(IntegrityError, match=constraint):
        actions.register_wells(session, actor=keeper(session), now=NOW, county_code=COUNTY, wells=[new])


def test_coordinates_are_mandatory(session: Session) -> None:
    make_county(session)
    make_well(session)
    with pytest.raises(IntegrityError):
        session.execute(Well.__table__.update().values(lon=None))


def test_one_code_once_per_county(session: Session) -> None:
    make_county(session)
    make_well(session, code="X")
    with pytest.raises(IntegrityError):
        make_well(session, code="X")


def test_the_source_system_stays(session: Session) -> None:
    make_county(session)
    well = make_well(session, crs_source=CrsSource.GCJ02)
    assert well.crs_source is CrsSource.GCJ02


def test_wells_of_an_import_can_be_taken_off(session: Session) -> None:
    make_county(session)
    make_zone(session)
    actor = keeper(session)
    well = make_well(session, actor=actor)
    actions.remove_wells(session, actor=actor, well_ids=[well.id])
    assert session.scalar(select(func.count()).select_from(Well)) == 0
