"""The link by which a user reports without an account: which return, signed, and in which edition."""

from __future__ import annotations

import hmac
from typing import NamedTuple
from uuid import UUID

from casebook.kernel import base64url
from casebook.kernel.errors import NotFound

_PURPOSE = b"casebook return link v1"
_ID, _VERSION, _MARK = 16, 2, 16
LAST_VERSION = 2 ** (8 * _VERSION) - 1


class Link(NamedTuple):
    """What a link names: a return, and the edition of its link; only the newest edition opens it."""

    return_id: UUID
    version: int


def sign(secret: bytes, link: Link) -> str:
    """Return the part of the address that opens a return; it cannot be guessed or altered."""
    body = link.return_id.bytes + link.version.to_bytes(_VERSION)
    return base64url.encode(body + _mark(secret, body))


def read(secret: bytes, token: str) -> Link:
    """Return what a token names; NotFound when it is not one of ours, whatever is wrong with it."""
    try:
        whole = base64url.decode(token)
    except ValueError as unreadable:
        raise NotFound("return_link") from unreadable
    body, mark = whole[:-_MARK], whole[-_MARK:]
    if len(body) != _ID + _VERSION or not hmac.compare_digest(mark, _mark(secret, body)):
        raise NotFound("return_link")
    return Link(UUID(bytes=body[:_ID]), int.from_bytes(body[_ID:]))


def _mark(secret: bytes, body: bytes) -> bytes:
    return hmac.new(secret, _PURPOSE + body, "sha256").digest()[:_MARK]
