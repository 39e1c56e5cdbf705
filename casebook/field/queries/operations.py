"""Reading operations: what the server answers about them, and what waits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, select

from casebook.field.models import (
    AwaitedFile,
    FieldOperation,
    OperationStatus,
    OperationVariant,
    ReceiptText,
    RefusedFile,
)
from casebook.field.rules.states import Flag, OperationState, flags_of
from casebook.inspections.models import Inspection
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Clash:
    """Other bytes came under the id of an operation: hashes of both, and where the later ones are kept."""

    stored: str
    yours: str
    kept: UUID


@dataclass(frozen=True)
class Kept:
    """What is known of an operation that came before."""

    id: UUID
    officer_id: UUID
    body_hash: str


@dataclass(frozen=True)
class Receipt:
    """The signed text that the tablet gets."""

    text: str
    signature: str


@dataclass(frozen=True)
class Answer:
    """What the server says about an operation (docs/field-protocol.md)."""

    operation_id: UUID
    state: OperationState
    missing: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    reasons: list[dict[str, Any]] = field(default_factory=list)
    result: dict[str, Any] = field(default_factory=dict)
    receipt: Receipt | None = None
    clash: Clash | None = None


_OPERATION, _AWAITED = FieldOperation.__table__.c, AwaitedFile.__table__.c
_STATUS = OperationStatus.__table__.c
_KEPT = select(_OPERATION.officer_id, _OPERATION.body_hash).where(_OPERATION.id == bindparam("its_id"))
_BEFORE = select(_OPERATION.rowid).where(
    _OPERATION.device_id == bindparam("device"),
    _OPERATION.sequence == bindparam("before"),
    _OPERATION.body_hash == bindparam("its_hash"),
)
_FOR_FILE = (
    select(_AWAITED.operation_id)
    .where(_AWAITED.file_hash == bindparam("its_hash"))
    .order_by(_AWAITED.operation_id)
)
_FOR_RECORD = (
    select(_STATUS.operation_id)
    .where(_STATUS.awaits_record == bindparam("record"), _STATUS.state == OperationState.WAITING_RECORD)
    .order_by(_STATUS.rowid)
)
"""Asked for with every operation and every file, so they are put together once."""


def find_operation(session: Session, operation_id: UUID) -> FieldOperation | None:
    """Return an operation, or None."""
    return session.scalar(select(FieldOperation).where(FieldOperation.id == operation_id))


def find_kept(session: Session, operation_id: UUID) -> Kept | None:
    """Return whose an operation is and which bytes are kept of it, or None."""
    row = session.execute(_KEPT, {"its_id": operation_id}).one_or_none()
    return None if row is None else Kept(operation_id, row.officer_id, row.body_hash)


def get_operation(session: Session, operation_id: UUID) -> FieldOperation:
    """Return an operation or raise NotFound."""
    found = find_operation(session, operation_id)
    if found is None:
        raise NotFound("operation", operation_id)
    return found


def get_status(session: Session, operation_id: UUID) -> OperationStatus:
    """Return where an operation stands or raise NotFound."""
    found = session.scalar(select(OperationStatus).where(OperationStatus.operation_id == operation_id))
    if found is None:
        raise NotFound("operation", operation_id)
    return found


def answer_of(session: Session, operation_id: UUID, officer_id: UUID | None) -> Answer:
    """Return what the server says about one's own operation; NotFound for anybody else's."""
    wanted = _answers().where(FieldOperation.id == operation_id, FieldOperation.officer_id == officer_id)
    found = _as_answers(session, session.execute(wanted))
    if not found:
        raise NotFound("operation", operation_id)
    return found[0]


def list_answers(session: Session, operation_ids: Collection[UUID]) -> dict[UUID, Answer]:
    """Return what the server says about these operations, whoever made them."""
    found = _as_answers(session, session.execute(_answers().where(FieldOperation.id.in_(operation_ids))))
    return {answer.operation_id: answer for answer in found}


def list_changed(session: Session, device_id: UUID, *, since: datetime) -> list[Answer]:
    """Return the answers about a device's operations that changed since, the longest unchanged first."""
    wanted = _answers().where(FieldOperation.device_id == device_id, OperationStatus.changed_at >= since)
    ordered = wanted.order_by(OperationStatus.changed_at, OperationStatus.rowid)
    return _as_answers(session, session.execute(ordered))


@cache
def _answers() -> Select[Any]:
    """Return the query of all that an answer says, but for the files that are missing."""
    before = FieldOperation.__table__.alias("before")
    is_before_here = exists().where(
        before.c.device_id == FieldOperation.device_id,
        before.c.sequence == FieldOperation.sequence - 1,
        before.c.body_hash == FieldOperation.previous,
    )
    return (
        select(
            FieldOperation.id,
            FieldOperation.sequence,
            FieldOperation.clock_ahead_s,
            is_before_here.label("is_before_here"),
            OperationStatus.state,
            OperationStatus.reasons,
            OperationStatus.result,
            OperationStatus.attempts,
            ReceiptText.text,
            ReceiptText.signature,
        )
        .join(OperationStatus, OperationStatus.operation_id == FieldOperation.id)
        .outerjoin(ReceiptText, ReceiptText.operation_id == FieldOperation.id)
    )


