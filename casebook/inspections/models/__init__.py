"""Tables of field checks."""

from casebook.inspections.models.field import (
    HASH_LENGTH,
    EarlierFindingAnswer,
    InspectionFiling,
    InspectionPresence,
    InspectionReview,
    InspectionRevision,
    InspectionSigning,
    PresenceFix,
)
from casebook.inspections.models.interviews import Interview, InterviewLine, InterviewOfficer
from casebook.inspections.models.papers import PaperBlank, PaperPage, PaperSignature, SitePaper
from casebook.inspections.models.patrols import Patrol, PatrolVisit
from casebook.inspections.models.visits import (
    ChecklistAnswer,
    ChecklistVersion,
    Finding,
    Inspection,
    InspectionOfficer,
)

__all__ = [
    "HASH_LENGTH",
    "ChecklistAnswer",
    "ChecklistVersion",
    "EarlierFindingAnswer",
    "Finding",
    "Inspection",
    "InspectionFiling",
    "InspectionOfficer",
    "InspectionPresence",
    "InspectionReview",
    "InspectionRevision",
    "InspectionSigning",
    "Interview",
    "InterviewLine",
    "InterviewOfficer",
    "PaperBlank",
    "PaperPage",
    "PaperSignature",
    "Patrol",
    "PatrolVisit",
    "PresenceFix",
    "SitePaper",
]
