"""Pages of screening."""

from casebook.screening.views import hits, lists, routes, rules, runs
from casebook.screening.views.blueprint import blueprint

__all__ = ["blueprint", "hits", "lists", "routes", "rules", "runs"]
