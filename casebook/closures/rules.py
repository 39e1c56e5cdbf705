"""Enums of closures; the rules on them follow below."""

from __future__ import annotations

from enum import StrEnum


class ClosureOrigin(StrEnum):
    """Why a well is closed (rules.md 10.6)."""

    PROGRAMME = "programme"
    REPLACEMENT = "replacement"
    CASE = "case"
    VOLUNTARY = "voluntary"
    OWNERLESS = "ownerless"


class ClosureKind(StrEnum):
    """How it is closed (rules.md 10.1)."""

    PLUGGED = "plugged"
    MOTHBALLED = "mothballed"
    MONITORING = "monitoring"


class ClosureStatus(StrEnum):
    """How far a reported closure has come."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    REOPENED = "reopened"


class BaselineMethod(StrEnum):
    """How the yearly baseline was found (rules.md 10.6)."""

    B1 = "B1"
    B2 = "B2"
    B3 = "B3"
    B4 = "B4"
    B5 = "B5"
    B6 = "B6"


class ReplacementSource(StrEnum):
    """What supplies the user now (rules.md 10.5)."""

    PUBLIC_NETWORK = "public_network"
    YELLOW_RIVER = "yellow_river"
    YANGTZE = "yangtze"
    RECLAIMED = "reclaimed"
    STORM_WATER = "storm_water"
    OTHER = "other"
    NONE_NEEDED = "none_needed"
    """The use ended; nothing replaces it."""


class SignatureRole(StrEnum):
    """The four signatures of an acceptance (rules.md 10.4, 10.6)."""

    BUILDER = "builder"
    SUPERVISOR = "supervisor"
    """监理 or the township."""
    OWNER = "owner"
    WATER_AUTHORITY = "water_authority"
