"""Tables of evidence. An item's facts never change; once it is locked nothing of it does."""

from casebook.evidence.models.footage import FootageClip, FootageRecording
from casebook.evidence.models.items import CustodyEntry, EvidenceDerivative, EvidenceItem, EvidenceSubject
from casebook.evidence.models.monitoring import MonitoringDevice, MonitoringReview
from casebook.evidence.models.things import (
    Exhibit,
    ExhibitMove,
    Preservation,
    PreservationEvent,
    PreservedThing,
)

__all__ = [
    "CustodyEntry",
    "EvidenceDerivative",
    "EvidenceItem",
    "EvidenceSubject",
    "Exhibit",
    "ExhibitMove",
    "FootageClip",
    "FootageRecording",
    "MonitoringDevice",
    "MonitoringReview",
    "Preservation",
    "PreservationEvent",
    "PreservedThing",
]
