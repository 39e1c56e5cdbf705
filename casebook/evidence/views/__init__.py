"""Pages of evidence. Every look at an original, a preview or an item's page is logged."""

from casebook.evidence.views import exhibits, footage, items, lists, media, monitoring, preservations, steps
from casebook.evidence.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "exhibits",
    "footage",
    "items",
    "lists",
    "media",
    "monitoring",
    "preservations",
    "steps",
]
