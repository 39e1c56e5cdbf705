"""Tables of operations and receipts. What arrived is never changed; only where it stands is."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord, append_only
from casebook.db.chain import HASH_LENGTH, ChainEntry
from casebook.db.types import Json, by_value
from casebook.field.rules.states import OperationState


class FieldOperation(CountyRecord):
    """One act as a tablet recorded it: the exact bytes that the device signed, and what they say."""

    __tablename__ = "field_operation"
    __table_args__ = (
        CheckConstraint("sequence > 0", name="sequence_counts"),
        Index(None, "device_id", "sequence"),
        Index(None, "record_id"),
        Index(None, "officer_id"),
    )

    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    sequence: Mapped[int] = mapped_column(BigInteger)
    """1, 2, 3 … among the operations of the device."""
    previous: Mapped[str] = mapped_column(String(HASH_LENGTH))
    """Hash of the body that the device made before."""
    kind: Mapped[str] = mapped_column(String(40))
    """As the tablet wrote it; a kind that this version does not know is refused, not lost."""
    record_id: Mapped[UUID]
    """What it is about."""
    made_at: Mapped[datetime]
    """The device's clock."""
    clock_ahead_s: Mapped[float | None]
    """By how many seconds its instants were put back; None where there was nothing to put right."""
    body: Mapped[bytes] = mapped_column(LargeBinary)
    body_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    signature: Mapped[str] = mapped_column(String(90))
    received_at: Mapped[datetime]
    carried_by: Mapped[str] = mapped_column(String(60), default="")
    """Name of who brought it in an exported outbox; empty when the tablet sent it."""


class OperationStatus(CountyRecord):
    """Where an operation stands: the one row about it that changes."""

    __tablename__ = "operation_status"
    __table_args__ = (
        UniqueConstraint("operation_id"),
        CheckConstraint("attempts >= 0", name="attempts_count"),
        Index(None, "county_code", "state", "operation_id"),
        Index(None, "awaits_record"),
        Index(None, "changed_at"),
    )

    operation_id: Mapped[UUID] = mapped_column(ForeignKey("field_operation.id"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    state: Mapped[OperationState] = mapped_column(by_value(OperationState))
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    """Why it was refused: code, field, article and facts of each broken rule."""
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What applying it answered."""
    awaits_record: Mapped[UUID | None]
    """The record that must come first."""
    attempts: Mapped[int] = mapped_column(default=0)
    """How often the server failed on it."""
    changed_at: Mapped[datetime]
    """When state, reason or receipt last changed."""
    decided_by: Mapped[str] = mapped_column(String(60), default="")
    """Name of the officer in the office who released or rejected it."""
    decision: Mapped[str] = mapped_column(String(500), default="")
    """Why."""


class AwaitedFile(CountyRecord):
    """A file that an operation names and that is not here yet."""

    __tablename__ = "awaited_file"
    __table_args__ = (UniqueConstraint("operation_id", "file_hash"), Index(None, "file_hash"))

    operation_id: Mapped[UUID] = mapped_column(ForeignKey("field_operation.id"))
    file_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))


class RefusedFile(CountyRecord):
    """A file that was looked at and not taken: what names it cannot be complete."""

    __tablename__ = "refused_file"
    __table_args__ = (UniqueConstraint("officer_id", "file_hash"),)

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    """Who sent it: nobody else's work is refused for it."""
    file_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    refused_at: Mapped[datetime]


class OperationVariant(CountyRecord):
    """Other bytes that the device signed under the id of an operation: kept beside it, never applied."""

    __tablename__ = "operation_variant"
    __table_args__ = (UniqueConstraint("operation_id", "body_hash"),)

    operation_id: Mapped[UUID] = mapped_column(ForeignKey("field_operation.id"))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    body_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    signature: Mapped[str] = mapped_column(String(90))
    received_at: Mapped[datetime]
    carried_by: Mapped[str] = mapped_column(String(60), default="")


class FieldReceipt(ChainEntry):
    """An entry of the county's chain of receipts; its body also lists the files."""

    __tablename__ = "field_receipt"
    __table_args__ = (UniqueConstraint("operation_id"),)

    operation_id: Mapped[UUID] = mapped_column(ForeignKey("field_operation.id"))
    device_id: Mapped[UUID]
    body_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))


class ReceiptText(CountyRecord):
    """What a tablet gets: the text that names the entry's hash, and the server's signature over its bytes."""

    __tablename__ = "receipt_text"
    __table_args__ = (UniqueConstraint("operation_id"),)

    operation_id: Mapped[UUID] = mapped_column(ForeignKey("field_operation.id"))
    text: Mapped[str] = mapped_column(String(100_000))
    signature: Mapped[str] = mapped_column(String(90))


class FieldDraft(CountyRecord):
    """An unfinished form that an exported outbox carried in, offered back to its officer's devices."""

    __tablename__ = "field_draft"
    __table_args__ = (UniqueConstraint("officer_id", "draft_id"),)

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    draft_id: Mapped[UUID]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """As the tablet kept it."""
    made_at: Mapped[datetime]
    """When the outbox was exported, by the device's clock."""
    carried_by: Mapped[str] = mapped_column(String(60))
    loaded_at: Mapped[datetime]


for _model in (FieldOperation, OperationVariant, ReceiptText):
    append_only.protect(_model.__table__)
