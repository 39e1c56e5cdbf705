"""Papers in the browser: list, draft, issue, seal, service, and who may not."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from casebook.db import db
from casebook.documents import queries
from casebook.documents.rules import DocumentState, FormCode, Rendering
from casebook.jobs.worker import Worker
from casebook.kernel import clock
from casebook.kernel.subjects import Subject
from tests.factories.documents import ORDER, PARTY, a_case, a_draft, a_stamped, an_issued, put_on_paper
from tests.factories.storage import PDF
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.documents.models import Document
    from tests.factories.documents import Office
    from tests.support.page import CasebookClient


def a_letter() -> Subject:
    """What a paper is about when it is no case, so that no clock runs."""
    return Subject("letter", a_case().id, "371525-2023-HJ-00001", "371525103")


@pytest.fixture
def draft_id(store: Session, office: Office) -> UUID:
    return kept(store, a_draft(store, office, subject=a_letter()))


def kept(store: Session, document: Document) -> UUID:
    found = document.id
    store.commit()
    return found


def found(document_id: UUID) -> Document:
    """The paper as it is kept now; the session lets go, because a look at a page writes beside it."""
    db.session.expire_all()
    document = queries.find_document(db.session(), document_id)
    assert document is not None
    db.session.expunge_all()
    db.session.rollback()
    return document


def test_the_list_is_narrowed_and_costs_the_same_at_twenty_rows(
    store: Session, office: Office, maker: CasebookClient, draft_id: UUID
) -> None:
    page = maker.page("/documents")
    assert "责令限期改正通知书" in page.text
    assert "没有符合条件的文书" in maker.page("/documents?form=F27").text
    with statements(db.engine) as one:
        maker.page("/documents")
    for _n in range(20):
        a_draft(store, office)
    store.commit()
    with statements(db.engine) as many:
        maker.page("/documents")
    assert len(many) == len(one)
    assert draft_id


def test_a_draft_is_filled_in_and_issued(maker: CasebookClient, draft_id: UUID) -> None:
    page = maker.page(f"/documents/{draft_id}/edit")
    assert PARTY["party_name"] in page.text
    assert "party_name" not in page.fields()
    typed = {
        "facts": "未取得取水许可用机井取水。",
        "violated": ORDER["violated"],
        "basis": ORDER["basis"],
        "demands": "停止取水。\r\n拆除水泵。",
        "until": "2023-09-20",
        "consequence": "依法处罚",
        "officers": "周明|鲁P00000001\n李青｜鲁P00000002",
        "contact": "",
    }
    maker.submit(f"/documents/{draft_id}/edit", typed)
    contents = found(draft_id).contents
    assert contents["demands"] == "停止取水。\n拆除水泵。"
    assert contents["officers"][1] == {"name": "李青", "certificate_no": "鲁P00000002"}
    assert "contact" not in contents
    maker.submit(f"/documents/{draft_id}/issue")
    document = found(draft_id)
    assert document.state is DocumentState.ISSUED
    assert document.number is not None
    assert document.number in maker.page(f"/documents/{draft_id}").text
    again = maker.submit(f"/documents/{draft_id}/issue", status=422)
    assert "不能变为" in again.get_data(as_text=True)


def test_a_draft_that_lacks_something_says_what(
    store: Session, office: Office, maker: CasebookClient
) -> None:
    document_id = kept(store, a_draft(store, office, facts=PARTY, subject=a_letter()))
    page = maker.page(f"/documents/{document_id}")
    assert "还缺：" in page.text
    assert "违法事实" in page.text
    refused = maker.submit(f"/documents/{document_id}/issue", status=422)
    assert "没有填写，文书不能成文" in refused.get_data(as_text=True)


def test_the_seal_is_entered_by_the_keeper_and_checked_by_another(
    store: Session, office: Office, maker: CasebookClient, keeper: CasebookClient
) -> None:
    document_id = kept(store, put_on_paper(store, an_issued(store, office, subject=a_letter())))
    assert "责令限期改正通知书" in keeper.page("/documents/to-stamp").text
    today = clock.today().isoformat()
    lacking = keeper.submit(
        f"/documents/{document_id}/stamp", {"copies": "3", "stamped_on": today}, status=422
    )
    assert "请选择文件" in lacking.get_data(as_text=True)
    scan = {"copies": "3", "stamped_on": today, "scan": (io.BytesIO(PDF), "盖章.pdf")}
    keeper.submit(f"/documents/{document_id}/stamp", scan)
    own = keeper.submit(f"/documents/{document_id}/check", {"is_right": "yes"}, status=422)
    assert "另一人复核" in own.get_data(as_text=True)
    maker.submit(f"/documents/{document_id}/check", {"is_right": "yes"})
    document = found(document_id)
    assert document.state is DocumentState.STAMPED
    sent = maker.get(f"/documents/{document_id}/files/stamped")
    assert sent.data == PDF


def test_a_seal_service_gives_back_another_file(
    store: Session, office: Office, keeper: CasebookClient
) -> None:
    document_id = kept(store, put_on_paper(store, an_issued(store, office, subject=a_letter())))
    keeper.submit(f"/documents/{document_id}/send", {"service": "省统一电子印章平台"})
    keeper.submit(f"/documents/{document_id}/take-back", {"file": (io.BytesIO(PDF), "签章.pdf")})
    assert found(document_id).state is DocumentState.STAMPED


def test_service_is_refused_with_all_its_faults_and_keeps_what_was_typed(
    store: Session, office: Office, maker: CasebookClient
) -> None:
    document_id = kept(store, a_stamped(store, office, subject=a_letter()))
    typed = {
        "mode": "left",
        "on": clock.today().isoformat(),
        "receiver": "石守田",
        "first": str(office.maker.officer_id),
        "second": str(office.maker.officer_id),
        "remark": "门卫在场",
    }
    refused = maker.submit(f"/documents/{document_id}/serve", typed, status=422).get_data(as_text=True)
    for words in ("拒收事由", "见证人", "两名执法人员", "门卫在场"):
        assert words in refused
    right = typed | {
        "second": str(office.second.officer_id),
        "refusal": "拒绝签收",
        "witness": "西街村委会 王某",
    }
    maker.submit(f"/documents/{document_id}/serve", right)
    document = found(document_id)
    assert (document.state, document.served_on) == (DocumentState.SERVED, clock.today())
    assert "留置送达" in maker.page(f"/documents/{document_id}").text


def test_a_receipt_and_an_address_come_in_later(
    store: Session, office: Office, maker: CasebookClient
) -> None:
    document_id = kept(store, a_stamped(store, office, subject=a_letter()))
    address = {
        "party_name": PARTY["party_name"],
        "receiver": "石守田",
        "address": "柳林镇西街 18 号",
        "phone": "10000010018",
        "confirmed_on": clock.today().isoformat(),
    }
    maker.submit(f"/documents/{document_id}/address", address)
    maker.submit(
        f"/documents/{document_id}/serve",
        {
            "mode": "direct",
            "on": clock.today().isoformat(),
            "receiver": "石守田",
            "receiver_kind": "legal_rep",
            "first": str(office.maker.officer_id),
            "second": str(office.second.officer_id),
        },
    )
    (delivery,) = queries.list_deliveries(db.session(), [document_id])
    url = f"/documents/{document_id}/deliveries/{delivery.id}/receipt"
    db.session.rollback()
    maker.submit(url, {"file": (io.BytesIO(PDF), "回证.pdf")})
    twice = maker.submit(url, {"file": (io.BytesIO(PDF), "回证.pdf")}, status=422)
    assert "已经登记过" in twice.get_data(as_text=True)


def test_a_paper_is_voided_with_its_reason(maker: CasebookClient, draft_id: UUID) -> None:
    maker.submit(f"/documents/{draft_id}/void", {"reason": " "}, status=422)
    maker.submit(f"/documents/{draft_id}/void", {"reason": "对象有误"})
    assert "对象有误" in maker.page(f"/documents/{draft_id}").text


def test_who_may_not(
    auditor: CasebookClient, stranger: CasebookClient, keeper: CasebookClient, draft_id: UUID
) -> None:
    assert "10000010018" not in auditor.page(f"/documents/{draft_id}").text
    assert auditor.get(f"/documents/{draft_id}/preview").status_code == 403
    assert auditor.get(f"/documents/{draft_id}/edit").status_code == 403
    assert stranger.get(f"/documents/{draft_id}").status_code == 403
    assert keeper.get(f"/documents/{draft_id}/edit").status_code == 403
    assert auditor.get("/documents/to-stamp").status_code == 403


def test_a_draft_is_previewed(maker: CasebookClient, draft_id: UUID) -> None:
    shown = maker.get(f"/documents/{draft_id}/preview")
    assert shown.data.startswith(b"%PDF")
    assert found(draft_id).pdf_hash is None
    assert maker.get(f"/documents/{draft_id}/files/pdf").status_code == 404
    assert FormCode.F10 is found(draft_id).form


def test_the_worker_makes_the_files(
    app: Flask, store: Session, office: Office, maker: CasebookClient
) -> None:
    document_id = kept(store, an_issued(store, office, subject=a_letter()))
    assert "正在生成" in maker.page(f"/documents/{document_id}").text

    @contextmanager
    def scope() -> Iterator[Session]:
        with app.app_context():
            yield db.session()

    Worker(scope).run_due()
    document = found(document_id)
    assert (document.rendering, document.pages) == (Rendering.DONE, 2)
    pdf = maker.get(f"/documents/{document_id}/files/pdf")
    assert pdf.data.startswith(b"%PDF")
    word = maker.get(f"/documents/{document_id}/files/docx")
    assert "attachment" in word.headers["Content-Disposition"]
    assert word.data.startswith(b"PK")
