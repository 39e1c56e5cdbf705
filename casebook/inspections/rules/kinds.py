"""Kinds and states of field checks."""

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
    SURVEY = "survey"
    """勘验 with its drawing."""
    ACCEPTANCE = "acceptance"
    """验收 of a closed well; begun by a closure only."""


class InspectionState(StrEnum):
    """A draft belongs to its officers; a submitted record belongs to the file."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


class AnswerKind(StrEnum):
    """How a checklist item is answered (rules.md 8)."""

    YES_NO = "yes_no"
    """One of `YesNo`."""
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    """A day, as `YYYY-MM-DD`."""
    CHOICE = "choice"
    """One of the item's own `choices`."""
    DISTANCE = "distance"
    """Metres from where the officers stood to the registered position; casebook answers it."""
    ZONES = "zones"
    """Kinds of the zones that the well lies in on the day, joined by commas; casebook answers it."""
    PERMIT_SHARE = "permit_share"
    """The latest yearly volume in per cent of the permitted one; casebook answers it."""


class YesNo(StrEnum):
    """Answers of a yes-or-no item."""

    YES = "yes"
    NO = "no"
    NA = "na"
    """Does not apply here, or could not be seen."""


class OfficerPart(StrEnum):
    """Which of the two officers (处罚法 42)."""

    LEAD = "lead"
    SECOND = "second"


class PositionOrigin(StrEnum):
    """How the position of the arrival came onto the record."""

    DEVICE = "device"
    """Read by the browser from the device, with its accuracy."""
    TYPED = "typed"
    """Written by hand: no position was to be had."""


TRANSITIONS: dict[InspectionState, frozenset[InspectionState]] = {
    InspectionState.DRAFT: frozenset({InspectionState.SUBMITTED}),
    InspectionState.SUBMITTED: frozenset(),
}
"""The whole life of a record."""
