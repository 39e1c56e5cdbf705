"""The words that meters, readings and queries are kept in."""

from __future__ import annotations

from enum import StrEnum


class ReadingMark(StrEnum):
    """What the reader noted beside a dial."""

    NONE = "none"
    ROLLOVER = "rollover"
    OLD_CLOSING = "old_closing"
    NEW_OPENING = "new_opening"


class ReadingWay(StrEnum):
    """How the dial was read."""

    ONLINE = "online"
    MANUAL = "manual"


class ReadingSource(StrEnum):
    """On which way the reading came to us."""

    FORM = "form"
    TABLET = "tablet"
    FILE = "file"
    ONLINE = "online"
    INSPECTION = "inspection"


class ImportKind(StrEnum):
    """What a file holds."""

    READINGS = "readings"
    ELECTRICITY = "electricity"


class MessageState(StrEnum):
    """What became of an online meter's message."""

    WAITING = "waiting"
    READ = "parsed"
    REFUSED = "refused"


class ParserKind(StrEnum):
    """How the messages of a source are written."""

    CASEBOOK_JSON = "casebook_json"
    """Our own (docs/volumes.md)."""
    NAMED_JSON = "named_json"
    """A list of objects whose keys the source's settings name."""
    LINES = "lines"
    """A reading a line, its parts in the order that the source's settings name."""


class UploadState(StrEnum):
    """What became of an uploaded file."""

    WAITING = "upload_waiting"
    TAKEN = "upload_taken"
    REFUSED = "upload_refused"


UPLOAD_TRANSITIONS: dict[UploadState, frozenset[UploadState]] = {
    UploadState.WAITING: frozenset({UploadState.TAKEN, UploadState.REFUSED}),
    UploadState.TAKEN: frozenset(),
    UploadState.REFUSED: frozenset(),
}
"""A refused file is mended and uploaded anew: what it was stays with its report."""


class QueryKind(StrEnum):
    """What a figure leaves unexplained."""

    DECREASE_UNEXPLAINED = "decrease_unexplained"
    GAP = "gap"
    SPIKE = "spike"
    ABOVE_CAPACITY = "above_capacity"
    AFTER_CLOSURE = "after_closure"
    SWAP_UNMARKED = "swap_unmarked"
    ZERO_WITH_POWER = "zero_with_power"
    NIGHT_PUMPING = "night_pumping"


class QueryState(StrEnum):
    """What became of a query."""

    OPEN = "query_open"
    EXPLAINED = "query_explained"
    DISMISSED = "query_dismissed"
    LAPSED = "query_lapsed"
    """Later readings or a correction left nothing to explain."""


class ReadingFault(StrEnum):
    """Why a row of readings or of electricity is refused."""

    WELL_UNKNOWN = "well_unknown"
    METER_UNKNOWN = "meter_unknown"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IN_FUTURE = "date_in_future"
    NUMBER_UNREADABLE = "number_unreadable"
    CONFLICT = "conflict"
    ACCOUNT_UNKNOWN = "account_unknown"
    MONTH_UNREADABLE = "month_unreadable"
    MARK_UNREADABLE = "mark_unreadable"


QUERY_TRANSITIONS: dict[QueryState, frozenset[QueryState]] = {
    QueryState.OPEN: frozenset({QueryState.EXPLAINED, QueryState.DISMISSED, QueryState.LAPSED}),
    QueryState.EXPLAINED: frozenset({QueryState.OPEN}),
    QueryState.DISMISSED: frozenset({QueryState.OPEN}),
    QueryState.LAPSED: frozenset({QueryState.OPEN}),
}
"""An answered query opens again when the same interval asks for it with other figures."""
