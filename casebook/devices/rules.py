"""What a registration must prove, and what a device may be called."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

LONGEST_NAME = 60
LONGEST_REASON = 400
CONTACT_STEP = timedelta(minutes=1)
"""A last contact is not written more often than this."""


def proof_text(county_code: str, officer_id: UUID, fingerprint: str) -> bytes:
    """Return what a browser signs to show that it holds the key it registers (docs/field-protocol.md)."""
    return f"casebook-device:{county_code}:{officer_id}:{fingerprint}".encode()


def name_of(written: str) -> str:
    """Return a device's name without blanks around it; RuleBroken when it is empty or too long."""
    name = " ".join(written.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise RuleBroken("device_name_unusable", field="name", most=LONGEST_NAME)
    return name


def reason_of(written: str) -> str:
    """Return why a device is revoked; RuleBroken when nothing is said."""
    reason = written.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise RuleBroken("device_revocation_needs_reason", field="reason", most=LONGEST_REASON)
    return reason


def is_contact_due(seen_at: datetime, now: datetime) -> bool:
    """Say whether the last contact is worth a write."""
    return now - seen_at >= CONTACT_STEP
