"""Sources and methods of volumes, and their grades."""

from __future__ import annotations

from enum import StrEnum

from casebook.wells.rules import MeterKind


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


GRADES = {
    VolumeMethod.ONLINE_METER: Grade.A,
    VolumeMethod.MANUAL_METER: Grade.A,
    VolumeMethod.POWER_COEFFICIENT: Grade.B,
    VolumeMethod.PUMP_HOURS: Grade.C,
    VolumeMethod.NORM: Grade.C,
    VolumeMethod.STATED: Grade.D,
}
"""The grade of each method (rules.md 10.6, B1 to B6)."""

_METHODS = {
    MeterKind.ONLINE: VolumeMethod.ONLINE_METER,
    MeterKind.MECHANICAL: VolumeMethod.MANUAL_METER,
    MeterKind.POWER: VolumeMethod.POWER_COEFFICIENT,
}


def method_of(meter: MeterKind) -> VolumeMethod:
    """Return how a register's figure was found, as far as the well's meter tells."""
    return _METHODS.get(meter, VolumeMethod.STATED)
