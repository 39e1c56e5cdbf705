"""Pages and endpoints of the field feature."""

from casebook.field.views import (
    devices,
    drafts,
    inbox,
    office,
    operations,
    outboxes,
    packages,
    session,
    shell,
    uploads,
)
from casebook.field.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "devices",
    "drafts",
    "inbox",
    "office",
    "operations",
    "outboxes",
    "packages",
    "session",
    "shell",
    "uploads",
]
