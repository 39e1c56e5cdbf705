"""What a registration must prove, and what a device may be called."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from uuid import UUID

LONGEST_NAME = 60
LONGEST_REASON = 400
CONTACT_STEP = timedelta(minutes=1)
"""A last contact is not written more often than this."""
STATE_TOLERANCE = timedelta(minutes=10)
"""How far the instant of a signed question may be off; whoever overheard it can ask it again as long."""


def proof_text(county_code: str, officer_id: UUID, fingerprint: str) -> bytes:
    """Return what a browser signs to show that it holds the key it registers (docs/field-protocol.md)."""
    return f"casebook-device:{county_code}:{officer_id}:{fingerprint}".encode()


def state_text(county_code: str, device_id: UUID, signed_at: str) -> bytes:
    """Return what a device signs to ask without a sign-in whether it was revoked; the instant as sent."""
    return f"casebook-state:{county_code}:{device_id}:{signed_at}".encode()


def check_fresh(signed_at: str, now: datetime) -> None:
    """Refuse a question that was not signed just now, by the server's clock, or that says no instant."""
    try:
        at = datetime.fromisoformat(signed_at)
        is_fresh = abs(at - now) <= STATE_TOLERANCE
    except (ValueError, TypeError, OverflowError):
        is_fresh = False
    if not is_fresh:
        raise RuleBroken("device_state_stale", minutes=int(STATE_TOLERANCE.total_seconds() // 60))


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
