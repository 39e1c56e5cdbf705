"""What kinds of files casebook takes, and what a file's name may say: pure decisions."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from casebook.kernel.errors import RuleBroken

MEBIBYTE = 1024 * 1024

MAX_PHOTO_BYTES = 60 * MEBIBYTE
MAX_RECORDING_BYTES = 200 * MEBIBYTE
MAX_UNPACKED_BYTES = 400 * MEBIBYTE
"""What a spreadsheet may unfold to."""

MAX_SPREADSHEET_BYTES = 200 * MEBIBYTE

KEPT_UPLOAD = timedelta(days=14)
"""So long an upload that was cut off can be gone on with."""
MOST_OPEN_UPLOADS = 500
"""Of one officer at a time: a week of photographs waiting on a tablet."""

LONGEST_NAME = 120
"""Characters of a file name that are kept."""

_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_KEY = re.compile(
    r"(?P<algorithm>[a-z0-9]+)/(?P<first>[0-9a-f]{2})/(?P<second>[0-9a-f]{2})/(?P<digits>[0-9a-f]{32,128})"
)
_PATH_PARTS = re.compile(r"[\\/]")
_NEVER_IN_NAMES = re.compile(r'[<>:"|?*]')
_RESERVED_ON_WINDOWS = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


class MediaKind(StrEnum):
    """What a file is for; an upload names the kinds it takes."""

    PHOTO = "photo"
    DOCUMENT = "document"
    SPREADSHEET = "spreadsheet"
    GEOJSON = "geojson"
    VIDEO = "video"
    AUDIO = "audio"


ORIGINALS = frozenset({MediaKind.PHOTO, MediaKind.DOCUMENT, MediaKind.VIDEO, MediaKind.AUDIO})
"""What somebody on site can make: pictures, papers, recordings."""


@dataclass(frozen=True)
class Media:
    """One accepted type: its kind, the extensions that go with it, and the most pixels it may declare."""

    type: str
    kind: MediaKind
    extensions: frozenset[str]
    max_pixels: int = 0


JPEG = Media("image/jpeg", MediaKind.PHOTO, frozenset({"jpg", "jpeg", "jpe"}), 120_000_000)
PNG = Media("image/png", MediaKind.PHOTO, frozenset({"png"}), 50_000_000)
WEBP = Media("image/webp", MediaKind.PHOTO, frozenset({"webp"}), 25_000_000)
HEIC = Media("image/heic", MediaKind.PHOTO, frozenset({"heic", "heif"}), 120_000_000)
PDF = Media("application/pdf", MediaKind.DOCUMENT, frozenset({"pdf"}))
XLSX = Media(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    MediaKind.SPREADSHEET,
    frozenset({"xlsx"}),
)
XLS = Media("application/vnd.ms-excel", MediaKind.SPREADSHEET, frozenset({"xls"}))
CSV = Media("text/csv", MediaKind.SPREADSHEET, frozenset({"csv"}))
GEOJSON = Media("application/geo+json", MediaKind.GEOJSON, frozenset({"geojson", "json"}))

# A container says little about what plays in it: browsers record sound alone into mp4 and webm as well.
MP4 = Media("video/mp4", MediaKind.VIDEO, frozenset({"mp4", "m4v", "m4a"}))
MOV = Media("video/quicktime", MediaKind.VIDEO, frozenset({"mov", "qt"}))
WEBM = Media("video/webm", MediaKind.VIDEO, frozenset({"webm", "weba"}))
M4A = Media("audio/mp4", MediaKind.AUDIO, frozenset({"m4a", "mp4"}))
MP3 = Media("audio/mpeg", MediaKind.AUDIO, frozenset({"mp3"}))
OGG = Media("audio/ogg", MediaKind.AUDIO, frozenset({"ogg", "oga", "opus"}))
WAV = Media("audio/wav", MediaKind.AUDIO, frozenset({"wav"}))
AAC = Media("audio/aac", MediaKind.AUDIO, frozenset({"aac"}))

_PICTURES = (JPEG, PNG, WEBP, HEIC)
_RECORDINGS = (MP4, MOV, WEBM, M4A, MP3, OGG, WAV, AAC)
ACCEPTED = {media.type: media for media in (*_PICTURES, PDF, XLSX, XLS, CSV, GEOJSON, *_RECORDINGS)}

LIMITS = {
    MediaKind.PHOTO: MAX_PHOTO_BYTES,
    MediaKind.DOCUMENT: MAX_PHOTO_BYTES,
    MediaKind.SPREADSHEET: MAX_SPREADSHEET_BYTES,
    MediaKind.GEOJSON: MAX_SPREADSHEET_BYTES,
    MediaKind.VIDEO: MAX_RECORDING_BYTES,
    MediaKind.AUDIO: MAX_RECORDING_BYTES,
}
"""Bytes that a file of each kind may have at most; an upload may be narrower."""

_SNIFFED = {
    "image/heif": HEIC,
    "application/x-ole-storage": XLS,
    "application/CDFV2": XLS,
    "application/json": GEOJSON,
    "application/csv": CSV,
    "video/x-m4v": MP4,
    "video/x-matroska": WEBM,
    "audio/x-m4a": M4A,
    "audio/x-mp4a-latm": AAC,
    "audio/x-hx-aac-adts": AAC,
    "audio/x-hx-aac-adif": AAC,
    "audio/x-wav": WAV,
    "audio/vnd.wave": WAV,
    "audio/opus": OGG,
}
"""Other names under which libmagic knows the accepted types."""

_MARKUP = frozenset({"text/html", "text/xml", "text/x-php", "text/x-shellscript"})
"""Text that some program would run or render."""


def extension_of(name: str) -> str:
    """Return the lower-case extension without its dot, or an empty text."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def media_of(sniffed: str, name: str, *, is_workbook: bool) -> Media | None:
    """Return the accepted type that a file's content is, or None.

    `sniffed` is libmagic's answer; it cannot tell a workbook from any other zip reliably, so
    `is_workbook` says what the archive holds. Text has no signature: it is a table or a layer when
    its name says so and nothing in it would be run or rendered.
    """
    if is_workbook:
        return XLSX
    if sniffed == XLSX.type:
        return None
    known = ACCEPTED.get(sniffed) or _SNIFFED.get(sniffed)
    if known is None and sniffed.startswith("text/") and sniffed not in _MARKUP:
        extension = extension_of(name)
        return next((media for media in (CSV, GEOJSON) if extension in media.extensions), None)
    return known


