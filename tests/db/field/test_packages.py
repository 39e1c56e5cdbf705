"""What an officer takes along: whole, signed, and no more than may be seen."""

from __future__ import annotations

import base64
import io
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.audit.models import AccessLog, AuditEntry
from casebook.evidence import actions as evidence
from casebook.evidence.models import EvidenceItem
from casebook.field.actions import packing
from casebook.field.models import WorkPackage, WorkPackagePart
from casebook.field.queries import packages as queries
from casebook.field.rules import packages as rules
from casebook.field.rules.packages import Scope
from casebook.inspections.rules import InspectionKind
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.ids import new_id
from casebook.keys import signing
from casebook.quotas.models import Permit, PermitWell
from casebook.regions.models import KnownPoint
from casebook.wells.models import WellZone
from casebook.wells.rules import AliasKind, MeterKind
from tests.factories.accounts import COUNTY, NOW, make_actor, make_agency, make_officer
from tests.factories.cases import Bureau, make_bureau, make_case, make_measure, make_met, make_problems
from tests.factories.field import Tablet, make_tablet
from tests.factories.inspections import make_submitted
from tests.factories.packages import TOWNSHIP, make_house, opened, pack
from tests.factories.regions import EAST, WEST, make_county, make_zone
from tests.factories.volumes import take_readings
from tests.factories.wells import make_party, make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.field.actions.packing import House
    from casebook.storage.disk import FileStore


@pytest.fixture
def house(tmp_path: Path) -> House:
    return make_house(tmp_path)


@pytest.fixture
def bureau(session: Session, file_store: FileStore) -> Bureau:
    return make_bureau(session)


@pytest.fixture
def tablet(session: Session, bureau: Bureau) -> Tablet:
    return make_tablet(session, bureau.visit.lead)


def taken(
    session: Session,
    bureau: Bureau,
    tablet: Tablet,
    house: House,
    scope: Scope = TOWNSHIP,
    *,
    now: datetime = NOW,
) -> dict[str, Any]:
    return opened(session, pack(session, bureau.inspector, tablet.device, house, scope, now=now))


def taken_by(session: Session, officer: Officer, house: House, scope: Scope = TOWNSHIP) -> dict[str, Any]:
    device = make_tablet(session, officer).device
    return opened(session, pack(session, actor_of(officer), device, house, scope))


def test_the_text_names_every_part_and_is_signed(
    session: Session, bureau: Bureau, tablet: Tablet, house: House
) -> None:
    package = pack(session, bureau.inspector, tablet.device, house)
    assert signing.is_signed_by(house.signer.public, package.text.encode(), package.signature)
    text = json.loads(package.text)
    assert text == {
        "version": 1,
        "package": str(package.id),
        "county": COUNTY,
        "device": str(tablet.device.id),
        "officer": str(bureau.visit.lead.id),
        "scope": {"kind": "township", "township": WEST},
        "made_at": "2023-06-01T02:00:00.000Z",
        "expires_at": "2023-06-08T02:00:00.000Z",
        "size": package.size,
        "parts": text["parts"],
    }
    assert [one["name"] for one in text["parts"]] == list(rules.PARTS)
    assert text["size"] == sum(one["size"] for one in text["parts"])
    assert text["parts"][0]["url"] == f"/field/api/packages/{package.id}/wells"
    assert set(opened(session, package)) == set(rules.PARTS)
    entry = session.query(AuditEntry).order_by(AuditEntry.rowid.desc()).first()
    assert (entry.action, entry.subject_id) == ("work_package:make", package.id)
    assert session.query(AccessLog).one().what == "work_package"


