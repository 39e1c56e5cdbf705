"""What is told, when, and how it leaves the house."""

from casebook.notices.actions.telling import mark_read, tell

__all__ = ["mark_read", "tell"]
