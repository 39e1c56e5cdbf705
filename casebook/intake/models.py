"""Tables of the imports: remembered mappings, batches, their judged lines and what they changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord, Record
from casebook.db.types import Json, by_value
from casebook.intake.rules.states import BatchState, LineOutcome
from casebook.kernel.subjects import Subject


class ImportMapping(CountyRecord):
    """What the columns under a header mean, as an officer last said."""

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("county_code", "signature"),)

    signature: Mapped[str] = mapped_column(String(160))
    """Hash of the header's words in their order."""
    mapping: Mapped[dict[str, Any]]
    """Header to word of a field; an empty word: not read."""
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(80))


class ImportBatch(CountyRecord):
    """One file on its way into the register."""

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint(
            "(state IN ('applied', 'rolled_back')) = (applied_at IS NOT NULL)", name="applied_at"
        ),
        CheckConstraint("(state = 'rolled_back') = (rolled_back_at IS NOT NULL)", name="rolled_back_at"),
        Index(None, "county_code", "uploaded_at"),
        Index(None, "county_code", "file_hash"),
    )

    file_hash: Mapped[str] = mapped_column(String(160), ForeignKey("stored_file.hash"))
    file_name: Mapped[str] = mapped_column(String(200))
    sheet: Mapped[str] = mapped_column(String(120), default="")
    """Name of the sheet that is read; empty for a text table."""
    row_count: Mapped[int]
    """Rows of that sheet that are not empty; decides whether a page waits or a job runs."""
    mapping: Mapped[dict[str, Any]]
    state: Mapped[BatchState] = mapped_column(by_value(BatchState))
    with_changes: Mapped[bool] = mapped_column(default=False)
    """Whether differences to what the register holds are to be applied too."""
    report: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The counts of the report, without its entries."""
    names: Mapped[list[str]] = mapped_column(default=list)
    """What the file has columns for, by the names of a saying."""
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[str] = mapped_column(String(80))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    applied_at: Mapped[datetime | None]
    rolled_back_at: Mapped[datetime | None]
    rolled_back_by: Mapped[str] = mapped_column(String(80), default="")
    rolled_back_reason: Mapped[str] = mapped_column(String(400), default="")


class ImportLine(Record):
    """A line of a batch that somebody should look at: refused, warned, or different."""

    __tablename__ = "import_line"
    __table_args__ = (
        UniqueConstraint("batch_id", "row_number"),
        Index(None, "batch_id", "outcome", "row_number"),
    )

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("import_batch.id"))
    row_number: Mapped[int]
    """As the sheet shows it."""
    code: Mapped[str | None] = mapped_column(String(80))
    outcome: Mapped[LineOutcome] = mapped_column(by_value(LineOutcome))
    reasons: Mapped[str] = mapped_column(String(600), default="")
    """The codes of the findings between blanks, for asking: ` code_missing depth_missing `."""
    is_changed: Mapped[bool]
    """Whether it says otherwise than the register."""
    findings: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """Each `{reason, cell, header, written, detail}`."""
    differences: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """Each `{name, before, after, is_blocked}`."""


class BatchChange(Record):
    """What a batch did to a well, with what stood there before, so that it can be taken back."""

    __tablename__ = "batch_change"
    __table_args__ = (UniqueConstraint("batch_id", "well_id"), Index(None, "well_id"))

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("import_batch.id"))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    is_new: Mapped[bool]
    """Whether the batch put the well on the register."""
    version: Mapped[int]
    """The well's version after the batch; a later one shows that somebody changed it since."""
    said: Mapped[dict[str, Any]]
    """What the line says (`rules.saying`); the next file is compared with the latest of these."""
    before: Mapped[dict[str, Any]]
    """What the register held of the names that were changed; empty for a new well."""


def subject_of(batch: ImportBatch) -> Subject:
    """Return the batch as what an act is about. Its id stands for it: a file's name may be a person's."""
    return Subject("batch", batch.id, str(batch.id)[:8], batch.county_code)
