"""Posting: an entry at the end of the chain, its sums beside it, in one transaction."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from casebook.audit.actions import record
from casebook.db.chain import append, lock
from casebook.kernel import clock
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.ledger.models import LedgerEntry, LedgerRollup
from casebook.ledger.queries.entries import Entry, entry_of
from casebook.ledger.queries.months import last_closed_month
from casebook.ledger.rules import (
    NOTHING,
    AquiferGroup,
    Posting,
    PostingKind,
    booking_day,
    chain_of,
    check,
    reversal_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.kernel.subjects import Subject

# These are run for each posting; building them anew would cost as much as the database does.
_KEY = ("county_code", "year", "division_code", "kind", "aquifer_group")
_FIGURES = ("count", "full_year_m3", "this_year_m3")


def _its(column: InstrumentedAttribute[Any]) -> BindParameter[Any]:
    return bindparam(f"its_{column.key}", type_=column.type)


_ADD = (
    update(LedgerRollup)
    .where(*(getattr(LedgerRollup, name) == _its(getattr(LedgerRollup, name)) for name in _KEY))
    .values({name: getattr(LedgerRollup, name) + _its(getattr(LedgerRollup, name)) for name in _FIGURES})
)
_REVERSAL = aliased(LedgerEntry)
_STANDING = select(LedgerEntry.sequence).where(
    LedgerEntry.county_code == bindparam("its_county"),
    LedgerEntry.kind == bindparam("its_kind"),
    # Not `IS NULL`: SQLite would look for it in the index of reversals and walk through every entry.
    func.coalesce(LedgerEntry.reverses_id, LedgerEntry.id) == LedgerEntry.id,
    ~exists().where(_REVERSAL.reverses_id == LedgerEntry.id),
)
_TWIN_OF_WELL = _STANDING.where(
    LedgerEntry.well_code == bindparam("its_well"),
    or_(
        LedgerEntry.kind == PostingKind.WELL_CLOSED,
        and_(
            LedgerEntry.subject_id == bindparam("its_subject"),
            # An emergency over New Year's Eve takes water of two years.
            or_(LedgerEntry.kind != PostingKind.EMERGENCY_USE, LedgerEntry.year == bindparam("its_year")),
        ),
    ),
)
_TWIN_OF_SUBJECT = _STANDING.where(
    LedgerEntry.well_code.is_(None), LedgerEntry.subject_id == bindparam("its_subject")
)


def post(  # noqa: PLR0913 - all that an entry states
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    kind: PostingKind,
    on: date,
    year: int,
    division_code: str,
    subject: Subject,
    well_code: str | None = None,
    aquifer_group: AquiferGroup = AquiferGroup.UNKNOWN,
    count: int = 0,
    full_year_m3: Decimal | int = NOTHING,
    this_year_m3: Decimal | int = NOTHING,
    method: str | None = None,
    grade: str | None = None,
    papers: Sequence[str] = (),
    is_history: bool = False,
) -> Entry:
    """Append one entry, add it to the roll-ups, flush; who may post is the act's. Raises Refused."""
    actor.need_reach(division_code, "division", division_code)
    posting = Posting(
        kind=PostingKind(kind),
        on=on,
        year=year,
        division_code=division_code,
        well_code=well_code,
        aquifer_group=AquiferGroup(aquifer_group),
        count=count,
        full_year_m3=Decimal(full_year_m3),
        this_year_m3=Decimal(this_year_m3),
        method=method,
        grade=grade,
        papers=tuple(sorted(set(papers))),
        is_history=is_history,
    )
    _admit(session, posting, subject, today=clock.local_day(now))
    return _write(session, actor, now, posting, subject, {})


