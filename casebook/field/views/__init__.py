"""Pages and endpoints of the field feature."""

from casebook.field.views import inbox, operations, uploads
from casebook.field.views.blueprint import blueprint

__all__ = ["blueprint", "inbox", "operations", "uploads"]
