"""Small files of every kind that casebook takes, and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import xlsxwriter
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Mapping

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
GEOJSON = b'{"type":"FeatureCollection","features":[]}'
CSV = "编号,深度\n371525104JJ00037,120\n".encode()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
VRT = b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>secret</SrcDataSource></OGRVRTLayer>"


def picture(
    kind: str = "JPEG",
    size: tuple[int, int] = (64, 48),
    colour: str = "teal",
    exif: Image.Exif | None = None,
) -> bytes:
    """Return a picture of one colour."""
    stream = io.BytesIO()
    extra = {"exif": exif} if exif is not None else {}
    Image.new("RGB", size, colour).save(stream, kind, **extra)
    return stream.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """Return a few bytes that declare a picture of any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def huge_webp(width: int, height: int) -> bytes:
    """Return the head of a WebP file whose canvas has any size."""
    canvas = b"VP8X" + struct.pack("<II", 10, 0) + (width - 1).to_bytes(3, "little")
    body = b"WEBP" + canvas + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def heic(width: int = 4032, height: int = 3024) -> bytes:
    """Return the boxes of an HEIC file that say what it is and how large."""
    size = struct.pack(">I4sIII", 20, b"ispe", 0, width, height)
    properties = struct.pack(">I4s", 8 + len(size), b"ipco") + size
    brand = b"ftypheic\0\0\0\0mif1heic"
    return struct.pack(">I", 4 + len(brand)) + brand + properties


def workbook(cell: str = "编号") -> bytes:
    """Return a workbook with one cell."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet().write_string(0, 0, cell)
    book.close()
    return stream.getvalue()


def archive(entries: Mapping[str, bytes]) -> bytes:
    """Return a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in entries.items():
            target.writestr(name, body)
    return stream.getvalue()


def swollen_workbook(mebibytes: int) -> bytes:
    """Return a workbook whose sheet unfolds to so many MiB of zeros."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("xl/workbook.xml", b"<workbook/>")
        with target.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(mebibytes):
                sheet.write(bytes(1024 * 1024))
    return stream.getvalue()


def old_workbook() -> bytes:
    """Return the beginning of a compound file whose directory names a workbook."""
    return bytes.fromhex("D0CF11E0A1B11AE1").ljust(1024, b"\0") + "Workbook".encode("utf-16-le").ljust(
        512, b"\0"
    )


def base_map(tiles: int = 2, more: bytes = b"", version: int = 3) -> bytes:
    """Return a PMTiles file as its header says: 1 vectors, 2 PNG, 3 JPEG, 4 WebP."""
    head = b"PMTiles" + bytes([version]) + bytes(91) + bytes([tiles]) + bytes(27)
    return head + more
