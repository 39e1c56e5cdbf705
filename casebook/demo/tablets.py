"""Tablets of the demonstration: registered with keys of their own, they send operations as the app does."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec

from casebook.devices.actions import Registration, register_device
from casebook.devices.rules import proof_text
from casebook.field.actions.operations import receive
from casebook.field.rules.envelope import FIRST, VERSION
from casebook.field.rules.states import OperationState
from casebook.kernel.clock import rfc3339
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.keys import current, wire
from casebook.storage import actions as storage
from casebook.storage.rules import LIMITS, MediaKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from casebook.demo.stage import Stage, Storyline
    from casebook.devices.models import Device


@dataclass(frozen=True)
class File:
    """A file beside an operation, as the tablet's camera or its glass made it."""

    data: bytes
    name: str
    type: str

    @property
    def hash(self) -> str:
        """The name by which everybody knows it."""
        return digest(self.data)

    def named(self) -> dict[str, Any]:
        """Return it as an operation lists it."""
        return {"hash": self.hash, "size": len(self.data), "name": self.name, "type": self.type}


@dataclass
class Tablet:
    """A registered tablet: who has it, its private key, and what it made so far."""

    login: str
    device: Device
    key: ec.EllipticCurvePrivateKey
    made: list[str] = field(default_factory=list)

    def sign(self, data: bytes) -> str:
        """Return the tablet's signature of the bytes."""
        return wire.sign(self.key, data)

    def make(
        self, kind: str, record: UUID, payload: object, files: Sequence[File], at: datetime
    ) -> dict[str, Any]:
        """Return the next operation as `receive` takes it."""
        operation_id = new_id()
        envelope = {
            "version": VERSION,
            "id": operation_id,
            "county": self.device.county_code,
            "device": self.device.id,
            "officer": self.device.officer_id,
            "sequence": len(self.made) + 1,
            "previous": self.made[-1] if self.made else FIRST,
            "kind": kind,
            "record": record,
            "made_at": rfc3339(at),
            "package": None,
            "payload": payload,
            "files": [one.named() for one in files],
        }
        body = msgspec.json.encode(envelope)
        self.made.append(digest(body))
        return {
            "operation_id": operation_id,
            "body": body,
            "body_hash": self.made[-1],
            "signature": self.sign(body),
        }


def registering(stage: Stage, login: str, name: str, ago: int) -> Storyline:
    """Play an officer's registration of a tablet."""
    yield stage.ago(ago, "08:20")
    officer, key = stage.officer(login), ec.generate_private_key(ec.SECP256R1())
    fingerprint = digest(wire.public_der(key.public_key()))
    sent = Registration(
        name=name,
        signing_key=wire.public_text(key.public_key()),
        agreement_key=wire.public_text(ec.generate_private_key(ec.SECP256R1()).public_key()),
        proof=wire.sign(key, proof_text(officer.county_code, officer.id, fingerprint)),
    )
    device = register_device(
        stage.session,
        **stage.by(login),
        sent=sent,
        server_fingerprint=current.signer().fingerprint,
    )
    stage.tablets[login] = Tablet(login, device, key)


def send(
    stage: Stage,
    login: str,
    kind: str,
    record: UUID,
    payload: object,
    *,
    files: Sequence[File] = (),
    minutes: int = 0,
    kept_back: Sequence[File] = (),
    becomes: OperationState = OperationState.APPLIED,
) -> dict[str, Any]:
    """Send an operation with its files, so many minutes after the present moment; return its result.

    `kept_back` are files that do not arrive. AssertionError when it does not end as the story has it.
    """
    tablet, about = stage.tablets[login], stage.by(login, minutes)
    for one in files:
        _store(stage, one, about["now"])
    handed = tablet.make(kind, record, payload, [*files, *kept_back], about["now"])
    answer = receive(stage.session, **about, device=tablet.device, **handed).answer
    if answer.state is not becomes:
        raise AssertionError(f"{kind} of {login} is {answer.state}: {answer.reasons}")
    return answer.result


def _store(stage: Stage, one: File, now: datetime) -> None:
    storage.store(
        stage.session,
        stream=io.BytesIO(one.data),
        limit=max(LIMITS.values()),
        allowed=frozenset(MediaKind),
        now=now,
        name=one.name,
    )
