"""Pages of draws, campaigns, tasks of townships, and responsibility letters."""

from casebook.campaigns.views import campaigns, spot, tasks
from casebook.campaigns.views.blueprint import blueprint

__all__ = ["blueprint", "campaigns", "spot", "tasks"]
