"""Pages of the problem list and of cases."""

from casebook.cases.views import cases, decisions, measures, problems
from casebook.cases.views.blueprint import blueprint

__all__ = ["blueprint", "cases", "decisions", "measures", "problems"]
