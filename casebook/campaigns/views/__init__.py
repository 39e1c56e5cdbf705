"""Pages of draws, campaigns, tasks of townships, and responsibility letters."""

from casebook.campaigns.views import campaigns, letters, spot, tasks
from casebook.campaigns.views.blueprint import blueprint

__all__ = ["blueprint", "campaigns", "letters", "spot", "tasks"]
