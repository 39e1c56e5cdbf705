"""Reading settings, the figures behind lights and ranking, Monday's pages and bulletins."""

from casebook.bulletins.queries.figures import list_last, measures_of, months_last_of, ranking_of
from casebook.bulletins.queries.overdue import Matter, list_overdue
from casebook.bulletins.queries.records import (
    SUBJECT,
    find_monday,
    get_bulletin,
    get_monday,
    last_sequence,
    list_bulletin_events,
    list_missing,
    list_mondays,
    page_bulletins,
)
from casebook.bulletins.queries.settings import (
    find_setting,
    last_version,
    limits_of,
    people_of,
    weights_at,
    weights_of,
)

__all__ = [
    "SUBJECT",
    "Matter",
    "find_monday",
    "find_setting",
    "get_bulletin",
    "get_monday",
    "last_sequence",
    "last_version",
    "limits_of",
    "list_bulletin_events",
    "list_last",
    "list_missing",
    "list_mondays",
    "list_overdue",
    "measures_of",
    "months_last_of",
    "page_bulletins",
    "people_of",
    "ranking_of",
    "weights_at",
    "weights_of",
]
