"""Pages of papers, and of their wording."""

from casebook.documents.views import files, numbers, page, serving, stamping
from casebook.documents.views.blueprint import blueprint
from casebook.documents.views.wording import wordings

blueprints = (blueprint, wordings)

__all__ = ["blueprints", "files", "numbers", "page", "serving", "stamping"]
