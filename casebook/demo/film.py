"""A short film without sound, as a body camera would keep it: VP8 in WebM, every frame a key frame.

A lossy WebP picture holds exactly one VP8 key frame (RFC 9649), so that Pillow can make the frames;
what stands around them are EBML elements (RFC 8794): an id, the length, the content.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL import Image

SIZE = (480, 360)
_MILLISECONDS = 500
"""How long a frame is shown."""
_EBML, _SEGMENT, _INFO, _TRACKS, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
_KEY_FRAME = 0x80
_SHORT = 0x7F
"""From so many bytes on a length takes eight bytes instead of one."""
_CHUNK_HEAD = 20
"""Bytes of a WebP file before the frame: RIFF, length, WEBP, the chunk's name and length."""


def film(pictures: Iterable[Image.Image]) -> bytes:
    """Return the film of some pictures, two a second."""
    frames = [_frame(picture) for picture in pictures]
    duration = float_element(0x4489, len(frames) * _MILLISECONDS)
    info = element(_INFO, number(0x2AD7B1, 1_000_000), duration, text(0x4D80, "demo"), text(0x5741, "demo"))
    head = element(_EBML, text(0x4282, "webm"), number(0x4287, 2), number(0x4285, 2))
    blocks = [_block(place, frame) for place, frame in enumerate(frames)]
    cluster = element(_CLUSTER, number(0xE7, 0), *blocks)
    return head + element(_SEGMENT, info, element(_TRACKS, _track()), cluster)


def element(name: int, *content: bytes) -> bytes:
    """Return an element; a short one with a length of one byte, as sniffers expect it of the head."""
    body = b"".join(content)
    head = name.to_bytes((name.bit_length() + 7) // 8, "big")
    is_short = len(body) < _SHORT
    length = bytes([_SHORT + 1 | len(body)]) if is_short else (1 << 56 | len(body)).to_bytes(8, "big")
    return head + length + body


def number(name: int, value: int) -> bytes:
    """Return an element that holds a whole number."""
    return element(name, value.to_bytes(4, "big"))


def float_element(name: int, value: float) -> bytes:
    """Return an element that holds a number with a fraction."""
    return element(name, struct.pack(">d", value))


def text(name: int, value: str) -> bytes:
    """Return an element that holds a word."""
    return element(name, value.encode())


def _track() -> bytes:
    video = element(0xE0, number(0xB0, SIZE[0]), number(0xBA, SIZE[1]))
    return element(0xAE, number(0xD7, 1), number(0x73C5, 1), number(0x83, 1), text(0x86, "V_VP8"), video)


def _block(place: int, frame: bytes) -> bytes:
    at = (place * _MILLISECONDS).to_bytes(2, "big")
    return element(0xA3, b"\x81" + at + bytes([_KEY_FRAME]) + frame)


def _frame(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.resize(SIZE).save(target, "WEBP", quality=60)
    data = target.getvalue()
    length = int.from_bytes(data[_CHUNK_HEAD - 4 : _CHUNK_HEAD], "little")
    return data[_CHUNK_HEAD : _CHUNK_HEAD + length]
