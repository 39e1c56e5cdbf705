"""Registering and revoking devices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.devices import queries, rules
from casebook.devices.models import Device
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.subjects import Subject
from casebook.keys import signing, wire

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


@dataclass(frozen=True)
class Registration:
    """What a browser sends: its name, its public keys and the proof, keys and proof in base64url."""

    name: str
    signing_key: str
    agreement_key: str
    proof: str


def register_device(
    session: Session, *, actor: Actor, now: datetime, sent: Registration, server_fingerprint: str
) -> Device:
    """Take a browser's keys for the acting officer; the same key again is the same device.

    RuleBroken for what is no key, no proof, a key that somebody else registered or that was revoked.
    """
    actor.need(Permission.FIELD_USE)
    officer_id = _officer_of(actor)
    name = rules.name_of(sent.name)
    fingerprint = _check_keys(sent)
    text = rules.proof_text(actor.county_code, officer_id, fingerprint)
    if not signing.is_signed_by(sent.signing_key, text, sent.proof):
        raise RuleBroken("device_proof_wrong", field="proof")
    known = queries.find_by_fingerprint(session, fingerprint)
    if known is not None:
        return _known_again(known, officer_id, now)
    device = Device(
        county_code=actor.county_code,
        officer_id=officer_id,
        name=name,
        signing_key=sent.signing_key,
        agreement_key=sent.agreement_key,
        fingerprint=fingerprint,
        server_fingerprint=server_fingerprint,
        registered_at=now,
        seen_at=now,
    )
    session.add(device)
    session.flush()
    facts = {"name": name, "fingerprint": fingerprint}
    record(session, actor=actor, now=now, action="device:register", subject=subject_of(device), after=facts)
    return device


def revoke_device(session: Session, *, actor: Actor, now: datetime, device: Device, reason: str) -> None:
    """Believe a device no more: one's own, or anybody's by who may revoke devices; NotFound out of reach.

    Its unsent work stays on it, and what it sends from now on is kept apart for a decision.
    """
    if device.officer_id != actor.officer_id:
        actor.need(Permission.DEVICE_REVOKE)
        actor.need_reach(device.officer.jurisdiction, "device", device.id)
    if device.is_revoked:
        raise RuleBroken("device_revoked")
    device.revoked_at, device.revoked_by = now, actor.name
    device.revoked_reason = rules.reason_of(reason)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="device:revoke",
        subject=subject_of(device),
        after={"name": device.name, "fingerprint": device.fingerprint},
        reason=device.revoked_reason,
    )


def note_contact(session: Session, *, device: Device, now: datetime) -> None:
    """Remember that a device sent something; at most once a minute."""
    if rules.is_contact_due(device.seen_at, now):
        device.seen_at = now
        session.flush()


def subject_of(device: Device) -> Subject:
    """Return the device as the subject of an audit entry."""
    title = device.fingerprint.partition(":")[2][:16]
    return Subject("device", device.id, title, device.officer.jurisdiction)


def _officer_of(actor: Actor) -> UUID:
    if actor.officer_id is None:
        raise Forbidden("device_needs_officer")
    return actor.officer_id


def _check_keys(sent: Registration) -> str:
    """Return the signing key's fingerprint."""
    try:
        wire.read_public(sent.agreement_key)
        return digest(wire.public_der(wire.read_public(sent.signing_key)))
    except ValueError:
        raise RuleBroken("device_key_unreadable", field="signing_key") from None


def _known_again(known: Device, officer_id: UUID, now: datetime) -> Device:
    if known.officer_id != officer_id:
        raise RuleBroken("device_of_somebody_else", field="signing_key")
    if known.is_revoked:
        raise RuleBroken("device_revoked")
    known.seen_at = now
    return known
