"""Reading entries: frozen facts, never the rows themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from casebook.audit.queries import find_values
from casebook.db.paging import Page, page
from casebook.kernel.errors import NotFound
from casebook.kernel.subjects import Subject
from casebook.ledger.models import LedgerEntry
from casebook.ledger.queries.scope import Scope, scoped
from casebook.ledger.rules import Posting, PostingKind, chain_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor


@dataclass(frozen=True)
class Filter(Scope):
    """What to list: the scope of a figure, or the entries of one well or one subject."""

    well_code: str = ""
    subject_id: UUID | None = None


@dataclass(frozen=True)
class Entry:
    """One entry of the ledger."""

    id: UUID
    chain: str
    sequence: int
    at: datetime
    booked_on: date
    posting: Posting
    subject: Subject
    actor_name: str
    agency_name: str
    reverses: int | None
    """Sequence of the entry that this one takes back."""
    reversed_by: int | None
    """Sequence of the entry that takes this one back."""
    previous_hash: str
    hash: str
    body: bytes
    """The bytes that were hashed, as they can be printed and checked elsewhere."""
    audit_id: UUID | None
    """The audit entry that keeps a reversal's reason."""


def page_entries(session: Session, narrow: Filter, actor: Actor, cursor: str | None = None) -> Page[Entry]:
    """Return a page of the entries in the actor's jurisdiction, newest first."""
    found = page(
        session,
        _query(narrow, actor),
        columns=[LedgerEntry.sequence],
        key=lambda entry: [entry.sequence],
        cursor=cursor,
        descending=True,
    )
    return replace(found, items=entries_of(session, found.items))


def get_entry(session: Session, sequence: int, actor: Actor) -> Entry:
    """Return the entry with this number, or raise NotFound."""
    row = session.scalar(_query(Filter(), actor).where(LedgerEntry.sequence == sequence))
    if row is None:
        raise NotFound("ledger_entry", sequence)
    return entries_of(session, [row])[0]


def list_entries_of_subject(session: Session, subject_id: UUID, actor: Actor) -> list[Entry]:
    """Return what was posted about a closure, a problem, a plan; in order."""
    return _list(session, Filter(subject_id=subject_id), actor)


def list_entries_of_well(session: Session, well_code: str, actor: Actor) -> list[Entry]:
    """Return what was posted about a well, in order."""
    return _list(session, Filter(well_code=well_code), actor)


def standing_closings(
    session: Session,
    county_code: str,
    codes: Collection[str],
    kinds: frozenset[PostingKind] = frozenset({PostingKind.WELL_CLOSED, PostingKind.REDUCTION}),
) -> list[tuple[str, date, int]]:
    """Return wells that are booked as closed or cut: code, closing day, sequence; nothing taken back."""
    reversal = aliased(LedgerEntry)
    query = select(LedgerEntry.well_code, LedgerEntry.effective_on, LedgerEntry.sequence).where(
        LedgerEntry.county_code == county_code,
        LedgerEntry.well_code.in_(codes),
        LedgerEntry.kind.in_(sorted(kinds)),
        ~exists().where(reversal.reverses_id == LedgerEntry.id),
    )
    rows = session.execute(query.order_by(LedgerEntry.sequence))
    return [(row.well_code or "", row.effective_on, row.sequence) for row in rows]


def reductions_of_wells(session: Session, county_code: str, codes: Collection[str]) -> dict[str, Decimal]:
    """Return the m³ of a full year that are counted as cut of each well; wells without any are left out.

    Of each matter that stands the largest volume that it was ever booked with: what an emergency took off
    for a while is not free for another claim.
    """
    reversal = aliased(LedgerEntry)
    stands = ~exists().where(reversal.reverses_id == LedgerEntry.id)
    query = select(LedgerEntry.well_code, LedgerEntry.subject_id, LedgerEntry.full_year_m3, stands).where(
        LedgerEntry.county_code == county_code,
        LedgerEntry.well_code.in_(codes),
        LedgerEntry.kind == PostingKind.REDUCTION,
    )
    largest: dict[tuple[str, UUID], Decimal] = {}
    standing = set()
    for code, subject_id, volume_m3, is_standing in session.execute(query):
        key = (code or "", subject_id)
        largest[key] = max(volume_m3, largest.get(key, volume_m3))
        if is_standing:
            standing.add(key)
    found: dict[str, Decimal] = {}
    for key in standing:
        found[key[0]] = found.get(key[0], Decimal(0)) + largest[key]
    return found


