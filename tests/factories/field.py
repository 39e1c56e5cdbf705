"""Tablets that make and sign operations as the app does. All people invented."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric import ec

from casebook.devices.models import Device
from casebook.kernel.clock import rfc3339
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.keys import wire
from tests.factories.accounts import COUNTY, NOW
from tests.factories.storage import picture

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer

FIRST = "sha256:" + 64 * "0"
_shades = count()


def new_picture() -> bytes:
    """A photograph; no two are the same bytes."""
    return picture() + next(_shades).to_bytes(8, "big")


@dataclass(frozen=True)
class File:
    """A file beside an operation."""

    data: bytes
    name: str = "IMG_0412.jpg"
    type: str = "image/jpeg"

    @property
    def hash(self) -> str:
        return digest(self.data)

    def named(self) -> dict[str, Any]:
        return {"hash": self.hash, "size": len(self.data), "name": self.name, "type": self.type}


@dataclass(frozen=True)
class Made:
    """An operation as a tablet keeps it."""

    id: UUID
    body: bytes
    signature: str
    files: tuple[File, ...] = ()

    @property
    def hash(self) -> str:
        return digest(self.body)

    @property
    def headers(self) -> dict[str, str]:
        return {"Casebook-Body-Hash": self.hash, "Casebook-Signature": self.signature}

    @property
    def handed(self) -> dict[str, Any]:
        """What `receive` takes of it."""
        return {
            "operation_id": self.id,
            "body": self.body,
            "body_hash": self.hash,
            "signature": self.signature,
        }


@dataclass
class Tablet:
    """A registered device with its private key, and the operations that it has made."""

    device: Device
    key: ec.EllipticCurvePrivateKey
    made: list[Made] = field(default_factory=list)

    def make(
        self,
        kind: str,
        record: UUID,
        payload: object,
        files: tuple[File, ...] = (),
        *,
        at: datetime = NOW,
        operation_id: UUID | None = None,
        **other: object,
    ) -> Made:
        """Make the next operation; `other` replaces parts of the envelope."""
        envelope = {
            "version": 1,
            "id": operation_id or new_id(),
            "county": COUNTY,
            "device": self.device.id,
            "officer": self.device.officer_id,
            "sequence": len(self.made) + 1,
            "previous": self.made[-1].hash if self.made else FIRST,
            "kind": kind,
            "record": record,
            "made_at": rfc3339(at),
            "package": None,
            "payload": payload,
            "files": [one.named() for one in files],
            **other,
        }
        body = json.dumps(envelope, ensure_ascii=False, default=str).encode()
        found = Made(envelope["id"], body, self.sign(body), files)
        self.made.append(found)
        return found

    def sign(self, data: bytes) -> str:
        return wire.sign(self.key, data)


def make_tablet(session: Session, officer: Officer, *, name: str = "平板 1", at: datetime = NOW) -> Tablet:
    """A tablet that an officer has registered."""
    key = ec.generate_private_key(ec.SECP256R1())
    device = Device(
        county_code=officer.county_code,
        officer_id=officer.id,
        name=name,
        signing_key=wire.public_text(key.public_key()),
        agreement_key=wire.public_text(ec.generate_private_key(ec.SECP256R1()).public_key()),
        fingerprint=digest(wire.public_der(key.public_key())),
        server_fingerprint="sha256:" + 64 * "1",
        registered_at=at,
        seen_at=at,
    )
    session.add(device)
    session.flush()
    return Tablet(device, key)


def addition(*files: File, subject_kind: str = "inspection", **card: object) -> dict[str, Any]:
    """The payload of `evidence.add`."""
    items = [
        {
            "id": str(new_id()),
            "file": one.hash,
            "name": one.name,
            "kind": "audiovisual",
            "method": "photograph",
            "origin": "camera",
            "captured_at": rfc3339(NOW),
            **card,
        }
        for one in files
    ]
    return {"subject_kind": subject_kind, "evidence": items}
