"""From a template to a PDF, by WeasyPrint. Nothing is fetched: neither from the network nor from the disk."""

from __future__ import annotations

import base64
from functools import cache
from typing import TYPE_CHECKING

import segno
from flask import current_app
from flask_babel import force_locale

from casebook.documents.rules import FAMILIES, PROBE, spell_out
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from weasyprint import Document

_STYLES = "letters/paper.css"


def render_pdf(template: str, **facts: object) -> bytes:
    """Return the PDF of a template such as `letters/paper.html`; the same facts give the same bytes.

    Its styles are `letters/paper.css` and, where there is one, the CSS file beside the template that
    bears its name. Papers are Chinese whatever the reader's language. Raises RuleBroken
    ("document_font_missing") where a font is not installed; a character that no font has is spelled out.
    """
    return render_sheets(template, **facts)[0]


def render_sheets(template: str, **facts: object) -> tuple[bytes, int]:
    """Return the PDF of a template as `render_pdf` does, and how many sheets it takes."""
    with force_locale("zh"):
        page = current_app.jinja_env.get_template(template).render(**facts)
    return print_page(page, [_source(_STYLES), *_own_styles(template)])


def print_page(page: str, styles: list[str]) -> tuple[bytes, int]:
    """Return the PDF of a page in HTML and how many sheets it takes; the same page gives the same bytes.

    RuleBroken ("document_font_missing") where a font is not installed; a character that no font has is
    spelled out.
    """
    check_fonts()
    made, document = _print(page, styles)
    lacking = _lacking(document)
    if lacking:
        made, document = _print(spell_out(page, lacking), styles)
    return made, len(document.pages)


def picture_url(data: bytes, media_type: str) -> str:
    """Return a picture as the address that a paper may name."""
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def qr_code(text: str, *, scale: float = 3) -> str:
    """Return a QR code as SVG for a paper; the drawing is ours, so that a template may mark it safe."""
    return segno.make(text, error="m", micro=False).svg_inline(scale=scale, border=0)


def _print(page: str, styles: list[str]) -> tuple[bytes, Document]:
    from casebook.documents.setting import set_page  # noqa: PLC0415 - commands that print nothing start without it

    return set_page(page, styles)


def _lacking(document: Document) -> set[str]:
    """Return the characters of a printed page that our families lack, so that another font stepped in."""
    found: set[str] = set()
    for font in document.fonts.values():
        found |= {chr(point) for point in font.missing}
        if font.family not in FAMILIES:
            found |= {sign for text in font.to_unicode.values() for sign in text}
    return {sign for sign in found if not sign.isspace()}


@cache
def check_fonts() -> None:
    """Set one character in each family and look which font it came out in; asked once for a process."""
    for family in FAMILIES:
        style = f"html {{ font-family: '{family}' }}"
        _made, document = _print(f"<html lang=zh-CN><body>{PROBE}", [style])
        if {font.family for font in document.fonts.values()} != {family}:
            raise RuleBroken("document_font_missing", family=family)


def _own_styles(template: str) -> list[str]:
    name = template.removesuffix(".html") + ".css"
    known = name != _STYLES and name in current_app.jinja_env.list_templates(extensions=["css"])
    return [_source(name)] if known else []


def _source(name: str) -> str:
    loader = current_app.jinja_env.loader
    assert loader is not None
    return loader.get_source(current_app.jinja_env, name)[0]
