"""What only this house may read: boxes sealed to its agreement key (ECDH P-256).

A box is AES-256-GCM under HKDF-SHA-256 of the secret that a one-time key of the sender and the
agreement key share (docs/field-protocol.md). The key is never changed: what was exported from a
tablet years ago must still open. It lies beside the signing keys and in every backup.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from casebook.kernel import base64url
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest
from casebook.keys import files, wire

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from casebook.config import Settings

ALGORITHM = "ecdh-p256"
_FILE = "agreement.pem"
_INFO = b"casebook sealed v1"
_KEY_BYTES, _IV_BYTES = 32, 12


@dataclass(frozen=True)
class AgreementKey:
    """The key to which tablets seal what only the server may read."""

    private: ec.EllipticCurvePrivateKey

    @property
    def public(self) -> str:
        """The public half as the wire has it: SubjectPublicKeyInfo (DER), base64url."""
        return wire.public_text(self.private.public_key())

    @property
    def fingerprint(self) -> str:
        """The hash by which the public half is known."""
        return digest(wire.public_der(self.private.public_key()))

    def open(self, sealed: Mapping[str, str]) -> bytes:
        """Return what a box holds; RuleBroken when it is none, was changed, or is not for this key."""
        try:
            ephemeral = wire.read_public(sealed["ephemeral"])
            iv, box = (base64url.decode(sealed[name]) for name in ("iv", "box"))
            return _cipher(self.private, ephemeral).decrypt(iv, box, None)
        except (KeyError, TypeError, AttributeError, ValueError, InvalidTag):
            raise RuleBroken("box_unreadable") from None


def load(settings: Settings) -> AgreementKey:
    """Return the agreement key, made now when there is none; two processes at once get the same one."""
    path = _path(settings)
    if not path.exists():
        files.write_new(path, _pem(ec.generate_private_key(ec.SECP256R1())))
    private = serialization.load_pem_private_key(files.read(path), password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise RuleBroken("key_damaged", fingerprint=_FILE)
    return AgreementKey(private)


def seal(public: str, data: bytes) -> dict[str, str]:
    """Return a box that only the holder of a public key's other half opens; ValueError when it is no key."""
    once = ec.generate_private_key(ec.SECP256R1())
    iv = secrets.token_bytes(_IV_BYTES)
    box = _cipher(once, wire.read_public(public)).encrypt(iv, data, None)
    return {
        "ephemeral": wire.public_text(once.public_key()),
        "iv": base64url.encode(iv),
        "box": base64url.encode(box),
    }


def _cipher(own: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePublicKey) -> AESGCM:
    derive = HKDF(algorithm=hashes.SHA256(), length=_KEY_BYTES, salt=None, info=_INFO)
    return AESGCM(derive.derive(own.exchange(ec.ECDH(), other)))


def _path(settings: Settings) -> Path:
    return files.folder(settings.data_path) / _FILE


def _pem(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
