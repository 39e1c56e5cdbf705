"""Looking into a file that has arrived, before it is kept: what it is, and whether it is only that.

Nothing is decoded or rendered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import magic

from casebook.storage import rules
from casebook.storage.sniffing import pictures, recordings, tables
from casebook.storage.sniffing.faces import refuse_second_face
from casebook.storage.sniffing.reading import PIECE, zip_entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from casebook.storage.rules import Media, MediaKind

_TAG = b"ID3"
"""How sound with a title begins; behind a large cover picture libmagic sees no sound any more."""
_LOOK: dict[Media, Callable[[Path, Media], None]] = {
    rules.JPEG: pictures.look_at_picture,
    rules.PNG: pictures.look_at_picture,
    rules.WEBP: pictures.look_at_webp,
    rules.HEIC: pictures.look_at_heic,
    rules.PDF: tables.look_at_pdf,
    rules.XLSX: tables.look_at_workbook,
    rules.XLS: tables.look_at_old_workbook,
    rules.CSV: tables.look_at_table,
    rules.GEOJSON: tables.look_at_geojson,
    rules.MP4: recordings.look_at_boxes,
    rules.MOV: recordings.look_at_boxes,
    rules.M4A: recordings.look_at_boxes,
    rules.WEBM: recordings.look_at_webm,
    rules.MP3: recordings.look_at_frames,
    rules.AAC: recordings.look_at_frames,
    rules.OGG: recordings.look_at_ogg,
    rules.WAV: recordings.look_at_wav,
}


def inspect(path: Path, name: str, allowed: frozenset[MediaKind]) -> Media:
    """Return what a file is.

    RuleBroken when its kind is not allowed, its name lies, it is larger than its kind may be, damaged,
    or two things at once.
    """
    with path.open("rb") as stream:
        head = stream.read(PIECE)
    entries = zip_entries(path)
    sniffed = rules.MP3.type if head.startswith(_TAG) else magic.from_buffer(head, mime=True)
    media = rules.media_of(sniffed, name, is_workbook="xl/workbook.xml" in entries)
    media = rules.check_kind(media, sniffed, allowed)
    rules.check_name(media, name)
    rules.check_size(media, path.stat().st_size)
    refuse_second_face(media, head, has_archive=bool(entries))
    _LOOK[media](path, media)
    return media
