"""What papers say of permits, and registers of volumes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.kernel.cells import Unreadable
from casebook.kernel.identifiers import read_permit_number
from casebook.quotas.rules import GRADES, VolumeMethod, VolumeSource

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

    from casebook.regions.rules import Aquifer
    from casebook.wells.rules import WellUse


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitFacts:
    """A permit as a paper or register says it."""

    number: str
    holder_id: UUID | None = None
    permitted_m3: Decimal | None = None
    """Per year, of all its wells together."""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day."""
    use: WellUse | None = None
    aquifer: Aquifer | None = None
    conditions: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the values of a row; the number in its one spelling where its form is known."""
        read = read_permit_number(self.number)
        known = None if read is None or isinstance(read, Unreadable) else read
        return {
            "number": known.value if known else self.number,
            "number_kind": known.kind if known else None,
            "holder_id": self.holder_id,
            "permitted_m3": self.permitted_m3,
            "issued_on": self.issued_on,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "use": self.use,
            "aquifer": self.aquifer,
            "conditions": self.conditions,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeFacts:
    """Water taken from a well in a calendar year, as somebody says."""

    well_id: UUID
    year: int
    volume_m3: Decimal
    source: VolumeSource = VolumeSource.REGISTER
    method: VolumeMethod = VolumeMethod.STATED
    written: str = ""
    """The figure as written, where that was not plain cubic metres."""

    def columns(self) -> dict[str, Any]:
        """Return the values of a row."""
        return {
            "well_id": self.well_id,
            "year": self.year,
            "source": self.source,
            "volume_m3": self.volume_m3,
            "method": self.method,
            "grade": GRADES[self.method],
            "written": self.written,
        }
