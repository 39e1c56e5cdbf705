"""Pure rules of volumes: from dials to the volume of a well and month, and what must be explained."""

from casebook.volumes.rules.figures import MonthVolume, VolumeFlag, YearVolume, year_of_months
from casebook.volumes.rules.kinds import (
    QUERY_TRANSITIONS,
    UPLOAD_TRANSITIONS,
    ImportKind,
    MessageState,
    ParserKind,
    QueryKind,
    QueryState,
    ReadingFault,
    ReadingMark,
    ReadingSource,
    ReadingWay,
    UploadState,
)
from casebook.volumes.rules.standing import ReadingState, RoundResult

__all__ = [
    "QUERY_TRANSITIONS",
    "UPLOAD_TRANSITIONS",
    "ImportKind",
    "MessageState",
    "MonthVolume",
    "ParserKind",
    "QueryKind",
    "QueryState",
    "ReadingFault",
    "ReadingMark",
    "ReadingSource",
    "ReadingState",
    "ReadingWay",
    "RoundResult",
    "UploadState",
    "VolumeFlag",
    "YearVolume",
    "year_of_months",
]
