"""What a tablet is told when it asks."""

from __future__ import annotations

from datetime import datetime, timedelta

from casebook.kernel.errors import RuleBroken

OVERLAP = timedelta(minutes=5)
"""Told again: what was being written while the last inbox was read."""
FIRST_SPAN = timedelta(days=60)
"""How far back the first inbox of a tablet goes."""


def begins_at(written: str, now: datetime) -> datetime:
    """Return since when answers are told; RuleBroken for what is no instant."""
    if not written:
        return now - FIRST_SPAN
    try:
        since = datetime.fromisoformat(written)
    except ValueError:
        raise RuleBroken("inbox_since_unreadable", field="since") from None
    if since.tzinfo is None or not now - 100 * FIRST_SPAN < since:
        raise RuleBroken("inbox_since_unreadable", field="since")
    return min(since, now) - OVERLAP