def test_a_well_with_all_that_is_known_of_it(
    session: Session, bureau: Bureau, tablet: Tablet, house: House
) -> None:
    zone = make_zone(session)
    ended = make_zone(session, name="已取消", ended_on=date(2020, 1, 1))
    party = make_party(session, name="李四")
    well = make_well(
        session, code="371525104JJ90001", user=party, aliases=((AliasKind.PLATE, "QS-0042"),), meter_no="M-7"
    )
    for one in (zone, ended):
        if not session.query(WellZone).filter_by(well_id=well.id, zone_id=one.id).count():
            session.add(WellZone(well_id=well.id, zone_id=one.id))
    for number, valid_to in (("G-1", date(2024, 1, 1)), ("G-2", date(2026, 1, 1)), ("G-3", None)):
        permit = Permit(
            county_code=COUNTY, number=number, valid_to=valid_to, permitted_m3=1200, changed_at=NOW
        )
        session.add(permit)
        session.flush()
        session.add(PermitWell(permit_id=permit.id, well_id=well.id))
    session.flush()
    found = {one["code"]: one for one in taken(session, bureau, tablet, house)["wells"]}
    assert found["371525104JJ90001"] == {
        "id": str(well.id),
        "code": "371525104JJ90001",
        "township": WEST,
        "village": "小王庄村",
        "lon": 115.42,
        "lat": 36.45,
        "status": "in_use",
        "use": "irrigation",
        "aquifer": "shallow",
        "exemption": None,
        "depth_m": 22.0,
        "pump_flow_m3h": None,
        "meter_kind": "power",
        "meter_no": "M-7",
        "electricity_account": None,
        "closed_on": None,
        "version": 1,
        "user": "李四",
        "permit": {"number": "G-2", "valid_to": "2026-01-01", "volume_m3": 1200.0},
        "plate": "QS-0042",
        "zones": ["no_abstraction"],
        "last_visit_on": None,
        "last_dial": None,
        "meter": None,
    }


def test_a_meter_that_is_read_by_hand_comes_with_its_last_dial(
    session: Session, bureau: Bureau, tablet: Tablet, house: House
) -> None:
    well = bureau.visit.well
    well.meter_kind, well.meter_no = MeterKind.MECHANICAL, "SB1"
    session.flush()
    keeper = make_actor(session, Role.PERMIT_OFFICER, jurisdiction=well.county_code)
    known = {one["code"]: one["meter"] for one in taken(session, bureau, tablet, house)["wells"]}
    assert known[well.code] == {"number": "SB1", "digits": None, "seal": "", "last": None}
    take_readings(session, keeper, *(f"{well.code},SB1,2023-0{m}-25,{m}00.5,人工," for m in (3, 4)))
    known = {one["code"]: one["meter"] for one in taken(session, bureau, tablet, house)["wells"]}
    last = {"on": "2023-04-25", "second": -1, "dial_m3": "400.500", "mark": "none"}
    assert known[well.code] == {"number": "SB1", "digits": None, "seal": "", "last": last}


def test_a_meter_reader_of_the_bureau_takes_meters_along_and_no_case(
    session: Session, bureau: Bureau, house: House
) -> None:
    well = bureau.visit.well
    well.meter_kind, well.meter_no = MeterKind.MECHANICAL, "SB1"
    make_measure(session, bureau, make_case(session, bureau, make_problems(session, bureau, "P10")))
    reader = make_officer(session, Role.PERMIT_OFFICER, agency=bureau.visit.agency, name="抄表员")
    found = taken_by(session, reader, house)
    assert [one["meter"]["number"] for one in found["wells"]] == ["SB1"]
    assert (found["measures"], found["tasks"], found["officers"], found["numbers"]) == ([], [], [], [])


def test_what_waits_at_the_wells(session: Session, bureau: Bureau, tablet: Tablet, house: House) -> None:
    problems = make_problems(session, bureau, "P10", "P01")
    case = make_case(session, bureau, problems)
    measure = make_measure(session, bureau, case)
    found = taken(session, bureau, tablet, house, now=NOW + timedelta(days=5))
    assert [(one["number"], one["code"], one["status"]) for one in found["problems"]] == [
        (one.number, one.code, "in_case") for one in problems
    ]
    assert found["problems"][0]["well"] == str(bureau.visit.well.id)
    (told,) = found["measures"]
    assert (told["id"], told["case_no"], told["due_on"]) == (str(measure.id), case.number, "2023-06-19")
    (task,) = found["tasks"]
    assert task == {
        "id": str(measure.id),
        "kind": "recheck",
        "well": str(bureau.visit.well.id),
        "title": "安装符合标准的取水计量设施",
        "due_on": "2023-06-19",
        "state": "ordered",
        "note": measure.order_no,
        "of": str(measure.id),
    }
    (well,) = found["wells"]
    assert well["last_visit_on"] == "2023-06-01"


