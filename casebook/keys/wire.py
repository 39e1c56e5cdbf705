"""Keys and signatures as tablets send and take them: SubjectPublicKeyInfo and r ‖ s, base64url.

Both are of the curve P-256 and have one spelling only, so that a key has one fingerprint.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from casebook.kernel import base64url

_HALF = 32
_SCHEME = ec.ECDSA(hashes.SHA256())
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve's base point (FIPS 186-4, D.1.2.3)."""


def public_der(public: ec.EllipticCurvePublicKey) -> bytes:
    """Return a public key as SubjectPublicKeyInfo in DER."""
    return public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def public_text(public: ec.EllipticCurvePublicKey) -> str:
    """Return a public key as the wire has it."""
    return base64url.encode(public_der(public))


def read_public(text: str) -> ec.EllipticCurvePublicKey:
    """Return the key that a text spells; ValueError when it is none of P-256 or spelled unusually."""
    try:
        der = base64url.decode(text)
        found = serialization.load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("not a public key") from None
    if not isinstance(found, ec.EllipticCurvePublicKey) or not isinstance(found.curve, ec.SECP256R1):
        raise ValueError("not a key of P-256")  # noqa: TRY004 - the text is wrong, not its type
    if public_der(found) != der:
        raise ValueError("not the usual spelling of a key")
    return found


def sign(private: ec.EllipticCurvePrivateKey, data: bytes) -> str:
    """Return the signature of the bytes: r and s, 32 bytes each (IEEE P1363).

    Of the two values that s may have it is the lower one, so that a signature has one spelling.
    """
    r, s = decode_dss_signature(private.sign(data, _SCHEME))
    s = min(s, _ORDER - s)
    return base64url.encode(r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big"))


def has_signed(public: ec.EllipticCurvePublicKey, data: bytes, signature: str) -> bool:
    """Say whether a signature is the key's over the bytes; what is no signature at all is not."""
    try:
        raw = base64url.decode(signature)
        r, s = (int.from_bytes(half, "big") for half in (raw[:_HALF], raw[_HALF:]))
        public.verify(encode_dss_signature(r, s), data, _SCHEME)
    except (ValueError, InvalidSignature):
        return False
    return len(raw) == 2 * _HALF
