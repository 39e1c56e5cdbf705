"""Pages and endpoints of the field feature."""

from casebook.field.views import inbox, operations, session, shell, uploads
from casebook.field.views.blueprint import blueprint

__all__ = ["blueprint", "inbox", "operations", "session", "shell", "uploads"]
