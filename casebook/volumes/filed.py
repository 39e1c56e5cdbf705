"""What a tablet files about meters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from casebook.evidence.filed import FiledEvidence
from casebook.volumes.rules.visits import DialOutcome


@dataclass(frozen=True, kw_only=True)
class FiledPlace:
    """Where the tablet was; WGS 84 degrees, metres."""

    lon: float
    lat: float
    accuracy_m: float


@dataclass(frozen=True, kw_only=True)
class FiledReading:
    """One meter that was gone to: its dial, or why there is none."""

    well: UUID
    meter_no: str = ""
    """The meter that the officer stood before; empty for the one that is on the well."""
    read_on: date
    at: datetime
    outcome: DialOutcome
    dial_m3: Decimal | None = None
    is_rolled: bool = False
    """Whether the dial went over its highest number (翻转)."""
    is_sure: bool = False
    """Whether the tablet found the dial doubtful and the officer insists."""
    reason: str = ""
    place: FiledPlace | None = None
    photograph: FiledEvidence | None = None
