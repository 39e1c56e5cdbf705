"""An evidence item as a tablet files it: the card of one file that was uploaded under its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casebook.evidence.rules import EvidenceKind, EvidenceMethod, EvidenceOrigin, EvidenceStage


@dataclass(frozen=True, kw_only=True)
class FiledEvidence:
    """One item's card (rules.md 7.5) and what the device said at the shutter; degrees, metres."""

    id: UUID
    file: str
    """Hash of the original, as the browser first handed it over."""
    name: str
    kind: EvidenceKind
    method: EvidenceMethod
    origin: EvidenceOrigin
    proves: str = ""
    stage: EvidenceStage | None = None
    captured_at: datetime | None = None
    hashed_at: datetime | None = None
    fix_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    maker: str = ""
    """Who made it, where that is not the officer."""
    pair_of: UUID | None = None
    """The earlier item that shows the same from the same standpoint."""
    item_code: str = ""
    """The checklist item that it belongs to."""
