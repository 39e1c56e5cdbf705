"""Pages of the problem list, of cases, and of leads."""

from casebook.cases.views import cases, decisions, leads, measures, orders, problems
from casebook.cases.views.blueprint import blueprint

blueprints = (blueprint, leads.blueprint)

__all__ = ["blueprint", "blueprints", "cases", "decisions", "leads", "measures", "orders", "problems"]
