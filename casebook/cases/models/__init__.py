"""Tables of problems, cases, measures, decisions, leads and orders."""

from casebook.cases.models.casework import (
    Case,
    CaseEvent,
    CaseProblem,
    Decision,
    Measure,
    MeasureRecheck,
    MeasureVerification,
    Problem,
    ProblemEvent,
)
from casebook.cases.models.leads import Lead, LeadEvent
from casebook.cases.models.orders import OrderProblem, OrderTakeover, SiteOrder

__all__ = [
    "Case",
    "CaseEvent",
    "CaseProblem",
    "Decision",
    "Lead",
    "LeadEvent",
    "Measure",
    "MeasureRecheck",
    "MeasureVerification",
    "OrderProblem",
    "OrderTakeover",
    "Problem",
    "ProblemEvent",
    "SiteOrder",
]
