"""Pure rules of problems, cases, measures and decisions."""

from casebook.cases.rules.codes import CODES, ProblemCode, Severity, get_code
from casebook.cases.rules.leads import LEAD_TRANSITIONS, OPEN_LEADS, LeadState
from casebook.cases.rules.small_acts import SUBMISSION_TRANSITIONS, SubmissionState
from casebook.cases.rules.status import (
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
from casebook.cases.rules.tasks import TASK_TRANSITIONS, TaskState
from casebook.cases.rules.workflow import (
    CASE_TRANSITIONS,
    FINISHED,
    WORKFLOW,
    CaseStep,
    GateId,
    Move,
    Procedure,
)

__all__ = [
    "CASE_TRANSITIONS",
    "CODES",
    "FINISHED",
    "LEAD_TRANSITIONS",
    "MEASURE_TRANSITIONS",
    "OPEN_LEADS",
    "PROBLEM_TRANSITIONS",
    "PUT_RIGHT",
    "SUBMISSION_TRANSITIONS",
    "TASK_TRANSITIONS",
    "WORKFLOW",
    "CaseStatus",
    "CaseStep",
    "DecisionKind",
    "Disposition",
    "FoundHow",
    "GateId",
    "LeadState",
    "MeasureKind",
    "MeasureStatus",
    "Move",
    "ProblemClass",
    "ProblemCode",
    "ProblemStatus",
    "Procedure",
    "Severity",
    "SubmissionState",
    "TaskState",
    "get_code",
]
