"""Keeping permits and yearly volumes; what stood before is never lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel import ids
from casebook.kernel.subjects import Subject
from casebook.quotas.models import AnnualVolume, Permit, PermitChange, PermitWell
from casebook.quotas.rules import VolumeSource
from casebook.regions.rules import Aquifer
from casebook.wells.rules import WellUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.quotas.facts import PermitFacts, VolumeFacts

KEYS_AT_ONCE = 500


def put_permit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    facts: PermitFacts,
    wells: Iterable[UUID] = (),
    reason: str = "",
) -> Permit:
    """Store a permit of the actor's county, or change the one with this number; audited."""
    if not actor.can(Permission.WELL_IMPORT):
        actor.need(Permission.WELL_EDIT)
    before = _by_number(session, actor.county_code, [facts.columns()["number"]])
    was = {number: _facts_of(permit) for number, permit in before.items()}
    (permit_id,) = put_permits(
        session, actor=actor, now=now, county_code=actor.county_code, permits=[facts], reason=reason
    )
    link_wells(session, pairs=[(permit_id, well_id) for well_id in wells])
    permit = session.scalars(select(Permit).where(Permit.id == permit_id)).one()
    after = _facts_of(permit)
    if was.get(permit.number) != after:
        record(
            session,
            actor=actor,
            now=now,
            action="permit:put",
            subject=Subject("permit", permit.id, permit.number, permit.county_code),
            before=was.get(permit.number),
            after=after,
            reason=reason,
        )
    return permit


def put_permits(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    county_code: str,
    permits: Sequence[PermitFacts],
    reason: str = "",
) -> list[UUID]:
    """Store permits in bulk and return their ids in order; the caller has checked and audits.

    One number is one permit; of several facts for it the last holds. A permit that says
    something new keeps what it said before in `permit_change`.
    """
    rows = [facts.columns() for facts in permits]
    known = _by_number(session, county_code, {row["number"] for row in rows})
    found = {number: permit.id for number, permit in known.items()}
    fresh: dict[str, dict[str, Any]] = {}
    for row in rows:
        number = row["number"]
        if number in known:
            change_facts(session, actor, now, known[number], row, reason)
            continue
        found.setdefault(number, ids.new_id())
        fresh[number] = {**row, "id": found[number], "county_code": county_code, "changed_at": now}
    if fresh:
        session.execute(insert(Permit), list(fresh.values()))
    session.flush()
    return [found[row["number"]] for row in rows]


def change_facts(
    session: Session, actor: Actor, now: datetime, permit: Permit, row: dict[str, Any], reason: str
) -> None:
    """Set columns of a permit and keep what it said before; the caller has checked and audits."""
    if all(getattr(permit, name) == value for name, value in row.items()):
        return
    session.add(
        PermitChange(
            permit_id=permit.id,
            version=permit.version,
            facts=_facts_of(permit),
            replaced_at=now,
            actor_name=actor.name,
            reason=reason,
        )
    )
    for name, value in row.items():
        setattr(permit, name, value)
    permit.version, permit.changed_at = permit.version + 1, now


def _facts_of(permit: Permit) -> dict[str, Any]:
    """Return what a permit says, as JSON can hold it."""
    return {
        "holder_id": str(permit.holder_id) if permit.holder_id else None,
        "permitted_m3": None if permit.permitted_m3 is None else str(permit.permitted_m3),
        "issued_on": permit.issued_on and permit.issued_on.isoformat(),
        "valid_from": permit.valid_from and permit.valid_from.isoformat(),
        "valid_to": permit.valid_to and permit.valid_to.isoformat(),
        "use": permit.use,
        "aquifer": permit.aquifer,
        "conditions": permit.conditions,
    }


def _by_number(session: Session, county_code: str, numbers: Iterable[str]) -> dict[str, Permit]:
    wanted = sorted(numbers)
    found: dict[str, Permit] = {}
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        query = select(Permit).where(
            Permit.county_code == county_code, Permit.number.in_(wanted[start : start + KEYS_AT_ONCE])
        )
        found.update({permit.number: permit for permit in session.scalars(query)})
    return found


def link_wells(session: Session, *, pairs: Sequence[tuple[UUID, UUID]]) -> int:
    """Put wells on permits, as (permit, well); return how many were not there yet."""
    permits = sorted({permit_id for permit_id, _ in pairs})
    known: set[tuple[UUID, UUID]] = set()
    for start in range(0, len(permits), KEYS_AT_ONCE):
        query = select(PermitWell.permit_id, PermitWell.well_id)
        query = query.where(PermitWell.permit_id.in_(permits[start : start + KEYS_AT_ONCE]))
        known.update((permit, well) for permit, well in session.execute(query))
    fresh = [pair for pair in dict.fromkeys(pairs) if pair not in known]
    if fresh:
        session.execute(insert(PermitWell), [{"permit_id": p, "well_id": w} for p, w in fresh])
    return len(fresh)


