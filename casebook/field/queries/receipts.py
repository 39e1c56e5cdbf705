"""The chain of receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.db import chain
from casebook.field.models import FieldReceipt
from casebook.field.rules.receipts import chain_of
from casebook.kernel.chains import Proof

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def verify_receipts(session: Session, county_code: str) -> Proof:
    """Read a county's chain of receipts from its first entry; return its end and every broken place."""
    name = chain_of(county_code)
    faults = chain.verify_chain(session, FieldReceipt, name)
    strays = chain.find_strays(session, FieldReceipt, name, county_code)
    return Proof(chain.head(session, FieldReceipt, name), (*faults, *strays))
