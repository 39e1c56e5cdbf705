"""Keeping the 裁量基准: entering levels, taking in a file of them, changing and ending them by version."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.chain import lock
from casebook.kernel.errors import Conflict, NotFound, Refused, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.penalties import queries
from casebook.penalties.models import DiscretionLevel
from casebook.penalties.rules.benches import BenchLevel, faults_of_level, find_overlapping

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def enter_level(session: Session, *, actor: Actor, now: datetime, level: BenchLevel) -> DiscretionLevel:
    """Enter a level. Raises Refused with every reason: texts, days, amounts, another level beside it."""
    _allow(session, actor)
    _check(session, actor, [level])
    return _write(session, actor=actor, now=now, level=level)


def import_levels(
    session: Session, *, actor: Actor, now: datetime, levels: Sequence[BenchLevel]
) -> list[DiscretionLevel]:
    """Enter all levels of a file, or none: Refused with every reason of every line."""
    _allow(session, actor)
    _check(session, actor, levels)
    return [_write(session, actor=actor, now=now, level=one) for one in levels]


def revise_level(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    line_id: UUID,
    seen_version: int,
    level: BenchLevel,
    reason: str,
) -> DiscretionLevel:
    """Put a new version of a level in place of the last, which stays as it was.

    Raises NotFound, Conflict `changed_meanwhile`, Refused as `enter_level`, RuleBroken without a reason.
    """
    _allow(session, actor)
    before = queries.get_level(session, line_id, actor)
    if before.version != seen_version:
        raise Conflict("changed_meanwhile")
    if not reason.strip():
        raise RuleBroken("bench_change_needs_reason", field="reason")
    _check(session, actor, [level], without=line_id)
    return _write(session, actor=actor, now=now, level=level, before=before, reason=reason.strip())


def end_levels(
    session: Session, *, actor: Actor, now: datetime, doc_no: str, on: date, reason: str
) -> list[DiscretionLevel]:
    """Let every level of a paper end with a day; those that end by then anyway are left.

    Raises NotFound for a paper without such levels, RuleBroken for a day before one begins, or no reason.
    """
    _allow(session, actor)
    if not reason.strip():
        raise RuleBroken("bench_change_needs_reason", field="reason")
    rows = [
        one
        for one in queries.list_levels(session, actor.county_code)
        if one.doc_no == doc_no and (one.valid_to is None or one.valid_to > on)
    ]
    if not rows:
        raise NotFound("discretion_level", doc_no)
    late = [row for row in rows if row.valid_from > on]
    if late:
        raise RuleBroken("bench_ends_before_it_begins", field="on", start=late[0].valid_from.isoformat())
    return [
        _write(
            session,
            actor=actor,
            now=now,
            level=replace(level_of(row), valid_to=on),
            before=row,
            reason=reason.strip(),
        )
        for row in rows
    ]


def level_of(row: DiscretionLevel) -> BenchLevel:
    """Return a row as it would be entered."""
    return BenchLevel(
        pen_id=row.pen_id,
        condition=row.condition,
        level=row.level,
        conditions=row.conditions,
        min_fen=row.min_fen,
        max_fen=row.max_fen,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        doc_no=row.doc_no,
    )


def _allow(session: Session, actor: Actor) -> None:
    actor.need(Permission.PENALTY_EDIT)
    actor.need_reach(actor.county_code, "county", actor.county_code)
    lock(session)  # the audit takes it anyway; so that of two who change the same level one comes second


def _check(
    session: Session, actor: Actor, levels: Sequence[BenchLevel], *, without: UUID | None = None
) -> None:
    flags = queries.flags_of(session, actor.county_code)
    beside = [
        level_of(row) for row in queries.list_levels(session, actor.county_code) if row.line_id != without
    ]
    reasons: list[RuleBroken] = []
    for level in levels:
        reasons += faults_of_level(level, flags)
        other = find_overlapping(level, beside)
        if other is not None:
            reasons.append(
                RuleBroken(
                    "bench_overlaps",
                    field="valid_from",
                    act=level.pen_id,
                    level=level.level,
                    doc_no=other.doc_no,
                    start=other.valid_from.isoformat(),
                )
            )
        beside.append(level)
    if reasons:
        raise Refused(reasons)


def _write(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    level: BenchLevel,
    before: DiscretionLevel | None = None,
    reason: str = "",
) -> DiscretionLevel:
    own_id = new_id()
    row = DiscretionLevel(
        id=own_id,
        county_code=actor.county_code,
        line_id=before.line_id if before else own_id,
        version=before.version + 1 if before else 1,
        reason=reason,
        entered_by_id=actor.officer_id,
        entered_by=actor.name,
        entered_at=now,
        **asdict(level),
    )
    session.add(row)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="discretion:change" if before else "discretion:enter",
        subject=Subject("discretion", row.line_id, f"{row.pen_id} {row.level}", actor.county_code),
        before=asdict(level_of(before)) if before else None,
        after=asdict(level),
        reason=reason or None,
    )
    return row
