"""Reading notices, plans, channels and what is on its way out."""

from casebook.notices.queries.dispatches import (
    get_dispatch,
    has_dispatch,
    list_for_chat,
    list_for_digest,
    list_last_dispatches,
    list_readers,
    list_unsent,
)
from casebook.notices.queries.notices import count_unread, page_notices, unread_query, was_told
from casebook.notices.queries.settings import (
    find_channel,
    find_choice,
    find_last_plan,
    list_all_channels,
    list_channels,
    list_plans,
    plan_for,
    plan_of,
    plans_of,
)
from casebook.notices.queries.tellings import find_tellings

__all__ = [
    "count_unread",
    "find_channel",
    "find_choice",
    "find_last_plan",
    "find_tellings",
    "get_dispatch",
    "has_dispatch",
    "list_all_channels",
    "list_channels",
    "list_for_chat",
    "list_for_digest",
    "list_last_dispatches",
    "list_plans",
    "list_readers",
    "list_unsent",
    "page_notices",
    "plan_for",
    "plan_of",
    "plans_of",
    "unread_query",
    "was_told",
]
