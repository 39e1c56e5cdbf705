"""Headers and bodies of tus 1.0, read strictly."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

from casebook.kernel.errors import Conflict, RuleBroken
from casebook.storage.actions import Announced
from casebook.storage.rules import MAX_RECORDING_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VERSION = "1.0.0"
BYTES = "application/offset+octet-stream"
ABILITIES = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,creation-with-upload,termination",
    "Tus-Max-Size": str(MAX_RECORDING_BYTES),
}
CHUNK = 512 * 1024
"""What tablets are told to send at a time."""
MOST_AT_ONCE = 32 * 1024 * 1024
"""Of one request, whoever sends it."""
_PIECE = 64 * 1024
"""What is lost at most when this process is killed in the middle of a request."""
_SILENCE_SECONDS = 60
"""A link on which nothing comes for so long is dead; it would hold a thread of the server for hours."""
_LONGEST_METADATA = 4096
_NUMBER = re.compile(r"[0-9]{1,18}")


class _WrongVersion(HTTPException):
    code = 412


class _NotBytes(HTTPException):
    code = 415


def check_version() -> None:
    """Refuse another version of tus, or none."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise _WrongVersion


def brings_bytes() -> bool:
    """Say whether the body is a piece of the file."""
    return request.mimetype == BYTES


def check_brings_bytes() -> None:
    """Refuse a body that does not say that it is a piece of the file."""
    if not brings_bytes():
        raise _NotBytes


def check_at_end(offset: int, length: int) -> None:
    """Refuse to go on with a file that is whole."""
    if offset != length:
        raise Conflict("upload_offset_differs", here=length, offset=offset)


def number(name: str) -> int:
    """Return a header that is a whole number from 0; RuleBroken for anything else."""
    text = request.headers.get(name, "")
    if not _NUMBER.fullmatch(text):
        raise RuleBroken("upload_number_unreadable", field=name, name=name)
    return int(text)


def announced() -> Announced:
    """Return what the headers say of a file that is to come."""
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    length = number("Upload-Length")
    return Announced(told.get("hash", ""), length, told.get("name", ""), told.get("type", ""))


def pieces() -> Iterator[bytes]:
    """Yield the body as it comes. A link that is cut or falls silent ends it: what came before is kept."""
    if (request.content_length or 0) > MOST_AT_ONCE:
        raise RequestEntityTooLarge
    _listen_no_longer_than(_SILENCE_SECONDS)
    left = MOST_AT_ONCE
    while piece := _next_piece():
        left -= len(piece)
        if left < 0:
            raise RequestEntityTooLarge
        yield piece


def answer(status: int, headers: Mapping[str, str] | None = None, *, offset: int | None = None) -> Response:
    """Answer without a body; `offset` is how much of the file is here."""
    told = {"Tus-Resumable": VERSION, **(headers or {})}
    if offset is not None:
        told["Upload-Offset"] = str(offset)
    return Response(status=status, headers=told, mimetype="text/plain")


def _next_piece() -> bytes:
    try:
        return request.stream.read(_PIECE)
    except (ClientDisconnected, OSError):  # cut: to the sender it is the same as an end
        return b""


def _listen_no_longer_than(seconds: int) -> None:
    connection = request.environ.get("gunicorn.socket")
    if connection is not None:
        connection.settimeout(seconds)


def _metadata(header: str) -> dict[str, str]:
    """Return the pairs of the header `key base64,key base64`; RuleBroken when it is no such text."""
    pairs = [pair.strip().partition(" ") for pair in header.split(",")]
    try:
        told = {key: base64.b64decode(value, validate=True).decode() for key, _blank, value in pairs}
    except ValueError:
        raise RuleBroken("upload_metadata_unreadable", field="Upload-Metadata") from None
    if len(header) > _LONGEST_METADATA or any("\0" in text for text in told.values()):
        raise RuleBroken("upload_metadata_unreadable", field="Upload-Metadata")
    return told
