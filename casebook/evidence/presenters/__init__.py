"""What pages show of evidence."""

from casebook.evidence.presenters.files import (
    CustodyView,
    FileView,
    custody_of,
    file_of,
    files_of,
    preview_url,
    warnings_of,
)
from casebook.evidence.presenters.item import ItemPage, item_page
from casebook.evidence.presenters.subjects import copy_lines, page_of_subject, subject_words
from casebook.evidence.presenters.things import (
    exhibit_lines,
    exhibit_page,
    preservation_lines,
    preservation_page,
)

__all__ = [
    "CustodyView",
    "FileView",
    "ItemPage",
    "copy_lines",
    "custody_of",
    "exhibit_lines",
    "exhibit_page",
    "file_of",
    "files_of",
    "item_page",
    "page_of_subject",
    "preservation_lines",
    "preservation_page",
    "preview_url",
    "subject_words",
    "warnings_of",
]
