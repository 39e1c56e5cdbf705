"""Reading draws, campaigns, tasks of townships, and responsibility letters."""

from casebook.campaigns.queries.spot import (
    Drawn,
    Member,
    get_spot_check,
    list_closures_drawn,
    list_drawn,
    list_drawn_gaps,
    page_spot_checks,
    pool_of,
)

__all__ = [
    "Drawn",
    "Member",
    "get_spot_check",
    "list_closures_drawn",
    "list_drawn",
    "list_drawn_gaps",
    "page_spot_checks",
    "pool_of",
]
