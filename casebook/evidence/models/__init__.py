"""Tables of evidence. An item's facts never change; once it is locked nothing of it does."""

from casebook.evidence.models.items import CustodyEntry, EvidenceDerivative, EvidenceItem, EvidenceSubject

__all__ = ["CustodyEntry", "EvidenceDerivative", "EvidenceItem", "EvidenceSubject"]
