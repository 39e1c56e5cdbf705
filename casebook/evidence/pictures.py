"""What a photograph says about itself, and a picture made of it for looking at. The original is only read."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, BinaryIO

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from casebook.evidence.decoding import decode_heic
from casebook.evidence.lettering import marked
from casebook.evidence.rules import ExifFacts, Position
from casebook.kernel.clock import CHINA
from casebook.storage.rules import MAX_PHOTO_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PREVIEW_TYPE = "image/jpeg"
PREVIEWED = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic"})
"""What a preview can be made of."""

_LONGEST_SIDE = 1280
_LONGEST_COPY = 2048
_QUALITY = 82
_FORMATS = ["JPEG", "PNG", "WEBP"]
_HEIC_MARK = b"ftyp"
_EXIF = re.compile(rb"Exif\0\0(?=II\*\0|MM\0\*)")
_MOST_EXIF = 64 * 1024
_MOST_OFFSET = timedelta(hours=14)
_UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError, ArithmeticError)
"""What Pillow raises for damaged pictures and for EXIF that lies about its own layout."""


def read_exif(stream: BinaryIO) -> ExifFacts:
    """Return a photograph's own facts; what is missing, damaged or nonsense is simply not said."""
    try:
        exif = _heic_exif(stream) if _is_heic(stream) else _exif(stream)
        detail, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except _UNREADABLE:
        return ExifFacts()
    maker, model = (_text(exif.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model))
    return ExifFacts(_taken_at(detail), _position(place), f"{maker} {model}".strip()[:100])


def make_preview(stream: BinaryIO) -> bytes | None:
    """Return a JPEG of at most 1280 pixels, upright and without any metadata; None for a damaged picture."""
    return make_small(stream, _LONGEST_SIDE)


def make_small(stream: BinaryIO, longest: int) -> bytes | None:
    """Return a bare JPEG of at most so many pixels, to be carried; None for a damaged picture."""
    plain = _decoded(stream, longest)
    return None if plain is None else _as_jpeg(plain)


def make_copy(stream: BinaryIO, lines: Sequence[str]) -> bytes | None:
    """Return a bare JPEG of at most 2048 pixels with lines of text upon it; None for a damaged picture."""
    plain = _decoded(stream, _LONGEST_COPY)
    return None if plain is None else _as_jpeg(marked(plain, lines))


def _decoded(stream: BinaryIO, longest: int) -> Image.Image | None:
    """Return a picture's bare pixels, upright and not larger than asked for.

    It is made small before anything else happens to it: a JPEG already while it is decoded.
    """
    if _is_heic(stream):
        return decode_heic(stream, longest)
    try:
        with Image.open(stream, formats=_FORMATS) as picture:
            picture.draft("RGB", (longest, longest))
            picture.thumbnail((longest, longest))
            return _on_white(ImageOps.exif_transpose(picture))
    except _UNREADABLE:
        return None


def _as_jpeg(plain: Image.Image) -> bytes:
    target = io.BytesIO()
    plain.save(target, "JPEG", quality=_QUALITY, optimize=True)
    return target.getvalue()


def _is_heic(stream: BinaryIO) -> bool:
    head = stream.read(12)
    stream.seek(0)
    return head[4:8] == _HEIC_MARK


def _exif(stream: BinaryIO) -> Image.Exif:
    with Image.open(stream, formats=_FORMATS) as picture:
        return picture.getexif()


def _heic_exif(stream: BinaryIO) -> Image.Exif:
    """Find the block of EXIF among the boxes: nothing of the picture needs to be decoded for it."""
    data = stream.read(MAX_PHOTO_BYTES)
    begin, found = _EXIF.search(data), Image.Exif()
    if begin:
        found.load(data[begin.start() : begin.start() + _MOST_EXIF])
    return found


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the bare pixels: a fresh picture has no profile, no EXIF and no transparency."""
    layer = picture.convert("RGBA")
    plain = Image.new("RGB", layer.size, "white")
    plain.paste(layer, mask=layer.getchannel("A"))
    return plain


def _taken_at(detail: Mapping[int, Any]) -> datetime | None:
    """Return the shutter's time; EXIF without an offset is the camera's wall clock, here China's."""
    text = _text(detail.get(ExifTags.Base.DateTimeOriginal))
    zone = _text(detail.get(ExifTags.Base.OffsetTimeOriginal))
    try:
        moment = datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=CHINA)
    except ValueError:
        return None
    offset = _offset(zone)
    return moment if offset is None else moment.replace(tzinfo=timezone(offset))


def _offset(zone: str) -> timedelta | None:
    """Return the offset in `+08:00`, or None."""
    sign, hours, minutes = zone[:1], zone[1:3], zone[4:6]
    if sign not in {"+", "-"} or not (hours.isdigit() and minutes.isdigit()):
        return None
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if offset > _MOST_OFFSET:
        return None
    return offset if sign == "+" else -offset


def _position(place: Mapping[int, Any]) -> Position | None:
    lon = _degrees(place, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W")
    lat = _degrees(place, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S")
    if lon is None or lat is None or lon == lat == 0:  # cameras without a fix write zeros
        return None
    found = Position(lon, lat)
    return found if found.is_on_earth else None


def _degrees(place: Mapping[int, Any], tag: int, reference: int, negative: str) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in place[tag])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    return -value if _text(place.get(reference)).upper() == negative else value


def _text(value: object) -> str:
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else value
    return text.strip("\0 ") if isinstance(text, str) else ""
