"""Merging corrections from the field into the register, and a person's decision where they clash."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.errors import RuleBroken
from casebook.regions.rules import Aquifer
from casebook.wells.actions.edit import apply_facts
from casebook.wells.models import FieldEdit, subject_of
from casebook.wells.queries import list_edits_of, list_live_edits, list_waiting_edits
from casebook.wells.rules import Edit, EditState, MeterKind, WellUse, read_value, weigh_edits

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.filed import FiledWellEdit
    from casebook.wells.models import Well
    from casebook.wells.rules import Value

_ENUMS: dict[str, type[StrEnum]] = {"use": WellUse, "aquifer": Aquifer, "meter_kind": MeterKind}
MOST_REASON = 400


@dataclass(frozen=True)
class Merge:
    """What became of an edit: fields that the register has now, and fields that wait for a person."""

    changed: dict[str, Value]
    conflicts: tuple[str, ...]

    def result(self) -> dict[str, Any]:
        """Return it as the tablet gets it."""
        return {"changed": self.changed, "conflicts": list(self.conflicts)}


def merge_edit(
    session: Session, *, actor: Actor, now: datetime, well: Well, filed: FiledWellEdit, source_id: UUID
) -> Merge:
    """Merge what an officer corrected in the field, field by field; a clash waits for a person.

    `source_id` is the operation: the same one again changes nothing. RuleBroken for a field that the
    field may not set, a value that cannot be, or one that does not say what was seen before it.
    """
    if not actor.can(Permission.WELL_EDIT):
        actor.need(Permission.INSPECTION_RECORD)
    actor.need_reach(well.division_code, "well", well.code)
    session.refresh(well, with_for_update=True)
    if not list_edits_of(session, source_id):
        _take(session, actor, now, well, filed, source_id)
    rows = list_edits_of(session, source_id)
    return Merge(
        changed={row.field: row.written for row in rows if row.state is not EditState.CONFLICT},
        conflicts=tuple(row.field for row in rows if row.state is EditState.CONFLICT),
    )


def _take(
    session: Session, actor: Actor, now: datetime, well: Well, filed: FiledWellEdit, source_id: UUID
) -> None:
    _check(well, filed)
    changes: dict[str, Value] = {}
    for field in sorted(filed.written):
        written = read_value(field, filed.written[field])
        row = FieldEdit(
            county_code=well.county_code,
            well=well,
            well_id=well.id,
            division_code=well.division_code,
            field=field,
            base_version=filed.base_version,
            seen=read_value(field, filed.seen[field]),
            written=written,
            reason=filed.reason.strip(),
            at=filed.at,
            source_id=source_id,
            officer_id=actor.officer_id,
            officer_name=actor.name,
            device=actor.device,
            received_at=now,
        )
        value = _weigh(session, well, field, row)
        if value != stored_value(well, field):
            changes[field] = value
    session.flush()
    _apply(session, actor, now, well, changes, action="well:merge", reason=filed.reason)


def _check(well: Well, filed: FiledWellEdit) -> None:
    if not filed.written:
        raise RuleBroken("well_edit_nothing", field="written")
    if filed.base_version > well.version:
        raise RuleBroken("well_edit_version", field="base_version")
    if len(filed.reason) > MOST_REASON:
        raise RuleBroken("well_edit_text", field="reason", most=MOST_REASON)
    unseen = sorted(filed.written.keys() - filed.seen.keys())
    if unseen:
        raise RuleBroken("well_edit_unseen", field=unseen[0])


def _weigh(session: Session, well: Well, field: str, row: FieldEdit) -> Value:
    """Weigh a field's live edits with a new one, set what became of each, and return the value."""
    live = list_live_edits(session, well.id, field)
    stored = stored_value(well, field)
    if live and weigh_edits(live[0].base, map(_edit, live)).value != stored:
        for one in live:  # the register changed elsewhere: what waits goes on waiting, but no chain goes on
            one.is_live = False
        live = []
    row.base = live[0].base if live else stored
    session.add(row)
    outcome = weigh_edits(row.base, map(_edit, [*live, row]))
    for one in (*live, row):
        one.state = EditState.CONFLICT if one.source_id in outcome.conflicts else EditState.MERGED
    return outcome.value


def _edit(row: FieldEdit) -> Edit:
    return Edit(row.source_id, row.seen, row.written, row.at)


def stored_value(well: Well, field: str) -> Value:
    """Return what the register says of a field, as the wire has it."""
    value = getattr(well, field)
    plain: Value = value.value if isinstance(value, StrEnum) else value
    return plain


def _apply(
    session: Session,
    actor: Actor,
    now: datetime,
    well: Well,
    changes: dict[str, Value],
    *,
    action: str,
    reason: str,
) -> None:
    typed: Any = {
        name: _ENUMS[name](str(value)) if name in _ENUMS else value for name, value in changes.items()
    }
    before = apply_facts(session, now=now, well=well, facts=typed)
    if before:
        after = {name: getattr(well, name) for name in before}
        record(
            session,
            actor=actor,
            now=now,
            action=action,
            subject=subject_of(well),
            before=before,
            after=after,
            reason=reason.strip() or None,
        )


def decide_conflict(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    well: Well,
    field: str,
    chosen: UUID | None,
    note: str = "",
) -> None:
    """Settle all edits of a field that wait: the chosen one's value goes into the register, None keeps it.

    RuleBroken when nothing waits any more, or the chosen edit is none of them.
    """
    actor.need(Permission.WELL_EDIT)
    actor.need_reach(well.division_code, "well", well.code)
    session.refresh(well, with_for_update=True)
    waiting = list_waiting_edits(session, well.id, field)
    if not waiting:
        raise RuleBroken("well_conflict_decided")
    taken = next((row for row in waiting if row.id == chosen), None)
    if chosen is not None and taken is None:
        raise RuleBroken("well_conflict_choice", field="chosen")
    for row in waiting:
        row.state = EditState.TAKEN if row is taken else EditState.DROPPED
        row.decided_at, row.decided_by, row.decided_note = now, actor.name, note.strip()
    for row in list_live_edits(session, well.id, field):
        row.is_live = False
    session.flush()
    value = taken.written if taken else stored_value(well, field)
    _note_decision(session, actor, now, well, field, value, note)
    _apply(session, actor, now, well, {field: value}, action="well:merge", reason=note)


def _note_decision(
    session: Session, actor: Actor, now: datetime, well: Well, field: str, value: Value, note: str
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action="well:decide_conflict",
        subject=subject_of(well),
        before={field: stored_value(well, field)},
        after={field: value, "decided": field},
        reason=note.strip() or None,
    )
