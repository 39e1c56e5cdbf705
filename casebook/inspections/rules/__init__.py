"""Pure rules of field checks: kinds and states, the checklist, when a record is whole, how edits meet."""

from casebook.inspections.rules.answers import asked, is_bad, read_answer, suggested_codes, unanswered
from casebook.inspections.rules.checklist import NUMBERS, Item
from casebook.inspections.rules.completeness import Present, Record, gaps, is_far
from casebook.inspections.rules.kinds import (
    TRANSITIONS,
    AnswerKind,
    InspectionKind,
    InspectionState,
    OfficerPart,
    PositionOrigin,
    YesNo,
)
from casebook.inspections.rules.meeting import Clash, meet
from casebook.inspections.rules.needs import STARTABLE, Needs, needs_of
from casebook.inspections.rules.reviewing import (
    REVIEW_TRANSITIONS,
    Flag,
    ReviewState,
    Verdict,
    check_verdict,
    state_of,
)
from casebook.inspections.rules.standard import STANDARD_CHECKLIST

__all__ = [
    "NUMBERS",
    "REVIEW_TRANSITIONS",
    "STANDARD_CHECKLIST",
    "STARTABLE",
    "TRANSITIONS",
    "AnswerKind",
    "Clash",
    "Flag",
    "InspectionKind",
    "InspectionState",
    "Item",
    "Needs",
    "OfficerPart",
    "PositionOrigin",
    "Present",
    "Record",
    "ReviewState",
    "Verdict",
    "YesNo",
    "asked",
    "check_verdict",
    "gaps",
    "is_bad",
    "is_far",
    "meet",
    "needs_of",
    "read_answer",
    "state_of",
    "suggested_codes",
    "unanswered",
]
