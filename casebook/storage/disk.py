"""Where the bytes lie: an object store under the data directory, written once, never replaced.

A file comes in under a name of its own in `incoming/`, is hashed on the way, forced to disk and
inspected there; then it moves to the key that its hash names, in the mode that refuses to replace.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, BinaryIO, cast

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore

from casebook.kernel import ids
from casebook.kernel.errors import Conflict, NotFound, RuleBroken, StorageFull
from casebook.kernel.hashing import StreamDigest, algorithm_of
from casebook.storage import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from uuid import UUID

PIECE = 1024 * 1024
INCOMING = "incoming"
PART = ".part"
_RESERVE = 16 * PIECE

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class Incoming:
    """A file that has arrived whole, is hashed, and waits to be kept."""

    def __init__(self, path: Path, stored_hash: str, size: int) -> None:
        self.path = path
        self.hash = stored_hash
        self.size = size


class FileStore:
    """Files of one data directory."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / INCOMING
        self._incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._objects = LocalStore(root)

    @contextmanager
    def receive(self, stream: BinaryIO, limit: int) -> Iterator[Incoming]:
        """Take a stream to disk, hashed on the way; what is not kept inside the block does not stay."""
        path = self._incoming / str(ids.new_id())
        try:
            with telling_full_disk():
                stored_hash, size = _write(stream, path, limit)
            yield Incoming(path, stored_hash, size)
        finally:
            path.unlink(missing_ok=True)

    def keep(self, incoming: Incoming) -> None:
        """Move a received file to its hash's key; the same bytes already there are the same file."""
        key = rules.key_of(incoming.hash)
        made = self._missing_folders(key)
        try:
            with telling_full_disk():
                obstore.rename(self._objects, f"{INCOMING}/{incoming.path.name}", key, overwrite=False)
                _force([(self._root / key).parent, *(folder.parent for folder in made)])
        except AlreadyExistsError:
            os.utime(self._root / key)  # as of now somebody wants it: it is swept no more
            if not self.is_whole(incoming.hash):
                raise Conflict("stored_file_damaged", hash=incoming.hash) from None

    def open(self, stored_hash: str) -> BinaryIO:
        """Open a kept file for reading; NotFound when its bytes are gone."""
        try:
            return (self._root / rules.key_of(stored_hash)).open("rb")
        except FileNotFoundError:
            raise NotFound("stored_file", stored_hash) from None

    def is_whole(self, stored_hash: str) -> bool:
        """Hash a kept file again and say whether it is what its name says; NotFound when it is gone.

        It reads the file itself, in large pieces and past the object store's own copying: a house is
        checked as fast as its disk gives bytes.
        """
        digest = StreamDigest(algorithm_of(stored_hash))
        room = memoryview(bytearray(PIECE))
        try:
            with (self._root / rules.key_of(stored_hash)).open("rb", buffering=0) as stream:
                while size := stream.readinto(room):
                    digest.update(room[:size])
        except FileNotFoundError:
            raise NotFound("stored_file", stored_hash) from None
        return digest.text() == stored_hash

    def names(self) -> Iterator[str]:
        """Name the place of everything that is kept, but for what is still arriving."""
        for batch in obstore.list(self._objects, chunk_size=1000):
            for item in batch:
                if not item["path"].startswith(f"{INCOMING}/"):
                    yield item["path"]

    def hashes(self) -> Iterator[str]:
        """Name every kept file."""
        return (found for found in map(rules.hash_of, self.names()) if found is not None)

    def sweep_unclaimed(self, stored_hash: str, before: datetime) -> bool:
        """Remove a kept file that no record names, unless somebody brought its bytes again since."""
        path = self._root / rules.key_of(stored_hash)
        try:
            if _changed_at(path) >= before:
                return False
            path.unlink()
        except FileNotFoundError:
            return False
        return True

    def part(self, upload_id: UUID) -> Path:
        """Return where what has arrived of an upload lies."""
        return self._incoming / f"{upload_id}{PART}"

    def scratch(self) -> BinaryIO:
        """Return a file for what is only looked at; it has no name, so that nothing of it can stay."""
        return cast("BinaryIO", tempfile.TemporaryFile(dir=self._incoming))

    def has_room(self, size: int) -> bool:
        """Say whether so many bytes would fit at present, with some left for the database."""
        return shutil.disk_usage(self._incoming).free >= size + _RESERVE

    def sweep(self, before: datetime, *, parts_before: datetime) -> int:
        """Remove what was left in `incoming/` before an instant; return how many.

        A killed process leaves whole files; uploads in pieces wait longer, until `parts_before`.
        """
        left = [
            path
            for path in self._incoming.iterdir()
            if _changed_at(path) < (parts_before if path.suffix == PART else before)
        ]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _missing_folders(self, key: str) -> list[Path]:
        """Return the folders that a new file's name needs and that are not there yet, the lowest first."""
        folders = (self._root / key).relative_to(self._root).parents
        paths = (self._root / folder for folder in folders if folder.name)
        return [path for path in paths if not path.exists()]


def _force(folders: Iterable[Path]) -> None:
    """Force the names in these folders to disk."""
    for path in dict.fromkeys(folders):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write(stream: BinaryIO, path: Path, limit: int) -> tuple[str, int]:
    digest, size = StreamDigest(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > limit:
                raise RuleBroken("file_too_large", field="file", most=max(1, limit // rules.MEBIBYTE))
            digest.update(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    if not size:
        raise RuleBroken("file_empty", field="file")
    return digest.text(), size


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


@contextmanager
def telling_full_disk() -> Iterator[None]:
    """Turn the system's word for a full disk into StorageFull."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull("storage_full") from error
        raise
    except BaseError as error:
        if f"(os error {errno.ENOSPC})" in str(error):  # the store wraps the system's answer in its own
            raise StorageFull("storage_full") from error
        raise


class _Place:
    """The store of this process; wiring and the command line name its directory once."""

    store: FileStore | None = None


def use(data_path: Path) -> FileStore:
    """Keep files under this data directory from now on."""
    _Place.store = FileStore(data_path / "files")
    return _Place.store


def current() -> FileStore:
    """Return the store in use."""
    if _Place.store is None:
        message = "no file store: casebook.storage.disk.use() was not called"
        raise RuntimeError(message)
    return _Place.store
