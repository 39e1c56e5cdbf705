"""Pages of Monday's page, the ranking and bulletins."""

from casebook.bulletins.views import circulars, monday, ranking, settings
from casebook.bulletins.views.blueprint import blueprint

__all__ = ["blueprint", "circulars", "monday", "ranking", "settings"]
