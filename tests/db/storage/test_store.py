from __future__ import annotations

import errno
import io
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from casebook.kernel.errors import Conflict, NotFound, RuleBroken, StorageFull
from casebook.kernel.hashing import digest
from casebook.storage import actions, queries, rules
from casebook.storage.rules import MediaKind
from tests.factories import storage as files
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.storage.disk import FileStore
    from casebook.storage.models import StoredFile

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
PHOTOS = frozenset({MediaKind.PHOTO})
ANY = frozenset(MediaKind)


def keep(session: Session, data: bytes, *, limit: int = rules.MAX_PHOTO_BYTES, name: str = "") -> StoredFile:
    return actions.store(session, stream=io.BytesIO(data), limit=limit, allowed=ANY, now=NOW, name=name)


def on_disk(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in (folder / "files").rglob("*") if path.is_file())


def test_a_file_lies_under_its_hash_byte_for_byte(
    session: Session, file_store: FileStore, tmp_path: Path
) -> None:
    data = files.picture()
    kept = keep(session, data, name="井口.jpg")
    assert (kept.hash, kept.size, kept.media_type) == (digest(data), len(data), "image/jpeg")
    assert on_disk(tmp_path) == [f"files/{rules.key_of(kept.hash)}"]
    with queries.open_file(kept.hash) as stream:
        assert stream.read() == data
        stream.seek(2)
        assert stream.read(3) == data[2:5]


def test_the_same_bytes_are_one_file(session: Session, file_store: FileStore, tmp_path: Path) -> None:
    data = files.picture()
    first, again = keep(session, data), keep(session, data, name="copy.jpg")
    assert first.id == again.id
    assert len(on_disk(tmp_path)) == 1


def test_a_file_left_by_a_rolled_back_upload_is_taken_over(session: Session, file_store: FileStore) -> None:
    data = files.picture()
    keep(session, data)
    session.rollback()
    assert queries.check(session).unclaimed == [digest(data)]
    keep(session, data)
    assert queries.check(session).unclaimed == []


def test_bytes_that_changed_on_disk_are_never_taken_for_the_same(
    session: Session, file_store: FileStore, tmp_path: Path
) -> None:
    data = files.picture()
    path = tmp_path / "files" / rules.key_of(keep(session, data).hash)
    path.write_bytes(data[:-1] + b"x")
    with pytest.raises(Conflict) as refusal:
        keep(session, data)
    assert refusal.value.code == "stored_file_damaged"


def test_two_uploads_of_the_same_bytes_at_once(
    database_url: str, file_store: FileStore, tmp_path: Path
) -> None:
    engine = engine_for(database_url)
    data = files.picture()

    def upload(_: int) -> str:
        with session_on(engine) as session:
            kept = keep(session, data)
            session.commit()
            return str(kept.id)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(upload, range(16)))
    assert len(set(found)) == 1
    assert len([name for name in on_disk(tmp_path) if name.startswith("files/")]) == 1
    engine.dispose()


def test_too_large(session: Session, file_store: FileStore, tmp_path: Path) -> None:
    data = files.picture()
    with pytest.raises(RuleBroken) as refusal:
        keep(session, data, limit=len(data) - 1)
    assert refusal.value.code == "file_too_large"
    assert keep(session, data, limit=len(data)).size == len(data)
    assert [name for name in on_disk(tmp_path) if "incoming" in name] == []


def test_empty(session: Session, file_store: FileStore, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken) as refusal:
        keep(session, b"")
    assert refusal.value.code == "file_empty"
    assert on_disk(tmp_path) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk(
    session: Session, file_store: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    kept = keep(session, files.picture())
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(StorageFull) as refusal:
            keep(session, files.picture(colour="red"))
    assert refusal.value.code == "storage_full"
    assert on_disk(tmp_path) == [f"files/{rules.key_of(kept.hash)}"]
    with queries.open_file(kept.hash) as stream:
        assert stream.read()


def test_a_line_cut_in_the_middle(session: Session, file_store: FileStore, tmp_path: Path) -> None:
    class Cut(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        actions.store(session, stream=Cut(), limit=10, allowed=ANY, now=NOW)
    assert on_disk(tmp_path) == []


def test_what_a_killed_process_left_is_swept(session: Session, file_store: FileStore, tmp_path: Path) -> None:
    left = tmp_path / "files" / "incoming" / "left"
    left.write_bytes(b"half")
    changed = datetime.fromtimestamp(left.stat().st_mtime, UTC)
    assert actions.sweep_incoming(session, now=changed + timedelta(hours=23)) == 0
    assert actions.sweep_incoming(session, now=changed + timedelta(hours=25)) == 1
    assert on_disk(tmp_path) == []


def test_both_directions(session: Session, file_store: FileStore, tmp_path: Path) -> None:
    whole, gone, bad = (keep(session, files.picture(colour=colour)) for colour in ("red", "green", "blue"))
    place = tmp_path / "files"
    (place / rules.key_of(gone.hash)).unlink()
    (place / rules.key_of(bad.hash)).write_bytes(b"other bytes")
    stray = digest(b"stray")
    (place / rules.key_of(stray)).parent.mkdir(parents=True)
    (place / rules.key_of(stray)).write_bytes(b"stray")
    report = queries.check(session)
    assert (report.counted, report.missing, report.damaged) == (3, [gone.hash], [bad.hash])
    assert report.unclaimed == [stray]
    assert not report.is_whole
    assert whole.hash in queries.recorded_hashes(session)


def test_missing_files_are_not_found(session: Session, file_store: FileStore) -> None:
    with pytest.raises(NotFound):
        queries.open_file(digest(b"nothing"))
    with pytest.raises(NotFound):
        queries.get_file(session, digest(b"nothing"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_file SET hash = 'sha256:0'",
        "UPDATE stored_file SET size = 1",
        "DELETE FROM stored_file",
    ],
)
def test_the_database_refuses_to_change_a_record(
    session: Session, file_store: FileStore, statement: str
) -> None:
    keep(session, files.picture())
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(statement))
