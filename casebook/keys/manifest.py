"""Which signing keys there are and were: one JSON file, and the present one's private half as PEM."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import orjson
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.keys import files, wire

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.config import Settings

ALGORITHM = "ecdsa-p256-sha256"
_SHORT = 16


@dataclass(frozen=True)
class SigningKey:
    """One key as the manifest states it."""

    fingerprint: str
    """`sha256:hex` of the public key as SubjectPublicKeyInfo in DER."""
    algorithm: str
    created_at: datetime
    retired_at: datetime | None
    """None for the key that signs now."""
    public_pem: str
    endorsement: str = ""
    """The key before it over this one's public half in DER, base64url; empty for the first."""

    @property
    def short(self) -> str:
        """The part of the fingerprint that signatures name."""
        return self.fingerprint.partition(":")[2][:_SHORT]

    def public(self) -> ec.EllipticCurvePublicKey:
        """Return the public half; RuleBroken when it is not the one of the fingerprint."""
        found = serialization.load_pem_public_key(self.public_pem.encode())
        if not isinstance(found, ec.EllipticCurvePublicKey) or fingerprint_of(found) != self.fingerprint:
            raise RuleBroken("key_damaged", fingerprint=self.fingerprint)
        return found


def fingerprint_of(public: ec.EllipticCurvePublicKey) -> str:
    """Return the hash by which a public key is known."""
    return digest(wire.public_der(public))


def describe(public: ec.EllipticCurvePublicKey, created_at: datetime, endorsement: str = "") -> SigningKey:
    """Return a new key's line."""
    formats = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    pem = public.public_bytes(*formats).decode()
    return SigningKey(fingerprint_of(public), ALGORITHM, created_at, None, pem, endorsement)


def manifest_path(settings: Settings) -> Path:
    """Return where the manifest lies."""
    return files.folder(settings.data_path) / "manifest.json"


def private_path(settings: Settings, key: SigningKey) -> Path:
    """Return where a key's private half lies."""
    return files.folder(settings.data_path) / f"{key.short}.pem"


def read(settings: Settings) -> list[SigningKey]:
    """Return all keys, the oldest first; RuleBroken while there is none."""
    path = manifest_path(settings)
    if not path.exists():
        raise RuleBroken("keys_missing")
    return [_key(line) for line in orjson.loads(files.read(path))["keys"]]


def write(settings: Settings, keys: list[SigningKey]) -> None:
    """Write the manifest in one step."""
    files.replace(manifest_path(settings), canonical_json({"keys": [vars(key) for key in keys]}))


def _key(line: dict[str, str | None]) -> SigningKey:
    retired = line["retired_at"]
    return SigningKey(
        fingerprint=str(line["fingerprint"]),
        algorithm=str(line["algorithm"]),
        created_at=datetime.fromisoformat(str(line["created_at"])),
        retired_at=None if retired is None else datetime.fromisoformat(retired),
        public_pem=str(line["public_pem"]),
        endorsement=str(line.get("endorsement", "")),
    )
