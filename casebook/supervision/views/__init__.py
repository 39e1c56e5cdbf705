"""Pages of supervision."""

from casebook.supervision.views import lists, settings, steps
from casebook.supervision.views.blueprint import blueprint

__all__ = ["blueprint", "lists", "settings", "steps"]
