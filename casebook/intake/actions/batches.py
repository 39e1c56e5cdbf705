"""A file on its way to the register: taken in, its columns mapped, judged for a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import delete, insert

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.intake.models import ImportBatch, ImportLine, ImportMapping, subject_of
from casebook.intake.queries import find_mapping, layout_of, open_file, understand
from casebook.intake.queries.batches import APPLY_JOB, PREVIEW_JOB
from casebook.intake.rules.states import WAITING, BatchState, LineOutcome
from casebook.jobs.actions import enqueue
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.storage.actions import store
from casebook.storage.rules import MEBIBYTE, MediaKind, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.intake.queries import Judgement, PlannedLine
    from casebook.intake.rules.layout import Layout
    from casebook.jobs.models import Job

LARGEST_FILE = 60 * MEBIBYTE
LINES_AT_ONCE = 2_000


def open_batch(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    county_code: str,
    stream: BinaryIO,
    name: str,
    layout: Layout | None = None,
) -> ImportBatch:
    """Keep a register file and understand its header, unless `layout` says how to read it.

    Columns mean what was last said under the same header, else what their words say. Refused
    (field `file`): what is no spreadsheet, or has no header of a register.
    """
    actor.need(Permission.WELL_IMPORT)
    actor.need_reach(county_code, "county", county_code)
    allowed = frozenset({MediaKind.SPREADSHEET})
    kept = store(session, stream=stream, limit=LARGEST_FILE, allowed=allowed, now=now, name=name)
    if layout is None:
        with open_file(session, kept.hash) as file:
            layout = understand(session, county_code, file)
    batch = ImportBatch(
        county_code=county_code,
        file_hash=kept.hash,
        file_name=safe_name(name),
        sheet=layout.sheet_name,
        row_count=layout.row_count,
        mapping=layout.mapping(),
        state=BatchState.UPLOADED,
        uploaded_at=now,
        uploaded_by=actor.name,
        officer_id=actor.officer_id,
    )
    session.add(batch)
    session.flush()
    after = {"file_name": batch.file_name, "file_hash": batch.file_hash}
    record(session, actor=actor, now=now, action="batch:open", subject=subject_of(batch), after=after)
    return batch


def map_columns(
    session: Session, *, actor: Actor, now: datetime, batch: ImportBatch, mapping: Mapping[str, str]
) -> ImportBatch:
    """Set what the columns of a batch mean, and remember it for this header."""
    actor.need(Permission.WELL_IMPORT)
    need_state(batch, *WAITING)
    batch.mapping = dict(mapping)
    with open_file(session, batch.file_hash) as file:
        layout = layout_of(batch, file)
    if layout.missing:
        raise RuleBroken("column_missing", field="mapping", fields=layout.missing[0])
    remember(session, actor=actor, now=now, county_code=batch.county_code, layout=layout)
    session.flush()
    return batch


def choose_sheet(session: Session, *, actor: Actor, batch: ImportBatch, sheet: str) -> ImportBatch:
    """Read another sheet of a batch's file, its columns as last mapped or as their words say."""
    actor.need(Permission.WELL_IMPORT)
    need_state(batch, *WAITING)
    with open_file(session, batch.file_hash) as file:
        layout = understand(session, batch.county_code, file, sheet=sheet)
    batch.sheet, batch.row_count, batch.mapping = layout.sheet_name, layout.row_count, layout.mapping()
    batch.state = BatchState.UPLOADED
    session.flush()
    return batch


def remember(session: Session, *, actor: Actor, now: datetime, county_code: str, layout: Layout) -> None:
    """Keep what an officer says the columns under a header mean."""
    known = find_mapping(session, county_code, layout.signature)
    if known is None:
        known = ImportMapping(county_code=county_code, signature=layout.signature)
        session.add(known)
    known.mapping, known.changed_at, known.changed_by = layout.mapping(), now, actor.name


def preview_batch(session: Session, *, actor: Actor, batch: ImportBatch, judgement: Judgement) -> ImportBatch:
    """Keep what a judgement found that somebody should look at; nothing enters the register."""
    actor.need(Permission.WELL_IMPORT)
    need_state(batch, *WAITING)
    keep_judgement(session, batch, judgement)
    batch.state = BatchState.PREVIEWED
    session.flush()
    return batch


def keep_judgement(session: Session, batch: ImportBatch, judgement: Judgement) -> None:
    """Keep the counts of a judgement and its flagged lines, in place of an earlier one's."""
    batch.report, batch.names = judgement.report.counts(), judgement.names
    session.flush()
    session.execute(delete(ImportLine).where(ImportLine.batch_id == batch.id))
    rows: list[dict[str, object]] = []
    for line in judgement.plan.lines():
        if line.is_flagged:
            rows.append(_kept(batch, line))
        if len(rows) >= LINES_AT_ONCE:
            session.execute(insert(ImportLine), rows)
            rows = []
    if rows:
        session.execute(insert(ImportLine), rows)


def _kept(batch: ImportBatch, line: PlannedLine) -> dict[str, object]:
    return {
        "batch_id": batch.id,
        "row_number": line.row,
        "code": line.code,
        "outcome": LineOutcome.REFUSED if line.is_refused else LineOutcome.ACCEPTED,
        "reasons": f" {' '.join(_reasons(line))} " if line.findings else "",
        "is_changed": bool(line.differences),
        "findings": line.findings,
        "differences": line.differences,
    }


def _reasons(line: PlannedLine) -> Iterable[str]:
    return dict.fromkeys(str(finding["reason"]) for finding in line.findings)


def request_preview(session: Session, *, actor: Actor, now: datetime, batch: ImportBatch) -> Job:
    """Let the worker judge a large batch."""
    actor.need(Permission.WELL_IMPORT)
    need_state(batch, *WAITING)
    return _enqueue(session, PREVIEW_JOB, actor, now, batch)


def request_apply(
    session: Session, *, actor: Actor, now: datetime, batch: ImportBatch, with_changes: bool
) -> Job:
    """Let the worker apply a large batch; asked again, it goes on waiting or tries once more."""
    actor.need(Permission.WELL_IMPORT)
    need_state(batch, BatchState.PREVIEWED, BatchState.APPLYING)
    batch.state, batch.with_changes = BatchState.APPLYING, with_changes
    return _enqueue(session, APPLY_JOB, actor, now, batch)


def _enqueue(session: Session, kind: str, actor: Actor, now: datetime, batch: ImportBatch) -> Job:
    return enqueue(
        session,
        kind=kind,
        payload={"batch_id": str(batch.id)},
        now=now,
        requested_by=actor.officer_id,
        dedupe_key=str(batch.id),
        total=batch.row_count,
    )


def discard_batch(session: Session, *, actor: Actor, batch: ImportBatch) -> None:
    """Forget a batch that was never applied."""
    actor.need(Permission.WELL_IMPORT)
    need_state(batch, *WAITING)
    session.execute(delete(ImportLine).where(ImportLine.batch_id == batch.id))
    session.delete(batch)
    session.flush()


def need_state(batch: ImportBatch, *states: BatchState) -> None:
    """Refuse a step that a batch in its state does not allow."""
    if batch.state not in states:
        raise Conflict("batch_state", state=batch.state)
