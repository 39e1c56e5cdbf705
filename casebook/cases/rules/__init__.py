"""Pure rules of problems, cases, measures and decisions."""

from casebook.cases.rules.codes import CODES, ProblemCode, Severity, get_code
from casebook.cases.rules.leads import LEAD_TRANSITIONS, OPEN_LEADS, LeadState
from casebook.cases.rules.status import (
    CASE_TRANSITIONS,
    MEASURE_TRANSITIONS,
    PROBLEM_TRANSITIONS,
    PUT_RIGHT,
    CaseStatus,
    DecisionKind,
    Disposition,
    FoundHow,
    MeasureKind,
    MeasureStatus,
    ProblemClass,
    ProblemStatus,
)

__all__ = [
    "CASE_TRANSITIONS",
    "CODES",
    "LEAD_TRANSITIONS",
    "MEASURE_TRANSITIONS",
    "OPEN_LEADS",
    "PROBLEM_TRANSITIONS",
    "PUT_RIGHT",
    "CaseStatus",
    "DecisionKind",
    "Disposition",
    "FoundHow",
    "LeadState",
    "MeasureKind",
    "MeasureStatus",
    "ProblemClass",
    "ProblemCode",
    "ProblemStatus",
    "Severity",
    "get_code",
]