def test_what_was_found_before_comes_along(
    session: Session, bureau: Bureau, tablet: Tablet, house: House
) -> None:
    (problem,) = make_problems(session, bureau)
    item = session.query(EvidenceItem).first()
    evidence.make_preview(session, item_id=item.id, now=NOW)
    found = taken(session, bureau, tablet, house)
    (record,) = found["earlier"][str(bureau.visit.well.id)]
    assert (record["inspection"], record["kind"], record["on"]) == (
        str(problem.inspection_id),
        "inspection",
        "2023-06-01",
    )
    assert [one["problem_code"] for one in record["findings"]] == ["P10"]
    (shown,) = record["photographs"]
    assert shown["evidence"] == shown["picture"] == str(item.id)
    data = base64.b64decode(found["pictures"][shown["picture"]])
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, max(picture.size) <= 640) == ("JPEG", True)


def test_only_the_newest_records_come_along(
    session: Session, bureau: Bureau, tablet: Tablet, house: House
) -> None:
    make_problems(session, bureau)
    for day in range(1, 5):
        make_submitted(session, bureau.visit, now=NOW + timedelta(days=day))
    found = taken(session, bureau, tablet, house, now=NOW + timedelta(days=9))
    records = found["earlier"][str(bureau.visit.well.id)]
    assert [one["on"] for one in records] == ["2023-06-05", "2023-06-04", "2023-06-03"]


def test_what_was_struck_off_is_looked_at_again(
    session: Session, bureau: Bureau, tablet: Tablet, house: House
) -> None:
    (problem,) = make_problems(session, bureau, "P17")
    problem.status, problem.struck_off_on = "struck_off", date(2023, 6, 20)
    session.flush()
    found = taken(session, bureau, tablet, house, now=NOW + timedelta(days=30))
    assert found["problems"] == []
    (task,) = found["tasks"]
    assert (task["kind"], task["due_on"], task["of"]) == ("follow_up", "2023-07-20", str(problem.id))
    make_submitted(session, bureau.visit, kind=InspectionKind.FOLLOW_UP, now=NOW + timedelta(days=50))
    (task,) = taken(session, bureau, tablet, house, now=NOW + timedelta(days=60))["tasks"]
    assert task["due_on"] == "2023-09-18"


def test_what_is_due_and_nothing_else(session: Session, bureau: Bureau, tablet: Tablet, house: House) -> None:
    make_well(session)
    make_measure(session, bureau, make_case(session, bureau))
    later = NOW + timedelta(days=5)
    assert taken(session, bureau, tablet, house, Scope("due", days=3), now=later)["wells"] == []
    found = taken(session, bureau, tablet, house, Scope("due", days=13), now=later)
    assert [one["id"] for one in found["wells"]] == [str(bureau.visit.well.id)]
    assert [one["kind"] for one in found["tasks"]] == ["recheck"]


def test_a_route_keeps_its_order(session: Session, bureau: Bureau, tablet: Tablet, house: House) -> None:
    codes = [make_well(session).code for _ in range(3)]
    route = (codes[2], codes[0], codes[2])
    found = taken(session, bureau, tablet, house, Scope("wells", wells=route))
    assert [one["code"] for one in found["wells"]] == [codes[2], codes[0]]


def test_a_met_measure_asks_for_nothing(
    session: Session, bureau: Bureau, tablet: Tablet, house: House
) -> None:
    make_met(session, bureau, make_measure(session, bureau, make_case(session, bureau)))
    found = taken(session, bureau, tablet, house, now=NOW + timedelta(days=20))
    assert found["measures"] == []
    assert {one["kind"] for one in found["tasks"]} <= {"recheck"}
    assert all(one["of"] is None for one in found["tasks"])