def reverse(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    entry_id: UUID,
    on: date,
    reason: str,
    this_year_m3_kept: Decimal | None = None,
    subject: Subject | None = None,
    papers: Sequence[str] = (),
) -> Entry:
    """Append the entry that takes another back, once; add it to the roll-ups, flush.

    `this_year_m3_kept` is what was truly saved up to the day before `on`; None keeps nothing.
    `subject` is what led to it, if not the original's. The reason stands in the audit.
    """
    lock(session)
    row = _get(session, entry_id)
    actor.need_reach(row.division_code, "ledger_entry", row.sequence)
    _refuse_second_reversal(session, row)
    if not reason.strip():
        raise RuleBroken("reversal_reason", field="reason")
    original = entry_of(row)
    posting = reversal_of(
        original.posting,
        on=on,
        today=clock.local_day(now),
        this_year_m3_kept=NOTHING if this_year_m3_kept is None else this_year_m3_kept,
        papers=tuple(sorted(set(papers))),
    )
    about = subject or original.subject
    act = record(session, actor=actor, now=now, action="ledger:reverse", subject=about, reason=reason.strip())
    links = {"reverses": row.sequence, "audit_id": act.id}
    return _write(session, actor, now, posting, about, links, reverses_id=row.id)


def _write(
    session: Session,
    actor: Actor,
    now: datetime,
    posting: Posting,
    subject: Subject,
    links: dict[str, Any],
    reverses_id: UUID | None = None,
) -> Entry:
    county_code = posting.division_code[:6]
    row = append(
        session,
        LedgerEntry,
        chain=chain_of(county_code),
        at=now,
        payload={
            **links,
            "subject": {"kind": subject.kind, "title": subject.title},
            "actor": {"id": actor.officer_id, "name": actor.name, "agency": actor.agency_name},
            "method": posting.method,
            "grade": posting.grade,
            "papers": posting.papers,
        },
        county_code=county_code,
        effective_on=posting.on,
        booked_on=booking_day(clock.local_day(now), last_closed_month(session, county_code)),
        well_code=posting.well_code,
        subject_id=subject.id,
        reverses_id=reverses_id,
        is_history=posting.is_history or None,
        **_key(posting),
        **_figures(posting),
    )
    _add_to_rollup(session, county_code, posting)
    return entry_of(row)


def _key(posting: Posting) -> dict[str, Any]:
    return {
        "year": posting.year,
        "division_code": posting.division_code,
        "kind": posting.kind,
        "aquifer_group": posting.aquifer_group,
    }


def _figures(posting: Posting) -> dict[str, Any]:
    return {
        "count": posting.count,
        "full_year_m3": posting.full_year_m3,
        "this_year_m3": posting.this_year_m3,
    }


def _add_to_rollup(session: Session, county_code: str, posting: Posting) -> None:
    """Add one posting to its sums; the chain's lock is held, so nobody else does at the same time."""
    key, figures = {"county_code": county_code, **_key(posting)}, _figures(posting)
    bound = {f"its_{name}": value for name, value in {**key, **figures}.items()}
    found = session.connection().execute(_ADD, bound)
    if found.rowcount == 0:
        session.add(LedgerRollup(**key, **figures))
        session.flush()


def _get(session: Session, entry_id: UUID) -> LedgerEntry:
    row = session.scalar(select(LedgerEntry).where(LedgerEntry.id == entry_id))
    if row is None:
        raise NotFound("ledger_entry", entry_id)
    return row


def _refuse_second_reversal(session: Session, row: LedgerEntry) -> None:
    if row.reverses_id is not None:
        raise RuleBroken("reversal_of_reversal", sequence=row.sequence)
    by = session.scalar(select(LedgerEntry.sequence).where(LedgerEntry.reverses_id == row.id))
    if by is not None:
        raise RuleBroken("reversed_already", sequence=row.sequence, by=by)


def _admit(session: Session, posting: Posting, subject: Subject, *, today: date) -> None:
    """Refuse what breaks a rule, and what stands there already: the same matter, or the same well closed."""
    check(posting, today=today)
    lock(session)
    bound = {
        "its_county": posting.division_code[:6],
        "its_kind": posting.kind,
        "its_well": posting.well_code,
        "its_subject": subject.id,
        "its_year": posting.year,
    }
    session.flush()
    twin = session.connection().scalar(_TWIN_OF_WELL if posting.well_code else _TWIN_OF_SUBJECT, bound)
    if twin is not None:
        raise RuleBroken("posting_twice", sequence=twin)
