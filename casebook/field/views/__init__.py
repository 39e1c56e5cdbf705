"""Pages and endpoints of the field feature."""

from casebook.field.views import inbox, office, operations, outboxes, packages, session, shell, uploads
from casebook.field.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "inbox",
    "office",
    "operations",
    "outboxes",
    "packages",
    "session",
    "shell",
    "uploads",
]
