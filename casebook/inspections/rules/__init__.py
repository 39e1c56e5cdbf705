"""Pure rules of field checks: kinds and states, the checklist, when a record is whole, how edits meet."""

from casebook.inspections.rules.answers import is_bad, read_answer, suggested_codes, unanswered
from casebook.inspections.rules.checklist import FIRST_CHECKLIST, Item
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

__all__ = [
    "FIRST_CHECKLIST",
    "TRANSITIONS",
    "AnswerKind",
    "Clash",
    "InspectionKind",
    "InspectionState",
    "Item",
    "OfficerPart",
    "PositionOrigin",
    "Present",
    "Record",
    "YesNo",
    "gaps",
    "is_bad",
    "is_far",
    "meet",
    "read_answer",
    "suggested_codes",
    "unanswered",
]
