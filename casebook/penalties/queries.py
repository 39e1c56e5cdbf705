"""Reading a county's flags, thresholds and discretion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.penalties.rules import STANDARD, standard_flags

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.penalties.rules import Flags, Thresholds


def flags_of(session: Session, county_code: str) -> Flags:  # noqa: ARG001 - what the county set comes from it
    """Return what is so in a county, and its local acts."""
    return standard_flags(county_code)


def thresholds_of(session: Session, county_code: str, on: date) -> Thresholds:  # noqa: ARG001 - as above
    """Return the limits that had begun in a county by a day."""
    return STANDARD
