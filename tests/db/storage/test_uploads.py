"""Files that arrive in pieces: nothing that came is lost, nothing wrong is kept."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casebook.access import Role
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken, StorageFull
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.storage import actions, arriving, disk, queries, rules
from casebook.storage.actions import Announced
from casebook.storage.rules import MediaKind
from tests.factories.accounts import NOW, make_actor
from tests.factories.storage import HTML, huge_png, picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.storage.disk import FileStore
    from casebook.storage.models import Upload

ANY = frozenset({MediaKind.PHOTO, MediaKind.DOCUMENT, MediaKind.VIDEO, MediaKind.AUDIO})
PHOTO = picture()


@pytest.fixture
def inspector(session: Session, file_store: FileStore) -> Actor:
    return make_actor(session, Role.INSPECTOR)


def announced(data: bytes = PHOTO, name: str = "a.jpg", **changes: object) -> Announced:
    facts = {"hash": digest(data), "length": len(data), "name": name, "media_type": "image/jpeg"}
    return Announced(**{**facts, **changes})


def begin(session: Session, actor: Actor, data: bytes = PHOTO, **changes: object) -> Upload:
    return actions.begin_upload(session, actor=actor, now=NOW, sent=announced(data, **changes))


def send(upload: Upload, *pieces: bytes, offset: int = 0) -> int:
    return actions.append_upload(upload.id, pieces=pieces, offset=offset, length=upload.length)


def finish(session: Session, upload: Upload) -> str:
    return actions.finish_upload(session, now=NOW, upload=upload, allowed=ANY).hash


def in_incoming(folder: Path) -> list[Path]:
    return list((folder / "files" / "incoming").iterdir())


def test_pieces_make_the_whole(session: Session, inspector: Actor, tmp_path: Path) -> None:
    upload = begin(session, inspector)
    assert queries.offset_of(upload) == 0
    assert send(upload, PHOTO[:10], PHOTO[10:25]) == 25
    assert queries.offset_of(upload) == 25
    assert send(upload, PHOTO[25:], offset=25) == len(PHOTO)
    assert finish(session, upload) == digest(PHOTO)
    assert queries.offset_of(upload) == len(PHOTO)
    with queries.open_file(digest(PHOTO)) as stream:
        assert stream.read() == PHOTO
    assert in_incoming(tmp_path) == []


def test_finishing_again_is_the_same_file(session: Session, inspector: Actor) -> None:
    upload = begin(session, inspector)
    send(upload, PHOTO)
    assert finish(session, upload) == finish(session, upload)


def test_what_came_before_a_cut_is_here(session: Session, inspector: Actor) -> None:
    def cut() -> Iterator[bytes]:
        yield PHOTO[:7]
        raise ConnectionResetError

    upload = begin(session, inspector)
    with pytest.raises(ConnectionResetError):
        actions.append_upload(upload.id, pieces=cut(), offset=0, length=upload.length)
    assert queries.offset_of(upload) == 7


def test_the_same_file_is_gone_on_with(session: Session, inspector: Actor) -> None:
    upload = begin(session, inspector)
    send(upload, PHOTO[:9])
    again = begin(session, inspector)
    assert again.id == upload.id
    assert queries.offset_of(again) == 9


def test_another_length_of_the_same_hash_begins_anew(session: Session, inspector: Actor) -> None:
    upload = begin(session, inspector, length=5)
    send(upload, PHOTO[:5])
    again = begin(session, inspector)
    assert again.id != upload.id
    assert queries.offset_of(again) == 0


def test_a_file_that_is_here_is_finished_at_once(session: Session, inspector: Actor) -> None:
    first = begin(session, inspector)
    send(first, PHOTO)
    finish(session, first)
    other = begin(session, make_actor(session, Role.INSPECTOR))
    assert other.finished_at == NOW
    assert queries.offset_of(other) == len(PHOTO)
    assert finish(session, other) == digest(PHOTO)


def test_a_file_that_came_otherwise_meanwhile_ends_the_upload(
    session: Session, inspector: Actor, tmp_path: Path
) -> None:
    mine, theirs = begin(session, inspector), begin(session, make_actor(session, Role.INSPECTOR))
    send(mine, PHOTO[:20])
    send(theirs, PHOTO)
    finish(session, theirs)
    again = begin(session, inspector)
    assert (again.id, queries.offset_of(again)) == (mine.id, len(PHOTO))
    assert in_incoming(tmp_path) == []


def test_both_may_send_the_whole(session: Session, inspector: Actor, tmp_path: Path) -> None:
    mine, theirs = begin(session, inspector), begin(session, make_actor(session, Role.INSPECTOR))
    for upload in (mine, theirs):
        send(upload, PHOTO)
    assert finish(session, mine) == finish(session, theirs)
    assert in_incoming(tmp_path) == []


def test_a_wrong_place_is_told_where_it_ends(session: Session, inspector: Actor) -> None:
    upload = begin(session, inspector)
    send(upload, PHOTO[:10])
    for offset in (0, 9, 11):
        with pytest.raises(Conflict) as caught:
            send(upload, PHOTO[offset:], offset=offset)
        assert caught.value.code == "upload_offset_differs"
        assert caught.value.facts["here"] == 10
    assert queries.offset_of(upload) == 10


def test_of_two_senders_at_once_one_goes_on(session: Session, inspector: Actor) -> None:
    upload = begin(session, inspector, data=bytes(4000))
    pieces, together, ends = [bytes(40)] * 100, Barrier(2), []

    def run() -> None:
        def slowly() -> Iterator[bytes]:
            together.wait(10)
            yield from pieces

        try:
            ends.append(
                arriving.append(path, slowly(), offset=0, length=4000),
            )
        except Conflict as refusal:
            ends.append(refusal.code)

    path = disk.current().part(upload.id)
    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, ends)) == ["4000", "upload_offset_differs"]
    assert queries.offset_of(upload) == 4000


def test_a_sender_whose_link_died_holds_nobody_up(session: Session, inspector: Actor) -> None:
    upload = begin(session, inspector)

    def dead() -> Iterator[bytes]:
        yield PHOTO[:10]
        assert send(upload, PHOTO[10:], offset=10) == len(PHOTO)
        assert finish(session, upload) == digest(PHOTO)
        yield PHOTO[10:20]

    with pytest.raises(Conflict):
        actions.append_upload(upload.id, pieces=dead(), offset=0, length=upload.length)
    with queries.open_file(digest(PHOTO)) as stream:
        assert stream.read() == PHOTO


def test_more_than_was_announced_is_not_taken(session: Session, inspector: Actor) -> None:
    upload = begin(session, inspector)
    send(upload, PHOTO[:10])
    with pytest.raises(RuleBroken) as caught:
        send(upload, PHOTO[10:] + b"x", offset=10)
    assert caught.value.code == "upload_too_long"
    assert queries.offset_of(upload) == 10


def test_other_bytes_than_the_hash_begin_anew(session: Session, inspector: Actor) -> None:
    upload = begin(session, inspector)
    send(upload, PHOTO[:-1] + b"x")
    with pytest.raises(RuleBroken) as caught:
        finish(session, upload)
    assert caught.value.code == "upload_hash_wrong"
    assert queries.offset_of(upload) == 0
    send(upload, PHOTO)
    assert finish(session, upload) == digest(PHOTO)


def test_a_part_is_not_finished(session: Session, inspector: Actor) -> None:
    upload = begin(session, inspector)
    for sent in (None, PHOTO[:10]):
        if sent:
            send(upload, sent)
        with pytest.raises(Conflict):
            finish(session, upload)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (HTML, "a.jpg", "file_kind_refused"),
        (PHOTO, "a.png", "file_name_disagrees"),
        (PHOTO[:100], "a.jpg", "image_unreadable"),
        (huge_png(60_000, 60_000), "a.png", "image_too_many_pixels"),
        (PHOTO + b"PK\5\6" + bytes(18), "a.jpg", None),
    ],
)
def test_content_is_looked_at_as_in_any_other_upload(
    session: Session, inspector: Actor, tmp_path: Path, data: bytes, name: str, code: str | None
) -> None:
    upload = begin(session, inspector, data=data, name=name)
    send(upload, data)
    if code is None:
        assert finish(session, upload) == digest(data)
        return
    with pytest.raises(RuleBroken) as caught:
        finish(session, upload)
    assert caught.value.code == code
    assert in_incoming(tmp_path) == []
    assert queries.find_file(session, digest(data)) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"hash": ""}, "upload_hash_unreadable"),
        ({"hash": "sha256:" + "g" * 64}, "upload_hash_unreadable"),
        ({"hash": "md5:" + "0" * 32}, "upload_hash_unreadable"),
        ({"hash": "sha256:" + "A" * 64}, "upload_hash_unreadable"),
        ({"hash": "sha256:" + "0" * 64 + "\n"}, "upload_hash_unreadable"),
        ({"length": 0}, "file_empty"),
        ({"length": -1}, "file_empty"),
        ({"length": rules.MAX_PHOTO_BYTES + 1}, "file_too_large"),
        ({"length": rules.MAX_RECORDING_BYTES + 1, "media_type": "video/mp4"}, "file_too_large"),
        ({"length": 2**63, "media_type": "who/knows"}, "file_too_large"),
    ],
)
def test_what_the_announcement_gives_away(
    session: Session, inspector: Actor, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(RuleBroken) as caught:
        begin(session, inspector, **changes)
    assert caught.value.code == code


def test_a_recording_may_be_as_long_as_the_law_of_the_house(session: Session, inspector: Actor) -> None:
    for kind in ("video/webm;codecs=vp8,opus", "audio/mp4", "application/octet-stream"):
        length = rules.MAX_RECORDING_BYTES
        sent = announced(kind.encode(), length=length, media_type=kind)
        assert actions.begin_upload(session, actor=inspector, now=NOW, sent=sent).length == length


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\x.jpg", "/a.jpg", "a\0b.jpg", "con.jpg", "\u202egpj.exe", "x" * 999]
)
def test_a_name_leads_nowhere(session: Session, inspector: Actor, tmp_path: Path, name: str) -> None:
    upload = begin(session, inspector, name=name)
    assert not set("/\\\0") & set(upload.name)
    assert len(upload.name) <= rules.LONGEST_NAME
    send(upload, PHOTO[:5])
    assert [path.name for path in in_incoming(tmp_path)] == [f"{upload.id}.part"]


def test_uploads_are_their_senders_own(session: Session, inspector: Actor) -> None:
    upload = begin(session, inspector)
    assert queries.get_upload(session, upload.id, inspector.officer_id) is upload
    for officer_id in (make_actor(session, Role.INSPECTOR).officer_id, uuid4(), None):
        with pytest.raises(NotFound):
            queries.get_upload(session, upload.id, officer_id)


def test_who_has_no_tablet_sends_nothing(session: Session, file_store: FileStore) -> None:
    with pytest.raises(Forbidden):
        begin(session, make_actor(session, Role.LIAISON))


def test_nobody_begins_without_end(
    session: Session, inspector: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_OPEN_UPLOADS", 2)
    for data in (b"1", b"2"):
        begin(session, inspector, data=data)
    with pytest.raises(RuleBroken) as caught:
        begin(session, inspector, data=b"3")
    assert caught.value.code == "uploads_too_many"
    assert begin(session, inspector, data=b"1")


def test_a_disk_without_room_takes_no_announcement(
    session: Session, inspector: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casebook.storage.disk.FileStore.has_room", lambda _self, _size: False)
    with pytest.raises(StorageFull):
        begin(session, inspector)


def test_a_disk_that_fills_up_keeps_what_came_and_grows_no_further(
    session: Session, inspector: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begin(session, inspector)
    send(upload, PHOTO[:10])
    really = os.pwrite

    def half(descriptor: int, data: bytes, place: int) -> int:
        if place >= 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        return really(descriptor, bytes(data)[:5], place)

    monkeypatch.setattr(os, "pwrite", half)
    with pytest.raises(StorageFull):
        send(upload, PHOTO[10:14], PHOTO[14:40], offset=10)
    assert queries.offset_of(upload) == 14
    monkeypatch.undo()
    assert send(upload, PHOTO[14:], offset=14) == len(PHOTO)
    assert finish(session, upload) == digest(PHOTO)


def test_a_disk_that_is_full_at_the_end_loses_nothing(
    session: Session, inspector: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begin(session, inspector)
    send(upload, PHOTO)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull):
        finish(session, upload)
    monkeypatch.undo()
    assert queries.offset_of(upload) == len(PHOTO)
    assert finish(session, upload) == digest(PHOTO)


def test_a_cancelled_upload_leaves_nothing(session: Session, inspector: Actor, tmp_path: Path) -> None:
    upload = begin(session, inspector)
    send(upload, PHOTO[:10])
    actions.cancel_upload(session, upload=upload)
    assert in_incoming(tmp_path) == []
    with pytest.raises(NotFound):
        queries.get_upload(session, upload.id, inspector.officer_id)


def test_bytes_may_come_with_the_announcement(session: Session, inspector: Actor) -> None:
    upload_id = new_id()
    assert actions.append_upload(upload_id, pieces=[PHOTO], offset=0, length=len(PHOTO)) == len(PHOTO)
    upload = actions.begin_upload(session, actor=inspector, now=NOW, sent=announced(), upload_id=upload_id)
    assert finish(session, upload) == digest(PHOTO)


def test_abandoned_uploads_are_swept_after_a_fortnight(
    session: Session, inspector: Actor, tmp_path: Path
) -> None:
    upload, whole = begin(session, inspector), begin(session, inspector, data=picture("PNG"), name="a.png")
    send(upload, PHOTO[:10])
    send(whole, picture("PNG"))
    finish(session, whole)
    for path in in_incoming(tmp_path):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    assert actions.sweep_incoming(session, now=NOW + timedelta(days=13)) == 0
    assert queries.offset_of(upload) == 10
    assert actions.sweep_incoming(session, now=NOW + timedelta(days=15)) == 1
    for gone in (upload, whole):
        with pytest.raises(NotFound):
            queries.get_upload(session, gone.id, inspector.officer_id)
    assert queries.find_file(session, digest(picture("PNG"))) is not None


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=40,
)
@given(cuts=st.lists(st.integers(0, 400), max_size=12), data=st.data())
def test_however_the_link_is_cut_the_bytes_are_the_same(
    tmp_path: Path, cuts: list[int], data: st.DataObject
) -> None:
    whole, path = bytes(range(256)) * 4, tmp_path / f"{uuid4()}.part"
    for size in cuts:
        offset = arriving.size_of(path)
        stale = data.draw(st.booleans())
        if stale and offset:
            with pytest.raises(Conflict):
                arriving.append(path, [whole[:1]], offset=offset - 1, length=len(whole))
        arriving.append(path, [whole[offset : offset + size]], offset=offset, length=len(whole))
    offset = arriving.size_of(path)
    arriving.append(path, [whole[offset:]], offset=offset, length=len(whole))
    with arriving.whole(path, wanted_hash=digest(whole), length=len(whole)) as incoming:
        assert incoming.path.read_bytes() == whole
