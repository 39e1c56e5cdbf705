"""Looking into a file that has arrived, before it is kept: what it is, and whether it is only that.

Nothing is decoded or rendered; archives are unpacked into nothing, with a limit.
"""

from __future__ import annotations

import codecs
import mmap
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import magic
import orjson
from PIL import Image, UnidentifiedImageError

from casebook.kernel.errors import RuleBroken
from casebook.storage import rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from casebook.storage.rules import Media, MediaKind

Image.MAX_IMAGE_PIXELS = None
"""Pillow's own limit only warns up to twice its value; ours is checked before any pixel is decoded."""

_HEAD = 64 * 1024
_PDF_ANYWHERE_IN = 1024
"""Readers accept a PDF header this far into a file."""
_JPEG_SCAN, _JPEG_END = b"\xff\xda", b"\xff\xd9"
_RENDERED = (b"<html", b"<script", b"<!doctype html", b"<svg", b"<?php")
_GEOJSON = frozenset({"FeatureCollection", "Feature", "Polygon", "MultiPolygon"})
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    struct.error,
    ValueError,
)
"""What the zip reader raises for damaged, encrypted or exotic archives."""


def inspect(path: Path, name: str, allowed: frozenset[MediaKind]) -> Media:
    """Return what a file is.

    RuleBroken when its kind is not allowed, its name lies, it is damaged, or it is two things at once.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    entries = _zip_entries(path)
    sniffed = magic.from_buffer(head, mime=True)
    media = rules.media_of(sniffed, name, is_workbook="xl/workbook.xml" in entries)
    media = rules.check_kind(media, sniffed, allowed)
    rules.check_name(media, name)
    _refuse_second_face(media, head, has_archive=bool(entries))
    _LOOK[media](path, media)
    return media


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def _zip_entries(path: Path) -> frozenset[str]:
    """Return the names in an archive, wherever in the file it begins."""
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist())
    except _BROKEN_ZIP:
        return frozenset()


def _refuse_second_face(media: Media, head: bytes, *, has_archive: bool) -> None:
    """Refuse bytes that another program would read as something else: archive, PDF, page."""
    faces = {
        "application/zip": has_archive and media is not rules.XLSX,
        rules.PDF.type: b"%PDF-" in head[:_PDF_ANYWHERE_IN] and media is not rules.PDF,
        "text/html": any(mark in head[:_PDF_ANYWHERE_IN].lower() for mark in _RENDERED),
    }
    for face, is_there in faces.items():
        if is_there:
            raise RuleBroken("file_two_faces", field="file", first=media.type, second=face)


def _look_at_picture(path: Path, media: Media) -> None:
    try:
        with Image.open(path, formats=[media.type.partition("/")[2].upper()]) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error):
        raise RuleBroken("image_unreadable", field="file") from None
    rules.check_pixels(media, width, height)
    ends = _jpeg_ends if media is rules.JPEG else _png_ends
    with _mapped(path) as data:
        if not ends(data):
            raise RuleBroken("image_cut_off", field="file")


def _jpeg_ends(data: mmap.mmap) -> bool:
    """Walk the segments to the picture itself and look for its end; phones may append more behind it."""
    place = 2
    while data[place : place + 2] != _JPEG_SCAN:
        if data[place : place + 1] != b"\xff":
            return False
        is_filler = data[place + 1 : place + 2] == b"\xff"
        place += 1 if is_filler else 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return data.find(_JPEG_END, place) >= 0


def _png_ends(data: mmap.mmap) -> bool:
    return data.rfind(b"IEND") >= 0


def _look_at_webp(path: Path, media: Media) -> None:
    """Read the canvas from the container (RFC 9649): Pillow makes room for it just by opening the file."""
    with _mapped(path) as data:
        head, length = data[:30].ljust(30, b"\0"), len(data)
    kind, low = head[12:16], int.from_bytes
    if kind == b"VP8X":
        width, height = low(head[24:27], "little") + 1, low(head[27:30], "little") + 1
    elif kind == b"VP8L":
        bits = low(head[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = low(head[26:28], "little") & 0x3FFF, low(head[28:30], "little") & 0x3FFF
    rules.check_pixels(media, width, height)
    if length < 8 + low(head[4:8], "little"):
        raise RuleBroken("image_cut_off", field="file")


def _look_at_heic(path: Path, media: Media) -> None:
    """Read the declared sizes (`ispe` properties, ISO/IEC 23008-12); Pillow has no HEIC decoder."""
    sizes: list[tuple[int, int]] = []
    with _mapped(path) as data:
        place = data.find(b"ispe")
        while 0 <= place <= len(data) - 16:
            sizes.append(struct.unpack(">II", data[place + 8 : place + 16]))
            place = data.find(b"ispe", place + 16)
    width, height = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    rules.check_pixels(media, width, height)


def _look_at_pdf(path: Path, _media: Media) -> None:
    with _mapped(path) as data:
        if data.rfind(b"%%EOF") < 0:
            raise RuleBroken("document_cut_off", field="file")


def _look_at_workbook(path: Path, _media: Media) -> None:
    """Unpack every part into nothing: declared sizes may lie, but then the check sums fail."""
    left = rules.MAX_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as part:
                    while piece := part.read(_HEAD):
                        left -= len(piece)
                        if left < 0:
                            most = rules.MAX_UNPACKED_BYTES // rules.MEBIBYTE
                            raise RuleBroken("spreadsheet_bomb", field="file", most=most)
    except _BROKEN_ZIP:
        raise RuleBroken("spreadsheet_unreadable", field="file") from None


def _look_at_old_workbook(path: Path, _media: Media) -> None:
    """Look for the workbook that the directory of a compound file must name."""
    with _mapped(path) as data:
        if all(data.find(name.encode("utf-16-le")) < 0 for name in ("Workbook", "Book")):
            raise RuleBroken("spreadsheet_unreadable", field="file")


def _look_at_table(path: Path, _media: Media) -> None:
    """Text tables come as UTF-8 or, from older offices, as GB 18030; neither holds a zero byte."""
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return
    raise RuleBroken("table_not_text", field="file")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while piece := stream.read(_HEAD):
                if b"\0" in piece:
                    return False
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _look_at_geojson(path: Path, _media: Media) -> None:
    try:
        content = orjson.loads(path.read_bytes().removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError:
        raise RuleBroken("layer_unreadable", field="file") from None
    if not isinstance(content, dict) or content.get("type") not in _GEOJSON:
        raise RuleBroken("layer_unreadable", field="file")


_LOOK: dict[Media, Callable[[Path, Media], None]] = {
    rules.JPEG: _look_at_picture,
    rules.PNG: _look_at_picture,
    rules.WEBP: _look_at_webp,
    rules.HEIC: _look_at_heic,
    rules.PDF: _look_at_pdf,
    rules.XLSX: _look_at_workbook,
    rules.XLS: _look_at_old_workbook,
    rules.CSV: _look_at_table,
    rules.GEOJSON: _look_at_geojson,
}
