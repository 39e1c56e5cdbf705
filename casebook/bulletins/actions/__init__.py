"""Setting what is red and what weighs, keeping Monday's page, and the course of a bulletin."""

from casebook.bulletins.actions.circular import (
    Words,
    draft_bulletin,
    drop_bulletin,
    edit_bulletin,
    issue_bulletin,
)
from casebook.bulletins.actions.monday import keep_page, send_page
from casebook.bulletins.actions.settings import set_limits, set_people, set_weights

__all__ = [
    "Words",
    "draft_bulletin",
    "drop_bulletin",
    "edit_bulletin",
    "issue_bulletin",
    "keep_page",
    "send_page",
    "set_limits",
    "set_people",
    "set_weights",
]
