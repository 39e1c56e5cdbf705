"""Writing and reading the archive: a plain tar, hashed entry by entry, whole or not there at all."""

from __future__ import annotations

import io
import os
import tarfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from casebook.backup import rules
from casebook.backup.rules import Entry, Manifest
from casebook.kernel import ids
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import StreamDigest
from casebook.storage.disk import telling_full_disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PIECE = 1024 * 1024
_PRIVATE = 0o600


class _Hashing(io.RawIOBase):
    """A stream that hashes what is read from it."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self.digest = StreamDigest()

    def read(self, size: int = -1) -> bytes:
        piece = self._inner.read(size)
        self.digest.update(piece)
        return piece


class Writer:
    """An archive being written; `entries` lists what is in it so far."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.entries: list[Entry] = []

    def add(self, name: str, stream: BinaryIO, size: int) -> Entry:
        """Copy so many bytes of a stream into the archive."""
        hashing = _Hashing(stream)
        self._tar.addfile(_header(name, size), hashing)
        entry = Entry(name, size, hashing.digest.text())
        self.entries.append(entry)
        return entry

    def add_path(self, name: str, path: Path) -> Entry:
        """Copy a file of the disk into the archive."""
        with path.open("rb") as stream:
            return self.add(name, stream, path.stat().st_size)

    def close_with(self, manifest: Manifest) -> bytes:
        """Write the manifest as the last entry and return its bytes."""
        data = manifest.as_json()
        self._tar.addfile(_header(rules.MANIFEST, len(data)), io.BytesIO(data))
        return data


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write an archive beside its place, mode 0600, and put it there when the block ends well."""
    if path.exists():
        raise RuleBroken("backup_exists", path=str(path))
    partial = path.with_name(f".{path.name}.{ids.new_id()}")
    try:
        with telling_full_disk():
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
            with os.fdopen(descriptor, "wb") as file:
                with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                    yield Writer(tar)
                file.flush()
                os.fsync(file.fileno())
            partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


def unpack(path: Path, folder: Path) -> Manifest:
    """Unpack an archive into an empty folder and return its manifest, once every byte is as it says."""
    found: dict[str, Entry] = {}
    try:
        with telling_full_disk(), tarfile.open(path, mode="r:") as tar:
            for member in tar:
                rules.check_name(member.name)
                if not member.isreg() or member.name in found:
                    raise RuleBroken("backup_entry_strange", name=member.name)
                found[member.name] = _unpack_entry(tar, member, folder)
    except (tarfile.TarError, EOFError):
        raise RuleBroken("backup_unreadable") from None
    if rules.MANIFEST not in found or found.pop(rules.MANIFEST).size > rules.MAX_MANIFEST_BYTES:
        raise RuleBroken("backup_unreadable")
    manifest = rules.read_manifest((folder / rules.MANIFEST).read_bytes())
    rules.check_entries(manifest, found)
    return manifest


def _unpack_entry(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> Entry:
    source = tar.extractfile(member)
    assert source is not None
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = StreamDigest(), 0
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb") as file:
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return Entry(member.name, size, digest.text())


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, _PRIVATE
    return header