def test_people_places_and_keys(session: Session, bureau: Bureau, tablet: Tablet, house: House) -> None:
    make_officer(session, Role.LIAISON, agency=bureau.visit.agency, certificate=False, name="无证")
    point = KnownPoint(county_code=COUNTY, name="县政府门口", lon=115.44, lat=36.48)
    session.add(point)
    session.flush()
    make_officer(session, Role.INSPECTOR, agency=bureau.visit.agency, name="东乡", jurisdiction=EAST)
    make_officer(session, Role.INSPECTOR, agency=bureau.visit.agency, name="西乡", jurisdiction=WEST)
    found = taken(session, bureau, tablet, house)
    officers = {one["name"]: one for one in found["officers"]}
    assert {"周明", "李雪"} <= set(officers)
    assert "无证" not in officers
    assert ("西乡" in officers, "东乡" in officers) == (True, False), "the wells are western ones"
    assert officers["西乡"]["jurisdiction"] == WEST
    assert "phone" not in officers["周明"]
    assert officers["周明"]["keys"] == [
        {"device": str(tablet.device.id), "signing_key": tablet.device.signing_key}
    ]
    assert officers["李雪"]["keys"] == []
    assert {one["code"] for one in found["townships"]} == {WEST, EAST}
    assert found["points"] == [{"id": str(point.id), "name": "县政府门口", "lon": 115.44, "lat": 36.48}]
    assert found["plates"]["keys"] == [
        {"fingerprint": house.signer.fingerprint, "signing_key": house.signer.public}
    ]
    assert found["zones"]["type"] == "FeatureCollection"
    assert found["basemap"] is None


def test_the_checklist_in_force(session: Session, bureau: Bureau, tablet: Tablet, house: House) -> None:
    make_submitted(session, bureau.visit)
    (checklist,) = taken(session, bureau, tablet, house)["checklists"]
    assert checklist["version"] >= 1
    assert "inspection" in checklist["kinds"]
    assert len(checklist["items"]) >= 32
    assert {"code", "question", "kind", "bad", "is_required"} <= set(checklist["items"][0])


def test_a_patroller_takes_wells_without_people(session: Session, bureau: Bureau, house: House) -> None:
    make_measure(session, bureau, make_case(session, bureau))
    officer = make_officer(
        session, Role.INFORMANT, agency=bureau.visit.agency, certificate=False, jurisdiction=WEST
    )
    found = taken_by(session, officer, house)
    assert len(found["wells"]) == 1
    assert [one["user"] for one in found["wells"]] == [None]
    assert [one["last_visit_on"] for one in found["wells"]] == [None]
    assert len(found["problems"]) == 1
    for part in ("measures", "closures", "tasks", "earlier", "pictures", "officers", "checklists", "numbers"):
        assert not found[part], part
    assert [one["code"] for one in found["townships"]] == [WEST]
    assert session.query(AccessLog).count() == 0


def test_an_acceptor_takes_no_users_along(session: Session, bureau: Bureau, house: House) -> None:
    officer = make_officer(session, Role.CLOSURE_ACCEPTOR, agency=bureau.visit.agency)
    found = taken_by(session, officer, house)
    assert [one["user"] for one in found["wells"]] == [None]
    assert found["numbers"] == []
    assert found["officers"]


def test_nobody_takes_along_what_lies_elsewhere(session: Session, bureau: Bureau, house: House) -> None:
    east = make_well(session, lon=115.47)
    agency = make_agency(session, name="东古城镇政府", division_code=EAST)
    officer = make_officer(session, Role.INSPECTOR, agency=agency)
    device = make_tablet(session, officer).device
    actor = actor_of(officer)
    assert [one["code"] for one in taken_by(session, officer, house, Scope("township", EAST))["wells"]] == [
        east.code
    ]
    with pytest.raises(NotFound):
        pack(session, actor, device, house)
    with pytest.raises(RuleBroken) as caught:
        pack(session, actor, device, house, Scope("wells", wells=(east.code, bureau.visit.well.code)))
    assert caught.value.code == "package_wells_unknown"
    assert caught.value.facts["wells"] == bureau.visit.well.code


