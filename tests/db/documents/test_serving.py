"""Service as it is kept: seven modes, failed attempts, receipts, addresses; and the seal before it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from casebook.access import Role
from casebook.documents import actions, queries
from casebook.documents.models import Delivery
from casebook.documents.rules import ConfirmedAddress, DeliveryMode, DocumentState, FormCode, ReceiverKind
from casebook.documents.rules.stamping import StampFacts
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, Refused, RuleBroken
from casebook.kernel.hashing import digest
from casebook.storage.actions import Scan
from tests.factories.accounts import make_actor, make_agency
from tests.factories.documents import (
    NOW,
    PARTY,
    a_case,
    a_stamped,
    an_issued,
    an_office,
    handed_over,
    put_on_paper,
)
from tests.factories.storage import PDF

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.storage.disk import FileStore

TODAY = local_day(NOW)
ADDRESS = ConfirmedAddress(
    PARTY["party_name"], "石守田", "柳林镇西街 18 号", "10000010018", TODAY, True, "box@example.test"
)
BY_MODE: dict[DeliveryMode, dict[str, object]] = {
    DeliveryMode.DIRECT: {},
    DeliveryMode.LEFT: {"refusal": "拒绝签收", "witness": "西街村委会 王树", "receiver_kind": None},
    DeliveryMode.MAIL: {"tracking_no": "EX000000001", "receiver_kind": ReceiverKind.MAIL_CLERK},
    DeliveryMode.ENTRUSTED: {"through": "莘县水利局"},
    DeliveryMode.PASSED_ON: {"through": "某部队"},
    DeliveryMode.PUBLIC: {"ground": "下落不明", "through": "县政府网站", "receiver_kind": None},
}


@pytest.mark.parametrize("mode", sorted(BY_MODE))
def test_each_mode_is_kept_with_its_day(session: Session, mode: DeliveryMode) -> None:
    office, subject = an_office(session), a_case()
    document = a_stamped(session, office, subject=subject)
    facts = handed_over(office, mode=mode, **BY_MODE[mode])
    made = actions.serve(session, actor=office.maker, now=NOW, document=document, delivery=facts)
    expected = TODAY + timedelta(days=30) if mode is DeliveryMode.PUBLIC else TODAY
    assert (made.served_on, made.delivered_on) == (expected, TODAY)
    assert queries.served_on(session, subject.id, FormCode.F10) == expected
    assert made.served_hash == document.stamped_hash
    assert office.second.name in made.servers


def test_electronic_service_needs_the_partys_own_confirmation(session: Session) -> None:
    office, subject = an_office(session), a_case()
    document = a_stamped(session, office, subject=subject)
    by = {"actor": office.maker, "now": NOW}
    elsewhere = actions.confirm_address(session, **by, subject=a_case(), address=ADDRESS)
    facts = handed_over(office, mode=DeliveryMode.ELECTRONIC, confirmation_id=elsewhere.id)
    with pytest.raises(RuleBroken, match="delivery_address_elsewhere"):
        actions.serve(session, **by, document=document, delivery=facts)
    own = actions.confirm_address(session, **by, subject=subject, address=ADDRESS)
    made = actions.serve(session, **by, document=document, delivery=replace(facts, confirmation_id=own.id))
    assert made.confirmation_id == own.id
    assert [one.id for one in queries.list_addresses(session, subject.id)] == [own.id]


def test_a_refused_service_leaves_nothing(session: Session) -> None:
    office = an_office(session)
    document = a_stamped(session, office)
    with pytest.raises(Refused):
        actions.serve(
            session, actor=office.maker, now=NOW, document=document, delivery=handed_over(office, receiver="")
        )
    assert document.state is DocumentState.STAMPED
    assert queries.list_deliveries(session, [document.id]) == []


def test_an_officer_whose_certificate_lapsed_does_not_serve(session: Session) -> None:
    office = an_office(session)
    lapsed = make_actor(session, Role.INSPECTOR, agency=office.agency, valid_to=TODAY - timedelta(days=1))
    document = a_stamped(session, office)
    two = (office.maker.officer_id, lapsed.officer_id)
    with pytest.raises(Refused) as refusal:
        actions.serve(
            session,
            actor=office.maker,
            now=NOW,
            document=document,
            delivery=handed_over(office, server_ids=two),
        )
    assert [reason.code for reason in refusal.value.reasons] == ["delivery_uncertified"]


def test_failed_attempts_are_kept_and_the_paper_waits(session: Session) -> None:
    office = an_office(session)
    document = a_stamped(session, office)
    facts = handed_over(office, mode=DeliveryMode.MAIL)
    by = {"actor": office.maker, "now": NOW, "document": document, "delivery": facts}
    with pytest.raises(RuleBroken, match="delivery_needs_failure"):
        actions.note_failed_delivery(session, **by, failure=" ")
    failed = actions.note_failed_delivery(session, **by, failure="邮件退回，查无此人")
    assert (failed.served_on, document.state) == (None, DocumentState.STAMPED)
    assert queries.served_on(session, document.subject_id, FormCode.F10) is None


def test_a_receipt_is_added_once(session: Session, file_store: FileStore) -> None:
    office = an_office(session)
    document = a_stamped(session, office)
    by = {"actor": office.maker, "now": NOW}
    made = actions.serve(session, **by, document=document, delivery=handed_over(office))
    actions.add_receipt(session, **by, delivery=made, scan=Scan(io.BytesIO(PDF), "回证.pdf"))
    with pytest.raises(RuleBroken, match="delivery_receipt_known"):
        actions.add_receipt(session, **by, delivery=made, scan=Scan(io.BytesIO(PDF), "回证.pdf"))
    assert [one.file_hash for one in made.receipts] == [digest(PDF)]
    assert file_store.is_whole(digest(PDF))


def test_the_database_refuses_a_service_that_is_neither_served_nor_failed(session: Session) -> None:
    office = an_office(session)
    document = a_stamped(session, office)
    session.add(
        Delivery(
            county_code="371525",
            document_id=document.id,
            mode=DeliveryMode.DIRECT,
            delivered_on=TODAY,
            receiver="甲",
            servers="乙",
            recorded_at=NOW,
            recorded_by="丙",
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_seal_waits_for_the_printed_paper(session: Session) -> None:
    office = an_office(session)
    document = an_issued(session, office)
    facts = StampFacts(3, TODAY, digest(b"scan"))
    with pytest.raises(RuleBroken, match="document_not_rendered"):
        actions.stamp(session, actor=office.keeper, now=NOW, document=document, facts=facts)
    put_on_paper(session, document)
    with pytest.raises(Forbidden):
        actions.stamp(session, actor=office.maker, now=NOW, document=document, facts=facts)


def test_a_wrong_scan_sends_the_paper_back_to_the_seal(session: Session) -> None:
    office = an_office(session)
    document = put_on_paper(session, an_issued(session, office))
    facts = StampFacts(3, TODAY, digest(b"scan"))
    actions.stamp(session, actor=office.keeper, now=NOW, document=document, facts=facts)
    by = {"actor": office.maker, "now": NOW, "document": document}
    with pytest.raises(RuleBroken, match="stamp_check_needs_remark"):
        actions.check_use(session, **by, is_right=False, remark="")
    with pytest.raises(RuleBroken, match="stamp_needs_second"):
        actions.check_use(session, actor=office.keeper, now=NOW, document=document, is_right=True, remark="")
    actions.check_use(session, **by, is_right=False, remark="缺第二页")
    assert (document.state, document.stamped_hash) == (DocumentState.ISSUED, None)
    actions.stamp(session, actor=office.keeper, now=NOW, document=document, facts=facts)
    actions.check_use(session, **by, is_right=True, remark="")
    assert document.stamped_hash == facts.scan_hash
    assert [use.is_agreed for use in queries.list_stampings(session, [document.id])] == [False, True]


def test_a_file_goes_out_to_be_sealed_and_comes_back_another(session: Session, file_store: FileStore) -> None:
    office = an_office(session)
    document = put_on_paper(session, an_issued(session, office))
    by = {"actor": office.keeper, "now": NOW, "document": document}
    actions.send_for_stamp(session, **by, service="省统一电子印章平台")
    with pytest.raises(RuleBroken, match="stamp_not_open"):
        actions.check_use(session, actor=office.maker, now=NOW, document=document, is_right=True, remark="")
    document.pdf_hash, document.docx_hash = digest(PDF), digest(b"docx")
    actions.give_up_stamp(session, **by, reason="平台维护")
    assert document.state is DocumentState.ISSUED
    actions.send_for_stamp(session, **by, service="省统一电子印章平台")
    with pytest.raises(RuleBroken, match="stamp_file_unchanged"):
        actions.take_back_stamped(session, **by, scan=Scan(io.BytesIO(PDF), "原样.pdf"))
    sealed = PDF + b"% sealed\n"
    actions.take_back_stamped(session, **by, scan=Scan(io.BytesIO(sealed), "签章.pdf"))
    assert (document.state, document.served_hash) == (DocumentState.STAMPED, digest(sealed))
    assert file_store.is_whole(digest(sealed))


def test_the_keepers_list_holds_what_waits_for_the_seal(session: Session) -> None:
    office = an_office(session)
    waiting = put_on_paper(session, an_issued(session, office))
    a_stamped(session, office)
    page = queries.page_to_stamp(session, office.keeper)
    assert [one.id for one in page.items] == [waiting.id]
    other = make_actor(
        session,
        Role.SEAL_KEEPER,
        agency=make_agency(session, name="清水镇", word="清水", division_code="371525104"),
    )
    assert queries.page_to_stamp(session, other).items == []
