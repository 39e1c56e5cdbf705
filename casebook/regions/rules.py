"""What kinds of areas there are, and when one holds."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date


class DivisionKind(StrEnum):
    """Level of a division; told from the length of its code (GB/T 2260 six, GB/T 10114 nine digits)."""

    COUNTY = "county"
    TOWNSHIP = "township"


class ZoneKind(StrEnum):
    """What a control zone restricts or offers (地下水管理条例 33, 34, 63; 山东水资源条例 28-30)."""

    NO_ABSTRACTION = "no_abstraction"
    RESTRICTED = "restricted"
    OVER_EXTRACTION = "over_extraction"
    SEVERE_OVER_EXTRACTION = "severe_over_extraction"
    PUBLIC_SUPPLY = "public_supply"
    RECLAIMED_NETWORK = "reclaimed_network"


class Aquifer(StrEnum):
    """Layer that a well takes from, or that a zone is about (rules.md 1: bases at 60 m and 180 m)."""

    SHALLOW = "shallow"
    SALINE = "saline"
    DEEP_CONFINED = "deep_confined"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class HasPeriod(Protocol):
    """Something that holds from a day on, until it ended."""

    @property
    def valid_from(self) -> date:
        """First day."""

    @property
    def ended_on(self) -> date | None:
        """First day on which it no longer holds; None while it does."""


def holds(area: HasPeriod, on: date) -> bool:
    """Say whether an area is in force on a day."""
    return area.valid_from <= on and (area.ended_on is None or on < area.ended_on)


def concerns(zone_aquifer: Aquifer | None, well_aquifer: Aquifer) -> bool:
    """Say whether a zone is about a well's layer; a zone that names none is about all."""
    return zone_aquifer is None or zone_aquifer == well_aquifer
