"""The server's own second tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.db.holding import try_hold
from casebook.field.actions import settling
from casebook.field.queries import operations as queries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

MOST_AT_ONCE = 200


def retry_unsettled(session: Session, *, now: datetime) -> int:
    """Look again at what the server failed on; return how many."""
    found = queries.list_unsettled(session, MOST_AT_ONCE)
    for operation_id in found:
        if try_hold(session, f"operation:{operation_id}"):
            settling.settle_stored(session, operation_id=operation_id, now=now)
    return len(found)
