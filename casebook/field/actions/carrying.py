"""The way back on a stick: package, receipts and revocations as one signed file (docs/field-protocol.md)."""

from __future__ import annotations

import gzip
import io
import secrets
import zipfile
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casebook.devices import queries as devices
from casebook.field.queries import operations as operations_queries
from casebook.field.queries import packages as queries
from casebook.field.rules import packages as rules
from casebook.field.rules.packages import Scope
from casebook.kernel.clock import rfc3339
from casebook.kernel.errors import NotFound
from casebook.keys import agreement
from casebook.screening.queries import find_route_of, wells_by_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.devices.models import Device
    from casebook.field.models import WorkPackage
    from casebook.field.queries.operations import Answer
    from casebook.keys.signing import Signer

ANSWERS_KEPT = timedelta(days=180)
"""Answers that did not change for so long have reached their tablet some other way."""
DUE_DAYS = 14
_KEY_BYTES, _IV_BYTES = 32, 12
_TOWNSHIP_DIGITS = 9


@dataclass(frozen=True)
class News:
    """What an officer's tablets have not heard yet: answers with their receipts, and which were revoked."""

    answers: Sequence[Answer]
    revoked: Sequence[UUID] = field(default_factory=list)


def target_of(session: Session, officer_id: UUID) -> Device:
    """Return the tablet that an officer used last, of those that are believed; NotFound without one."""
    believed = devices.list_believed(session, [officer_id]).get(officer_id, [])
    if not believed:
        raise NotFound("device", officer_id)
    return max(believed, key=lambda device: (device.seen_at, device.registered_at))


def usual_scope(session: Session, actor: Actor, device: Device) -> Scope:
    """Return what a device took along last; else the officer's township, else what falls due."""
    last = queries.find_last_package(session, device.id)
    if last is not None:
        return rules.scope_of(last.scope)
    if len(actor.jurisdiction) >= _TOWNSHIP_DIGITS:
        return Scope("township", township=actor.jurisdiction)
    return Scope("due", days=DUE_DAYS)


def planned_scope(session: Session, actor: Actor, today: date) -> Scope:
    """Return the route that is planned for an officer today, in its order; an empty one where none is."""
    route = None if actor.officer_id is None else find_route_of(session, actor.officer_id, today)
    if route is None:
        return Scope("wells")
    wells = wells_by_id(session, [stop.well_id for stop in route.stops])
    return Scope("wells", wells=tuple(wells[stop.well_id].code for stop in route.stops))


def news_for(session: Session, officer_id: UUID, now: datetime) -> News:
    """Return what became of an officer's operations, and which of the officer's tablets were revoked."""
    own = devices.list_devices(session, officer_id)
    since = now - ANSWERS_KEPT
    answers = [
        one for device in own for one in operations_queries.list_changed(session, device.id, since=since)
    ]
    return News(answers, [device.id for device in own if device.is_revoked])


def bundle(
    session: Session,
    *,
    device: Device,
    now: datetime,
    package: WorkPackage,
    told: Mapping[str, Any],
    signer: Signer,
) -> bytes:
    """Return the file: a ZIP that only the device can read the parts of, and anybody can verify.

    `told` holds `receipts`, `answers` and `revoked` as the wire has them.
    """
    key = secrets.token_bytes(_KEY_BYTES)
    text = orjson.dumps(
        {
            "version": rules.VERSION,
            "county": device.county_code,
            "officer": device.officer_id,
            "made_at": rfc3339(now),
            "package": {str(device.id): {"text": package.text, "signature": package.signature}},
            "keys": {str(device.id): agreement.seal(device.agreement_key, key)},
            **told,
        }
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("bundle.json", text)
        archive.writestr("bundle.sig", signer.sign_bare(text))
        for part in queries.list_parts(session, package.id):
            name = f"parts/{part.name}"
            archive.writestr(name, _sealed(key, name, gzip.decompress(part.content)))
    return target.getvalue()


def _sealed(key: bytes, name: str, data: bytes) -> bytes:
    iv = secrets.token_bytes(_IV_BYTES)
    return iv + AESGCM(key).encrypt(iv, data, name.encode())
