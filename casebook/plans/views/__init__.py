"""The pages of plans."""

from casebook.plans.views import county, cuts, lines, reclaimed
from casebook.plans.views.blueprint import blueprint

__all__ = ["blueprint", "county", "cuts", "lines", "reclaimed"]
