"""Bytes as text for the wire: base64url without padding (RFC 4648 section 5), as browsers write keys."""

from __future__ import annotations

import base64
import binascii


def encode(data: bytes) -> str:
    """Return the bytes as text."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decode(text: str) -> bytes:
    """Return the bytes of a text; ValueError for any spelling but the one that `encode` gives."""
    try:
        data = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError):
        raise ValueError("not base64url") from None
    if encode(data) != text:
        raise ValueError("not base64url")
    return data
