"""Plates: made once, revoked with a reason, read to the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy.exc import IntegrityError

from casebook.access import Role
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.keys.manifest import describe
from casebook.keys.signing import Signer
from casebook.keys.wire import has_signed
from casebook.plates import actions, queries
from casebook.plates.models import WellPlate
from casebook.plates.rules import IN_A_FILE, PlateReading, parse, statement
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.regions import EAST, WEST, make_county
from tests.factories.wells import keeper, make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.fixture(scope="module")
def signer() -> Signer:
    private = ec.generate_private_key(ec.SECP256R1())
    return Signer(describe(private.public_key(), NOW), private)


def make_plate(session: Session, signer: Signer, **well: object) -> WellPlate:
    return actions.issue_plate(
        session, actor=keeper(session), now=NOW, well=make_well(session, **well), signer=signer
    )


def test_a_township_gets_plates_for_the_wells_that_lack_one(session: Session, signer: Signer) -> None:
    make_county(session)
    first, second = make_well(session), make_well(session)
    actor = keeper(session)
    made = actions.issue_plates(session, actor=actor, now=NOW, division_code=WEST, signer=signer)
    assert [plate.well.code for plate in made] == sorted([first.code, second.code])
    assert actions.issue_plates(session, actor=actor, now=NOW, division_code=WEST, signer=signer) == []
    west, *_others = queries.count_by_township(session, actor)
    assert (west.division_code, west.wells, west.plates, west.missing) == (WEST, 2, 2, 0)
    assert queries.list_sheet(session, actor, WEST, 1) == made
    assert queries.list_sheet(session, actor, WEST, 2) == []
    assert queries.list_sheet(session, actor, EAST, 1) == []


def test_what_is_signed_is_what_a_tablet_verifies(session: Session, signer: Signer) -> None:
    make_county(session)
    plate = make_plate(session, signer)
    found = parse(plate.text)
    assert found is not None
    data = statement(COUNTY, plate.well.code, plate.serial)
    assert (found.serial, found.key) == (plate.serial, signer.key.short)
    assert has_signed(signer.key.public(), data, found.signature)


def test_a_file_holds_so_many_plates(
    session: Session, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert IN_A_FILE % 8 == 0
    monkeypatch.setattr(queries, "IN_A_FILE", 2)
    make_county(session)
    for _ in range(3):
        make_well(session)
    actor = keeper(session)
    made = actions.issue_plates(session, actor=actor, now=NOW, division_code=COUNTY, signer=signer)
    sheets = [queries.list_sheet(session, actor, COUNTY, part) for part in (1, 2, 3)]
    assert [len(sheet) for sheet in sheets] == [2, 1, 0]
    assert sheets[0] + sheets[1] == made


def test_only_what_was_issued_is_genuine(session: Session, signer: Signer) -> None:
    make_county(session)
    plate = make_plate(session, signer)
    readings = {
        plate.text: PlateReading.GENUINE,
        f"https://casebook.example/p/{plate.text}": PlateReading.GENUINE,
        plate.text[:-1]: PlateReading.FORGED,
        plate.text.replace(plate.well.code, "371525101JJ99999"): PlateReading.FORGED,
        plate.text.replace(plate.serial, "371525-2026-PZ-99999"): PlateReading.FORGED,
        plate.text.replace(f":{COUNTY}:", ":371581:"): PlateReading.FOREIGN,
        "https://elsewhere.example/": PlateReading.UNREADABLE,
    }
    assert {text: queries.read_plate(session, text, COUNTY).state for text in readings} == readings
    assert queries.read_plate(session, plate.text, COUNTY).well_id == plate.well_id


def test_a_revoked_plate_says_so_and_makes_room_for_another(session: Session, signer: Signer) -> None:
    make_county(session)
    plate = make_plate(session, signer)
    actor, well = keeper(session), plate.well
    with pytest.raises(RuleBroken, match="plate_still_valid"):
        actions.issue_plate(session, actor=actor, now=NOW, well=well, signer=signer)
    with pytest.raises(RuleBroken, match="plate_revocation_needs_reason"):
        actions.revoke_plate(session, actor=actor, now=NOW, plate=plate, reason=" ")
    actions.revoke_plate(session, actor=actor, now=NOW, plate=plate, reason="被人复制")
    with pytest.raises(RuleBroken, match="plate_revoked_already"):
        actions.revoke_plate(session, actor=actor, now=NOW, plate=plate, reason="又丢了")
    assert queries.read_plate(session, plate.text, COUNTY).state is PlateReading.REVOKED
    assert queries.list_revoked(session, COUNTY) == [plate.serial]
    new = actions.issue_plate(session, actor=actor, now=NOW, well=well, signer=signer)
    assert new.serial != plate.serial
    assert queries.list_plates(session, well.id) == [new, plate]


def test_a_well_has_one_valid_plate_only(session: Session, signer: Signer) -> None:
    make_county(session)
    plate = make_plate(session, signer)
    twin = WellPlate(
        county_code=COUNTY, well_id=plate.well_id, serial="S2", text="T2", issued_at=NOW, issued_by="王芳"
    )
    with (
        pytest.raises(IntegrityError, match=r"uq_well_plate_valid|well_plate.well_id"),
        session.begin_nested(),
    ):
        session.add(twin)


def test_plates_are_for_the_keeper_of_the_register_and_their_place(session: Session, signer: Signer) -> None:
    make_county(session)
    plate = make_plate(session, signer)
    inspector = make_actor(session, Role.INSPECTOR, jurisdiction=COUNTY)
    with pytest.raises(Forbidden):
        actions.issue_plates(session, actor=inspector, now=NOW, division_code=WEST, signer=signer)
    with pytest.raises(Forbidden):
        actions.revoke_plate(session, actor=inspector, now=NOW, plate=plate, reason="丢失")
    elsewhere = keeper(session, jurisdiction=EAST)
    with pytest.raises(NotFound):
        actions.issue_plates(session, actor=elsewhere, now=NOW, division_code=WEST, signer=signer)
    with pytest.raises(NotFound):
        queries.get_plate(session, plate.serial, elsewhere)
