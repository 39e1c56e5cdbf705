"""What tablets sent about a record, with the receipts for it: for those who hand it out as proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.db import chain
from casebook.field.models import FieldOperation, FieldReceipt, ReceiptText
from casebook.field.rules.receipts import chain_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.kernel.chains import Head


@dataclass(frozen=True)
class Sent:
    """One operation to the byte, and the receipt that its tablet got."""

    operation_id: UUID
    body: bytes
    signature: str
    receipt_text: str
    receipt_signature: str


def list_sent(session: Session, record_ids: Collection[UUID]) -> list[Sent]:
    """Return the operations about these records that have a receipt, in the order of their arrival."""
    wanted = (
        select(
            FieldOperation.id,
            FieldOperation.body,
            FieldOperation.signature,
            ReceiptText.text,
            ReceiptText.signature,
        )
        .join(ReceiptText, ReceiptText.operation_id == FieldOperation.id)
        .where(FieldOperation.record_id.in_(record_ids))
        .order_by(FieldOperation.rowid)
    )
    return [Sent(*row) for row in session.execute(wanted).all()]


def receipts_head(session: Session, county_code: str) -> Head:
    """Return where a county's chain of receipts ends."""
    return chain.head(session, FieldReceipt, chain_of(county_code))
