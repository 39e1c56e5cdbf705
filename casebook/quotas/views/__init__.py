"""The pages of permits."""

from casebook.quotas.views import checks, lists, permits, steps
from casebook.quotas.views.blueprint import blueprint

__all__ = ["blueprint", "checks", "lists", "permits", "steps"]
