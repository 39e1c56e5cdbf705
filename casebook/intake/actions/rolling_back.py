"""Taking a batch back: its new wells leave the register, what it changed is as it was before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.intake.actions.batches import need_state
from casebook.intake.actions.changing import Change, Work, carry_out, correct_closing, lock_wells
from casebook.intake.models import BatchChange, subject_of
from casebook.intake.queries import held, uses
from casebook.intake.rules import saying as s
from casebook.intake.rules.states import BatchState
from casebook.kernel.errors import RuleBroken
from casebook.parties.actions import remove_unused
from casebook.quotas.actions import remove_of_wells, restore_permits
from casebook.regions.queries import load_locator
from casebook.wells.actions import remove_wells, withdraw_step
from casebook.wells.models import WellParty

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.intake.models import ImportBatch
    from casebook.intake.rules.saying import Saying
    from casebook.regions.locator import Locator
    from casebook.wells.models import Well

AT_ONCE = 500


def roll_back(
    session: Session, *, actor: Actor, now: datetime, batch: ImportBatch, reason: str
) -> ImportBatch:
    """Take an applied batch back; refused (`batch_in_use`) as soon as something else uses its wells."""
    actor.need(Permission.WELL_IMPORT)
    actor.need_reach(batch.county_code, "batch", batch.id)
    session.refresh(batch, with_for_update=True)
    need_state(batch, BatchState.APPLIED)
    if not reason.strip():
        raise RuleBroken("batch_reason", field="reason")
    in_the_way = uses(session, batch)
    if in_the_way:
        raise RuleBroken("batch_in_use", field="reason", count=sum(in_the_way.values()))
    work = Work(session, actor, now, batch)
    _restore(work)
    _remove(work)
    batch.state, batch.rolled_back_at = BatchState.ROLLED_BACK, now
    batch.rolled_back_by, batch.rolled_back_reason = actor.name, reason.strip()
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="batch:roll_back",
        subject=subject_of(batch),
        after={"file_hash": batch.file_hash},
        reason=reason,
    )
    return batch


def _restore(work: Work) -> None:
    """Give the wells that the batch changed back what stood there before."""
    done = select(BatchChange).where(BatchChange.batch_id == work.batch.id, BatchChange.is_new.is_(False))
    rows = list(work.session.scalars(done.order_by(BatchChange.rowid)))
    locator = load_locator(work.session, work.batch.county_code) if rows else None
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        wells = lock_wells(work.session, [row.well_id for row in some])
        now_held = held(work.session, {row.well_id: _number(row.said) for row in some})
        changes = [_reversed(wells[row.well_id], now_held[row.well_id], row.before, locator) for row in some]
        for change in changes:
            _withdraw_step(work, change)
        carry_out(work, changes)
    restore_permits(work.session, actor=work.actor, now=work.now, changed_at=_applied_at(work))


def _reversed(well: Well, now_held: Saying, before: Saying, locator: Locator | None) -> Change:
    names = [name for name in before if name != s.WRITTEN]
    lon_lat = (before.get(s.POSITION) or [])[:2]
    return Change(
        well=well,
        before={name: now_held.get(name) for name in names},
        after={name: before[name] for name in names},
        said={**now_held, **before},
        place=locator.locate(*lon_lat) if locator and lon_lat else None,
    )


def _withdraw_step(work: Work, change: Change) -> None:
    """Take the step of a well's life back that the batch took, and the day that it corrected."""
    if not change.after.get(s.STATUS):
        return
    status, closed = change.after[s.STATUS]
    closed_on = date.fromisoformat(closed) if closed else None
    if change.well.status == status:
        correct_closing(work, change.well, closed_on)
        return
    withdraw_step(
        work.session,
        actor=work.actor,
        now=work.now,
        well=change.well,
        subject=subject_of(work.batch),
        closed_on=closed_on,
        reason=work.batch.file_name,
    )


def _remove(work: Work) -> None:
    """Take the wells that the batch brought off the register, with what came only with them."""
    session, batch = work.session, work.batch
    brought = select(BatchChange.well_id).where(BatchChange.batch_id == batch.id, BatchChange.is_new)
    well_ids = list(session.scalars(brought))
    party_ids = list(
        session.scalars(select(WellParty.party_id).where(WellParty.well_id.in_(brought)).distinct())
    )
    session.execute(delete(BatchChange).where(BatchChange.batch_id == batch.id))
    remove_of_wells(session, actor=work.actor, well_ids=well_ids, brought_at=_applied_at(work))
    remove_wells(session, actor=work.actor, well_ids=well_ids)
    remove_unused(session, actor=work.actor, party_ids=party_ids)


def _applied_at(work: Work) -> datetime:
    assert work.batch.applied_at is not None
    return work.batch.applied_at


def _number(said: Saying) -> str:
    return str((said.get(s.PERMIT) or {}).get("number", ""))