@pytest.mark.parametrize(
    ("scope", "code"),
    [
        (Scope("wells"), "package_route_length"),
        (Scope("wells", wells=("x",) * 501), "package_route_length"),
        (Scope("wells", wells=("371525104JJ99999",)), "package_wells_unknown"),
        (Scope("due", days=-1), "package_days_wrong"),
        (Scope("due", days=10**9), "package_days_wrong"),
        (Scope("township", township="371525999"), "not_found"),
        (Scope("township", township=COUNTY), "not_found"),
        (Scope("township", township=""), "not_found"),
        (Scope("township", township="371526101"), "not_found"),
    ],
)
def test_scopes_that_nobody_can_pack(
    session: Session, bureau: Bureau, tablet: Tablet, house: House, scope: Scope, code: str
) -> None:
    with pytest.raises((RuleBroken, NotFound)) as caught:
        pack(session, bureau.inspector, tablet.device, house, scope)
    assert caught.value.code == code
    assert session.query(WorkPackage).count() == 0


def test_a_revoked_device_and_one_of_somebody_else_get_nothing(
    session: Session, bureau: Bureau, tablet: Tablet, house: House
) -> None:
    with pytest.raises(NotFound):
        pack(session, bureau.second, tablet.device, house)
    tablet.device.revoked_at, tablet.device.revoked_reason = NOW, "丢失"
    with pytest.raises(RuleBroken) as caught:
        pack(session, bureau.inspector, tablet.device, house)
    assert caught.value.code == "device_revoked"


def test_who_has_no_field_work_takes_nothing(session: Session, bureau: Bureau, house: House) -> None:
    device = make_tablet(session, bureau.head).device
    with pytest.raises(Forbidden):
        pack(session, bureau.chief, device, house)


def test_a_newer_package_takes_the_place_of_the_older(
    session: Session, bureau: Bureau, tablet: Tablet, house: House
) -> None:
    other = make_tablet(session, bureau.visit.second)
    theirs = pack(session, bureau.second, other.device, house)
    first = pack(session, bureau.inspector, tablet.device, house)
    second = pack(session, bureau.inspector, tablet.device, house)
    with pytest.raises(NotFound):
        queries.get_part(session, first.id, "wells")
    for kept in (second, theirs):
        assert queries.get_part(session, kept.id, "wells").name == "wells"


def test_packages_run_out(session: Session, bureau: Bureau, tablet: Tablet, house: House) -> None:
    package = pack(session, bureau.inspector, tablet.device, house)
    officer_id = bureau.visit.lead.id
    last = NOW + timedelta(days=7)
    assert queries.get_own_package(session, package.id, officer_id, last - timedelta(seconds=1)) is package
    with pytest.raises(RuleBroken) as caught:
        queries.get_own_package(session, package.id, officer_id, last)
    assert caught.value.code == "package_expired"
    for foreign in (bureau.visit.second.id, None, new_id()):
        with pytest.raises(NotFound):
            queries.get_own_package(session, package.id, foreign, NOW)
    assert packing.drop_expired(session, now=last - timedelta(seconds=1)) == 0
    assert packing.drop_expired(session, now=last) == 1
    assert packing.drop_expired(session, now=last) == 0
    assert session.query(WorkPackagePart).count() == 0
    assert session.query(WorkPackage).count() == 1


def test_many_wells_cost_no_more_statements_than_one(
    session: Session, bureau: Bureau, tablet: Tablet, house: House
) -> None:
    make_measure(session, bureau, make_case(session, bureau))
    asked = {
        "actor": bureau.inspector,
        "now": NOW,
        "device": tablet.device,
        "scope": TOWNSHIP,
        "house": house,
    }
    packing.collect(session, **asked)
    session.expire_all()
    assert tablet.device.officer_id
    with statements(session.get_bind().engine) as few:
        assert len(packing.collect(session, **asked)["wells"]) == 1
    for _ in range(19):
        make_well(session, user=make_party(session, name="又一户", identifier="", phone=""))
    session.expire_all()
    assert tablet.device.officer_id
    with statements(session.get_bind().engine) as many:
        assert len(packing.collect(session, **asked)["wells"]) == 20
    assert len(few) == len(many)


def test_a_county_without_anything(session: Session, house: House) -> None:
    make_county(session)
    officer = make_officer(session, Role.INSPECTOR, agency=make_agency(session))
    found = taken_by(session, officer, house)
    assert found["wells"] == found["tasks"] == found["checklists"] == []
    assert len(found["numbers"]) == 10