def closing_days(session: Session, county_code: str) -> dict[str, date]:
    """Return the wells of a county that are booked as closed, by code, with the day; nothing taken back."""
    reversal = aliased(LedgerEntry)
    query = select(LedgerEntry.well_code, LedgerEntry.effective_on).where(
        LedgerEntry.county_code == county_code,
        LedgerEntry.kind == PostingKind.WELL_CLOSED,
        LedgerEntry.reverses_id.is_(None),
        ~exists().where(reversal.reverses_id == LedgerEntry.id),
    )
    return {code: on for code, on in session.execute(query.order_by(LedgerEntry.sequence)) if code}


def reason_of(session: Session, entry: Entry) -> str:
    """Return why an entry takes another back; empty for others, and where the reason was erased."""
    values = None if entry.audit_id is None else find_values(session, entry.audit_id)
    return "" if values is None else values.reason


def _list(session: Session, narrow: Filter, actor: Actor) -> list[Entry]:
    rows = session.scalars(_query(narrow, actor).order_by(LedgerEntry.sequence))
    return entries_of(session, list(rows))


def _query(narrow: Filter, actor: Actor) -> Select[LedgerEntry]:
    query = select(LedgerEntry).where(
        LedgerEntry.chain == chain_of(actor.county_code),
        LedgerEntry.division_code.startswith(actor.jurisdiction, autoescape=True),
    )
    if narrow.well_code:
        query = query.where(LedgerEntry.well_code == narrow.well_code)
    if narrow.subject_id is not None:
        query = query.where(LedgerEntry.subject_id == narrow.subject_id)
    return scoped(query, LedgerEntry, narrow)


def entries_of(session: Session, rows: Sequence[LedgerEntry]) -> list[Entry]:
    """Return the frozen facts of rows, in their order; one query more for what takes them back."""
    reversals = select(LedgerEntry.reverses_id, LedgerEntry.sequence)
    ids = [row.id for row in rows]
    found = session.execute(reversals.where(LedgerEntry.reverses_id.in_(ids)))
    taken_back = {row.reverses_id: row.sequence for row in found}
    return [entry_of(row, taken_back.get(row.id)) for row in rows]


def entry_of(row: LedgerEntry, reversed_by: int | None = None) -> Entry:
    """Return the frozen facts of a row: what columns do not hold comes from the signed bytes."""
    facts = orjson.loads(row.body)
    subject, actor = facts["subject"], facts["actor"]
    audit_id = facts.get("audit_id")
    return Entry(
        id=row.id,
        chain=row.chain,
        sequence=row.sequence,
        at=row.at,
        booked_on=row.booked_on,
        posting=posting_of(row, facts),
        subject=Subject(subject["kind"], row.subject_id, subject["title"], row.division_code),
        actor_name=actor["name"],
        agency_name=actor["agency"],
        reverses=facts.get("reverses"),
        reversed_by=reversed_by,
        previous_hash=row.previous_hash,
        hash=row.hash,
        body=row.body,
        audit_id=None if audit_id is None else UUID(audit_id),
    )


def posting_of(row: LedgerEntry, facts: dict[str, Any]) -> Posting:
    """Return what an entry posted."""
    return Posting(
        kind=row.kind,
        on=row.effective_on,
        year=row.year,
        division_code=row.division_code,
        well_code=row.well_code,
        aquifer_group=row.aquifer_group,
        count=row.count,
        full_year_m3=row.full_year_m3,
        this_year_m3=row.this_year_m3,
        method=facts.get("method"),
        grade=facts.get("grade"),
        papers=tuple(facts.get("papers", ())),
        is_history=bool(row.is_history),
    )
