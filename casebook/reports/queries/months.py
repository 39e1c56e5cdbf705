"""Where closed months were sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.reports.models import MonthSending

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session


def list_sendings(session: Session, closed_ids: Collection[UUID]) -> list[MonthSending]:
    """Return where these closed months were sent, in the order of sending."""
    query = select(MonthSending).where(MonthSending.closed_id.in_(closed_ids))
    return list(session.scalars(query.order_by(MonthSending.sent_at, MonthSending.rowid)))


def find_sending(session: Session, closed_id: UUID, recipient: str) -> MonthSending | None:
    """Return how a closed month was sent to an office, or None."""
    wanted = MonthSending.closed_id == closed_id, MonthSending.recipient == recipient
    return session.scalar(select(MonthSending).where(*wanted))
