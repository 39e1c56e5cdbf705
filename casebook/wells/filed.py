"""What a tablet files about the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class FiledWellEdit:
    """Register data as an officer saw and wrote it, field by field, on a version of the well."""

    base_version: int
    seen: dict[str, str | float | int | None]
    written: dict[str, str | float | int | None]
    at: datetime
    reason: str = ""
