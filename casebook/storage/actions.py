"""Taking files in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import select

from casebook.access import Permission
from casebook.db.holding import hold
from casebook.db.rows import insert_rows
from casebook.kernel.errors import RuleBroken, StorageFull
from casebook.kernel.ids import new_id
from casebook.storage import arriving, disk, queries, rules, sniffing
from casebook.storage.models import StoredFile, Upload

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.storage.rules import Media, MediaKind

ABANDONED_AFTER = timedelta(days=1)
_SCANS = frozenset({rules.MediaKind.PHOTO, rules.MediaKind.DOCUMENT})


@dataclass(frozen=True)
class Kept:
    """A file that lies in the store and was looked at, but is not on record yet."""

    hash: str
    size: int
    media_type: str


def store(
    session: Session,
    *,
    stream: BinaryIO,
    limit: int,
    allowed: frozenset[MediaKind],
    now: datetime,
    name: str = "",
) -> StoredFile:
    """Keep the bytes of a stream and return their record; the same bytes are kept once.

    `limit` is the most bytes taken, `name` what the sender calls the file: its extension must agree
    with the content. Raises RuleBroken (field `file`) for what is refused and StorageFull; nothing
    stays on disk then.
    """
    files = disk.current()
    with files.receive(stream, limit) as incoming:
        media = sniffing.inspect(incoming.path, name, allowed)
        files.keep(incoming)
    return _recorded(session, Kept(incoming.hash, incoming.size, media.type), now)


def keep_made(
    session: Session, *, stream: BinaryIO, limit: int, media_type: str, now: datetime
) -> StoredFile:
    """Keep bytes that casebook made itself (a preview, an export), so that nothing needs to be inspected."""
    files = disk.current()
    with files.receive(stream, limit) as incoming:
        files.keep(incoming)
    return _recorded(session, Kept(incoming.hash, incoming.size, media_type), now)


def keep_text(session: Session, *, stream: BinaryIO, limit: int, now: datetime) -> StoredFile:
    """Keep a text table of whatever encodings, pasted together or not; only its reader can judge it.

    It is never sent to a browser as what it claims to be.
    """
    return keep_made(session, stream=stream, limit=limit, media_type=rules.CSV.type, now=now)


@dataclass(frozen=True)
class Scan:
    """A signed paper as a picture or a PDF."""

    stream: BinaryIO
    name: str

    @property
    def safe_name(self) -> str:
        """What may be shown as its name."""
        return rules.safe_name(self.name)


def store_scan(session: Session, *, scan: Scan, now: datetime) -> str:
    """Keep the scan of a paper and return its hash; refused as `store` does."""
    limit = max(rules.LIMITS[kind] for kind in _SCANS)
    return store(session, stream=scan.stream, limit=limit, allowed=_SCANS, now=now, name=scan.name).hash


@dataclass(frozen=True)
class Announced:
    """What a sender says of a file before it comes: hash, bytes, name, and what it takes it for."""

    hash: str
    length: int
    name: str = ""
    media_type: str = ""


def is_new_upload(session: Session, *, actor: Actor, sent: Announced) -> bool:
    """Say whether nothing of an announced file is here yet; it writes nothing.

    RuleBroken for what is refused by its announcement, StorageFull when the disk has no room for it.
    """
    _check_announced(actor, sent)
    known = queries.find_announced(session, officer_id=actor.officer_id, file_hash=sent.hash)
    if known.is_here:
        return False
    _check_room(known.open_uploads, sent.length)
    return True


def begin_upload(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    sent: Announced,
    upload_id: UUID | None = None,
) -> Upload:
    """Let an officer send a file in pieces, or go on with what they began under the same hash.

    A file that is kept already is finished at once. `upload_id` names bytes that came with the
    announcement (`append_first`). Raises as `is_new_upload`.
    """
    kept, upload = _known(session, actor, sent)
    if upload_id is not None and (kept or upload):
        disk.current().part(upload_id).unlink(missing_ok=True)  # the same came another way meanwhile
    if upload is not None and upload.length != sent.length and upload.finished_at is None:
        cancel_upload(session, upload=upload)
        upload = None
    if upload is None:
        upload = _announced(session, actor=actor, now=now, sent=sent, upload_id=upload_id or new_id())
    if kept is not None and upload.finished_at is None:
        disk.current().part(upload.id).unlink(missing_ok=True)
        upload.length, upload.finished_at = kept.size, now
    session.flush()
    return upload


def append_first(upload_id: UUID, *, pieces: Iterable[bytes], length: int) -> int:
    """Write what comes with an announcement, before there is an upload; nothing stays when it is refused."""
    try:
        return append_upload(upload_id, pieces=pieces, offset=0, length=length)
    except BaseException:
        disk.current().part(upload_id).unlink(missing_ok=True)
        raise


def keep_first(upload_id: UUID, *, sent: Announced, allowed: frozenset[MediaKind]) -> Kept:
    """Hash, inspect and keep what came whole with its announcement (`append_first`): there is no upload.

    It touches no database; `put_on_record` comes after it. Raises as `finish_upload`; nothing is left in
    `incoming/` then.
    """
    path = disk.current().part(upload_id)
    try:
        return _kept(path, sent.hash, sent.length, sent.name, allowed)
    finally:
        path.unlink(missing_ok=True)


def put_on_record(session: Session, *, kept: Kept, now: datetime) -> None:
    """Record a kept file, once; of two that bring the same bytes at once the second one sees the first."""
    hold(session, f"file:{kept.hash}")
    if kept.hash not in queries.known_hashes(session, [kept.hash]):
        insert_rows(session, StoredFile, [{**vars(kept), "received_at": now}])


def append_upload(upload_id: UUID, *, pieces: Iterable[bytes], offset: int, length: int) -> int:
    """Write what arrives to disk as it comes, beginning at `offset`; return how much is here then.

    It touches no database: pieces may be minutes apart. Raises as `arriving.append`.
    """
    return arriving.append(disk.current().part(upload_id), pieces, offset=offset, length=length)


def finish_upload(
    session: Session, *, now: datetime, upload: Upload, allowed: frozenset[MediaKind]
) -> StoredFile:
    """Hash, inspect and keep what has arrived whole; the same again is the same file.

    RuleBroken `upload_hash_wrong` when the upload begins anew, any other when the content is refused:
    its bytes are gone then.
    """
    if upload.finished_at is not None:
        return queries.get_file(session, upload.hash)
    kept = _kept(disk.current().part(upload.id), upload.hash, upload.length, upload.name, allowed)
    upload.finished_at = now
    return _recorded(session, kept, now)


def cancel_upload(session: Session, *, upload: Upload) -> None:
    """Forget an upload and what has arrived of it; a file that was kept stays."""
    disk.current().part(upload.id).unlink(missing_ok=True)
    session.delete(upload)
    session.flush()


def sweep_incoming(session: Session, *, now: datetime) -> int:
    """Remove what killed processes and abandoned uploads left behind; return how many files."""
    parts_before = now - rules.KEPT_UPLOAD
    old = session.scalars(select(Upload).where(Upload.begun_at < parts_before))
    removed = disk.current().sweep(now - ABANDONED_AFTER, parts_before=parts_before)
    for upload in old:
        if upload.finished_at is not None or not queries.offset_of(upload):
            session.delete(upload)
    session.flush()
    return removed


def sweep_unclaimed(session: Session, *, now: datetime) -> int:
    """Remove kept files that no record came to name: their transaction failed; return how many.

    Bytes that come again in the meantime are taken over with their present day, and stay.
    """
    files, before = disk.current(), now - ABANDONED_AFTER
    return sum(files.sweep_unclaimed(found, before) for found in queries.list_unclaimed(session))


def _known(session: Session, actor: Actor, sent: Announced) -> tuple[StoredFile | None, Upload | None]:
    """Return the file, or what the officer has begun of it; refuse what may not even begin."""
    _check_announced(actor, sent)
    kept = queries.find_file(session, sent.hash)
    upload = queries.find_upload(session, officer_id=actor.officer_id, file_hash=sent.hash)
    if kept is None and upload is None:
        _check_room(queries.count_open_uploads(session, actor.officer_id), sent.length)
    return kept, upload


def _check_announced(actor: Actor, sent: Announced) -> None:
    actor.need(Permission.FIELD_USE)
    rules.check_announced(file_hash=sent.hash, length=sent.length, media_type=sent.media_type)


def _announced(session: Session, *, actor: Actor, now: datetime, sent: Announced, upload_id: UUID) -> Upload:
    upload = Upload(
        id=upload_id,
        officer_id=actor.officer_id,
        hash=sent.hash,
        length=sent.length,
        name=rules.safe_name(sent.name),
        begun_at=now,
        finished_at=None,
    )
    session.add(upload)
    return upload


def _check_room(open_uploads: int, length: int) -> None:
    if open_uploads >= rules.MOST_OPEN_UPLOADS:
        raise RuleBroken("uploads_too_many", most=rules.MOST_OPEN_UPLOADS)
    if not disk.current().has_room(length):
        raise StorageFull("storage_full")


def _kept(path: Path, wanted_hash: str, length: int, name: str, allowed: frozenset[MediaKind]) -> Kept:
    """Hash, inspect and keep what has arrived whole; what is refused for its content does not stay."""
    files = disk.current()
    with arriving.whole(path, wanted_hash=wanted_hash, length=length) as incoming:
        media = _inspected(incoming, name, allowed)
        files.keep(incoming)
        path.unlink(missing_ok=True)  # it is still there when the same bytes were kept before
    return Kept(wanted_hash, length, media.type)


def _inspected(incoming: disk.Incoming, name: str, allowed: frozenset[MediaKind]) -> Media:
    try:
        return sniffing.inspect(incoming.path, name, allowed)
    except RuleBroken:
        incoming.path.unlink(missing_ok=True)
        raise


def _recorded(session: Session, kept: Kept, now: datetime) -> StoredFile:
    put_on_record(session, kept=kept, now=now)
    return queries.get_file(session, kept.hash)
