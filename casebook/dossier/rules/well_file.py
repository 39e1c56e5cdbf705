"""一井一档: what the file of a closed well has to hold, and what of it is missing (rules.md 10.4, 10.5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PHOTOGRAPHS = 2
"""Of each stage (rules.md 10.4)."""
YEARS = 3


class WellFileItem(StrEnum):
    """One thing that the file of a closed well holds."""

    REPORT = "report"
    WORKS = "works"
    ACCEPTANCE = "acceptance"
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    FILL = "fill"
    TAG = "tag"
    CONNECTION = "connection"
    POWER_CUT = "power_cut"
    PERMIT = "permit"
    VOLUMES = "volumes"
    BASIS = "basis"
    BOOKING = "booking"
    PUBLICATION = "publication"
    RECHECK = "recheck"


@dataclass(frozen=True, kw_only=True)
class WellFileFacts:
    """What is there: counts and whether; a thing that this closing does not need counts as there."""

    has_report: bool
    has_works: bool
    signatures: int
    before: int
    during: int
    after: int
    has_fill: bool
    """Measured, and not short of the hole; true for kinds that fill nothing."""
    has_tag: bool
    has_connection: bool
    has_power_cut: bool
    has_permit_change: bool
    years: int
    has_basis: bool
    is_booked: bool
    is_published: bool
    rechecks: int


NEEDED_SIGNATURES = 4


def missing_of(facts: WellFileFacts) -> list[WellFileItem]:
    """Return what the file lacks, in the order of its pages."""
    has = {
        WellFileItem.REPORT: facts.has_report,
        WellFileItem.WORKS: facts.has_works,
        WellFileItem.ACCEPTANCE: facts.signatures >= NEEDED_SIGNATURES,
        WellFileItem.BEFORE: facts.before >= PHOTOGRAPHS,
        WellFileItem.DURING: facts.during >= PHOTOGRAPHS,
        WellFileItem.AFTER: facts.after >= PHOTOGRAPHS,
        WellFileItem.FILL: facts.has_fill,
        WellFileItem.TAG: facts.has_tag,
        WellFileItem.CONNECTION: facts.has_connection,
        WellFileItem.POWER_CUT: facts.has_power_cut,
        WellFileItem.PERMIT: facts.has_permit_change,
        WellFileItem.VOLUMES: facts.years >= YEARS,
        WellFileItem.BASIS: facts.has_basis,
        WellFileItem.BOOKING: facts.is_booked,
        WellFileItem.PUBLICATION: facts.is_published,
        WellFileItem.RECHECK: facts.rechecks > 0,
    }
    return [item for item, is_there in has.items() if not is_there]
