"""Changing register data: by version, audited value by value, township and zones follow the position."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casebook.audit.models import AuditDetail
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.parties.actions import PartyFacts
from casebook.parties.models import Party
from casebook.wells import actions, queries
from casebook.wells.models import Well, WellAlias
from casebook.wells.rules import AliasKind, PartyRole, WellUse
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.regions import EAST, EAST_SHAPE, SINCE, WEST, make_county, make_zone
from tests.factories.wells import CITIZEN_NUMBER, keeper, make_party, make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor


@pytest.fixture(autouse=True)
def county(session: Session) -> None:
    make_county(session)


def edit(session: Session, well: Well, actor: Actor | None = None, version: int = 1, **facts: object) -> bool:
    plate = facts.pop("plate", None)
    return actions.update_well(
        session,
        actor=actor or keeper(session),
        now=NOW,
        well=well,
        base_version=version,
        facts=facts,
        plate=plate,
        reason="核查",
    )


def test_values_before_and_after_are_audited(session: Session) -> None:
    well = make_well(session)
    assert edit(session, well, depth_m=30.0, use=WellUse.INDUSTRY, village="小王庄村")
    assert (well.depth_m, well.use, well.version) == (30.0, WellUse.INDUSTRY, 2)
    detail = orjson.loads(session.scalars(select(AuditDetail.body)).one())
    assert detail["before"] == {"depth_m": 22.0, "use": "irrigation"}
    assert detail["after"] == {"depth_m": 30.0, "use": "industry"}
    assert detail["reason"] == "核查"


def test_nothing_changed_is_nothing_written(session: Session) -> None:
    well = make_well(session)
    assert not edit(session, well, depth_m=22.0)
    assert well.version == 1
    assert session.scalar(select(func.count()).select_from(AuditDetail)) == 0


def test_a_stale_edit_is_a_conflict(session: Session) -> None:
    well = make_well(session)
    edit(session, well, depth_m=30.0)
    with pytest.raises(Conflict) as refusal:
        edit(session, well, depth_m=40.0, version=1)
    assert refusal.value.facts == {"well": well.code}
    assert well.depth_m == 30.0


def test_a_moved_well_changes_township_and_zones(session: Session) -> None:
    west, east = make_zone(session), make_zone(session, name="东区", shape=EAST_SHAPE)
    well = make_well(session)
    assert [zone.id for zone in queries.list_zones(session, well, SINCE)] == [west.id]
    edit(session, well, lon=115.48)
    assert well.division_code == EAST
    assert [zone.id for zone in queries.list_zones(session, well, SINCE)] == [east.id]
    stored = session.execute(select(Well.lon, Well.lat, func.ST_X(Well.geom), func.ST_Y(Well.geom))).one()
    assert tuple(stored) == (115.48, 36.45, 115.48, 36.45)


def test_a_well_does_not_leave_the_county(session: Session) -> None:
    well = make_well(session)
    with pytest.raises(RuleBroken) as refusal:
        edit(session, well, lon=115.9)
    assert (refusal.value.code, refusal.value.field) == ("well_outside_county", "lon")
    assert well.lon == 115.42


def test_a_township_does_not_give_its_wells_away(session: Session) -> None:
    well = make_well(session)
    with pytest.raises(NotFound):
        edit(session, well, keeper(session, jurisdiction=WEST), lon=115.48)


def test_who_may_edit(session: Session) -> None:
    well = make_well(session)
    with pytest.raises(Forbidden):
        edit(session, well, make_actor(session, jurisdiction=COUNTY), depth_m=30.0)
    with pytest.raises(NotFound):
        edit(session, well, keeper(session, jurisdiction=EAST), depth_m=30.0)


def test_a_plate_is_given_changed_and_taken_away(session: Session) -> None:
    well = make_well(session)
    for version, plate in enumerate(("GX-001", "GX-002", ""), start=1):
        assert edit(session, well, version=version, plate=f" {plate} ")
        assert queries.plate_of(session, well.id) == plate
    assert not edit(session, well, version=4, plate="")


def test_a_plate_belongs_to_one_well(session: Session) -> None:
    make_well(session, aliases=((AliasKind.PLATE, "GX-001"),))
    other = make_well(session)
    with pytest.raises(RuleBroken) as refusal:
        edit(session, other, plate="GX-001")
    assert (refusal.value.code, refusal.value.field) == ("alias_taken", "plate")
    session.add(WellAlias(county_code=COUNTY, well_id=other.id, kind=AliasKind.PLATE, value="GX-001"))
    with pytest.raises(IntegrityError):
        session.flush()


def assign(session: Session, well: Well, role: PartyRole, facts: PartyFacts | None) -> bool:
    return actions.assign_party(session, actor=keeper(session), now=NOW, well=well, role=role, facts=facts)


def test_owner_manager_and_user_are_apart(session: Session) -> None:
    user = make_party(session)
    well = make_well(session, user=user)
    assert assign(session, well, PartyRole.OWNER, PartyFacts("小王庄村"))
    held = {row.role: row.party.name for row in queries.list_parties(session, well.id)}
    assert held == {PartyRole.OWNER: "小王庄村", PartyRole.USER: "刘建国"}
    assert assign(session, well, PartyRole.OWNER, None)
    assert queries.find_party(session, well.id, PartyRole.OWNER) is None
    assert queries.find_party(session, well.id, PartyRole.USER) is user
    assert not assign(session, well, PartyRole.OWNER, None)


def test_the_same_party_gets_its_new_telephone(session: Session) -> None:
    user = make_party(session)
    well = make_well(session, user=user)
    facts = PartyFacts("刘建国", CITIZEN_NUMBER, "10000000000")
    assert assign(session, well, PartyRole.USER, facts)
    assert user.phone == "10000000000"
    assert session.scalar(select(func.count()).select_from(Party)) == 1
    assert not assign(session, well, PartyRole.USER, facts)
