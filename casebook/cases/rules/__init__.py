"""Pure rules of problems, cases, measures and decisions."""

from casebook.cases.rules.codes import CODES, ProblemCode, Severity, get_code
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
    "MEASURE_TRANSITIONS",
    "PROBLEM_TRANSITIONS",
    "PUT_RIGHT",
    "CaseStatus",
    "DecisionKind",
    "Disposition",
    "FoundHow",
    "MeasureKind",
    "MeasureStatus",
    "ProblemClass",
    "ProblemCode",
    "ProblemStatus",
    "Severity",
    "get_code",
]
