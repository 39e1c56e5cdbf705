"""From a page of a PDF to a picture: for phones, chats, and papers that take no PDF."""

from __future__ import annotations

import io
from contextlib import closing

import pypdfium2

from casebook.kernel.errors import RuleBroken

_LARGEST_SCALE, _SMALLEST_SCALE = 2.2, 0.7
"""Pixels for each point of the page: 158 and 50 to the inch."""
_STEP = 0.85
_COLOURS = 256
"""Of the palette: enough for text, lines and tints, a third of the bytes."""


def picture_of(pdf: bytes, *, most_bytes: int) -> bytes:
    """Return the first page of a PDF as a PNG of at most so many bytes, as sharp as they allow.

    The same page gives the same bytes. RuleBroken `document_picture_too_large` where even the coarsest
    picture that can be read takes more.
    """
    scale = _LARGEST_SCALE
    while scale >= _SMALLEST_SCALE:
        made = _drawn(pdf, scale)
        if len(made) <= most_bytes:
            return made
        scale *= _STEP
    raise RuleBroken("document_picture_too_large", most=most_bytes // 1000)


def _drawn(pdf: bytes, scale: float) -> bytes:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        picture = document[0].render(scale=scale).to_pil().convert("RGB").quantize(_COLOURS)
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()
