"""Looking at video and audio: whether the container holds together to its last byte. Nothing is decoded."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.storage import rules
from casebook.storage.sniffing.reading import mapped

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterator
    from pathlib import Path

    from casebook.storage.rules import Media

_BOX_HEAD, _LARGE_BOX_HEAD = 8, 16
_TO_THE_END, _LARGE = 0, 1
_SEGMENT = b"\x18\x53\x80\x67"
_UNKNOWN_SIZES = frozenset({0, 0xFFFFFFFF})
"""What a recorder writes into a RIFF header when it cannot go back to correct it."""
_PAGE_HEAD = 27
_MOST_BETWEEN_PAGES = 65_307
"""Bytes of the largest Ogg page (RFC 3533)."""


def look_at_boxes(path: Path, _media: Media) -> None:
    """Walk the top boxes of an MP4 or QuickTime file (ISO/IEC 14496-12): all whole, an index and samples."""
    with mapped(path) as data:
        kinds = set(_boxes(data))
    if not kinds & {b"moov"} or not kinds & {b"mdat", b"moof"}:
        raise RuleBroken("recording_cut_off", field="file")


def _boxes(data: mmap.mmap) -> Iterator[bytes]:
    place, end = 0, len(data)
    while place < end:
        if end - place < _BOX_HEAD:
            raise RuleBroken("recording_cut_off", field="file")
        size, kind = struct.unpack(">I4s", data[place : place + _BOX_HEAD])
        least = _BOX_HEAD
        if size == _LARGE:
            least = _LARGE_BOX_HEAD
            size = int.from_bytes(data[place + _BOX_HEAD : place + _LARGE_BOX_HEAD], "big")
        elif size == _TO_THE_END:
            size = end - place
        if size < least or place + size > end:
            raise RuleBroken("recording_cut_off", field="file")
        yield kind
        place += size


def look_at_webm(path: Path, _media: Media) -> None:
    """Find the segment of a WebM file; where it states its size, all of it must be there."""
    with mapped(path) as data:
        place = data.find(_SEGMENT, 0, 4096)
        size = None if place < 0 else _length(data, place + len(_SEGMENT))
        length = len(data)
    if size is None:
        raise RuleBroken("recording_cut_off", field="file")
    begin, stated = size
    if stated is not None and begin + stated > length:
        raise RuleBroken("recording_cut_off", field="file")
    if begin >= length:
        raise RuleBroken("recording_cut_off", field="file")


def _length(data: mmap.mmap, place: int) -> tuple[int, int | None] | None:
    """Return where an element's content begins, and its length where it is known (RFC 8794)."""
    first = data[place] if place < len(data) else 0
    width = 9 - first.bit_length()
    if not first or place + width > len(data):
        return None
    value = int.from_bytes(data[place : place + width], "big") & ((1 << 7 * width) - 1)
    is_unknown = value == (1 << 7 * width) - 1
    return place + width, None if is_unknown else value


def look_at_wav(path: Path, _media: Media) -> None:
    """Compare the length that a RIFF header states with what is there."""
    with mapped(path) as data:
        stated, length = int.from_bytes(data[4:8], "little"), len(data)
        has_samples = data.find(b"data", 12) > 0
    if not has_samples or (stated not in _UNKNOWN_SIZES and 8 + stated > length):
        raise RuleBroken("recording_cut_off", field="file")


def look_at_ogg(path: Path, _media: Media) -> None:
    """Look for the last page and whether all of it is there."""
    with mapped(path) as data:
        length = len(data)
        place = data.rfind(b"OggS", max(0, length - _MOST_BETWEEN_PAGES))
        segments = data[place + _PAGE_HEAD - 1] if 0 <= place <= length - _PAGE_HEAD else None
        table = b"" if segments is None else data[place + _PAGE_HEAD : place + _PAGE_HEAD + segments]
    if segments is None or len(table) < segments:
        raise RuleBroken("recording_cut_off", field="file")
    if place + _PAGE_HEAD + segments + sum(table) > length:
        raise RuleBroken("recording_cut_off", field="file")


def look_at_frames(path: Path, media: Media) -> None:
    """Find the first frame of an MP3 or AAC stream behind its tag; such streams state no length."""
    with mapped(path) as data:
        place, length = _behind_tag(data), len(data)
        frame = data[place : place + 4]
    mask = 0xFFF6 if media is rules.AAC else 0xFFE0
    wanted = 0xFFF0 if media is rules.AAC else 0xFFE0
    is_frame = len(frame) == 4 and int.from_bytes(frame[:2], "big") & mask == wanted  # noqa: PLR2004 - a head
    if place >= length or not is_frame:
        raise RuleBroken("recording_cut_off", field="file")


def _behind_tag(data: mmap.mmap) -> int:
    """Return where the sound begins: an ID3v2 tag states its length in four times seven bits."""
    if data[:3] != b"ID3":
        return 0
    size = 0
    for part in data[6:10]:
        size = size << 7 | part & 0x7F
    place = 10 + size
    while data[place : place + 1] == b"\0":  # encoders leave room behind the tag
        place += 1
    return place
