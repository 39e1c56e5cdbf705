"""A zip whose entries can be replaced one by one; every other entry is copied as its compressed bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.storage.rules import MEBIBYTE

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_UNPACKED = 100 * MEBIBYTE
"""What a form may unfold to; a form of a thousand rows unfolds to less than one."""
MOST_PARTS = 5_000
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    struct.error,
    ValueError,
    OverflowError,
)
_LOCAL, _CENTRAL, _END, _END_64 = b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\6\6"
_LOCAL_SIZE, _CENTRAL_SIZE = 30, 46
_WIDE = 0xFFFFFFFF
_HAS_DESCRIPTOR, _IS_ENCRYPTED, _DEFLATED = 0x8, 0x1, 8
_PIECE = 64 * 1024


@dataclass(frozen=True)
class _Entry:
    name: str
    record: bytes
    """Its line of the central directory."""
    offset: int


class Archive:
    """The parts of a workbook, and the bytes that they came as.

    RuleBroken (field `file`): `blank_unreadable`, `blank_bomb`, `blank_encrypted`.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as opened:
                infos = opened.infolist()
                self._start = opened.start_dir
                if any(info.flag_bits & _IS_ENCRYPTED for info in infos):
                    raise RuleBroken("blank_encrypted", field="file")
                if len(infos) > MOST_PARTS:
                    raise RuleBroken("blank_bomb", field="file")
                self._parts = _unpacked(opened, infos)
            self._entries = self._directory([info.filename for info in infos])
        except _BROKEN:
            raise _unreadable() from None
        self._names = {name.replace("\\", "/").lstrip("/").casefold(): name for name in self._parts}
        if len(self._names) != len(infos):
            raise _unreadable()

    @property
    def names(self) -> list[str]:
        """The names of all parts, without a leading slash."""
        return [name.replace("\\", "/").lstrip("/") for name in self._parts]

    def find(self, name: str) -> bytes | None:
        """Return the bytes of a part, whatever the case of its name (ECMA-376-2, 6.2.2.3), or None."""
        known = self._names.get(name.lstrip("/").casefold())
        return None if known is None else self._parts[known]

    def get(self, name: str) -> bytes:
        """Return the bytes of a part that must be there."""
        found = self.find(name)
        if found is None:
            raise _unreadable()
        return found

    def replaced(self, parts: Mapping[str, bytes]) -> bytes:
        """Return the archive with these parts in place of those of the same names; all else as it came."""
        new = {self._names[name.lstrip("/").casefold()]: content for name, content in parts.items()}
        made = io.BytesIO()
        moved: dict[int, bytes] = {}
        in_order = sorted(range(len(self._entries)), key=lambda index: self._entries[index].offset)
        ends = [self._entries[index].offset for index in in_order[1:]] + [self._start]
        for index, end in zip(in_order, ends, strict=True):
            entry = self._entries[index]
            at = made.tell()
            if entry.name in new:
                local, record = self._changed(entry, new[entry.name])
            else:
                local, record = self._data[entry.offset : end], entry.record
            made.write(local)
            moved[index] = record[:42] + struct.pack("<I", at) + record[46:]
        start = made.tell()
        for index in range(len(self._entries)):
            made.write(moved[index])
        end_at = self._data.rfind(_END)
        size = struct.pack("<II", made.tell() - start, start)
        made.write(self._data[end_at : end_at + 12] + size + self._data[end_at + 20 :])
        return made.getvalue()

    def _directory(self, names: list[str]) -> list[_Entry]:
        """Read the central directory as bytes; archives of more than 4 GB are none of ours."""
        if self._data.find(_END_64, self._start) >= 0:
            raise _unreadable()
        at, entries = self._start, []
        for name in names:
            lengths = struct.unpack_from("<HHH", self._data, at + 28)
            record = self._data[at : at + _CENTRAL_SIZE + sum(lengths)]
            offset = struct.unpack_from("<I", record, 42)[0]
            packed, unpacked = struct.unpack_from("<II", record, 20)
            is_ours = record.startswith(_CENTRAL) and self._data.startswith(_LOCAL, offset)
            if not is_ours or _WIDE in {offset, packed, unpacked}:
                raise _unreadable()
            entries.append(_Entry(name, record, offset))
            at += len(record)
        first = min((entry.offset for entry in entries), default=0)
        if first != 0 or len({entry.offset for entry in entries}) != len(entries):
            raise _unreadable()
        return entries

    def _changed(self, entry: _Entry, content: bytes) -> tuple[bytes, bytes]:
        """Return header and compressed bytes of a replaced part, and its line of the directory."""
        packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(content) + packer.flush()
        (name_length,) = struct.unpack_from("<H", self._data, entry.offset + 26)
        header = self._data[entry.offset : entry.offset + _LOCAL_SIZE]
        name = self._data[entry.offset + _LOCAL_SIZE :][:name_length]
        flags = struct.unpack_from("<H", header, 6)[0] & ~_HAS_DESCRIPTOR
        sums = struct.pack("<III", zlib.crc32(content), len(packed), len(content))
        way = struct.pack("<HH", flags, _DEFLATED)
        # What stands in the local header's extra field may be sizes, which no longer hold.
        local = header[:6] + way + header[10:14] + sums + struct.pack("<HH", name_length, 0) + name + packed
        record = entry.record
        return local, record[:8] + way + record[12:16] + sums + record[28:]


def _unpacked(opened: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Unpack every part up to the limit of all: declared sizes may lie, what comes out does not."""
    left, parts = MOST_UNPACKED, {}
    for info in infos:
        pieces = []
        with opened.open(info) as part:
            while piece := part.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise RuleBroken("blank_bomb", field="file")
                pieces.append(piece)
        parts[info.filename] = b"".join(pieces)
    return parts


def _unreadable() -> RuleBroken:
    return RuleBroken("blank_unreadable", field="file")
