"""Tables of meters, readings, electricity, volumes, and of the ways in."""

from casebook.volumes.models.seals import MeterSeal
from casebook.volumes.models.sources import (
    MeterMessage,
    MeterMessagePass,
    MeterSource,
    MeterSourceWell,
    ReadingUpload,
)
from casebook.volumes.models.tables import (
    Coefficient,
    ElectricityAccount,
    ElectricityAccountWell,
    ElectricityShare,
    ElectricityUse,
    Meter,
    MeterAssignment,
    MeterReading,
    ReadingImport,
    TownshipMonth,
    VolumeEstimate,
    VolumeQuery,
    WellMonth,
    WellMonthPast,
)
from casebook.volumes.models.visits import MeterVisit

__all__ = [
    "Coefficient",
    "ElectricityAccount",
    "ElectricityAccountWell",
    "ElectricityShare",
    "ElectricityUse",
    "Meter",
    "MeterAssignment",
    "MeterMessage",
    "MeterMessagePass",
    "MeterReading",
    "MeterSeal",
    "MeterSource",
    "MeterSourceWell",
    "MeterVisit",
    "ReadingImport",
    "ReadingUpload",
    "TownshipMonth",
    "VolumeEstimate",
    "VolumeQuery",
    "WellMonth",
    "WellMonthPast",
]