def check_kind(media: Media | None, sniffed: str, allowed: frozenset[MediaKind]) -> Media:
    """Refuse a file whose content is none of the kinds that this upload takes."""
    if media is None or media.kind not in allowed:
        raise RuleBroken("file_kind_refused", field="file", found=sniffed)
    return media


def check_name(media: Media, name: str) -> None:
    """Refuse a file that says by its extension that it is something else; no extension says nothing."""
    extension = extension_of(name)
    if extension and extension not in media.extensions:
        raise RuleBroken("file_name_disagrees", field="file", name=safe_name(name), found=media.type)


def check_size(media: Media, size: int) -> None:
    """Refuse more bytes than a file of this kind may have."""
    if size > LIMITS[media.kind]:
        raise RuleBroken("file_too_large", field="file", most=LIMITS[media.kind] // MEBIBYTE)


def check_announced(*, file_hash: str, length: int, media_type: str) -> None:
    """Refuse an upload by what is said of it: no hash that could be checked, nothing, or too much.

    `media_type` is what the sender calls it; what it is, is looked at when it is whole.
    """
    if not _HASH.fullmatch(file_hash):
        raise RuleBroken("upload_hash_unreadable", field="hash")
    if length < 1:
        raise RuleBroken("file_empty", field="file")
    known = ACCEPTED.get(media_type.partition(";")[0].strip().lower())
    check_size(known or MP4, length)


def check_pixels(media: Media, width: int, height: int) -> None:
    """Refuse an image by its declared size, before anything is decoded."""
    if width < 1 or height < 1:
        raise RuleBroken("image_unreadable", field="file")
    if width * height > media.max_pixels:
        raise RuleBroken(
            "image_too_many_pixels",
            field="file",
            width=width,
            height=height,
            most=media.max_pixels // 1_000_000,
        )


def safe_name(name: str) -> str:
    """Return what may be shown as a file name: one part, no control or direction marks, not too long."""
    last = _PATH_PARTS.split(unicodedata.normalize("NFC", name))[-1]
    visible = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    plain = _NEVER_IN_NAMES.sub("_", visible).strip(" .")
    if _RESERVED_ON_WINDOWS.match(plain):
        plain = f"_{plain}"
    if len(plain) > LONGEST_NAME:
        extension = extension_of(plain)[:10]
        plain = f"{plain[: LONGEST_NAME - 1 - len(extension)]}.{extension}"
    return plain or "file"


def key_of(stored_hash: str) -> str:
    """Return where the bytes of a hash lie: `sha256/ab/cd/abcd…`."""
    algorithm, _, digits = stored_hash.partition(":")
    if not (algorithm.isalnum() and re.fullmatch(r"[0-9a-f]{32,128}", digits)):
        message = f"not a stored hash: {stored_hash!r}"
        raise ValueError(message)
    return f"{algorithm}/{digits[:2]}/{digits[2:4]}/{digits}"


def hash_of(key: str) -> str | None:
    """Return the hash whose bytes lie at a key, or None for keys of another shape."""
    found = _KEY.fullmatch(key)
    if found is None or not found["digits"].startswith(found["first"] + found["second"]):
        return None
    return f"{found['algorithm']}:{found['digits']}"
