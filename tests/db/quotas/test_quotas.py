"""Permits and yearly volumes; what stood before is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casebook.access import Role
from casebook.audit.models import AuditEntry
from casebook.kernel.errors import Forbidden
from casebook.kernel.identifiers import PermitNumberKind
from casebook.quotas import actions, queries
from casebook.quotas.facts import PermitFacts, VolumeFacts
from casebook.quotas.models import AnnualVolume, PermitWell
from casebook.quotas.rules import Grade, VolumeMethod, VolumeSource
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.regions import make_county
from tests.factories.wells import keeper, make_party, make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.quotas.models import Permit
    from casebook.wells.models import Well

NUMBER = "D371525G2019-0001"
LATER = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def county(session: Session) -> None:
    make_county(session)


@pytest.fixture
def actor(session: Session) -> Actor:
    return keeper(session)


def put(session: Session, actor: Actor, *wells: Well, number: str = NUMBER, **facts: object) -> Permit:
    return actions.put_permit(
        session,
        actor=actor,
        now=NOW,
        facts=PermitFacts(number=number, **facts),
        wells=[well.id for well in wells],
    )


@pytest.mark.parametrize(
    ("written", "stored", "kind"),
    [
        (" d371525g2019-0001", NUMBER, PermitNumberKind.ELECTRONIC),
        (
            "取水(冠县)字[2007]第B37150001号",
            "取水（冠县）字〔2007〕第B37150001号",
            PermitNumberKind.PAPER,
        ),
        ("冠水许 12 号", "冠水许 12 号", None),
    ],
)
def test_both_forms_of_numbers(
    session: Session, actor: Actor, written: str, stored: str, kind: PermitNumberKind | None
) -> None:
    permit = put(session, actor, number=written)
    assert (permit.number, permit.number_kind) == (stored, kind)


def test_wells_and_permits_are_many_to_many(session: Session, actor: Actor) -> None:
    first, second = make_well(session), make_well(session)
    shared = put(session, actor, first, second, valid_to=date(2024, 8, 16))
    other = put(session, actor, first, number="D371525G2020-0002", valid_to=date(2029, 1, 1))
    put(session, actor, first, valid_to=date(2024, 8, 16))
    assert queries.permits_of_well(session, first.id) == [other, shared]
    assert queries.permits_by_well(session, [first.id, second.id])[second.id] == [shared]
    assert queries.count_wells(session, [shared.id, other.id]) == {shared.id: 2, other.id: 1}


def test_a_changed_permit_keeps_what_it_said(session: Session, actor: Actor) -> None:
    holder = make_party(session)
    permit = put(session, actor, permitted_m3=Decimal(5379), holder_id=holder.id)
    assert put(session, actor, permitted_m3=Decimal(5379), holder_id=holder.id).version == 1
    changed = put(session, actor, permitted_m3=Decimal(4000), holder_id=holder.id)
    assert (changed.id, changed.version, changed.permitted_m3) == (permit.id, 2, Decimal(4000))
    (before,) = queries.list_changes(session, permit.id)
    assert (before.version, before.facts["permitted_m3"]) == (1, "5379.000")
    assert [entry.action for entry in session.query(AuditEntry)] == ["permit:put", "permit:put"]
    assert queries.find_permit(session, COUNTY, NUMBER) is permit


def test_of_two_facts_for_one_number_the_last_holds(session: Session, actor: Actor) -> None:
    facts = [
        PermitFacts(number=NUMBER, permitted_m3=Decimal(1)),
        PermitFacts(number="D371525G2020-0002"),
        PermitFacts(number=NUMBER, permitted_m3=Decimal(2)),
    ]
    ids = actions.put_permits(session, actor=actor, now=NOW, county_code=COUNTY, permits=facts)
    assert ids[0] == ids[2] != ids[1]
    permit = queries.find_permit(session, COUNTY, NUMBER)
    assert permit is not None
    assert permit.permitted_m3 == Decimal(2)


def test_constraints(session: Session, actor: Actor) -> None:
    well = make_well(session)
    permit = put(session, actor, well)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(PermitWell(permit_id=permit.id, well_id=well.id))
    permit.permitted_m3 = Decimal(-1)
    with pytest.raises(IntegrityError, match="ck_permit_volume"):
        session.flush()


def volume(well: Well, m3: int, year: int = 2020, **facts: object) -> VolumeFacts:
    return VolumeFacts(well_id=well.id, year=year, volume_m3=Decimal(m3), **facts)


def test_a_corrected_volume_replaces_and_keeps_the_old(session: Session) -> None:
    well = make_well(session)
    facts = [volume(well, 3117), volume(well, 3000, 2021, source=VolumeSource.MEASURED)]
    assert actions.put_annual_volumes(session, now=NOW, county_code=COUNTY, volumes=facts) == 2
    assert actions.put_annual_volumes(session, now=LATER, county_code=COUNTY, volumes=facts) == 0
    better = [volume(well, 3200, method=VolumeMethod.ONLINE_METER)]
    assert actions.put_annual_volumes(session, now=LATER, county_code=COUNTY, volumes=better) == 1
    found = queries.volumes_by_year(session, [well.id])[well.id]
    assert list(found) == [2020, 2021]
    row = found[2020][VolumeSource.REGISTER]
    assert (row.volume_m3, row.grade) == (Decimal("3200.000"), Grade.A)
    (old,) = session.scalars(select(AnnualVolume).where(AnnualVolume.replaced_at.is_not(None)))
    assert (old.volume_m3, old.replaced_at) == (Decimal("3117.000"), LATER)
    assert queries.list_years(session, COUNTY, most=1) == [2021]


def test_one_volume_in_force_per_well_year_and_source(session: Session) -> None:
    well = make_well(session)
    actions.put_annual_volumes(session, now=NOW, county_code=COUNTY, volumes=[volume(well, 1)])
    columns = volume(well, 2).columns()
    session.add(AnnualVolume(county_code=COUNTY, recorded_at=NOW, **columns))
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    ("m3", "year", "constraint"), [(-1, 2020, "ck_annual_volume_volume"), (1, 20, "ck_annual_volume_year")]
)
def test_constraints_of_volumes(session: Session, m3: int, year: int, constraint: str) -> None:
    well = make_well(session)
    facts = [volume(well, m3, year)]
    with pytest.raises(IntegrityError, match=constraint):
        actions.put_annual_volumes(session, now=NOW, county_code=COUNTY, volumes=facts)


def test_who_may(session: Session, actor: Actor) -> None:
    well = make_well(session)
    inspector = make_actor(session, Role.INSPECTOR, jurisdiction=COUNTY)
    with pytest.raises(Forbidden):
        put(session, inspector, well)
