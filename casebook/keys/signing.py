"""Signing with ECDSA P-256 over SHA-256, and verifying with any key this house ever had.

A signature is text: `ecdsa-p256-sha256:<key>:<value>`; <key> is the first 16 hexadecimal
digits of the key's fingerprint, <value> base64url of r and s, 32 bytes each (IEEE P1363, as
browsers' WebCrypto verifies it). SM2 can stand beside it under its own name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from casebook.kernel.errors import RuleBroken
from casebook.keys import agreement, files, manifest, wire
from casebook.keys.manifest import ALGORITHM, SigningKey

if TYPE_CHECKING:
    from datetime import datetime

    from casebook.config import Settings

_PARTS = 3


@dataclass(frozen=True)
class Signer:
    """The key that signs now."""

    key: SigningKey
    private: ec.EllipticCurvePrivateKey

    @property
    def fingerprint(self) -> str:
        """The hash by which the public half is known."""
        return self.key.fingerprint

    @property
    def public(self) -> str:
        """The public half as tablets take it."""
        return wire.public_text(self.key.public())

    def sign(self, data: bytes) -> str:
        """Return the signature of the bytes, with the names of algorithm and key."""
        return f"{ALGORITHM}:{self.key.short}:{self.sign_bare(data)}"

    def sign_bare(self, data: bytes) -> str:
        """Return the signature's value alone: tablets know by which pinned key to verify it."""
        return wire.sign(self.private, data)


def init(settings: Settings, *, now: datetime) -> SigningKey:
    """Make the first signing key, and the agreement key beside it; RuleBroken when there is one."""
    if manifest.manifest_path(settings).exists():
        raise RuleBroken("keys_exist")
    agreement.load(settings)
    return _make(settings, [], now)


def rotate(settings: Settings, *, now: datetime) -> SigningKey:
    """Make a new signing key and retire the present one: its public half stays, its private half goes.

    The last thing that the retired key signs is the new one, so that tablets which believe the old
    one can believe the new one.
    """
    old = manifest.read(settings)
    retired = [replace(key, retired_at=key.retired_at or now) for key in old]
    new = _make(settings, retired, now, endorsed_by=load(settings))
    for key in old:
        manifest.private_path(settings, key).unlink(missing_ok=True)
    return new


def load(settings: Settings) -> Signer:
    """Return the key that signs now; RuleBroken when it is missing, damaged, or others could read it."""
    key = manifest.read(settings)[-1]
    path = manifest.private_path(settings, key)
    if not path.exists():
        raise RuleBroken("keys_missing")
    private = serialization.load_pem_private_key(files.read(path), password=None)
    is_right = isinstance(private, ec.EllipticCurvePrivateKey) and private.public_key() == key.public()
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not is_right:
        raise RuleBroken("key_damaged", fingerprint=key.fingerprint)
    return Signer(key, private)


def verify(settings: Settings, data: bytes, signature: str) -> bool:
    """Say whether one of this house's keys, present or retired, signed the bytes."""
    parts = signature.split(":")
    if len(parts) != _PARTS:
        return False
    algorithm, short, value = parts
    keys = (key for key in manifest.read(settings) if (key.algorithm, key.short) == (algorithm, short))
    return any(wire.has_signed(key.public(), data, value) for key in keys)


def is_signed_by(public: str, data: bytes, signature: str) -> bool:
    """Say whether the holder of a public key signed the bytes, all as the wire has it; False for no key."""
    try:
        key = wire.read_public(public)
    except ValueError:
        return False
    return wire.has_signed(key, data, signature)


def _make(
    settings: Settings, older: list[SigningKey], now: datetime, endorsed_by: Signer | None = None
) -> SigningKey:
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key()
    endorsement = endorsed_by.sign_bare(wire.public_der(public)) if endorsed_by else ""
    key = manifest.describe(public, now, endorsement)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    files.write_new(manifest.private_path(settings, key), pem)
    manifest.write(settings, [*older, key])
    return key
