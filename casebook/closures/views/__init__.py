"""Pages of closures."""

from casebook.closures.views import accepting, booking, lists, photographs, reporting, returns
from casebook.closures.views.blueprint import blueprint

__all__ = ["accepting", "blueprint", "booking", "lists", "photographs", "reporting", "returns"]
