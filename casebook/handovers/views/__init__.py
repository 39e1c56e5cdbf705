"""Pages of letters between agencies."""

from casebook.handovers.views import drafting, lists, statements, steps
from casebook.handovers.views.blueprint import blueprint

__all__ = ["blueprint", "drafting", "lists", "statements", "steps"]