def _as_answers(session: Session, rows: Iterable[Row[Any]]) -> list[Answer]:
    found = list(rows)
    incomplete = [row.id for row in found if row.text is None]
    missing = awaited_by_operation(session, incomplete) if incomplete else {}
    return [
        Answer(
            operation_id=row.id,
            state=row.state,
            missing=tuple(missing.get(row.id, ())),
            flags=flags_of(
                row.state,
                is_first=row.sequence == 1,
                is_before_here=row.is_before_here,
                attempts=row.attempts,
                is_clock_off=row.clock_ahead_s is not None,
            ),
            reasons=row.reasons,
            result=row.result,
            receipt=None if row.text is None else Receipt(row.text, row.signature),
        )
        for row in found
    ]


def is_before_here(session: Session, device_id: UUID, sequence: int, previous: str) -> bool:
    """Say whether the operation that a device made before this one has arrived."""
    told = {"device": device_id, "before": sequence - 1, "its_hash": previous}
    return session.scalar(_BEFORE, told) is not None


def awaited_by_operation(session: Session, operation_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return the hashes of the files that operations still wait for, sorted."""
    wanted = select(AwaitedFile.operation_id, AwaitedFile.file_hash).where(
        AwaitedFile.operation_id.in_(operation_ids)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for operation_id, file_hash in session.execute(wanted.order_by(AwaitedFile.file_hash)):
        found[operation_id].append(file_hash)
    return dict(found)


def list_waiting_for_file(session: Session, file_hash: str) -> list[UUID]:
    """Return the operations that wait for a file, in a fixed order."""
    return list(session.scalars(_FOR_FILE, {"its_hash": file_hash}))


def list_waiting_for_record(session: Session, record_id: UUID) -> list[UUID]:
    """Return the operations that wait for a record, in the order of their arrival."""
    return list(session.scalars(_FOR_RECORD, {"record": record_id}))


def list_unsettled(session: Session, most: int) -> list[UUID]:
    """Return operations that the server failed on, those that it failed on least often first."""
    wanted = select(OperationStatus.operation_id).where(OperationStatus.state == OperationState.RECEIVED)
    ordered = wanted.order_by(OperationStatus.attempts, OperationStatus.changed_at, OperationStatus.rowid)
    return list(session.scalars(ordered.limit(most)))


def find_refused_file(session: Session, officer_id: UUID, hashes: Collection[str]) -> RefusedFile | None:
    """Return one of these files that an officer sent and that was not taken, or None."""
    wanted = select(RefusedFile).where(
        RefusedFile.officer_id == officer_id, RefusedFile.file_hash.in_(hashes)
    )
    return session.scalars(wanted.order_by(RefusedFile.rowid).limit(1)).first()


def payloads_of(session: Session, record_ids: Collection[UUID], kind: str) -> dict[UUID, bytes]:
    """Return the body of the operation of a kind that was applied to each of these records."""
    wanted = (
        select(FieldOperation.record_id, FieldOperation.body)
        .join(OperationStatus, OperationStatus.operation_id == FieldOperation.id)
        .where(FieldOperation.record_id.in_(record_ids), FieldOperation.kind == kind)
        .where(OperationStatus.state == OperationState.APPLIED)
    )
    return {row.record_id: row.body for row in session.execute(wanted)}


def has_inspection(session: Session, inspection_id: UUID) -> bool:
    """Say whether an inspection is here."""
    return session.scalar(select(Inspection.rowid).where(Inspection.id == inspection_id)) is not None


def has_receipt(session: Session, operation_id: UUID) -> bool:
    """Say whether an operation has its receipt."""
    wanted = select(ReceiptText.rowid).where(ReceiptText.operation_id == operation_id)
    return session.scalar(wanted) is not None


def find_variant(session: Session, operation_id: UUID, body_hash: str) -> OperationVariant | None:
    """Return other bytes kept under an operation's id, or None."""
    wanted = select(OperationVariant).where(
        OperationVariant.operation_id == operation_id, OperationVariant.body_hash == body_hash
    )
    return session.scalar(wanted)


def list_variants(session: Session, operation_id: UUID) -> list[OperationVariant]:
    """Return all other bytes kept under an operation's id, in the order of their arrival."""
    wanted = select(OperationVariant).where(OperationVariant.operation_id == operation_id)
    return list(session.scalars(wanted.order_by(OperationVariant.rowid)))
