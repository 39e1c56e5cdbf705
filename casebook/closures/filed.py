"""What a tablet files about closures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from casebook.closures.rules import SignatureRole, StepDone
from casebook.evidence.filed import FiledEvidence
from casebook.inspections.filed import FiledPaper, FiledPresence, FiledSecond, FiledTold


@dataclass(frozen=True, kw_only=True)
class AcceptanceSignature:
    """One of the four signatures of an acceptance."""

    role: SignatureRole
    unit: str
    name: str
    signed_on: date
    image: str = ""
    """Hash of the drawn signature (PNG); empty where it stands on paper."""


@dataclass(frozen=True, kw_only=True)
class FiledAcceptance:
    """验收 of a closed well on site."""

    base_version: int
    accepted_on: date
    at: datetime
    presence: FiledPresence
    second: FiledSecond | None
    told: FiledTold = field(default_factory=FiledTold)
    signatures: tuple[AcceptanceSignature, ...]
    evidence: tuple[FiledEvidence, ...] = ()
    paper: FiledPaper | None = None
    works: tuple[StepDone, ...] = ()
    """Each step of the works; a photograph of one names it as its `item_code`."""
    tag_no: str = ""
    fill_m3: Decimal | None = None
    note: str = ""
