"""Noting what happens to items: one entry in each item's own chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from casebook.db.chain import Draft, append_each
from casebook.evidence.models import CustodyEntry
from casebook.evidence.queries import custody_chain
from casebook.evidence.rules import SUBJECT_KIND, CustodyAct
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import EvidenceItem


class Holding(Protocol):
    """What custody must know of an item."""

    @property
    def id(self) -> UUID:
        """Names its chain."""

    @property
    def county_code(self) -> str:
        """Its county."""

    @property
    def file_hash(self) -> str:
        """Its original."""


Noted = tuple[Holding, CustodyAct, Mapping[str, Any]]
"""An item, what happened to it, and further facts."""


def note(
    session: Session,
    noted: Iterable[tuple[EvidenceItem, Mapping[str, Any]]],
    act: CustodyAct,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Seal the same act into the custody of items, each with its own further facts."""
    note_each(session, [(item, act, facts) for item, facts in noted], actor=actor, now=now)


def note_each(
    session: Session, noted: Iterable[Noted], *, actor: Actor, now: datetime, are_new: bool = False
) -> None:
    """Seal acts into the custody of items, in their order, by one statement.

    `are_new` says that these items came in this transaction: their custody begins here.
    """
    by = {"by": actor.name, "agency": actor.agency_name, "device": actor.device}
    drafts = [
        (custody_chain(item.id), draft_of(item, act, now, actor.officer_id, {**facts, **by}))
        for item, act, facts in noted
    ]
    append_each(session, CustodyEntry, drafts, are_new=are_new)


def draft_of(
    item: Holding, act: CustodyAct, at: datetime, actor_id: UUID | None, facts: Mapping[str, Any]
) -> Draft:
    """Return one custody entry, not sealed yet."""
    columns = {
        "county_code": item.county_code,
        "item_id": item.id,
        "act": act,
        "actor_id": actor_id,
        "file_hash": item.file_hash,
    }
    return Draft(at, columns, facts)


def as_subject(item: EvidenceItem) -> Subject:
    """Return an item as acts and looks name it: by the first digits of its hash."""
    digits = item.file_hash.partition(":")[2]
    return Subject(SUBJECT_KIND, item.id, digits[:16], item.about.division_code)


def need_open(actor: Actor, item: EvidenceItem) -> None:
    """Refuse an item out of reach, locked or withdrawn."""
    actor.need_reach(item.about.division_code, SUBJECT_KIND, item.id)
    if item.is_locked:
        raise RuleBroken("evidence_locked")
    if item.withdrawn_at is not None:
        raise RuleBroken("evidence_withdrawn")
