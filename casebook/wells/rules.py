"""The code tables of the register, and the life of a well as one table (rules.md 6.4)."""

from __future__ import annotations

from enum import StrEnum


class WellStatus(StrEnum):
    """Where a well is in its life."""

    PROPOSED = "proposed"
    UNDER_CONSTRUCTION = "under_construction"
    IN_USE = "in_use"
    IDLE = "idle"
    PLUGGED = "plugged"
    MOTHBALLED = "mothballed"
    MONITORING = "monitoring"
    NOT_FOUND = "not_found"
    UNVERIFIED = "unverified"


class WellUse(StrEnum):
    """What the water is taken for."""

    IRRIGATION = "irrigation"
    INDUSTRY = "industry"
    PUBLIC_SUPPLY = "public_supply"
    RURAL_DOMESTIC = "rural_domestic"
    SPECIAL_TRADE = "special_trade"
    """特种行业: car washes, baths, golf."""
    LIVESTOCK = "livestock"
    OTHER = "other"


class MeterKind(StrEnum):
    """How the water taken is measured."""

    ONLINE = "online"
    MECHANICAL = "mechanical"
    POWER = "power"
    """以电折水: kWh times a coefficient."""
    NONE = "none"
    UNKNOWN = "unknown"


class PermitExemption(StrEnum):
    """Why a well needs no permit (取水条例 4; rules.md 3.1 and 9). It is registered all the same."""

    NONE = "none"
    COLLECTIVE = "collective"
    """Rural collectives and their members from their own ponds and reservoirs."""
    HOUSEHOLD = "household"
    """Family life and a few animals: a small amount."""


class PartyRole(StrEnum):
    """What a party is to a well; the party of a case is the user who abstracts."""

    OWNER = "owner"
    MANAGER = "manager"
    USER = "user"


class AliasKind(StrEnum):
    """Whose number an alias is."""

    PLATE = "plate"
    """一井一牌, the number on the well's plate or QR code."""
    CENSUS = "census"
    PLATFORM = "platform"
    """取水口编码 of the superior's platform."""
    OTHER = "other"
