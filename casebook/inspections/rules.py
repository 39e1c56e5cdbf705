"""Pure rules of field checks: kinds, states, when a record is complete."""

from __future__ import annotations

from enum import StrEnum


class InspectionKind(StrEnum):
    """Why officers went (rules.md 6.1, 8)."""

    INSPECTION = "inspection"
    """行政检查."""
    VERIFICATION = "verification"
    """核查 of a lead."""
    RECHECK = "recheck"
    """复查 of a measure that was ordered."""
    FOLLOW_UP = "follow_up"
    """回头看 after striking off."""


class InspectionState(StrEnum):
    """A draft belongs to its officers; a submitted record belongs to the file."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


class AnswerKind(StrEnum):
    """How a checklist item is answered (rules.md 8)."""

    YES_NO = "yes_no"
    """yes, no or not applicable."""
    NUMBER = "number"
    TEXT = "text"


class OfficerPart(StrEnum):
    """Which of the two officers (处罚法 42)."""

    LEAD = "lead"
    SECOND = "second"


TRANSITIONS: dict[InspectionState, frozenset[InspectionState]] = {
    InspectionState.DRAFT: frozenset({InspectionState.SUBMITTED}),
    InspectionState.SUBMITTED: frozenset(),
}
"""The whole life of a record."""
