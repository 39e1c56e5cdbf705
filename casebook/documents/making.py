"""From a form's facts and its template to PDF and DOCX: one page, written twice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from casebook.config import ROOT
from casebook.documents.pages import html_of
from casebook.documents.rendering import print_page
from casebook.documents.rules import FORMS, shown
from casebook.documents.rules.sandbox import fill_in
from casebook.documents.rules.sheet import head_words, letter_of, sheet_of
from casebook.documents.templates import house_source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from casebook.documents.rules import FormCode
    from casebook.documents.rules.sheet import Sheet

DEMO_MARK = "演示数据，不得用于执法"
PREVIEW_MARK = "预览，未成文"
_CSS = ROOT / "templates" / "letters" / "form.css"


@dataclass(frozen=True)
class Contents:
    """What one paper is made of."""

    form: FormCode
    facts: Mapping[str, Any]
    """As they are kept (`rules.checked`)."""
    agency: str
    stamp_name: str
    number: str | None
    issued_on: date | None
    source: str
    """The template."""


@dataclass(frozen=True)
class Made:
    """Both files of a paper."""

    pdf: bytes
    docx: bytes
    pages: int


def lay_out(contents: Contents, mark: str = "") -> Sheet:
    """Return the paper as both formats take it; ValueError for a template that is none."""
    form = FORMS[contents.form]
    head = head_words(
        form,
        agency=contents.agency,
        stamp_name=contents.stamp_name,
        number=contents.number,
        on=contents.issued_on,
    )
    parts = fill_in(contents.source, shown(form, contents.facts) | head)
    return sheet_of(form, head, parts, mark=mark)


def make_pdf(sheet: Sheet) -> tuple[bytes, int]:
    """Return the PDF of a paper and its pages; the same paper gives the same bytes.

    RuleBroken `document_font_missing` where a font is not installed.
    """
    return print_page(html_of(sheet), [_styles()])


def make_letter(name: str, words: Mapping[str, Any], head: Mapping[str, str], mark: str = "") -> Made:
    """Return both files of a letter that is no form of the catalogue; its template lies beside the forms'.

    `head` holds agency, stamp_name, title, number and issued_on in words.
    """
    parts = fill_in(house_source(name), {**words, **head})
    return _both(letter_of(head, parts, mark=mark))


def make(contents: Contents, mark: str = "") -> Made:
    """Return PDF and DOCX of the same page; `mark` stands across its top."""
    return _both(lay_out(contents, mark))


def make_docx(sheet: Sheet) -> bytes:
    """Return the DOCX of a paper; the same paper gives the same bytes."""
    from casebook.documents.words import docx_of  # noqa: PLC0415 - commands that print nothing start without it

    return docx_of(sheet)


def _both(sheet: Sheet) -> Made:
    pdf, pages = make_pdf(sheet)
    return Made(pdf, make_docx(sheet), pages)


def preview_of(code: FormCode, source: str, words: Mapping[str, Any], agency: str) -> bytes:
    """Return the PDF of a template filled with these words, which need be no facts."""
    form = FORMS[code]
    head = head_words(form, agency=agency, stamp_name=agency, number=None, on=None)
    return make_pdf(sheet_of(form, head, fill_in(source, {**words, **head}), mark=PREVIEW_MARK))[0]


@cache
def _styles() -> str:
    return _CSS.read_text(encoding="utf-8")
