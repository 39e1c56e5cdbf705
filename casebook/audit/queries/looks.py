"""Reading looks at personal data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.audit.models import AccessLog
from casebook.audit.queries.filters import Filter, narrowed
from casebook.db.paging import Page, page
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


@dataclass(frozen=True)
class Look:
    """One look at personal data."""

    id: UUID
    at: datetime
    subject: Subject
    what: str
    actor_id: UUID | None
    actor_name: str
    device: str
    is_sealed: bool


def page_looks(session: Session, narrow: Filter, actor: Actor, cursor: str | None = None) -> Page[Look]:
    """Return a page of looks at personal data, newest first; the filter's action is not asked."""
    query = select(AccessLog).where(AccessLog.county_code == actor.county_code)
    found = page(
        session,
        narrowed(query, AccessLog, narrow),
        columns=[AccessLog.rowid],
        key=lambda look: [look.rowid],
        cursor=cursor,
        descending=True,
    )
    return replace(found, items=[_look(look) for look in found.items])


def has_looked(session: Session, actor: Actor, subject: Subject, what: str, *, since: datetime) -> bool:
    """Say whether somebody's look of a kind is logged already: a film is played in many pieces."""
    wanted = (
        AccessLog.subject_kind == subject.kind,
        AccessLog.subject_id == subject.id,
        AccessLog.actor_id == actor.officer_id,
        AccessLog.what == what,
        AccessLog.at >= since,
    )
    return session.scalar(select(AccessLog.id).where(*wanted).limit(1)) is not None


def list_looks_of_seal(session: Session, entry_id: UUID, subject_kind: str) -> list[Look]:
    """Return the looks at one kind of subjects that an entry covers (custody notes those at evidence)."""
    query = select(AccessLog).where(AccessLog.sealed_by == entry_id, AccessLog.subject_kind == subject_kind)
    return [_look(look) for look in session.scalars(query.order_by(AccessLog.id))]


def list_unsealed_counties(session: Session) -> list[str]:
    """Return the counties with looks that no entry covers yet."""
    query = select(AccessLog.county_code).where(AccessLog.sealed_by.is_(None))
    return list(session.scalars(query.distinct().order_by(AccessLog.county_code)))


def list_unsealed_looks(session: Session, county_code: str) -> list[AccessLog]:
    """Return a county's looks that no entry covers yet, by id."""
    query = select(AccessLog).where(AccessLog.county_code == county_code, AccessLog.sealed_by.is_(None))
    return list(session.scalars(query.order_by(AccessLog.id)))


def _look(look: AccessLog) -> Look:
    return Look(
        id=look.id,
        at=look.at,
        subject=Subject(look.subject_kind, look.subject_id, look.subject_title, look.division_code),
        what=look.what,
        actor_id=look.actor_id,
        actor_name=look.actor_name,
        device=look.device,
        is_sealed=look.sealed_by is not None,
    )
