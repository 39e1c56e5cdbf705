"""The second officer of a paper or record: certified on the day, and signing with a device of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.devices.queries import find_device
from casebook.inspections.filed import SignedHow
from casebook.inspections.rules.signing import signed_bytes
from casebook.kernel.errors import RuleBroken
from casebook.keys.signing import is_signed_by

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.devices.models import Device
    from casebook.inspections.filed import FiledSecond


def need_certified(officer: Officer, on: date) -> None:
    """Refuse an officer without an account or a certificate that is valid on the day."""
    if not (officer.is_active and officer.is_certified(on)):
        raise RuleBroken(
            "inspection_officer_uncertified",
            field="second_officer_id",
            article="处罚法 42",
            name=officer.name,
        )


def how_second_stands(session: Session, second: FiledSecond, *, record_id: UUID, text_hash: str) -> SignedHow:
    """Return how the second officer stands behind a record: by their own device's signature, or declared.

    A signature by a device that was revoked counts as declared; one that does not fit is refused.
    """
    if second.how is not SignedHow.OWN_DEVICE:
        return SignedHow.DECLARED
    device = verified_device(
        session,
        record_id=record_id,
        text_hash=text_hash,
        officer_id=second.officer,
        device_id=second.device,
        signed_at=second.signed_at,
        signature=second.signature,
    )
    return SignedHow.DECLARED if device.is_revoked else SignedHow.OWN_DEVICE


def verified_device(
    session: Session,
    *,
    record_id: UUID,
    text_hash: str,
    officer_id: UUID,
    device_id: UUID | None,
    signed_at: datetime | None,
    signature: str,
) -> Device:
    """Return the device that signed the hash of a record's text for its officer.

    RuleBroken for a device that is not the officer's, and for a signature that does not fit.
    """
    device = None if device_id is None else find_device(session, device_id)
    if device is None or signed_at is None or device.officer_id != officer_id:
        raise RuleBroken("signature_device_unknown", field="device")
    signed = signed_bytes(
        county_code=device.county_code,
        record_id=record_id,
        text_hash=text_hash,
        officer_id=officer_id,
        signed_at=signed_at,
    )
    if not is_signed_by(device.signing_key, signed, signature):
        raise RuleBroken("signature_invalid", field="signature")
    return device
