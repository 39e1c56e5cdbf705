"""Taking in areas: twice changes nothing, a changed area begins a new period."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from shapely import box
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casebook.access import Role
from casebook.audit.models import AuditEntry
from casebook.kernel.coordinates import CrsSource
from casebook.kernel.errors import Forbidden, NotFound, Refused, RuleBroken
from casebook.regions import actions, queries
from casebook.regions.models import ControlZone, Division
from casebook.regions.readers import (
    DivisionDraft,
    ZoneDraft,
    read_outline,
    read_township_csv,
    read_townships,
    read_zones,
)
from casebook.regions.rules import Aquifer, DivisionKind, ZoneKind
from tests.factories.accounts import COUNTY, make_actor
from tests.factories.regions import (
    EAST,
    EAST_SHAPE,
    OUTLINE,
    SINCE,
    WEST,
    WEST_SHAPE,
    geojson,
    make_division,
    make_zone,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.regions.actions import RegionChanges

NOW = datetime(2023, 6, 1, 2, tzinfo=UTC)
TODAY = date(2023, 6, 1)
CSV = f"code,name\n{WEST},清水镇\n{EAST},东古城镇\n".encode()
SHAPES = geojson(
    ({"code": WEST, "name": "清水镇"}, WEST_SHAPE), ({"code": EAST, "name": "东古城镇"}, EAST_SHAPE)
)


def townships(session: Session, drafts: list[DivisionDraft], on: date = TODAY) -> RegionChanges:
    actor = make_actor(session, Role.SYSTEM_ADMIN, jurisdiction=COUNTY)
    return actions.import_divisions(session, actor=actor, now=NOW, on=on, county_code=COUNTY, drafts=drafts)


def zones(session: Session, drafts: list[ZoneDraft], on: date = TODAY) -> RegionChanges:
    actor = make_actor(session, Role.SYSTEM_ADMIN, jurisdiction=COUNTY)
    return actions.import_zones(session, actor=actor, now=NOW, on=on, county_code=COUNTY, drafts=drafts)


def draft(**changes: object) -> ZoneDraft:
    found = ZoneDraft(
        kind=ZoneKind.NO_ABSTRACTION,
        name="城区禁采区",
        aquifer=None,
        shape=read_zones(geojson(({"kind": "禁采区", "name": "甲"}, WEST_SHAPE)))[0].shape,
        crs_source=CrsSource.CGCS2000,
        valid_from=SINCE,
        ended_on=None,
    )
    return replace(found, **changes)


def shape(*bounds: float) -> object:
    return read_zones(geojson(({"kind": "禁采区", "name": "甲"}, box(*bounds))))[0].shape


def test_names_first_shapes_later_the_same_file_again(session: Session) -> None:
    assert townships(session, read_township_csv(CSV)).added == ["清水镇", "东古城镇"]
    filled = townships(session, read_townships(SHAPES))
    assert (filled.changed, filled.added) == (["清水镇", "东古城镇"], [])
    again = townships(session, read_townships(SHAPES))
    assert (again.unchanged, again.changed, again.moves_wells) == (["清水镇", "东古城镇"], [], False)
    assert townships(session, read_township_csv(CSV)).unchanged == ["清水镇", "东古城镇"]
    assert session.scalar(select(func.count()).select_from(Division)) == 2
    assert set(queries.division_shapes(session, COUNTY, DivisionKind.TOWNSHIP)) == {WEST, EAST}


def test_an_outline_keeps_its_source(session: Session) -> None:
    actor = make_actor(session, Role.SYSTEM_ADMIN, jurisdiction=COUNTY)
    area = read_outline(geojson(({"crs": "GCJ-02"}, OUTLINE)))
    for expected in ("added", "unchanged"):
        changes = actions.import_outline(
            session, actor=actor, now=NOW, on=TODAY, county_code=COUNTY, name="冠县", area=area
        )
        assert getattr(changes, expected) == ["冠县"]
    county = queries.get_division(session, COUNTY)
    assert (county.kind, county.crs_source) == (DivisionKind.COUNTY, CrsSource.GCJ02)


def test_a_renamed_township_begins_a_new_period_with_its_shape(session: Session) -> None:
    make_division(session, code=WEST, name="清水乡", shape=WEST_SHAPE)
    townships(session, read_township_csv(CSV))
    assert queries.name_of(session, WEST) == "清水镇"
    assert queries.get_division(session, WEST, on=date(2020, 1, 1)).name == "清水乡"
    assert queries.division_shapes(session, COUNTY, DivisionKind.TOWNSHIP)[WEST].equals(WEST_SHAPE)


def test_townships_that_the_file_lacks_stay(session: Session) -> None:
    make_division(session, code=WEST, name="清水镇", shape=WEST_SHAPE)
    changes = townships(session, read_townships(geojson(({"code": EAST, "name": "东古城镇"}, EAST_SHAPE))))
    assert (changes.added, changes.absent) == (["东古城镇"], ["清水镇"])


def test_foreign_and_doubled_codes_are_refused(session: Session) -> None:
    with pytest.raises(Refused) as refusal:
        townships(session, read_township_csv("code,name\n371521001,甲\n".encode()))
    assert [reason.code for reason in refusal.value.reasons] == ["division_foreign"]
    with pytest.raises(RuleBroken, match="division_twice"):
        townships(session, read_township_csv(f"code,name\n{WEST},甲\n{WEST},乙\n".encode()))


def test_a_changed_zone_ends_the_old_validity_and_begins_a_new_row(session: Session) -> None:
    zones(session, [draft()])
    changes = zones(session, [draft(shape=shape(115.40, 36.40, 115.42, 36.50))])
    assert changes.changed == ["城区禁采区"]
    old, new = session.scalars(select(ControlZone).order_by(ControlZone.valid_from)).all()
    assert (old.valid_from, old.ended_on) == (SINCE, TODAY)
    assert (new.valid_from, new.ended_on) == (TODAY, None)
    assert queries.list_zones(session, COUNTY, date(2023, 5, 31)) == [old]
    assert queries.list_zones(session, COUNTY, TODAY) == [new]


def test_a_change_may_be_announced(session: Session) -> None:
    zones(session, [draft()])
    later = date(2024, 1, 1)
    zones(session, [draft(shape=shape(115.40, 36.40, 115.42, 36.50), valid_from=later)])
    assert [zone.valid_from for zone in queries.list_zones(session, COUNTY, TODAY)] == [SINCE]
    assert [zone.valid_from for zone in queries.list_zones(session, COUNTY, later)] == [later]


def test_the_same_zones_again_change_nothing(session: Session) -> None:
    drafts = [draft(), draft(aquifer=Aquifer.DEEP_CONFINED), draft(kind=ZoneKind.RESTRICTED)]
    assert len(zones(session, drafts).added) == 3
    again = zones(session, drafts)
    assert (len(again.unchanged), again.moves_wells) == (3, False)


def test_a_zone_can_end(session: Session) -> None:
    zones(session, [draft()])
    assert zones(session, [draft(ended_on=date(2023, 1, 1))]).ended == ["城区禁采区"]
    assert queries.list_zones(session, COUNTY, date(2022, 12, 31)) != []
    assert queries.list_zones(session, COUNTY, date(2023, 1, 1)) == []


def test_a_zone_that_ends_before_it_begins_is_refused(session: Session) -> None:
    with pytest.raises(RuleBroken, match="region_period"):
        zones(session, [draft(ended_on=date(2015, 6, 1))])


def test_a_zone_twice_in_a_file_is_refused(session: Session) -> None:
    with pytest.raises(RuleBroken, match="zone_twice"):
        zones(session, [draft(), draft()])


def test_each_change_is_audited(session: Session) -> None:
    zones(session, [draft()])
    zones(session, [draft(shape=shape(115.40, 36.40, 115.42, 36.50))])
    acts = session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
    assert acts == ["zone:add", "zone:change"]


def test_only_who_may_and_only_the_own_county(session: Session) -> None:
    about = {"now": NOW, "on": TODAY, "drafts": [draft()]}
    with pytest.raises(Forbidden):
        actions.import_zones(session, actor=make_actor(session, Role.INSPECTOR), county_code=COUNTY, **about)
    elsewhere = make_actor(session, Role.SYSTEM_ADMIN, jurisdiction="371521")
    with pytest.raises(NotFound):
        actions.import_zones(session, actor=elsewhere, county_code=COUNTY, **about)


def test_one_open_zone_of_a_kind_name_and_layer(session: Session) -> None:
    make_zone(session)
    make_zone(session, aquifer=Aquifer.SHALLOW)
    make_zone(session, ended_on=date(2016, 1, 1))
    with pytest.raises(IntegrityError):
        make_zone(session)


def test_one_open_division_of_a_code(session: Session) -> None:
    make_division(session, code=WEST, name="清水镇", shape=None)
    with pytest.raises(IntegrityError):
        make_division(session, code=WEST, name="清水乡", shape=None)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"ended_on": date(2000, 1, 1)}, "ck_division_period"),
        ({"crs_source": None}, "ck_division_outline_has_crs"),
        ({"code": "371521001"}, "ck_division_code_in_county"),
    ],
)
def test_constraints_of_divisions(session: Session, changes: dict[str, object], constraint: str) -> None:
    division = make_division(session, code=WEST, name="清水镇", shape=WEST_SHAPE)
    for name, value in changes.items():
        setattr(division, name, value)
    with pytest.raises(IntegrityError, match=constraint):
        session.flush()


def test_the_period_of_a_zone_is_in_order(session: Session) -> None:
    with pytest.raises(IntegrityError, match="ck_control_zone_period"):
        make_zone(session, ended_on=date(2000, 1, 1))


def test_the_stamp_differs_after_every_change(session: Session) -> None:
    stamps = [queries.stamp(session, COUNTY)]
    for drafts in ([draft()], [draft(ended_on=TODAY)]):
        zones(session, drafts)
        stamps.append(queries.stamp(session, COUNTY))
    townships(session, read_township_csv(CSV))
    stamps.append(queries.stamp(session, COUNTY))
    townships(session, read_townships(SHAPES))
    stamps.append(queries.stamp(session, COUNTY))
    assert len(set(stamps)) == 5
