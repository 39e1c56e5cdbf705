"""Taking over what a file says otherwise of wells that the register has; rolling back is the same, reversed.

Both work on sayings: names, and the values that these are to have.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from sqlalchemy import select

from casebook.intake.actions.wells import facts_of, find_parties, put_quotas
from casebook.intake.models import subject_of
from casebook.intake.rules import saying as s
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, NotFound
from casebook.parties.actions import update_party
from casebook.parties.queries import list_parties
from casebook.quotas.actions import unlink_wells, withdraw_volumes
from casebook.quotas.queries import permits_by_well
from casebook.regions.locator import Place
from casebook.wells.actions import apply_facts, change_status, set_alias, set_party
from casebook.wells.models import Well
from casebook.wells.rules import AliasKind, PartyRole, WellStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.intake.models import ImportBatch
    from casebook.intake.queries import PlannedLine
    from casebook.intake.rules.saying import Saying
    from casebook.wells.facts import WellFacts

_OF_ROW = frozenset({*s.COLUMNS.values(), s.POSITION, s.BUILT})
_BESIDE_QUOTAS = ("use", "aquifer", "meter_kind", s.WRITTEN, *s.ROLES)
"""What permits and volumes take over from the rest of the line."""


@dataclass(frozen=True)
class Work:
    """On whose behalf, when, and by which batch wells are changed."""

    session: Session
    actor: Actor
    now: datetime
    batch: ImportBatch


@dataclass(frozen=True)
class Change:
    """What is to become of one well."""

    well: Well
    before: Saying
    """What the register holds, of the names that change."""
    after: Saying
    """What it is to hold, of the same names; None takes a value away."""
    said: Saying
    """All that is said of the well, for what goes with the changed names."""
    place: Place | None = None
    """Where a new position lies."""


def change_wells(
    session: Session, *, actor: Actor, now: datetime, batch: ImportBatch, lines: Sequence[PlannedLine]
) -> list[dict[str, Any]]:
    """Take over the differences of lines; return a row of `batch_change` for each that has any.

    Conflict `well_changed` when a well is no longer what its line was compared with.
    """
    wells = _wells(session, lines)
    found = [(line, _change(line, wells[UUID(line.well_id)])) for line in lines if line.well_id]
    changes = [(line, change) for line, change in found if change.after]
    before = [{**change.before, s.WRITTEN: change.well.written} for _, change in changes]
    work = Work(session, actor, now, batch)
    for _, change in changes:
        set_life(work, change)
    carry_out(work, [change for _, change in changes])
    return [
        {
            "well_id": change.well.id,
            "is_new": False,
            "version": change.well.version,
            "said": line.said,
            "before": was,
        }
        for (line, change), was in zip(changes, before, strict=True)
    ]


def carry_out(work: Work, changes: Sequence[Change]) -> None:
    """Change everything about wells but the steps of their life."""
    for change in changes:
        _set_row(work, change)
        _set_plate(work, change)
    _set_parties(work, changes)
    _set_quotas(work, changes)
    work.session.flush()


def _change(line: PlannedLine, well: Well) -> Change:
    """Return what a line changes; steps that no file may cause are left out."""
    allowed = [difference for difference in line.differences if not difference["is_blocked"]]
    return Change(
        well=well,
        before={difference["name"]: difference["before"] for difference in allowed},
        after={difference["name"]: difference["after"] for difference in allowed},
        said=line.said or {},
        place=Place(is_inside=True, township=line.division_code, zones=line.zone_ids),
    )


def _wells(session: Session, lines: Sequence[PlannedLine]) -> dict[UUID, Well]:
    """Return the lines' wells, each still in the version that it was compared with."""
    versions = {UUID(line.well_id): line.version for line in lines if line.well_id}
    wells = lock_wells(session, list(versions))
    for well_id, version in versions.items():
        if well_id not in wells:
            raise NotFound("well", well_id)
        if wells[well_id].version != version:
            raise Conflict("well_changed", well=wells[well_id].code)
    return wells


def lock_wells(session: Session, well_ids: Sequence[UUID]) -> dict[UUID, Well]:
    """Return wells by id, as they are now, so that nobody else changes them meanwhile."""
    query = select(Well).where(Well.id.in_(well_ids)).order_by(Well.id).with_for_update()
    return {well.id: well for well in session.scalars(query.execution_options(populate_existing=True))}


