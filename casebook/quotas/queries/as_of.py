"""Permits as a day saw them: what was decided afterwards is undone, step by step.

A step of a permit's life bears the day from which it holds; a later register or list bears none, it says
better what had been so all along and counts for every day.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from casebook.quotas.models import Permit, PermitChange, PermitEvent, PermitWell
from casebook.quotas.rules import NOT_YET, PermitStatus, PermitStep
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PermitOn:
    """A granted permit as it was on a day; cubic metres a year."""

    id: UUID
    number: str
    holder_id: UUID | None
    permitted_m3: Decimal | None
    valid_from: date | None
    valid_to: date | None
    ended_on: date | None
    renewal_asked_on: date | None
    well_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class _Event:
    step: PermitStep
    on: date
    at: datetime
    facts: Mapping[str, Any]


_COLUMNS = (
    Permit.id,
    Permit.number,
    Permit.holder_id,
    Permit.permitted_m3,
    Permit.valid_from,
    Permit.valid_to,
    Permit.ended_on,
    Permit.renewal_asked_on,
    Permit.status,
)


def permits_on(session: Session, county_code: str, on: date) -> list[PermitOn]:
    """Return what had been granted in a county by a day, by number, ended and run out ones too."""
    query = select(*_COLUMNS).where(Permit.county_code == county_code, Permit.status.not_in(NOT_YET))
    rows = session.execute(query.order_by(Permit.number)).all()
    wells = _wells(session, county_code)
    events = _events_of_moved(session, county_code, on)
    before = _facts_before(session, events, on)
    codes = _well_ids(session, county_code, events, on)
    found = []
    for row in rows:
        is_expired = row.status is PermitStatus.EXPIRED
        now = PermitOn(
            row.id,
            row.number,
            row.holder_id,
            row.permitted_m3,
            row.valid_from,
            row.valid_to,
            row.ended_on,
            None if is_expired else row.renewal_asked_on,
            frozenset(wells.get(row.id, ())),
        )
        mine = events.get(now.id)
        if mine is None:
            found.append(now)
        elif not any(one.step is PermitStep.ISSUE and one.on > on for one in mine):
            found.append(_undone(now, mine, before.get(now.id), codes, on))
    return found


def volumes_before(
    session: Session, county_code: str, on: date, *, only: Collection[UUID] | None = None
) -> dict[UUID, Decimal | None]:
    """Return what permits allowed on a day, in m³ a year, of those that were changed after it."""
    before = _facts_before(session, _events_of_moved(session, county_code, on, only=only), on)
    return {one: _volume(facts) for one, facts in before.items()}


def volumes_in(session: Session, permits: Sequence[Permit], year: int) -> dict[UUID, Decimal | None]:
    """Return what some permits allow at the end of a year, in m³: a later cut does not reach back."""
    if not permits:
        return {}
    ids = [permit.id for permit in permits]
    then = volumes_before(session, permits[0].county_code, date(year, 12, 31), only=ids)
    return {permit.id: then.get(permit.id, permit.permitted_m3) for permit in permits}


def _volume(facts: Mapping[str, Any]) -> Decimal | None:
    said = facts["permitted_m3"]
    return None if said is None else Decimal(said)


def _wells(session: Session, county_code: str) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    query = select(PermitWell.permit_id, PermitWell.well_id).join(Permit, Permit.id == PermitWell.permit_id)
    for permit_id, well_id in session.execute(query.where(Permit.county_code == county_code)):
        found[permit_id].append(well_id)
    return found


def _events_of_moved(
    session: Session, county_code: str, on: date, *, only: Collection[UUID] | None = None
) -> dict[UUID, list[_Event]]:
    """Return all steps, in their order, of the permits that moved after a day."""
    moved = select(PermitEvent.permit_id).where(PermitEvent.on > on)
    query = (
        select(PermitEvent.permit_id, PermitEvent.step, PermitEvent.on, PermitEvent.at, PermitEvent.facts)
        .join(Permit, Permit.id == PermitEvent.permit_id)
        .where(Permit.county_code == county_code, PermitEvent.permit_id.in_(moved))
        .order_by(PermitEvent.permit_id, PermitEvent.sequence)
    )
    if only is not None:
        query = query.where(PermitEvent.permit_id.in_(only))
    found: dict[UUID, list[_Event]] = defaultdict(list)
    for permit_id, *event in session.execute(query):
        found[permit_id].append(_Event(*event))
    return found


def _facts_before(
    session: Session, events: Mapping[UUID, list[_Event]], on: date
) -> dict[UUID, Mapping[str, Any]]:
    """Return what each permit said before the first change that a step after the day brought."""
    steps = {(permit_id, one.at) for permit_id, some in events.items() for one in some if one.on > on}
    found: dict[UUID, Mapping[str, Any]] = {}
    for some in _slices(events):
        query = select(PermitChange.permit_id, PermitChange.replaced_at, PermitChange.facts)
        query = query.where(PermitChange.permit_id.in_(some)).order_by(PermitChange.version)
        for permit_id, at, facts in session.execute(query):
            if (permit_id, at) in steps:
                found.setdefault(permit_id, facts)
    return found


def _well_ids(
    session: Session, county_code: str, events: Mapping[UUID, list[_Event]], on: date
) -> dict[str, UUID]:
    """Return the wells that were cut off a permit after the day, by the code that the step wrote down."""
    codes = {
        str(one.facts["well"])
        for some in events.values()
        for one in some
        if one.step is PermitStep.CUT and one.on > on
    }
    found: dict[str, UUID] = {}
    for some in _slices(codes):
        query = select(Well.code, Well.id).where(Well.county_code == county_code, Well.code.in_(some))
        found.update((code, well_id) for code, well_id in session.execute(query))
    return found


def _undone(
    permit: PermitOn,
    events: list[_Event],
    before: Mapping[str, Any] | None,
    codes: Mapping[str, UUID],
    on: date,
) -> PermitOn:
    """Return a permit without what its steps after a day did."""
    wells = set(permit.well_ids)
    for one in reversed([one for one in events if one.on > on]):
        if one.step is PermitStep.CHANGE:
            wells -= {UUID(well) for well in one.facts.get("wells_added", ())}
            wells |= {UUID(well) for well in one.facts.get("wells_removed", ())}
        elif one.step is PermitStep.CUT and one.facts["well"] in codes:
            wells.add(codes[one.facts["well"]])
    found = replace(permit, well_ids=frozenset(wells), renewal_asked_on=_asked(events, on))
    if before is None:
        return found
    holder = before["holder_id"]
    return replace(
        found,
        permitted_m3=_volume(before),
        holder_id=UUID(holder) if holder else None,
        valid_from=_day(before["valid_from"]),
        valid_to=_day(before["valid_to"]),
    )


def _asked(events: Iterable[_Event], on: date) -> date | None:
    """Return since when a renewal had been waiting for its answer on a day."""
    asked: date | None = None
    for one in events:
        if one.on <= on and one.step is PermitStep.ASK_RENEWAL:
            asked = one.on
        elif one.on <= on and one.step in {PermitStep.RENEW, PermitStep.EXPIRE}:
            asked = None
    return asked


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _slices(keys: Collection[Any]) -> Iterable[list[Any]]:
    wanted = sorted(keys)
    return (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE))
