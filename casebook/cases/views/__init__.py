"""Pages of the problem list with its tasks and exits, of cases, of leads, and the public's."""

from casebook.cases.views import (
    cases,
    decisions,
    exemptions,
    lead_steps,
    leads,
    measures,
    orders,
    problem_steps,
    problems,
    reporting,
    tasks,
)
from casebook.cases.views.blueprint import blueprint

blueprints = (blueprint, leads.blueprint, reporting.blueprint, tasks.blueprint, exemptions.blueprint)

__all__ = [
    "blueprint",
    "blueprints",
    "cases",
    "decisions",
    "exemptions",
    "lead_steps",
    "leads",
    "measures",
    "orders",
    "problem_steps",
    "problems",
    "reporting",
    "tasks",
]
