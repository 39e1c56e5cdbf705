"""What an officer's own device signs, and which signing counts for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.inspections.filed import SignedHow
from casebook.kernel.clock import rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

CONFIRMED = frozenset({SignedHow.OWN_DEVICE, SignedHow.SIGNED_IN})
"""Signings that the officer made in person, by own key or own sign-in."""


def signed_bytes(
    *, county_code: str, record_id: UUID, text_hash: str, officer_id: UUID, signed_at: datetime
) -> bytes:
    """Return the bytes that an officer's device signs for a record (docs/field-protocol.md)."""
    words = ("casebook-sign", county_code, record_id, text_hash, officer_id, rfc3339(signed_at))
    return ":".join(str(word) for word in words).encode()


def is_confirmed(signings: Iterable[SignedHow]) -> bool:
    """Say whether an officer stands behind a record in person, not by another's declaration only."""
    return any(how in CONFIRMED for how in signings)