def _set_row(work: Work, change: Change) -> None:
    names = [name for name in change.after if name in _OF_ROW]
    if names:
        said = {**change.after, s.WRITTEN: change.said.get(s.WRITTEN, {})}
        place = change.place if s.POSITION in names else None
        facts = facts_of(said, names)
        apply_facts(work.session, now=work.now, well=change.well, facts=facts, place=place)


def set_life(work: Work, change: Change) -> None:
    """Take the step of a well's life that a file says has happened, or correct the day of the last."""
    if not change.after.get(s.STATUS):
        return
    status, closed = change.after[s.STATUS]
    closed_on, today = date.fromisoformat(closed) if closed else None, local_day(work.now)
    if change.well.status != status:
        change_status(
            work.session,
            actor=work.actor,
            now=work.now,
            well=change.well,
            to=WellStatus(status),
            on=min(closed_on or today, today),
            reason=work.batch.file_name,
            subject=subject_of(work.batch),
        )
    correct_closing(work, change.well, closed_on)


def correct_closing(work: Work, well: Well, closed_on: date | None) -> None:
    """Set the day since which a well is closed, as a register writes it."""
    apply_facts(work.session, now=work.now, well=well, facts=cast("WellFacts", {"closed_on": closed_on}))


def _set_plate(work: Work, change: Change) -> None:
    if s.PLATE in change.after:
        set_alias(
            work.session,
            actor=work.actor,
            now=work.now,
            well=change.well,
            kind=AliasKind.PLATE,
            value=change.after[s.PLATE] or "",
        )


def _set_parties(work: Work, changes: Sequence[Change]) -> None:
    """Let the named parties hold their roles, with the telephone that is named."""
    roles = find_parties(work.session, work.batch.county_code, [change.after for change in changes])
    known = list_parties(work.session, {party_id for held in roles.values() for party_id in held.values()})
    for place, change in enumerate(changes):
        for name in (role for role in s.ROLES if role in change.after):
            role = PartyRole(name)
            party_id = roles.get(place, {}).get(role)
            set_party(
                work.session,
                actor=work.actor,
                now=work.now,
                well=change.well,
                role=role,
                party_id=party_id,
            )
            phone = (change.after[name] or {}).get("phone")
            # Without an identifier the telephone tells the party apart: another one is another party.
            if party_id is not None and phone and known[party_id].identifier:
                update_party(
                    work.session,
                    actor=work.actor,
                    now=work.now,
                    party=known[party_id],
                    changes={"phone": phone},
                    reason=work.batch.file_name,
                )


def _set_quotas(work: Work, changes: Sequence[Change]) -> None:
    volumes = {name for change in changes for name in change.after if name.startswith("volume:")}
    concerned = [change for change in changes if s.PERMIT in change.after or volumes & set(change.after)]
    if not concerned:
        return
    _unlink_left_permits(work, concerned)
    sayings = []
    for change in concerned:
        beside = {name: change.said[name] for name in _BESIDE_QUOTAS if name in change.said}
        named = {n: v for n, v in change.after.items() if v is not None and (n == s.PERMIT or n in volumes)}
        sayings.append(beside | named)
    put_quotas(
        work.session,
        actor=work.actor,
        now=work.now,
        batch=work.batch,
        well_ids=[change.well.id for change in concerned],
        sayings=sayings,
        roles=find_parties(work.session, work.batch.county_code, sayings),
    )
    gone = [
        (change.well.id, int(name.partition(":")[2]))
        for change in concerned
        for name, value in change.after.items()
        if value is None and name in volumes
    ]
    withdraw_volumes(work.session, now=work.now, figures=gone)


def _unlink_left_permits(work: Work, changes: Sequence[Change]) -> None:
    """Take wells off the permit that their line names no longer."""
    left = {
        change.well.id: (change.before[s.PERMIT] or {}).get("number")
        for change in changes
        if s.PERMIT in change.after and change.before.get(s.PERMIT)
    }
    kept = {
        change.well.id: (change.after[s.PERMIT] or {}).get("number")
        for change in changes
        if s.PERMIT in change.after
    }
    held = permits_by_well(work.session, list(left))
    pairs = [
        (permit.id, well_id)
        for well_id, permits in held.items()
        for permit in permits
        if permit.number == left[well_id] and permit.number != kept[well_id]
    ]
    unlink_wells(work.session, pairs=pairs)
