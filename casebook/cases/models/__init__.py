"""Tables of problems, cases, measures and decisions."""

from casebook.cases.models.casework import (
    Case,
    CaseEvent,
    CaseProblem,
    Decision,
    Measure,
    MeasureVerification,
    Problem,
    ProblemEvent,
)

__all__ = [
    "Case",
    "CaseEvent",
    "CaseProblem",
    "Decision",
    "Measure",
    "MeasureVerification",
    "Problem",
    "ProblemEvent",
]
