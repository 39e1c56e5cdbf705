"""Setting a page: the one module that loads WeasyPrint, which is slow to load and rarely needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import ImageFile
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from casebook.kernel.hashing import digest

if TYPE_CHECKING:
    from weasyprint import Document

ImageFile.LOAD_TRUNCATED_IMAGES = False
"""WeasyPrint lets its whole program take half a picture for a whole one; evidence must not."""


class _Nothing(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Opens `data:` addresses, which hold their own bytes; whatever else a page names stops the printing."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> object:
        if not url.startswith("data:"):
            raise FatalURLFetchingError(f"a paper names {url[:100]!r}; only data: addresses are opened")
        return super().fetch(url, headers)


def set_page(page: str, styles: list[str]) -> tuple[bytes, Document]:
    """Return the PDF of a page in HTML with its style sheets, and what WeasyPrint knows of it.

    The same page and styles give the same bytes. ValueError for a page that names what is not in it.
    """
    try:
        return _laid_out(page, styles)
    except FatalURLFetchingError as error:  # no Exception of Python's: nobody above would see it
        raise ValueError(str(error)) from error


def _laid_out(page: str, styles: list[str]) -> tuple[bytes, Document]:
    fonts, fetcher = FontConfiguration(), _Nothing()
    sheets = [CSS(string=text, font_config=fonts, url_fetcher=fetcher) for text in styles]
    document = HTML(string=page, url_fetcher=fetcher).render(stylesheets=sheets, font_config=fonts)
    made = document.write_pdf(pdf_identifier=digest(page.encode()).encode())
    assert made is not None  # without a target it is returned
    return made, document
