"""Sources and methods of volumes, and their grades."""

from __future__ import annotations

from enum import StrEnum


class VolumeSource(StrEnum):
    """Who says so."""

    REGISTER = "register"
    MEASURED = "measured"


class VolumeMethod(StrEnum):
    """How a volume was found, best first."""

    ONLINE_METER = "online_meter"
    MANUAL_METER = "manual_meter"
    POWER_COEFFICIENT = "power_coefficient"
    PUMP_HOURS = "pump_hours"
    NORM = "norm"
    STATED = "stated"
    """Written in a register without saying how."""


class Grade(StrEnum):
    """How far a volume can be relied on (rules.md 10.6)."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"
