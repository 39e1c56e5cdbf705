"""The one form of a package's ZIP: nothing in it is left to chance, so that every single byte can be checked.

Entries stand behind each other without gaps, uncompressed, with one fixed date and without any
extra field; the directory repeats them in order. Whoever knows the names, sizes, check sums and
contents can therefore write the same archive again, and a changed, missing or added byte
anywhere, also between the entries, is found. Layout: PKWARE APPNOTE 6.3.10, sections 4.3.7,
4.3.12, 4.3.14 to 4.3.16 and 4.5.3.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from casebook.kernel.hashing import StreamDigest

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN, _LARGE = 20, 45
"""Versions of the format: with and without 64-bit offsets."""
_UTF8 = 0x0800
_DAY = 0x0021
"""1980-01-01, the first day that the format knows."""
_MOST = 0xFFFFFFFF
_MOST_ENTRIES = 0xFFFF
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Entry:
    """One file of an archive; `hash` is over its bytes, `crc` what the format itself wants."""

    path: str
    size: int
    crc: int
    offset: int
    hash: str


class Archive:
    """An archive being written to a stream that can seek."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self.entries: list[Entry] = []
        self._end = 0

    def add(self, path: str, stream: BinaryIO) -> Entry:
        """Copy a stream into the archive."""
        header = _local(path, 0, 0)
        self._target.write(header)
        digest, crc, size = StreamDigest(), 0, 0
        for piece in _pieces(stream):
            self._target.write(piece)
            digest.update(piece)
            crc, size = zlib.crc32(piece, crc), size + len(piece)
        entry = Entry(path, size, crc, self._end, digest.text())
        self._target.seek(self._end)
        self._target.write(_local(path, size, crc))
        self._end += len(header) + size
        self._target.seek(self._end)
        self.entries.append(entry)
        return entry

    def close(self) -> int:
        """Write the directory and return the size of the whole."""
        directory = b"".join(_central(entry) for entry in self.entries)
        end = _end(len(self.entries), len(directory), self._end)
        self._target.write(directory + end)
        return self._end + len(directory) + len(end)


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece


def _local(path: str, size: int, crc: int) -> bytes:
    name = path.encode()
    fixed = (_PLAIN, _UTF8, 0, 0, _DAY, crc, size, size, len(name), 0)
    return struct.pack("<4s5H3L2H", b"PK\3\4", *fixed) + name


def _central(entry: Entry) -> bytes:
    name = entry.path.encode()
    is_far = entry.offset >= _MOST
    extra = struct.pack("<2HQ", 1, 8, entry.offset) if is_far else b""
    version, offset = (_LARGE, _MOST) if is_far else (_PLAIN, entry.offset)
    sizes = (entry.crc, entry.size, entry.size, len(name), len(extra), 0, 0, 0, 0, offset)
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", version, version, _UTF8, 0, 0, _DAY, *sizes) + name + extra


def _end(count: int, size: int, offset: int) -> bytes:
    large = b""
    if offset >= _MOST or count >= _MOST_ENTRIES:
        large = struct.pack(
            "<4sQ2H2L4Q", b"PK\6\6", 44, _LARGE, _LARGE, 0, 0, count, count, size, offset
        ) + struct.pack("<4sLQL", b"PK\6\7", 0, offset + size, 1)
        count, offset = min(count, _MOST_ENTRIES), min(offset, _MOST)
    return large + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, offset, 0)
