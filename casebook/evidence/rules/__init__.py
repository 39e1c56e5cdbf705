"""What evidence is, what it can carry, and how things are preserved: pure decisions."""

from casebook.evidence.rules.items import (
    SUBJECT_KIND,
    CustodyAct,
    DerivativeKind,
    EvidenceKind,
    EvidenceMethod,
    EvidenceOrigin,
    EvidenceStage,
    ExifFacts,
    Mismatch,
    MismatchKind,
    Position,
    Upload,
    check_card,
    check_method,
    check_upload,
    mismatches,
)

__all__ = [
    "SUBJECT_KIND",
    "CustodyAct",
    "DerivativeKind",
    "EvidenceKind",
    "EvidenceMethod",
    "EvidenceOrigin",
    "EvidenceStage",
    "ExifFacts",
    "Mismatch",
    "MismatchKind",
    "Position",
    "Upload",
    "check_card",
    "check_method",
    "check_upload",
    "mismatches",
]
