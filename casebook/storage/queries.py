"""Reading files, and comparing records and files in both directions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import and_, bindparam, exists, func, select
from sqlalchemy.orm import Session

from casebook.db.transaction import reading
from casebook.kernel.errors import NotFound
from casebook.storage import arriving, disk, rules
from casebook.storage.models import StoredFile, Upload

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy import Select

_READERS, _AT_ONCE, _LOOKED_UP = 2, 32, 500
_MISSING, _DAMAGED = "missing", "damaged"


@dataclass(frozen=True)
class StoreReport:
    """What a comparison of records and files found; hashes, sorted."""

    counted: int
    missing: list[str] = field(default_factory=list)
    """Recorded, but the bytes are gone."""
    damaged: list[str] = field(default_factory=list)
    """Recorded, but the bytes are not those of the hash."""
    unclaimed: list[str] = field(default_factory=list)
    """Kept, but no record names them: an upload whose transaction was rolled back."""
    strays: list[str] = field(default_factory=list)
    """Places in the store that are no file's: nobody put them there through casebook."""

    @property
    def is_whole(self) -> bool:
        """Whether every recorded file is there, byte for byte."""
        return not (self.missing or self.damaged)


def find_file(session: Session, stored_hash: str) -> StoredFile | None:
    """Return the record of a file, or None."""
    return session.scalar(select(StoredFile).where(StoredFile.hash == stored_hash))


def get_file(session: Session, stored_hash: str) -> StoredFile:
    """Return the record of a file or raise NotFound."""
    found = find_file(session, stored_hash)
    if found is None:
        raise NotFound("stored_file", stored_hash)
    return found


def files_by_hash(session: Session, hashes: Collection[str]) -> dict[str, StoredFile]:
    """Return the records of these files; what is not kept here is left out."""
    return {file.hash: file for file in session.scalars(_OF_HASHES, {"hashes": list(hashes)})}


def get_upload(session: Session, upload_id: UUID, officer_id: UUID | None) -> Upload:
    """Return an officer's upload, or raise NotFound for anybody else's."""
    query = select(Upload).where(Upload.id == upload_id, Upload.officer_id == officer_id)
    found = session.scalar(query)
    if found is None:
        raise NotFound("upload", upload_id)
    return found


def find_upload(session: Session, *, officer_id: UUID | None, file_hash: str) -> Upload | None:
    """Return what an officer has begun to send under a hash, or None."""
    query = select(Upload).where(Upload.officer_id == officer_id, Upload.hash == file_hash)
    return session.scalar(query)


@dataclass(frozen=True)
class AnnouncedFile:
    """What is known of a file that an officer announces."""

    is_here: bool
    """Whether it is kept, or the officer has begun to send it."""
    open_uploads: int
    """How many uploads of the officer are not finished."""


def find_announced(session: Session, *, officer_id: UUID | None, file_hash: str) -> AnnouncedFile:
    """Return what is known of a file that an officer announces, by one statement."""
    row = session.execute(_ANNOUNCED, {"its_hash": file_hash, "sender": officer_id}).one()
    return AnnouncedFile(bool(row.is_kept or row.is_begun), row.open_uploads)


def _announced() -> Select[Any]:
    file, upload = StoredFile.__table__.c, Upload.__table__.c
    its_hash = bindparam("its_hash", type_=file.hash.type)
    is_sender = upload.officer_id == bindparam("sender")
    is_open = and_(is_sender, upload.finished_at.is_(None))
    return select(
        exists().where(file.hash == its_hash).label("is_kept"),
        exists().where(is_sender, upload.hash == its_hash).label("is_begun"),
        select(func.count()).where(is_open).scalar_subquery().label("open_uploads"),
    )


_ANNOUNCED = _announced()
_OF_HASHES = select(StoredFile).where(StoredFile.hash.in_(bindparam("hashes", expanding=True)))
_KNOWN = select(StoredFile.__table__.c.hash).where(
    StoredFile.__table__.c.hash.in_(bindparam("hashes", expanding=True))
)


def count_open_uploads(session: Session, officer_id: UUID | None) -> int:
    """Return how many uploads of an officer are not finished."""
    query = select(func.count()).where(Upload.officer_id == officer_id, Upload.finished_at.is_(None))
    return session.scalar(query) or 0


def offset_of(upload: Upload) -> int:
    """Return how many bytes of an upload are here: all of a finished one, else those on disk."""
    if upload.finished_at is not None:
        return upload.length
    return arriving.size_of(disk.current().part(upload.id))


def known_hashes(session: Session, hashes: Collection[str]) -> set[str]:
    """Return those of these hashes whose files are here."""
    return set(session.scalars(_KNOWN, {"hashes": list(hashes)}))


def open_file(stored_hash: str) -> BinaryIO:
    """Open the bytes of a kept file; the caller closes it. NotFound when they are gone."""
    return disk.current().open(stored_hash)


def fault_of(stored_hash: str) -> str:
    """Hash one kept file again; return `missing`, `damaged`, or nothing where it is whole."""
    return _judged(disk.current(), stored_hash)


def recorded_hashes(session: Session) -> list[str]:
    """Return the hash of every recorded file, in order of their arrival."""
    return list(session.scalars(select(StoredFile.hash).order_by(StoredFile.rowid)))


def check(session: Session) -> StoreReport:
    """Hash every recorded file again and name what lies in the store and no record knows.

    A file lies there a moment before its record is committed, so that what seems unclaimed is looked up
    once more when all is hashed, in a transaction that sees what was committed by then.
    """
    files = disk.current()
    places = {name: rules.hash_of(name) for name in files.names()}
    recorded = recorded_hashes(session)
    faults = _faults(files, recorded)
    unclaimed = {found for found in places.values() if found is not None} - set(recorded)
    return StoreReport(
        counted=len(recorded),
        missing=sorted(faults[_MISSING]),
        damaged=sorted(faults[_DAMAGED]),
        unclaimed=sorted(unclaimed - _recorded_since(session, unclaimed)),
        strays=sorted(name for name, found in places.items() if found is None),
    )


def _recorded_since(session: Session, hashes: Collection[str]) -> set[str]:
    """Return those of these hashes that have a record by now, whatever this transaction sees."""
    wanted, known = sorted(hashes), set[str]()
    if not wanted:
        return known
    with Session(session.get_bind(), join_transaction_mode="create_savepoint") as later, reading(later):
        for first in range(0, len(wanted), _LOOKED_UP):
            known |= known_hashes(later, wanted[first : first + _LOOKED_UP])
    return known


def list_unclaimed(session: Session) -> list[str]:
    """Return the kept files that no record names, without reading them."""
    kept = {rules.hash_of(name) for name in disk.current().names()} - {None}
    return sorted(found for found in kept - set(recorded_hashes(session)) if found is not None)


def _faults(files: disk.FileStore, recorded: Sequence[str]) -> dict[str, list[str]]:
    """Hash in two threads: while one waits for the disk, the other computes (hashlib lets go of the lock)."""
    found: dict[str, list[str]] = {_MISSING: [], _DAMAGED: []}
    some = [recorded[first : first + _AT_ONCE] for first in range(0, len(recorded), _AT_ONCE)]
    with ThreadPoolExecutor(_READERS) as pool:
        for judged in pool.map(lambda hashes: [(one, _judged(files, one)) for one in hashes], some):
            for stored_hash, fault in judged:
                if fault:
                    found[fault].append(stored_hash)
    return found


def _judged(files: disk.FileStore, stored_hash: str) -> str:
    try:
        return "" if files.is_whole(stored_hash) else _DAMAGED
    except NotFound:
        return _MISSING
