"""What a party is, and when two mentions are the same one."""

from __future__ import annotations

from enum import StrEnum


class PartyKind(StrEnum):
    """Who a party is in law; decides thresholds (rules.md 5.3) and what counts as personal."""

    CITIZEN = "citizen"
    ORGANISATION = "organisation"
    VILLAGE = "village"
    UNKNOWN = "unknown"
