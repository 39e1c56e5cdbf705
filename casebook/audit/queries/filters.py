"""How an audit administrator narrows a list of acts or looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from casebook.kernel.clock import CHINA

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select

    from casebook.audit.models import AccessLog, AuditEntry


@dataclass(frozen=True)
class Filter:
    """What to list; an empty part does not narrow.

    `action` is a tag or its beginning; `since` and `until` are Chinese days, both included.
    """

    actor_id: UUID | None = None
    action: str = ""
    subject_kind: str = ""
    subject_id: UUID | None = None
    since: date | None = None
    until: date | None = None


def narrowed(query: Select[Any], model: type[AuditEntry | AccessLog], narrow: Filter) -> Select[Any]:
    """Add what acts and looks have in common: who, about what, from when until when."""
    if narrow.actor_id is not None:
        query = query.where(model.actor_id == narrow.actor_id)
    if narrow.subject_kind:
        query = query.where(model.subject_kind == narrow.subject_kind)
    if narrow.subject_id is not None:
        query = query.where(model.subject_id == narrow.subject_id)
    if narrow.since is not None:
        query = query.where(model.at >= _midnight(narrow.since))
    if narrow.until is not None:
        query = query.where(model.at < _midnight(narrow.until + timedelta(days=1)))
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)
