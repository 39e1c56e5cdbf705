"""Pages of papers."""

from casebook.documents.views import files, numbers, page, serving, stamping, wording
from casebook.documents.views.blueprint import blueprint

__all__ = ["blueprint", "files", "numbers", "page", "serving", "stamping", "wording"]
