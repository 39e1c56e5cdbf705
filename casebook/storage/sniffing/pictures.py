"""Looking at pictures: how large they claim to be, whether they are whole, what hangs behind them."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from casebook.kernel.errors import RuleBroken
from casebook.storage import rules
from casebook.storage.sniffing.faces import refuse_tail
from casebook.storage.sniffing.reading import mapped

if TYPE_CHECKING:
    import mmap
    from pathlib import Path

    from casebook.storage.rules import Media

Image.MAX_IMAGE_PIXELS = None
"""Pillow's own limit only warns up to twice its value; ours is checked before any pixel is decoded."""

_JPEG_SCAN, _JPEG_END = b"\xff\xda", b"\xff\xd9"
_PNG_END = b"IEND\xae\x42\x60\x82"
_LARGEST_BOX_HEAD = 16


def look_at_picture(path: Path, media: Media) -> None:
    """Look at a JPEG or PNG."""
    try:
        with Image.open(path, formats=[media.type.partition("/")[2].upper()]) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error):
        raise RuleBroken("image_unreadable", field="file") from None
    rules.check_pixels(media, width, height)
    find_end = _jpeg_end if media is rules.JPEG else _png_end
    with mapped(path) as data:
        end = find_end(data)
        if end is None:
            raise RuleBroken("image_cut_off", field="file")
        refuse_tail(media, data[end:])


def _jpeg_end(data: mmap.mmap) -> int | None:
    """Walk the segments to the picture itself and find its end; phones may append more behind it."""
    place = 2
    while data[place : place + 2] != _JPEG_SCAN:
        if data[place : place + 1] != b"\xff":
            return None
        is_filler = data[place + 1 : place + 2] == b"\xff"
        place += 1 if is_filler else 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    end = data.find(_JPEG_END, place)
    return None if end < 0 else end + len(_JPEG_END)


def _png_end(data: mmap.mmap) -> int | None:
    end = data.find(_PNG_END)
    return None if end < 0 else end + len(_PNG_END)


def look_at_webp(path: Path, media: Media) -> None:
    """Read the canvas from the container (RFC 9649): Pillow makes room for it just by opening the file."""
    with mapped(path) as data:
        head, length = data[:30].ljust(30, b"\0"), len(data)
        stated = 8 + int.from_bytes(head[4:8], "little")
        tail = data[stated + stated % 2 :]
    rules.check_pixels(media, *_webp_size(head))
    if length < stated:
        raise RuleBroken("image_cut_off", field="file")
    refuse_tail(media, tail)


def _webp_size(head: bytes) -> tuple[int, int]:
    kind, low = head[12:16], int.from_bytes
    if kind == b"VP8X":
        return low(head[24:27], "little") + 1, low(head[27:30], "little") + 1
    if kind == b"VP8L":
        bits = low(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return low(head[26:28], "little") & 0x3FFF, low(head[28:30], "little") & 0x3FFF


def look_at_heic(path: Path, media: Media) -> None:
    """Read the declared sizes (`ispe` properties, ISO/IEC 23008-12) without decoding anything."""
    sizes: list[tuple[int, int]] = []
    with mapped(path) as data:
        place = data.find(b"ispe")
        while 0 <= place <= len(data) - _LARGEST_BOX_HEAD:
            sizes.append(struct.unpack(">II", data[place + 8 : place + 16]))
            place = data.find(b"ispe", place + 16)
    width, height = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    rules.check_pixels(media, width, height)
