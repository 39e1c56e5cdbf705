"""Who uses the wells of a batch, so that it can no longer be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, func, select
from sqlalchemy.orm import aliased

from casebook.db import Base
from casebook.evidence.models import EvidenceSubject
from casebook.intake.models import BatchChange
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from casebook.intake.models import ImportBatch

OWN_TABLES = frozenset(
    {"well_party", "well_zone", "well_event", "well_alias", "permit_well", "annual_volume", "batch_change"}
)
"""Tables whose rows come and go with a well. A row of any other table that points at it is a use."""

EDITS, LATER_BATCHES, EVIDENCE = "well", "batch_change", "evidence_subject"


def uses(session: Session, batch: ImportBatch) -> dict[str, int]:
    """Return by table name how many rows stand in the way of taking a batch back; empty when none do.

    New tables are found by their foreign keys. Of wells that the batch only changed, a later edit
    (counted under `well`) or a later batch stands in the way, not what used them all along.
    """
    counted = {name: session.scalar(query) or 0 for name, query in _counts(batch)}
    return {name: count for name, count in counted.items() if count}


def _counts(batch: ImportBatch) -> Iterator[tuple[str, Select[int]]]:
    touched = select(BatchChange.well_id).where(BatchChange.batch_id == batch.id)
    brought = touched.where(BatchChange.is_new)
    for column in _pointing_at_wells():
        yield column.table.name, select(func.count()).select_from(column.table).where(column.in_(brought))
    yield (
        EVIDENCE,
        _count(EvidenceSubject).where(
            EvidenceSubject.kind == "well", EvidenceSubject.subject_id.in_(brought)
        ),
    )
    later = aliased(BatchChange)
    own_last = select(func.max(BatchChange.rowid)).where(BatchChange.batch_id == batch.id).scalar_subquery()
    yield (
        LATER_BATCHES,
        _count(later).where(later.well_id.in_(touched), later.batch_id != batch.id, later.rowid > own_last),
    )
    edited = select(func.count()).select_from(BatchChange).join(Well, Well.id == BatchChange.well_id)
    yield EDITS, edited.where(BatchChange.batch_id == batch.id, Well.version != BatchChange.version)


def _count(table: type[Base]) -> Select[int]:
    return select(func.count()).select_from(table)


def _pointing_at_wells() -> list[Column[object]]:
    return [
        key.parent
        for table in Base.metadata.sorted_tables
        if table.name not in OWN_TABLES
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if key.target_fullname == "well.id"
    ]
