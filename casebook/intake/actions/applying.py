"""Writing a judged register into the register of wells: all of it or nothing.

The import sets a closed well's status only, with its written day; it never posts to the ledger.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.intake.actions.batches import keep_judgement, need_state
from casebook.intake.actions.changing import change_wells
from casebook.intake.actions.wells import add_wells
from casebook.intake.models import BatchChange, subject_of
from casebook.intake.queries.pace import fewer_collections
from casebook.intake.rules.states import WAITING, BatchState
from casebook.kernel.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.intake.models import ImportBatch
    from casebook.intake.queries import Judgement, PlannedLine

LINES_AT_ONCE = 1_000


def apply_batch(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    batch: ImportBatch,
    judgement: Judgement,
    with_changes: bool,
    progress: Callable[[int, int], None] | None = None,
) -> ImportBatch:
    """Put the new wells of a judged batch on the register and, where asked, take over what changed.

    The judgement may have been made before this transaction: Conflict `register_changed` when
    somebody registered or changed one of its wells since; judge again then.
    """
    actor.need(Permission.WELL_IMPORT)
    actor.need_reach(batch.county_code, "batch", batch.id)
    need_state(batch, *WAITING)
    report = judgement.report
    batch.state, batch.applied_at, batch.with_changes = BatchState.APPLIED, now, with_changes
    session.flush()
    try:
        with fewer_collections():
            for lines in _chunks(judgement):
                _write(session, actor, now, batch, judgement, lines, with_changes=with_changes)
                if progress is not None:
                    progress(report.applied, report.accepted)
            session.flush()
    except IntegrityError as error:
        raise Conflict("register_changed", file=batch.file_name) from error
    keep_judgement(session, batch, judgement)
    record(
        session,
        actor=actor,
        now=now,
        action="batch:apply",
        subject=subject_of(batch),
        after={"file_hash": batch.file_hash, "with_changes": with_changes, **report.counts()},
    )
    return batch


def _chunks(judgement: Judgement) -> Iterator[list[PlannedLine]]:
    lines = (line for line in judgement.plan.lines() if line.said is not None)
    while some := list(islice(lines, LINES_AT_ONCE)):
        yield some


def _write(
    session: Session,
    actor: Actor,
    now: datetime,
    batch: ImportBatch,
    judgement: Judgement,
    lines: list[PlannedLine],
    *,
    with_changes: bool,
) -> None:
    new = [line for line in lines if line.is_new]
    changed = [line for line in lines if not line.is_new] if with_changes else []
    rows: list[dict[str, Any]] = []
    if new:
        rows += add_wells(session, actor=actor, now=now, batch=batch, lines=new)
    if changed:
        rows += change_wells(session, actor=actor, now=now, batch=batch, lines=changed)
    if rows:
        session.execute(insert(BatchChange), [{**row, "batch_id": batch.id} for row in rows])
    judgement.report.applied += len(rows)
