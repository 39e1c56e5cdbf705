"""What an officer does with one item in the office."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from casebook.evidence import queries
from casebook.evidence.models import EvidenceItem
from casebook.evidence.rules import CustodyAct, EvidenceKind
from tests.factories import evidence as make
from tests.factories import storage as files
from tests.support.page import Page

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from tests.support.page import CasebookClient

CARD = {"kind": "site_record", "stage": "before", "describes": "水表底数", "maker": "李明", "device": ""}


@pytest.fixture
def item_id(store: Session, actor: Actor) -> UUID:
    found = make.make_item(store, actor).id
    store.commit()
    return found


def item_of(store: Session, item_id: UUID) -> EvidenceItem:
    store.rollback()
    return queries.load_item(store, item_id)


def acts(store: Session, item_id: UUID) -> list[CustodyAct]:
    store.rollback()
    found = [entry.act for entry in queries.list_custody(store, item_id)]
    store.rollback()  # the next request needs SQLite's write lock for its look
    return found


def test_the_card_is_changed_while_the_item_is_open(
    store: Session, client: CasebookClient, item_id: UUID
) -> None:
    page = client.page(f"/evidence/{item_id}/card")
    assert page.fields()["maker"] == "李明"
    client.submit(f"/evidence/{item_id}/card", CARD)
    item = item_of(store, item_id)
    assert (item.kind, item.describes) == (EvidenceKind.SITE_RECORD, "水表底数")
    refused = client.submit(f"/evidence/{item_id}/card", {**CARD, "describes": ""}, status=422)
    assert "请填写" in refused.get_data(as_text=True)


def test_a_locked_card_says_what_to_do_instead(store: Session, client: CasebookClient, item_id: UUID) -> None:
    client.submit(f"/evidence/{item_id}/lock", {"reason": "移送前固定"})
    assert acts(store, item_id)[-1] is CustodyAct.LOCKED
    refused = client.submit(f"/evidence/{item_id}/card", CARD, status=422)
    assert "要更正请补充一份新的证据" in refused.get_data(as_text=True)
    links = client.page(f"/evidence/{item_id}").links()
    assert "改证据卡" not in links
    assert "更正（补一份新的）" in links


def test_a_withdrawal_needs_its_reason(store: Session, client: CasebookClient, item_id: UUID) -> None:
    client.submit(f"/evidence/{item_id}/withdraw", {"reason": " "}, status=422)
    client.submit(f"/evidence/{item_id}/withdraw", {"reason": "拍错了井"})
    assert "拍错了井" in client.page(f"/evidence/{item_id}").text
    assert acts(store, item_id) == [CustodyAct.RECEIVED, CustodyAct.WITHDRAWN]


def test_a_transfer_stands_in_the_custody(store: Session, client: CasebookClient, item_id: UUID) -> None:
    client.submit(
        f"/evidence/{item_id}/transfer", {"receiver": "县公安局", "reason": "冠水移字〔2023〕第002号"}
    )
    assert acts(store, item_id)[-1] is CustodyAct.TRANSFERRED
    text = client.page(f"/evidence/{item_id}").text
    assert "县公安局" in text
    assert "冠水移字〔2023〕第002号" in text


def test_a_correction_stands_beside_what_it_corrects(
    store: Session, client: CasebookClient, item_id: UUID
) -> None:
    data = {
        "file": (io.BytesIO(files.picture(colour="red")), "b.jpg"),
        "describes": "本井的表",
        "origin": "camera",
    }
    answer = client.submit(f"/evidence/{item_id}/correct", data)
    added = answer.headers["Location"]
    assert "这一份更正了" in client.page(added).text
    old = client.page(f"/evidence/{item_id}")
    assert "这份证据已被更正" in old.text
    assert old.links()["本井的表"] == added
    nothing = client.submit(
        f"/evidence/{item_id}/correct", {"describes": "x", "origin": "camera"}, status=422
    )
    assert "请先拍照或选择照片" in nothing.get_data(as_text=True)


def test_one_tap_makes_a_watermarked_copy(store: Session, client: CasebookClient, item_id: UUID) -> None:
    assert "水印副本" in client.page(f"/evidence/{item_id}").buttons()
    answer = client.submit(f"/evidence/{item_id}/copy", status=200)
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    with Image.open(io.BytesIO(answer.data)) as picture:
        assert not picture.getexif()
    assert acts(store, item_id)[-1] is CustodyAct.COPIED
    entry = queries.list_custody(store, item_id)[-1]
    assert all("李明" not in line for line in entry.facts["lines"])


def test_a_pair_stands_side_by_side(
    store: Session, actor: Actor, client: CasebookClient, item_id: UUID
) -> None:
    after = make.make_item(store, actor, upload=make.an_upload(files.picture(colour="red")))
    columns = {
        column.key: getattr(after, column.key)
        for column in EvidenceItem.__table__.columns
        if column.key != "rowid"
    }
    paired = {**columns, "id": make.a_subject().id, "pair_of": item_id, "file_hash": after.file_hash}
    paired["about_id"] = queries.load_item(store, item_id).about_id
    store.execute(EvidenceItem.__table__.insert().values(**paired))
    store.commit()
    page = client.page(f"/evidence/{paired['id']}")
    assert "前后对照" in page.text
    sources = [image.get("src") for image in page.all("img")]
    assert f"/evidence/{item_id}/preview" in sources
    assert "后来" in client.page(f"/evidence/{item_id}").text


@pytest.mark.parametrize("step", ["card", "lock", "withdraw", "transfer", "correct"])
def test_who_only_reads_changes_nothing(auditor: CasebookClient, item_id: UUID, step: str) -> None:
    auditor.page(f"/evidence/{item_id}/{step}", status=403)
    auditor.submit(f"/evidence/{item_id}/{step}", {"reason": "x"}, status=403)
    assert "改证据卡" not in auditor.page(f"/evidence/{item_id}").links()


def test_a_form_says_what_it_is_about(client: CasebookClient, item_id: UUID) -> None:
    for step, title in (
        ("lock", "固定证据"),
        ("withdraw", "撤回证据"),
        ("transfer", "登记移交"),
        ("correct", "更正证据"),
    ):
        page = client.page(f"/evidence/{item_id}/{step}")
        assert isinstance(page, Page)
        assert page.h1 == title
        assert "井口全景" in page.text
