"""Reading acts. What an audit administrator gets says what was done, not what a case contains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import select

from casebook.audit.models import AuditDetail, AuditEntry
from casebook.audit.queries.filters import Filter, narrowed
from casebook.audit.rules import chain_of, shows_details
from casebook.db import chain
from casebook.db.paging import Page, page
from casebook.kernel.errors import NotFound
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.kernel.chains import Head

LONGEST_HISTORY = 200


@dataclass(frozen=True)
class Act:
    """One entry as people read it."""

    id: UUID
    sequence: int
    at: datetime
    action: str
    subject: Subject
    actor_id: UUID | None
    actor_name: str
    agency_name: str
    device: str
    hash: str


@dataclass(frozen=True)
class Values:
    """What is kept beside an entry; `is_erased` when it was taken away."""

    before: dict[str, Any]
    after: dict[str, Any]
    reason: str
    is_erased: bool = False


def page_acts(session: Session, narrow: Filter, actor: Actor, cursor: str | None = None) -> Page[Act]:
    """Return a page of the county's acts, newest first, without any details."""
    query = select(AuditEntry).where(AuditEntry.chain == chain_of(actor.county_code))
    if narrow.action:
        query = query.where(AuditEntry.action.startswith(narrow.action, autoescape=True))
    found = page(
        session,
        narrowed(query, AuditEntry, narrow),
        columns=[AuditEntry.sequence],
        key=lambda entry: [entry.sequence],
        cursor=cursor,
        descending=True,
    )
    return replace(found, items=[_act(entry) for entry in found.items])


def get_act(session: Session, sequence: int, actor: Actor) -> tuple[Act, Values | None]:
    """Return one of the county's acts, or raise NotFound; with details where `shows_details` allows."""
    entry, detail = get_with_detail(session, actor.county_code, sequence)
    return _act(entry), _values(detail) if shows_details(entry.subject_kind) else None


def list_acts(session: Session, subject_kind: str, subject_id: UUID) -> list[tuple[Act, Values | None]]:
    """Return the acts on one record, newest first, for pages of those who may see the record itself."""
    query = _with_detail().where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == subject_id)
    rows = session.execute(query.order_by(AuditEntry.sequence.desc()).limit(LONGEST_HISTORY))
    return [(_act(entry), _values(detail)) for entry, detail in rows]


def list_acts_named(session: Session, county_code: str, action: str) -> list[tuple[Act, Values | None]]:
    """Return all acts of one rare kind in a county's chain, in order; it looks at every entry."""
    is_named = AuditEntry.chain == chain_of(county_code), AuditEntry.action == action
    rows = session.execute(_with_detail().where(*is_named).order_by(AuditEntry.sequence))
    return [(_act(entry), _values(detail)) for entry, detail in rows]


def find_values(session: Session, entry_id: UUID) -> Values | None:
    """Return what is kept beside one entry, for the feature that recorded it."""
    return _values(session.scalar(select(AuditDetail).where(AuditDetail.entry_id == entry_id)))


def get_with_detail(
    session: Session, county_code: str, sequence: int
) -> tuple[AuditEntry, AuditDetail | None]:
    """Return an entry and what is kept beside it, or raise NotFound."""
    query = _with_detail().where(AuditEntry.chain == chain_of(county_code), AuditEntry.sequence == sequence)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound("audit_entry", sequence)
    entry, detail = found
    return entry, detail


def head(session: Session, county_code: str) -> Head:
    """Return where the county's audit chain ends."""
    return chain.head(session, AuditEntry, chain_of(county_code))


def _with_detail() -> Select[AuditEntry, AuditDetail]:
    """Return the query of entries with their details, None where an entry has none."""
    return select(AuditEntry, AuditDetail).outerjoin(AuditDetail, AuditDetail.entry_id == AuditEntry.id)


def _act(entry: AuditEntry) -> Act:
    facts = orjson.loads(entry.body)
    actor, subject = facts["actor"], facts["subject"]
    return Act(
        id=entry.id,
        sequence=entry.sequence,
        at=entry.at,
        action=entry.action,
        subject=Subject(entry.subject_kind, entry.subject_id, subject["title"], subject["division_code"]),
        actor_id=entry.actor_id,
        actor_name=actor["name"],
        agency_name=actor["agency"],
        device=actor["device"],
        hash=entry.hash,
    )


def _values(detail: AuditDetail | None) -> Values | None:
    if detail is None:
        return None
    facts = {} if detail.body is None else orjson.loads(detail.body)
    return Values(
        before=facts.get("before", {}),
        after=facts.get("after", {}),
        reason=facts.get("reason", ""),
        is_erased=detail.body is None,
    )
