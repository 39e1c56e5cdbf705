"""Pure rules of volumes: from dials to the volume of a well and month, and what must be explained."""

from casebook.volumes.rules.figures import MonthVolume, VolumeFlag, YearVolume, year_of_months
from casebook.volumes.rules.kinds import (
    QUERY_TRANSITIONS,
    ImportKind,
    MessageState,
    QueryKind,
    QueryState,
    ReadingFault,
    ReadingMark,
    ReadingSource,
    ReadingWay,
)

__all__ = [
    "QUERY_TRANSITIONS",
    "ImportKind",
    "MessageState",
    "MonthVolume",
    "QueryKind",
    "QueryState",
    "ReadingFault",
    "ReadingMark",
    "ReadingSource",
    "ReadingWay",
    "VolumeFlag",
    "YearVolume",
    "year_of_months",
]
