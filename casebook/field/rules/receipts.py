"""What a receipt says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.kernel.clock import rfc3339
from casebook.kernel.hashing import canonical_json

if TYPE_CHECKING:
    from datetime import datetime

    from casebook.field.rules.envelope import Envelope
    from casebook.kernel.chains import Head

_VERSION = 1


def chain_of(county_code: str) -> str:
    """Return the name of a county's chain of receipts."""
    return f"receipt:{county_code}"


def text_of(found: Envelope, *, body_hash: str, now: datetime, head: Head) -> str:
    """Return the text that is signed, made once; `head` is the receipt's own entry in the chain."""
    facts = {
        "version": _VERSION,
        "county": found.county,
        "device": found.device,
        "operation": found.id,
        "body_hash": body_hash,
        "files": found.hashes,
        "server_time": rfc3339(now),
        "chain": head.chain,
        "sequence": head.count,
        "head": head.hash,
    }
    return canonical_json(facts).decode()
