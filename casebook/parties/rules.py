"""What a party is, and when two mentions are the same one."""

from __future__ import annotations

from enum import StrEnum


class PartyKind(StrEnum):
    """Who a party is in law; decides thresholds (rules.md 5.3) and what counts as personal."""

    CITIZEN = "citizen"
    ORGANISATION = "organisation"
    VILLAGE = "village"
    UNKNOWN = "unknown"


class IdentifierKind(StrEnum):
    """Which number identifies a party."""

    NONE = "none"
    CREDIT_CODE = "credit_code"
    """统一社会信用代码, GB 32100-2015."""
    CITIZEN_NUMBER = "citizen_number"
    """公民身份号码, GB 11643-1999."""
    OTHER = "other"