def unlink_wells(session: Session, *, pairs: Sequence[tuple[UUID, UUID]]) -> None:
    """Take wells off permits, as (permit, well); the caller has checked and audits."""
    for permit_id, well_id in pairs:
        session.execute(
            delete(PermitWell).where(PermitWell.permit_id == permit_id, PermitWell.well_id == well_id)
        )


def put_annual_volumes(
    session: Session, *, now: datetime, county_code: str, volumes: Sequence[VolumeFacts]
) -> int:
    """Store yearly volumes in bulk and return how many are new or changed; the caller checks and audits.

    A figure that differs from the one in force replaces it; the old row stays with its time.
    """
    wanted = {(v.well_id, v.year, v.source): v.columns() for v in volumes}
    for row in _in_force(session, sorted({well_id for well_id, _, _ in wanted})):
        new = wanted.get((row.well_id, row.year, row.source))
        if new is None:
            continue
        if (row.volume_m3, row.method) == (new["volume_m3"], new["method"]):
            del wanted[row.well_id, row.year, row.source]
        else:
            row.replaced_at = now
    session.flush()
    if wanted:
        about = {"county_code": county_code, "recorded_at": now, "replaced_at": None}
        session.execute(insert(AnnualVolume), [{**row, **about} for row in wanted.values()])
    return len(wanted)


def _in_force(session: Session, well_ids: Sequence[UUID]) -> list[AnnualVolume]:
    found: list[AnnualVolume] = []
    for start in range(0, len(well_ids), KEYS_AT_ONCE):
        query = select(AnnualVolume).where(
            AnnualVolume.well_id.in_(well_ids[start : start + KEYS_AT_ONCE]),
            AnnualVolume.replaced_at.is_(None),
        )
        found.extend(session.scalars(query))
    return found


def withdraw_volumes(session: Session, *, now: datetime, figures: Sequence[tuple[UUID, int]]) -> None:
    """Let a register's figures, as (well, year), no longer hold; the rows stay with the time of their end."""
    for well_id, year in figures:
        session.execute(
            update(AnnualVolume)
            .where(
                AnnualVolume.well_id == well_id,
                AnnualVolume.year == year,
                AnnualVolume.source == VolumeSource.REGISTER,
                AnnualVolume.replaced_at.is_(None),
            )
            .values(replaced_at=now)
        )


def remove_of_wells(
    session: Session, *, actor: Actor, well_ids: Sequence[UUID], brought_at: datetime
) -> None:
    """Remove volumes and permits of wells as if they had never come: only for rolling back an import.

    A permit goes with its last well when the import brought it: it came at that instant and
    never changed since. Any other stays.
    """
    actor.need(Permission.WELL_IMPORT)
    for start in range(0, len(well_ids), KEYS_AT_ONCE):
        some = well_ids[start : start + KEYS_AT_ONCE]
        linked = select(PermitWell.permit_id).where(PermitWell.well_id.in_(some)).distinct()
        permit_ids = list(session.scalars(linked))
        session.execute(delete(AnnualVolume).where(AnnualVolume.well_id.in_(some)))
        session.execute(delete(PermitWell).where(PermitWell.well_id.in_(some)))
        session.execute(
            delete(Permit).where(
                Permit.id.in_(permit_ids),
                Permit.version == 1,
                Permit.changed_at == brought_at,
                Permit.id.not_in(select(PermitWell.permit_id)),
            )
        )


def restore_permits(session: Session, *, actor: Actor, now: datetime, changed_at: datetime) -> None:
    """Give permits of the actor's county back what they said before an import changed them at that instant.

    Permits that changed again since stay as they are. Only for rolling back an import.
    """
    actor.need(Permission.WELL_IMPORT)
    query = (
        select(PermitChange, Permit)
        .join(Permit, Permit.id == PermitChange.permit_id)
        .where(
            Permit.county_code == actor.county_code,
            Permit.changed_at == changed_at,
            PermitChange.replaced_at == changed_at,
        )
        .order_by(PermitChange.version.desc())
    )
    firsts = {permit.id: (permit, change.facts) for change, permit in session.execute(query)}
    for permit, facts in firsts.values():
        change_facts(session, actor, now, permit, _columns_of(facts), "")
    session.flush()


def _columns_of(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of what `_facts_of` kept."""
    days = ("issued_on", "valid_from", "valid_to")
    volume, use, aquifer = facts["permitted_m3"], facts["use"], facts["aquifer"]
    return {
        "holder_id": UUID(facts["holder_id"]) if facts["holder_id"] else None,
        "permitted_m3": None if volume is None else Decimal(volume),
        **{name: facts[name] and date.fromisoformat(facts[name]) for name in days},
        "use": use and WellUse(use),
        "aquifer": aquifer and Aquifer(aquifer),
        "conditions": facts["conditions"],
    }
