"""Reading batches, their lines, and who stands in the way of taking one back."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.db.paging import Page, page
from casebook.intake.models import ImportBatch, ImportLine, ImportMapping
from casebook.intake.rules.layout import choose_layout
from casebook.intake.rules.states import BatchState, LineOutcome
from casebook.intake.sheets.reader import read_sheets
from casebook.jobs.queries import find_open
from casebook.kernel.errors import NotFound
from casebook.storage import queries as storage
from casebook.storage.rules import CSV

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.intake.rules.layout import Layout
    from casebook.intake.sheets.reader import SheetFile
    from casebook.jobs.models import Job

BATCHES_SHOWN = 50
PREVIEW_JOB, APPLY_JOB = "intake:preview", "intake:apply"


def get_batch(session: Session, batch_id: UUID, actor: Actor) -> ImportBatch:
    """Return a batch of the actor's county, or raise NotFound."""
    found = session.scalar(select(ImportBatch).where(ImportBatch.id == batch_id))
    if found is None:
        raise NotFound("batch", batch_id)
    actor.need_reach(found.county_code, "batch", batch_id)
    return found


def page_batches(session: Session, actor: Actor, cursor: str | None = None) -> Page[ImportBatch]:
    """Return the county's batches, newest first."""
    query = select(ImportBatch).where(ImportBatch.county_code == actor.county_code)
    return page(
        session, query, columns=[ImportBatch.rowid], key=lambda b: [b.rowid], cursor=cursor, descending=True
    )


def list_earlier(session: Session, batch: ImportBatch) -> list[ImportBatch]:
    """Return the applied batches of the same file, newest first."""
    query = select(ImportBatch).where(
        ImportBatch.county_code == batch.county_code,
        ImportBatch.file_hash == batch.file_hash,
        ImportBatch.state == BatchState.APPLIED,
        ImportBatch.id != batch.id,
    )
    return list(session.scalars(query.order_by(ImportBatch.rowid.desc()).limit(BATCHES_SHOWN)))


def page_lines(
    session: Session, batch: ImportBatch, *, reason: str = "", cursor: str | None = None
) -> Page[ImportLine]:
    """Return the lines that somebody should look at, by row.

    `reason`: the code of one reason, `refused` for all refused, `changed` for all that say
    otherwise than the register; empty for every one.
    """
    query = select(ImportLine).where(ImportLine.batch_id == batch.id)
    if reason == LineOutcome.REFUSED:
        query = query.where(ImportLine.outcome == LineOutcome.REFUSED)
    elif reason == "changed":
        query = query.where(ImportLine.is_changed)
    elif reason:
        query = query.where(ImportLine.reasons.contains(f" {reason} "))
    return page(
        session,
        query,
        columns=[ImportLine.row_number],
        key=lambda line: [line.row_number],
        cursor=cursor,
        convert=lambda _index, part: int(part),
    )


def refused_lines(session: Session, batch: ImportBatch) -> Iterator[ImportLine]:
    """Yield the refused lines, by row."""
    query = select(ImportLine).where(
        ImportLine.batch_id == batch.id, ImportLine.outcome == LineOutcome.REFUSED
    )
    yield from session.scalars(query.order_by(ImportLine.row_number).execution_options(yield_per=1_000))


def find_mapping(session: Session, county_code: str, signature: str) -> ImportMapping | None:
    """Return what was last said about columns under this header, or None."""
    return session.scalar(
        select(ImportMapping).where(
            ImportMapping.county_code == county_code, ImportMapping.signature == signature
        )
    )


def find_job(session: Session, batch: ImportBatch) -> Job | None:
    """Return the job that is at a batch, or None."""
    keys = (f"{kind}:{batch.id}" for kind in (PREVIEW_JOB, APPLY_JOB))
    return next((job for key in keys if (job := find_open(session, key))), None)


@contextmanager
def open_file(session: Session, file_hash: str) -> Iterator[SheetFile]:
    """Open a kept register file."""
    is_text = storage.get_file(session, file_hash).media_type == CSV.type
    with storage.open_file(file_hash) as stream, read_sheets(stream, is_text=is_text) as file:
        yield file


def understand(
    session: Session,
    county_code: str,
    file: SheetFile,
    mapping: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> Layout:
    """Return how a file is read: by a mapping (header to word of a field), given or remembered.

    `sheet` names the sheet; without it the one that is understood best is read.
    """
    layout = choose_layout(file.heads, mapping, sheet)
    if mapping is not None:
        return layout
    remembered = find_mapping(session, county_code, layout.signature)
    return choose_layout(file.heads, remembered.mapping, sheet) if remembered else layout


def layout_of(batch: ImportBatch, file: SheetFile) -> Layout:
    """Return how a batch reads its file."""
    return choose_layout(file.heads, batch.mapping, batch.sheet)
