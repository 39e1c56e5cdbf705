"""Publications and compliance records as their pages and papers show them."""

from casebook.publications.presenters.publications import (
    CutLine,
    PublicationLine,
    PublicationPage,
    RepairLine,
    TextPage,
    publication_lines,
    publication_page,
    text_page,
)
from casebook.publications.presenters.record import RecordPage, record_page

__all__ = [
    "CutLine",
    "PublicationLine",
    "PublicationPage",
    "RecordPage",
    "RepairLine",
    "TextPage",
    "publication_lines",
    "publication_page",
    "record_page",
    "text_page",
]
