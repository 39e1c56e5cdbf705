"""What a photograph says about itself, and a picture made of it for looking at. The original is only read."""

from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, BinaryIO

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from casebook.evidence.rules import ExifFacts, Position
from casebook.kernel.clock import CHINA

if TYPE_CHECKING:
    from collections.abc import Mapping

PREVIEW_TYPE = "image/jpeg"
PREVIEWED = frozenset({"image/jpeg", "image/png", "image/webp"})
"""What a preview can be made of; HEIC needs a decoder that is not free to ship."""

_LONGEST_SIDE = 1280
_QUALITY = 82
_MOST_OFFSET = timedelta(hours=14)
_UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError, ArithmeticError)
"""What Pillow raises for damaged pictures and for EXIF that lies about its own layout."""


def read_exif(stream: BinaryIO) -> ExifFacts:
    """Return a photograph's own facts; what is missing, damaged or nonsense is simply not said."""
    try:
        with Image.open(stream, formats=["JPEG", "PNG", "WEBP"]) as picture:
            exif = picture.getexif()
            detail, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except _UNREADABLE:
        return ExifFacts()
    maker, model = (_text(exif.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model))
    return ExifFacts(_taken_at(detail), _position(place), f"{maker} {model}".strip()[:100])


def make_preview(stream: BinaryIO) -> bytes | None:
    """Return a JPEG of at most 1280 pixels, upright and without any metadata; None for a damaged picture."""
    try:
        with Image.open(stream, formats=["JPEG", "PNG", "WEBP"]) as picture:
            picture.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            plain = _on_white(upright)
    except _UNREADABLE:
        return None
    target = io.BytesIO()
    plain.save(target, "JPEG", quality=_QUALITY, optimize=True)
    return target.getvalue()


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
