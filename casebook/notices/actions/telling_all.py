"""Writing what is to be told today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.db.rows import insert_rows
from casebook.kernel.clock import local_day
from casebook.notices.models import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

_PIECE = 500


def tell_all(session: Session, *, now: datetime, rows: Sequence[dict[str, Any]]) -> int:
    """Write notices of `queries.find_tellings`; return how many.

    The database refuses the second of two who tell an officer the same: the slower work is done anew.
    """
    told = [{**row, "told_on": local_day(now), "told_at": now} for row in rows]
    for first in range(0, len(told), _PIECE):
        insert_rows(session, Notice, told[first : first + _PIECE])
    return len(told)
