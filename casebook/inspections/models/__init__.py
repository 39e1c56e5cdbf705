"""Tables of field checks."""

from casebook.inspections.models.visits import (
    ChecklistAnswer,
    ChecklistVersion,
    Finding,
    Inspection,
    InspectionOfficer,
)

__all__ = ["ChecklistAnswer", "ChecklistVersion", "Finding", "Inspection", "InspectionOfficer"]
