"""Pages of evidence. Every look is logged."""

from casebook.evidence.views.items import blueprint

__all__ = ["blueprint"]
