"""Why a line of the register is refused or warned, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """What can be wrong with a line; the values are the codes of a report."""

    CODE_MISSING = "code_missing"
    CODE_MALFORMED = "code_malformed"
    COORDINATE_MISSING = "coordinate_missing"
    CRS_UNKNOWN = "crs_unknown"
    CRS_UNSUPPORTED = "crs_unsupported"
    OUTSIDE_COUNTY = "outside_county"
    NUMBER_UNREADABLE = "number_unreadable"
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    DUPLICATE_CODE = "duplicate_code"
    TEXT_TOO_LONG = "text_too_long"

    IDENTIFIER_CHECK_DIGIT = "identifier_check_digit"
    AQUIFER_DEPTH_CONFLICT = "aquifer_depth_conflict"
    TOWNSHIP_MISMATCH = "township_mismatch"
    TOWNSHIP_UNKNOWN = "township_unknown"
    DEPTH_MISSING = "depth_missing"
    DATE_UNREADABLE = "date_unreadable"
    VALUE_UNKNOWN = "value_unknown"
    PERMIT_DATES = "permit_dates"
    POSSIBLE_DUPLICATE = "possible_duplicate"


_ALL = tuple(Reason)
REFUSING = frozenset(_ALL[: _ALL.index(Reason.IDENTIFIER_CHECK_DIGIT)])
"""A line with one of these is refused; with any other it is accepted and warned."""

ORDER = {reason: place for place, reason in enumerate(_ALL)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason, and the cell that can mend it."""

    reason: Reason
    cell: str = ""
    """The cell's name in the sheet, such as L35; empty when the sheet has no such column."""
    header: str = ""
    written: str = ""
    """What the cell says."""
    detail: str = ""
    """What it stands against: the located township, the other well's code, the row that came first."""

    @property
    def is_refusing(self) -> bool:
        """Whether the line may not enter the register as it is."""
        return self.reason in REFUSING

    def as_json(self) -> dict[str, str]:
        """Return the finding as it is stored."""
        return {
            "reason": self.reason.value,
            "cell": self.cell,
            "header": self.header,
            "written": self.written,
            "detail": self.detail,
        }
