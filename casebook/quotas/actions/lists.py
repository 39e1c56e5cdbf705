"""Holding the list of electronic permits against ours, and taking its lines into our register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.parties.actions import PartyFacts, find_or_create
from casebook.quotas import queries
from casebook.quotas.actions.register import put_permit
from casebook.quotas.facts import PermitFacts
from casebook.quotas.models import PermitList, PermitListEntry
from casebook.quotas.rules import Verdict, reconcile
from casebook.quotas.rules.lists import listed_from, told_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.quotas.models import Permit
    from casebook.quotas.rules import Compared, Listed, Reconciled

TAKEN = (Verdict.ONLY_THEIRS, Verdict.DIFFERING)
"""What taking over brings into our register; what only we have stays and is looked at by a person."""


def compare_list(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    file_name: str,
    theirs: Sequence[Listed],
    listed_on: date | None = None,
) -> PermitList:
    """Hold a list against the county's permits and keep what came out; our permits stay as they are.

    `listed_on` is the day of which the list speaks: a later one shows whether a closed well's volume was cut.
    """
    actor.need(Permission.PERMIT_EDIT)
    actor.need_reach(actor.county_code, "permit_list")
    if not theirs:
        raise RuleBroken("permit_list_empty", field="file")
    if listed_on is not None and listed_on > local_day(now):
        raise RuleBroken("date_in_future", field="listed_on")
    found = reconcile(theirs, queries.our_list(session, actor.county_code))
    row = _kept(actor, now, file_name, found, listed_on)
    session.add(row)
    session.flush()
    session.add_all(_entry(row, place, entry) for place, entry in enumerate(found.entries, start=1))
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="permit_list:compare",
        subject=_subject_of(row),
        after={"file": row.file_name, "rows": row.rows, **row.counts},
    )
    return row


def _kept(
    actor: Actor, now: datetime, file_name: str, found: Reconciled, listed_on: date | None
) -> PermitList:
    return PermitList(
        county_code=actor.county_code,
        file_name=file_name.strip()[:200] or "—",
        listed_on=listed_on,
        rows=found.rows,
        unchanged=found.unchanged,
        counts={verdict.value: count for verdict, count in found.counts.items()},
        taken_at=now,
        taken_by=actor.name,
    )


def _entry(row: PermitList, place: int, entry: Compared) -> PermitListEntry:
    return PermitListEntry(
        list_id=row.id,
        sequence=place,
        number=entry.number[:60],
        verdict=entry.verdict,
        row=entry.theirs.row if entry.theirs else None,
        theirs=told_of(entry.theirs),
        ours=told_of(entry.ours),
        differences=[one.value for one in entry.differences],
        faults=[one.value for one in entry.faults],
    )


def take_over(session: Session, *, actor: Actor, now: datetime, row: PermitList) -> int:
    """Take what only the list has, and what it says differently, into our register; return how many permits.

    RuleBroken `permit_list_taken` when that was done already.
    """
    actor.need(Permission.PERMIT_EDIT)
    actor.need_reach(row.county_code, "permit_list", row.id)
    session.refresh(row, with_for_update=True)
    if row.taken_over_at is not None:
        raise RuleBroken("permit_list_taken", on=row.taken_over_at.date())
    reason = f"电子证照清单 {row.file_name}"[:400]
    entries = queries.list_entries(session, row.id, TAKEN)
    for entry in entries:
        theirs = listed_from(entry.number, entry.theirs)
        ours = queries.find_permit(session, row.county_code, entry.number)
        put_permit(session, actor=actor, now=now, facts=_facts(session, row, theirs, ours), reason=reason)
    row.taken_over_at = now
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="permit_list:take_over",
        subject=_subject_of(row),
        after={"permits": len(entries)},
    )
    return len(entries)


def _facts(session: Session, row: PermitList, theirs: Listed, ours: Permit | None) -> PermitFacts:
    """Return what a permit says after taking over: theirs where they say something, else ours."""
    if ours is None:
        return PermitFacts(
            number=theirs.number,
            holder_id=_holder(session, row, theirs, None),
            permitted_m3=theirs.volume_m3,
            valid_from=theirs.valid_from,
            valid_to=theirs.valid_to,
        )
    return PermitFacts(
        number=ours.number,
        holder_id=_holder(session, row, theirs, ours),
        permitted_m3=ours.permitted_m3 if theirs.volume_m3 is None else theirs.volume_m3,
        issued_on=ours.issued_on,
        valid_from=theirs.valid_from or ours.valid_from,
        valid_to=theirs.valid_to or ours.valid_to,
        use=ours.use,
        aquifer=ours.aquifer,
        conditions=ours.conditions,
    )


def _holder(session: Session, row: PermitList, theirs: Listed, ours: Permit | None) -> UUID | None:
    """Return who holds the permit: ours stays where the list says the same, or nothing."""
    known = ours.holder if ours else None
    is_same = known is not None and known.name == theirs.holder
    if not theirs.holder or (known is not None and is_same and theirs.identifier in {"", known.identifier}):
        return known.id if known else None
    facts = PartyFacts(name=theirs.holder, identifier=theirs.identifier)
    return find_or_create(session, county_code=row.county_code, facts=facts).id


def _subject_of(row: PermitList) -> Subject:
    return Subject("permit_list", row.id, row.file_name[:100], row.county_code)
