"""An interview is filed by two certified officers with its paper, once."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.evidence.queries import list_items
from casebook.inspections.actions import file_interview
from casebook.inspections.filed import FiledSecond, PaperForm, SignedHow
from casebook.inspections.queries import (
    get_interview,
    list_interviews_of,
    list_papers,
)
from casebook.inspections.rules.signing import signed_bytes
from casebook.kernel.errors import Forbidden, NotFound, Refused, RuleBroken
from casebook.kernel.ids import new_id
from tests.factories.accounts import COUNTY, NOW, make_officer
from tests.factories.inspections import EXPIRED, LATER, Visit, make_submitted, make_visit
from tests.factories.papers import interview, make_device, pen_paper, signed_paper
from tests.factories.regions import EAST
from tests.factories.wells import make_well
from tests.support.rows import interviews_of_well

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.inspections.filed import FiledInterview
    from casebook.inspections.models import Interview
    from casebook.storage.disk import FileStore

RECORD = PaperForm.INTERVIEW_RECORD


@pytest.fixture
def visit(session: Session, file_store: FileStore) -> Visit:
    return make_visit(session)


def talk(session: Session, visit: Visit, **changes: object) -> FiledInterview:
    return interview(visit.well, visit.second, signed_paper(session, RECORD), **changes)


def file(
    session: Session,
    visit: Visit,
    filed: FiledInterview,
    *,
    interview_id: UUID | None = None,
    device_id: UUID | None = None,
    **changes: object,
) -> Interview:
    about = {"actor": visit.actor, "now": LATER, "device_id": device_id, **changes}
    return file_interview(session, **about, interview_id=interview_id or new_id(), filed=filed)


def test_an_interview_is_kept_whole(session: Session, visit: Visit) -> None:
    record = make_submitted(session, visit, "P10")
    filed = talk(session, visit, inspection=record.id)
    kept = file(session, visit, filed, device_id=make_device(session, visit.lead).id)
    session.expire_all()
    assert interviews_of_well(session, visit.well.id) == [kept]
    assert list_interviews_of(session, record.id) == [kept]
    assert [(one.question, one.answer) for one in kept.lines] == [
        (one.question, one.answer) for one in filed.exchanges
    ]
    assert [(one.part, one.name, one.how) for one in kept.officers] == [
        ("lead", "周明", SignedHow.OWN_DEVICE),
        ("second", "李雪", SignedHow.DECLARED),
    ]
    (paper,) = list_papers(session, [kept.id])
    assert (paper.form, paper.text_hash) == (RECORD, filed.paper.text_hash)


def test_at_the_desk_the_pages_of_a_written_record_come_along(session: Session, visit: Visit) -> None:
    filed = interview(visit.well, visit.second, pen_paper(session, RECORD, pages=2))
    kept = file(session, visit, filed)
    items = list_items(session, "interview", kept.id)
    assert len(items) == 2
    assert all(item.is_locked for item in items)
    assert kept.officers[0].how is SignedHow.SIGNED_IN


def test_it_is_filed_once(session: Session, visit: Visit) -> None:
    kept = file(session, visit, talk(session, visit))
    with pytest.raises(RuleBroken) as refusal:
        file(session, visit, talk(session, visit), interview_id=kept.id)
    assert refusal.value.code == "interview_filed_already"


def test_what_is_missing_is_refused_whole(session: Session, visit: Visit) -> None:
    with pytest.raises(Refused):
        file(session, visit, talk(session, visit, is_told_rights=False, exchanges=()))
    assert interviews_of_well(session, visit.well.id) == []


def test_a_paper_of_another_form_is_refused(session: Session, visit: Visit) -> None:
    with pytest.raises(Refused) as refusal:
        file(session, visit, replace(talk(session, visit), paper=signed_paper(session)))
    assert [one.code for one in refusal.value.reasons] == ["paper_form_wrong"]


def test_two_officers_with_certificates_of_the_day(session: Session, visit: Visit) -> None:
    expired = make_officer(session, Role.INSPECTOR, agency=visit.agency, valid_to=EXPIRED)
    for second, code in (
        (visit.lead, "inspection_officers_same"),
        (expired, "inspection_officer_uncertified"),
    ):
        filed = interview(visit.well, second, signed_paper(session, RECORD))
        with pytest.raises(RuleBroken) as refusal:
            file(session, visit, filed)
        assert refusal.value.code == code


def test_an_inspection_of_another_well_is_refused(session: Session, visit: Visit) -> None:
    record = make_submitted(session, visit)
    other = make_well(session, lon=115.43, lat=36.46)
    filed = interview(other, visit.second, signed_paper(session, RECORD), inspection=record.id)
    with pytest.raises(RuleBroken) as refusal:
        file(session, visit, filed)
    assert refusal.value.code == "interview_other_well"


def test_only_inspectors_in_reach_file_and_read(session: Session, visit: Visit) -> None:
    kept = file(session, visit, talk(session, visit))
    elsewhere = actor_of(make_officer(session, Role.INSPECTOR, agency=visit.agency, jurisdiction=EAST))
    informant = actor_of(make_officer(session, Role.INFORMANT, agency=visit.agency))
    with pytest.raises(NotFound):
        get_interview(session, kept.id, elsewhere)
    with pytest.raises(NotFound):
        file(session, visit, talk(session, visit), actor=elsewhere)
    with pytest.raises(Forbidden):
        file(session, visit, talk(session, visit), actor=informant)


def own_signature(
    session: Session, visit: Visit, record_id: UUID, filed: FiledInterview, **changes: object
) -> FiledSecond:
    """The second officer signs the text on a tablet of their own."""
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    officer = changes.pop("officer", visit.second)
    device = make_device(session, officer, signing_key=base64.urlsafe_b64encode(public).decode().rstrip("="))
    signed = signed_bytes(
        county_code=COUNTY,
        record_id=record_id,
        text_hash=changes.pop("text_hash", filed.paper.text_hash),
        officer_id=visit.second.id,
        signed_at=NOW,
    )
    r, s = decode_dss_signature(private.sign(signed, ec.ECDSA(hashes.SHA256())))
    raw = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return FiledSecond(
        officer=visit.second.id,
        how=SignedHow.OWN_DEVICE,
        device=device.id,
        signed_at=NOW,
        signature=base64.urlsafe_b64encode(raw).decode().rstrip("="),
    )


def test_the_second_officer_signs_on_a_tablet_of_their_own(session: Session, visit: Visit) -> None:
    record_id, filed = new_id(), talk(session, visit)
    second = own_signature(session, visit, record_id, filed)
    kept = file(session, visit, replace(filed, second=second), interview_id=record_id)
    session.expire_all()
    assert kept.officers[1].how is SignedHow.OWN_DEVICE


def test_a_signature_over_another_text_or_by_another_tablet_is_refused(
    session: Session, visit: Visit
) -> None:
    record_id, filed = new_id(), talk(session, visit)
    forged = [
        own_signature(session, visit, record_id, filed, text_hash="sha256:" + "0" * 64),
        own_signature(session, visit, new_id(), filed),
        own_signature(session, visit, record_id, filed, officer=visit.lead),
        replace(own_signature(session, visit, record_id, filed), device=new_id()),
        replace(own_signature(session, visit, record_id, filed), signature="nonsense"),
        replace(own_signature(session, visit, record_id, filed), signed_at=None),
    ]
    for second in forged:
        with pytest.raises(RuleBroken) as refusal:
            file(session, visit, replace(filed, second=second), interview_id=record_id)
        assert refusal.value.code in {"signature_invalid", "signature_device_unknown"}


def test_a_revoked_tablet_only_declares(session: Session, visit: Visit) -> None:
    record_id, filed = new_id(), talk(session, visit)
    second = own_signature(session, visit, record_id, filed)
    session.execute(text("UPDATE device SET revoked_at = registered_at, revoked_reason = 'lost'"))
    session.expire_all()
    kept = file(session, visit, replace(filed, second=second), interview_id=record_id)
    session.expire_all()
    assert kept.officers[1].how is SignedHow.DECLARED


@pytest.mark.parametrize("table", ["interview", "interview_officer", "interview_line"])
def test_the_database_refuses_changes(session: Session, visit: Visit, table: str) -> None:
    file(session, visit, talk(session, visit))
    session.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(f"DELETE FROM {table}"))
    session.rollback()
