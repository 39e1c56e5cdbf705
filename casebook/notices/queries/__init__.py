"""Reading notices, plans, channels and what is on its way out."""

from casebook.notices.queries.notices import count_unread, page_notices, was_told

__all__ = ["count_unread", "page_notices", "was_told"]
