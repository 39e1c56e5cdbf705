"""Reading the ZIP of an exported outbox: nothing is unpacked to disk, every size is known beforehand."""

from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casebook.field.rules import outbox as rules
from casebook.kernel.errors import RuleBroken
from casebook.keys.signing import is_signed_by

if TYPE_CHECKING:
    from casebook.field.rules.outbox import ListedFile, Manifest
    from casebook.keys.agreement import AgreementKey

_IV, _KEY = 12, 32
_ENCRYPTED = 0x1
_END, _END_BYTES = b"PK\x05\x06", 22
_LONGEST_COMMENT = 65_535
_COUNT = slice(10, 12)
_MANY = 0xFFFF
"""A directory with more entries says so elsewhere (ZIP64)."""
_END_64, _END_64_BYTES, _LOCATOR_BYTES = b"PK\x06\x06", 56, 20
_COUNT_64 = slice(32, 40)
_BROKEN = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What the zip reader raises for damaged or exotic archives."""


class OutboxFile:
    """An opened outbox: its manifest, and its entries as the tablet kept them."""

    def __init__(self, file: BinaryIO, *, county: str, key: AgreementKey) -> None:
        """Check the directory, read the manifest and open the tablet's key; RuleBroken for what is none."""
        self._zip = _opened(file)
        self._signed = self._entry(rules.MANIFEST)
        self.manifest: Manifest = rules.read_manifest(self._signed, county=county)
        data_key = key.open(self.manifest.key)
        if len(data_key) != _KEY:
            raise RuleBroken("box_unreadable")
        self._cipher = AESGCM(data_key)

    def read(self, name: str) -> bytes:
        """Return the content of a sealed entry; RuleBroken when it is missing, damaged or moved."""
        sealed = self._entry(name)
        try:
            return self._cipher.decrypt(sealed[:_IV], sealed[_IV:], name.encode())
        except (InvalidTag, ValueError):
            raise RuleBroken("outbox_entry_damaged", name=name) from None

    def check_signature(self, signing_key: str) -> None:
        """Refuse a manifest that the holder of this key did not sign.

        It names the tablet's key, under which alone an entry opens: who signed it vouches for all of them.
        """
        if rules.SIGNATURE not in self._zip.namelist():
            raise RuleBroken("outbox_unsigned")
        signature = self._entry(rules.SIGNATURE).decode("ascii", "replace")
        if not is_signed_by(signing_key, self._signed, signature):
            raise RuleBroken("outbox_signature_wrong")

    def open_file(self, file: ListedFile) -> BinaryIO:
        """Return a file's bytes as a stream over its chunks."""
        return io.BufferedReader(_Chunks(self, file.names), rules.CHUNK)

    def _entry(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except KeyError:
            raise RuleBroken("outbox_entry_missing", name=name) from None
        except _BROKEN:
            raise RuleBroken("outbox_entry_damaged", name=name) from None


class _Chunks(io.RawIOBase):
    """Chunks one after the other; at most one of them is in memory."""

    def __init__(self, source: OutboxFile, names: list[str]) -> None:
        self._source, self._names = source, iter(names)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # the buffer given is a memoryview
        while not self._left:
            name = next(self._names, None)
            if name is None:
                return 0
            self._left = self._source.read(name)
        piece, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    whole = file.seek(0, os.SEEK_END)
    if whole > rules.MOST_OUTBOX_BYTES:
        raise RuleBroken("outbox_too_large", most=rules.MOST_OUTBOX_BYTES // 1024**3)
    if _count(file, whole) > rules.MOST_ENTRIES:
        raise RuleBroken("outbox_too_many_entries", most=rules.MOST_ENTRIES)
    file.seek(0)
    try:
        found = zipfile.ZipFile(file)
    except _BROKEN:
        raise RuleBroken("outbox_cut_off") from None
    infos = found.infolist()
    odd = next((one.filename for one in infos if not _is_plain(one)), None)
    if odd is not None:
        raise RuleBroken("outbox_entry_refused", name=odd[:100])
    rules.check_entries([(one.filename, one.file_size) for one in infos], whole)
    return found


def _is_plain(info: zipfile.ZipInfo) -> bool:
    """Say whether an entry is stored as it is: neither compressed nor encrypted by the archive."""
    is_stored = info.compress_type == zipfile.ZIP_STORED and info.file_size == info.compress_size
    return is_stored and not info.flag_bits & _ENCRYPTED


def _count(file: BinaryIO, whole: int) -> int:
    """Return how many entries the directory claims, before the reader builds an object for each."""
    file.seek(max(0, whole - _END_BYTES - _LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise RuleBroken("outbox_cut_off")
    count = int.from_bytes(tail[at:][_COUNT], "little")
    before = tail[max(0, at - _LOCATOR_BYTES - _END_64_BYTES) : at]
    if count == _MANY and before.startswith(_END_64):
        return int.from_bytes(before[_COUNT_64], "little")
    return count
