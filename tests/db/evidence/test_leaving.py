"""Copies, transfers, exports and corrections; HEIC; cards; looks sealed in bulk."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from casebook.access import Role
from casebook.audit.actions import record_look
from casebook.evidence import actions, queries
from casebook.evidence.queries import ItemFilter
from casebook.evidence.rules import CustodyAct, EvidenceKind, EvidenceMethod, EvidenceOrigin, Flag
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.subjects import Subject
from casebook.storage.queries import open_file
from tests.factories import evidence as make
from tests.factories import recordings
from tests.factories import storage as files
from tests.factories.accounts import make_actor
from tests.support.counting import statements

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import CustodyEntry, EvidenceItem

pytestmark = pytest.mark.usefixtures("file_store")


@pytest.fixture
def inspector(session: Session) -> Actor:
    return make_actor(session, Role.INSPECTOR)


@pytest.fixture
def item(session: Session, inspector: Actor) -> EvidenceItem:
    return make.make_item(session, inspector)


def last(session: Session, item: EvidenceItem) -> CustodyEntry:
    return queries.list_custody(session, item.id)[-1]


def test_a_copy_is_bare_marked_and_noted(session: Session, inspector: Actor) -> None:
    data = files.picture(size=(3000, 2000), exif=make.exif(lon=(115, 0, 0), lat=(36, 0, 0), model="V 1"))
    item = make.make_item(session, inspector, upload=make.an_upload(data))
    lines = ["井号 371525104JJ00037", "2023-06-01 10:00"]
    copy = actions.copy_item(session, actor=inspector, now=make.NOW, item=item, lines=lines)
    with Image.open(io.BytesIO(copy)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (2048, 1365)
        assert not picture.getexif()
        foot, top = picture.getpixel((5, 1360)), picture.getpixel((5, 5))
    assert foot != top
    assert (last(session, item).act, last(session, item).facts["lines"]) == (CustodyAct.COPIED, lines)
    with open_file(item.file_hash) as original:
        assert original.read() == data


def test_what_cannot_be_copied(session: Session, inspector: Actor) -> None:
    paper = make.make_item(session, inspector, upload=make.an_upload(files.PDF, file_name="a.pdf"))
    empty = make.an_upload(files.huge_png(9, 9), file_name="a.png")
    broken = make.make_item(session, inspector, upload=empty)
    about = {"actor": inspector, "now": make.NOW, "lines": ["x"]}
    with pytest.raises(RuleBroken) as no_picture:
        actions.copy_item(session, item=paper, **about)
    with pytest.raises(RuleBroken) as unreadable:
        actions.copy_item(session, item=broken, **about)
    codes = (no_picture.value.code, unreadable.value.code)
    assert codes == ("copy_needs_picture", "copy_unreadable")
    elsewhere = make_actor(session, Role.INSPECTOR, jurisdiction="371525001")
    with pytest.raises(NotFound):
        actions.copy_item(session, item=broken, actor=elsewhere, now=make.NOW, lines=[])


def test_a_transfer_stands_in_the_custody_at_once(
    session: Session, inspector: Actor, item: EvidenceItem
) -> None:
    about = {"now": make.NOW, "item": item, "receiver": " 公安机关 ", "reason": "移送"}
    actions.transfer_item(session, actor=inspector, **about)
    entry = last(session, item)
    assert (entry.act, entry.facts["receiver"], entry.facts["by"]) == (
        CustodyAct.TRANSFERRED,
        "公安机关",
        inspector.name,
    )
    with pytest.raises(Forbidden):
        actions.transfer_item(session, actor=make_actor(session, Role.COUNTY_LEADER), **about)


def test_an_export_stands_in_the_custody_of_each_item(session: Session, inspector: Actor) -> None:
    items = [make.make_item(session, inspector) for _ in range(3)]
    package = Subject("case", make.a_subject().id, "371525-2023-AJ-00001", make.TOWNSHIP)
    actions.note_export(
        session, actor=inspector, now=make.NOW, items=items, subject=package, head="sha256:" + "0" * 64
    )
    for item in items:
        entry = last(session, item)
        assert entry.act is CustodyAct.EXPORTED
        assert entry.facts["package"]["title"] == "371525-2023-AJ-00001"
    assert queries.verify_all_custody(session) == []


def test_a_locked_item_is_corrected_by_a_new_one(session: Session, inspector: Actor) -> None:
    subject = make.a_subject()
    wrong = make.make_item(session, inspector, subject=subject)
    actions.lock_items(session, actor=inspector, now=make.NOW, subject=subject)
    upload = make.an_upload(files.picture(colour="red"))
    about = {"actor": inspector, "now": make.NOW, "item": wrong, "upload": upload}
    with pytest.raises(RuleBroken) as wordless:
        actions.correct_item(session, describes=" ", **about)
    right = actions.correct_item(session, describes="本井的表", **about)
    assert wordless.value.code == "correction_needs_words"
    assert (right.corrects_id, right.about_id) == (wrong.id, wrong.about_id)
    assert last(session, wrong).act is CustodyAct.CORRECTED
    assert last(session, wrong).facts["by_item"] == str(right.id)
    assert queries.list_related(session, right, inspector).corrects == wrong
    assert queries.list_related(session, wrong, inspector).corrected_by == [right]
    corrected = queries.page_items(session, inspector, ItemFilter(flag=Flag.CORRECTED))
    assert list(corrected.items) == [wrong]


def test_a_withdrawn_item_is_not_corrected(session: Session, inspector: Actor, item: EvidenceItem) -> None:
    actions.withdraw_item(session, actor=inspector, now=make.NOW, item=item, reason="拍错")
    upload = make.an_upload(files.picture(colour="red"))
    with pytest.raises(RuleBroken) as refusal:
        actions.correct_item(session, actor=inspector, now=make.NOW, item=item, upload=upload, describes="x")
    assert refusal.value.code == "evidence_withdrawn"


def test_one_item_is_locked_for_a_reason(session: Session, inspector: Actor, item: EvidenceItem) -> None:
    about = {"actor": inspector, "now": make.NOW, "item": item}
    with pytest.raises(RuleBroken) as unreasoned:
        actions.lock_item(session, reason=" ", **about)
    actions.lock_item(session, reason="移送前固定", **about)
    with pytest.raises(RuleBroken) as again:
        actions.lock_item(session, reason="x", **about)
    assert (unreasoned.value.code, again.value.code) == ("evidence_lock_needs_reason", "evidence_locked")
    assert (item.locked_by, last(session, item).facts["reason"]) == (inspector.name, "移送前固定")


def test_somebody_else_made_it(session: Session, inspector: Actor, item: EvidenceItem) -> None:
    card = {"kind": item.kind, "stage": None, "describes": "x", "device": None}
    about = {"actor": inspector, "now": make.NOW, "item": item}
    actions.fill_card(session, maker=inspector.name, **about, **card)
    assert item.maker_id == inspector.officer_id
    actions.fill_card(session, maker=" 村民 ", **about, **card)
    assert (item.maker_name, item.maker_id) == ("村民", None)
    with pytest.raises(Forbidden):
        actions.fill_card(
            session, actor=make_actor(session, Role.AUDITOR), now=make.NOW, item=item, maker="x", **card
        )


def test_a_heic_picture_is_decoded_apart(session: Session, inspector: Actor) -> None:
    upload = make.an_upload(recordings.HEIC, file_name="IMG.HEIC", captured_at=None)
    item = make.make_item(session, inspector, upload=upload)
    assert (item.original.media_type, item.exif_device) == ("image/heic", "V 1")
    made = actions.make_preview(session, item_id=item.id, now=make.NOW)
    assert made is not None
    assert made.file_hash != item.file_hash
    with open_file(made.file_hash) as stream, Image.open(stream) as picture:
        assert (picture.format, picture.size) == ("JPEG", (128, 192))
    with open_file(item.file_hash) as original:
        assert original.read() == recordings.HEIC


def test_a_damaged_heic_picture_has_no_preview(session: Session, inspector: Actor) -> None:
    item = make.make_item(session, inspector, upload=make.an_upload(files.heic(), file_name="a.heic"))
    assert actions.make_preview(session, item_id=item.id, now=make.NOW) is None


def test_a_recording_has_no_preview_and_queues_none(session: Session, inspector: Actor) -> None:
    film = make.an_upload(recordings.mp4(), file_name="a.mp4", method=EvidenceMethod.VIDEO)
    item = make.make_item(session, inspector, upload=film)
    assert (item.is_recording, item.media.type) == (True, "video/mp4")
    assert actions.make_preview(session, item_id=item.id, now=make.NOW) is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ItemFilter(), {"plain", "chat", "late"}),
        (ItemFilter(kind=EvidenceKind.AUDIOVISUAL), {"plain", "chat", "late"}),
        (ItemFilter(kind=EvidenceKind.PHYSICAL), set()),
        (ItemFilter(method=EvidenceMethod.PHOTOGRAPH), {"late"}),
        (ItemFilter(subject_kind="closure"), {"chat"}),
        (ItemFilter(is_locked=True), {"plain"}),
        (ItemFilter(is_locked=False), {"chat", "late"}),
        (ItemFilter(flag=Flag.NOT_ORIGINAL), {"chat"}),
        (ItemFilter(flag=Flag.NO_POSITION), {"chat"}),
        (ItemFilter(flag=Flag.MISMATCH), {"late"}),
        (ItemFilter(flag=Flag.USED_TWICE), {"plain", "chat"}),
        (ItemFilter(flag=Flag.WITHDRAWN), {"gone"}),
    ],
)
def test_the_filter(session: Session, inspector: Actor, wanted: ItemFilter, found: set[str]) -> None:
    subject, other = make.a_subject(), make.a_subject("closure")
    make.make_item(session, inspector, subject=subject, describes="plain")
    actions.lock_items(session, actor=inspector, now=make.NOW, subject=subject)
    chat = make.an_upload(origin=EvidenceOrigin.CHAT, lon=None, lat=None)
    make.make_item(session, inspector, subject=other, upload=chat, describes="chat")
    odd = files.picture(colour="red", exif=make.exif(taken="2023:06:01 17:00:00"))
    late = make.an_upload(odd, method=EvidenceMethod.PHOTOGRAPH)
    make.make_item(session, inspector, upload=late, describes="late")
    gone = make.make_item(
        session, inspector, upload=make.an_upload(files.picture(colour="navy")), describes="gone"
    )
    actions.withdraw_item(session, actor=inspector, now=make.NOW, item=gone, reason="x")
    page = queries.page_items(session, inspector, wanted)
    assert {item.describes for item in page.items} == found
    assert queries.list_subject_kinds(session, inspector.county_code) == ["closure", "inspection"]
    elsewhere = make_actor(session, Role.INSPECTOR, jurisdiction="371525001")
    assert queries.page_items(session, elsewhere, wanted).items == []
    mine = ItemFilter(officer_id=elsewhere.officer_id)
    assert queries.page_items(session, inspector, mine).items == []


def test_many_looks_are_sealed_in_few_statements(session: Session, inspector: Actor) -> None:
    leader = make_actor(session, Role.COUNTY_LEADER)
    colours = ("red", "green", "blue", "teal", "navy", "pink")
    items = [
        make.make_item(session, inspector, upload=make.an_upload(files.picture(colour=colour)))
        for colour in colours
    ]

    def look(times: int) -> None:
        for number in range(times):
            subject = actions.as_subject(items[number % len(items)])
            seen_at = make.NOW + timedelta(seconds=number)
            record_look(session, actor=leader, now=seen_at, subject=subject, what="page")
        session.expire_all()

    def cost(times: int) -> int:
        look(times)
        with statements(session.get_bind().engine) as sent:
            assert actions.seal_looks(session, now=make.NOW + timedelta(hours=1)) == times
        inserts = [one for one in sent if one.startswith("INSERT INTO custody_entry")]
        assert len(inserts) == 1
        return len(sent)

    few = cost(len(items))
    assert cost(60) - few <= 60 - len(items), "no more than the mark on each look"
    assert queries.verify_all_custody(session) == []
    assert sum(len(queries.list_custody(session, item.id)) for item in items) == 6 + 6 + 60
