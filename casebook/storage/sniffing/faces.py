"""Second faces: bytes that another program would read as something else than what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.storage import rules

if TYPE_CHECKING:
    from casebook.storage.rules import Media

_NEAR = 1024
"""Readers accept a PDF header this far into a file, and browsers guess a page from as much."""
_RENDERED = (b"<html", b"<script", b"<!doctype html", b"<svg", b"<?php")
_BEHIND = {
    b"PK\x03\x04": "application/zip",
    b"Rar!\x1a\x07": "application/x-rar",
    b"7z\xbc\xaf\x27\x1c": "application/x-7z-compressed",
    b"MZ": "application/x-dosexec",
    b"\x7fELF": "application/x-executable",
    b"#!": "text/x-shellscript",
}
"""How archives and programs begin that are hung behind a picture."""


def refuse_second_face(media: Media, head: bytes, *, has_archive: bool) -> None:
    """Refuse what is an archive, a PDF or a page besides what it claims to be."""
    faces = {
        "application/zip": has_archive and media is not rules.XLSX,
        rules.PDF.type: b"%PDF-" in head[:_NEAR] and media is not rules.PDF,
        "text/html": _is_rendered(head[:_NEAR]),
    }
    for face, is_there in faces.items():
        if is_there:
            raise RuleBroken("file_two_faces", field="file", first=media.type, second=face)


def refuse_tail(media: Media, tail: bytes) -> None:
    """Refuse what hangs behind a picture's end, except what cameras put there: films, depth maps, zeros."""
    begin = tail[:_NEAR].lstrip(b"\0\r\n\t ")
    found = next((face for mark, face in _BEHIND.items() if begin.startswith(mark)), None)
    if found is None and b"%PDF-" in tail[:_NEAR]:
        found = rules.PDF.type
    if found is None and (_is_rendered(tail[:_NEAR]) or _is_rendered(tail[-_NEAR:])):
        found = "text/html"
    if found is not None:
        raise RuleBroken("file_two_faces", field="file", first=media.type, second=found)


def _is_rendered(data: bytes) -> bool:
    lowered = data.lower()
    return any(mark in lowered for mark in _RENDERED)
