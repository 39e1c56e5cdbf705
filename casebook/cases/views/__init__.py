"""Pages of the problem list, of cases, and of leads."""

from casebook.cases.views import (
    acts,
    cases,
    exemptions,
    history,
    lead_steps,
    leads,
    measures,
    orders,
    papers,
    performing,
    problem_steps,
    problems,
    reporting,
    steps,
    tasks,
)
from casebook.cases.views.blueprint import blueprint

blueprints = (blueprint, leads.blueprint, reporting.blueprint, tasks.blueprint, exemptions.blueprint)

__all__ = [
    "acts",
    "blueprint",
    "blueprints",
    "cases",
    "exemptions",
    "history",
    "lead_steps",
    "leads",
    "measures",
    "orders",
    "papers",
    "performing",
    "problem_steps",
    "problems",
    "reporting",
    "steps",
    "tasks",
]
