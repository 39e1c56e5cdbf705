"""Issuing receipts: an entry of the county's chain, the text that names it, and the server's signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.db import chain
from casebook.db.rows import insert_rows
from casebook.field.models import FieldReceipt, ReceiptText
from casebook.field.queries.operations import Receipt
from casebook.field.rules.receipts import chain_of, text_of
from casebook.keys import current

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.field.rules.envelope import Envelope


def issue(session: Session, *, found: Envelope, body_hash: str, now: datetime) -> Receipt:
    """Put on record that an operation's bytes and all its files are safe, and return the signed text."""
    hashes = found.hashes
    draft = chain.Draft(
        now,
        {
            "county_code": found.county,
            "operation_id": found.id,
            "device_id": found.device,
            "body_hash": body_hash,
        },
        {"files": hashes},
    )
    head = chain.append_many(session, FieldReceipt, chain=chain_of(found.county), drafts=[draft])
    text = text_of(found, body_hash=body_hash, now=now, head=head)
    signature = current.signer().sign_bare(text.encode())
    row = {"county_code": found.county, "operation_id": found.id, "text": text, "signature": signature}
    insert_rows(session, ReceiptText, [row])
    return Receipt(text, signature)
