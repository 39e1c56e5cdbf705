"""Small recordings of every container that casebook takes, and one true HEIC picture, all our own."""

from __future__ import annotations

import base64
import struct

HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAaBtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAABxAABAAAAAAAAADgAAgAAAAAB/AABAAAAAAAAAGIAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA32lwcnAAAAC/aXBjbwAAAHdodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoBggIFlu"
    "pJKa5uAhoMCAAAAMgAAAAwCEYgABAAdEAcFysGJAAAAAE2NvbHJuY2x4AAEADQAGgAAAABRpc3BlAAAAAAAAAMAAAACAAAAAEHBp"
    "eGkAAAAAAwgICAAAAAlpcm90AwAAABhpcG1hAAAAAAAAAAEAAQWBAgMEhQAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAom1k"
    "YXQAAAA0KAGvGUXM9wHgTtP0UYxiuZF//0YdvvC7H/PluZ8nFvatmvd//5jWJuHvP8v3dadAgjgRcAAAAAZFeGlmAABNTQAqAAAA"
    "CAADARAAAgAAAARWIDEAARIAAwAAAAEABgAAh2kABAAAAAEAAAAyAAAAAAABkAMAAgAAABQAAABEAAAAADIwMjM6MDY6MDEgMTA6"
    "MDA6MDUA"
)
"""128 by 192 pixels once it stands upright, taken 2023-06-01 10:00:05 by a V 1; decoders read it."""


def box(kind: bytes, body: bytes = b"") -> bytes:
    """Return one box of an MP4 file."""
    return struct.pack(">I4s", 8 + len(body), kind) + body


def mp4(brand: bytes = b"isom", samples: int = 4000, index: bytes = b"moov", data: bytes = b"mdat") -> bytes:
    """Return a film as its boxes say: brand, index, samples."""
    head = box(b"ftyp", brand + b"\0\0\2\0" + brand + b"mp41")
    return head + box(index, box(b"mvhd", bytes(100))) + box(data, bytes(samples))


def large_mp4() -> bytes:
    """Return a film whose last box states its size in eight bytes."""
    film = mp4()
    return film + struct.pack(">I4sQ", 1, b"mdat", 16 + 64) + bytes(64)


def endless_mp4() -> bytes:
    """Return a film whose last box runs to the end of the file, whatever that is."""
    return mp4() + struct.pack(">I4s", 0, b"mdat") + bytes(100)


def webm(size: int | None = None, body: bytes = b"\x1f\x43\xb6\x75" + bytes(500)) -> bytes:
    """Return a film as browsers record it, without a stated size unless one is given."""
    kinds = bytes.fromhex("4286810142F7810142F2810442F381084282847765626D42878104428581 02".replace(" ", ""))
    head = b"\x1a\x45\xdf\xa3" + bytes([0x80 | len(kinds)]) + kinds
    stated = b"\x01" + b"\xff" * 7 if size is None else b"\x01" + size.to_bytes(7, "big")
    return head + b"\x18\x53\x80\x67" + stated + body


def sound_mp4(brand: bytes = b"iso5") -> bytes:
    """Return sound alone as browsers record it: one track of sound, in pieces, in a film's container."""
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + b"soun" + bytes(13))))
    index = box(b"moov", box(b"mvhd", bytes(100)) + track)
    head = box(b"ftyp", brand + b"\0\0\2\0" + brand + b"iso6mp41")
    return head + index + box(b"moof", bytes(24)) + box(b"mdat", bytes(400))


def sound_webm() -> bytes:
    """Return sound alone as Chromium and Firefox record it: one Opus track, no stated size."""
    codec = b"\x86\x86A_OPUS"
    entry = b"\xd7\x81\x01\x73\xc5\x81\x01\x83\x81\x02" + codec
    tracks = b"\xae" + bytes([0x80 | len(entry)]) + entry
    cluster = b"\x1f\x43\xb6\x75\x01" + b"\xff" * 7 + b"\xe7\x81\x00" + bytes(300)
    return webm(body=b"\x16\x54\xae\x6b" + bytes([0x80 | len(tracks)]) + tracks + cluster)


def wav(samples: int = 2000, stated: int | None = None) -> bytes:
    """Return sound without compression; the header may state another length."""
    body = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    body += b"data" + struct.pack("<I", samples) + bytes(samples)
    return b"RIFF" + struct.pack("<I", len(body) if stated is None else stated) + body


def ogg(pages: int = 3) -> bytes:
    """Return Opus in Ogg pages."""
    first = b"OpusHead\1\1" + bytes(9)
    bodies = [first, *(bytes(200) for _ in range(pages))]
    return b"".join(_page(number, body) for number, body in enumerate(bodies))


def _page(number: int, body: bytes) -> bytes:
    kind = 2 if number == 0 else 0
    return b"OggS" + struct.pack("<BBQIIIB", 0, kind, 0, 7, number, 0, 1) + bytes([len(body)]) + body


def mp3(tag: int = 20) -> bytes:
    """Return two frames behind a tag that is so long."""
    frame = b"\xff\xfb\x90\x64" + bytes(413)
    return b"ID3\4\0\0" + struct.pack(">I", tag) + bytes(tag) + frame * 2


def aac() -> bytes:
    """Return ADTS frames."""
    return (b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(9)) * 20
