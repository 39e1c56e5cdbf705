"""Files that arrive in pieces, over links that are cut: what is on disk is what has arrived.

Each upload is one file in `incoming/`, and its size is the upload's offset. A piece is written under a
lock of the file, and only where the file still ends where the sender believes: of two senders at once
one goes on and the other is told. A sender whose link died silently holds nothing that others wait for.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.hashing import StreamDigest, algorithm_of
from casebook.storage.disk import PIECE, Incoming, telling_full_disk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_PRIVATE = 0o600


def size_of(path: Path) -> int:
    """Return how many bytes have arrived; none when nothing ever did."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def append(path: Path, pieces: Iterable[bytes], *, offset: int, length: int) -> int:
    """Write pieces as they come and return how many bytes of the whole are here now.

    Conflict when the file does not end at `offset` (any more), RuleBroken for more bytes than
    `length`, StorageFull when the disk is full; what was written before stays.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, _PRIVATE)
    try:
        _check_end(descriptor, offset)
        for piece in pieces:
            offset = _write(descriptor, piece, offset, length)
    finally:
        os.close(descriptor)
    return offset


@contextmanager
def whole(path: Path, *, wanted_hash: str, length: int) -> Iterator[Incoming]:
    """Hash what has arrived and yield it, forced to disk; what is not kept inside the block stays.

    Conflict when something is still to come, or when somebody else has just finished it. Bytes that
    are not those of the hash are thrown away, RuleBroken: the upload begins anew.
    """
    descriptor = _open_arrived(path)
    try:
        with _alone(descriptor):
            if not path.exists():
                raise Conflict("upload_finished_meanwhile")
            _check_end(descriptor, length)
            if _hash_of(descriptor, algorithm_of(wanted_hash)) != wanted_hash:
                os.ftruncate(descriptor, 0)
                raise RuleBroken("upload_hash_wrong", field="file")
            with telling_full_disk():
                os.fsync(descriptor)
            yield Incoming(path, wanted_hash, length)
    finally:
        os.close(descriptor)


def _open_arrived(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR)
    except FileNotFoundError:
        raise Conflict("upload_finished_meanwhile") from None


@contextmanager
def _alone(descriptor: int) -> Iterator[None]:
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _write(descriptor: int, piece: bytes, offset: int, length: int) -> int:
    with _alone(descriptor):
        _check_end(descriptor, offset)
        if offset + len(piece) > length:
            raise RuleBroken("upload_too_long", field="Upload-Length", length=length)
        try:
            with telling_full_disk():
                _write_all(descriptor, piece, offset)
        except BaseException:
            os.ftruncate(descriptor, offset)
            raise
    return offset + len(piece)


def _write_all(descriptor: int, piece: bytes, offset: int) -> None:
    left = memoryview(piece)
    while left:
        written = os.pwrite(descriptor, left, offset)
        left, offset = left[written:], offset + written


def _check_end(descriptor: int, offset: int) -> None:
    here = os.fstat(descriptor).st_size
    if here != offset:
        raise Conflict("upload_offset_differs", here=here, offset=offset)


def _hash_of(descriptor: int, algorithm: str) -> str:
    digest, place = StreamDigest(algorithm), 0
    while piece := os.pread(descriptor, PIECE, place):
        digest.update(piece)
        place += len(piece)
    return digest.text()
