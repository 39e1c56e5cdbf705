"""Signing with ECDSA P-256 over SHA-256, and verifying with any key this house ever had.

A signature is text: `ecdsa-p256-sha256:<key>:<value>`; <key> is the first 16 hexadecimal
digits of the key's fingerprint, <value> base64url of r and s, 32 bytes each (IEEE P1363, as
browsers' WebCrypto verifies it). SM2 can stand beside it under its own name.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from casebook.kernel.errors import RuleBroken
from casebook.keys import files, manifest
from casebook.keys.manifest import ALGORITHM, SigningKey

if TYPE_CHECKING:
    from datetime import datetime

    from casebook.config import Settings

_HALF = 32
_PARTS = 3
_SCHEME = ec.ECDSA(hashes.SHA256())


@dataclass(frozen=True)
class Signer:
    """The key that signs now."""

    key: SigningKey
    private: ec.EllipticCurvePrivateKey

    @property
    def fingerprint(self) -> str:
        """The hash by which the public half is known."""
        return self.key.fingerprint

    def sign(self, data: bytes) -> str:
        """Return the signature of the bytes."""
        r, s = decode_dss_signature(self.private.sign(data, _SCHEME))
        value = base64.urlsafe_b64encode(r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big"))
        return f"{ALGORITHM}:{self.key.short}:{value.decode().rstrip('=')}"


def init(settings: Settings, *, now: datetime) -> SigningKey:
    """Make the first signing key; RuleBroken when there is one."""
    if manifest.manifest_path(settings).exists():
        raise RuleBroken("keys_exist")
    return _make(settings, [], now)


def rotate(settings: Settings, *, now: datetime) -> SigningKey:
    """Make a new signing key and retire the present one: its public half stays, its private half goes."""
    old = manifest.read(settings)
    new = _make(settings, [replace(key, retired_at=key.retired_at or now) for key in old], now)
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
    return any(_has_signed(key, data, value) for key in keys)


def _make(settings: Settings, older: list[SigningKey], now: datetime) -> SigningKey:
    private = ec.generate_private_key(ec.SECP256R1())
    key = manifest.describe(private.public_key(), now)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    files.write_new(manifest.private_path(settings, key), pem)
    manifest.write(settings, [*older, key])
    return key


def _has_signed(key: SigningKey, data: bytes, value: str) -> bool:
    try:
        raw = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        r, s = (int.from_bytes(half, "big") for half in (raw[:_HALF], raw[_HALF:]))
        key.public().verify(encode_dss_signature(r, s), data, _SCHEME)
    except (binascii.Error, ValueError, InvalidSignature):
        return False
    return len(raw) == 2 * _HALF
