"""Argon2id for passwords; few at a time, since each costs a quarter of a second and 64 MiB."""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_HASHER = PasswordHasher()
_AT_ONCE = BoundedSemaphore(4)
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def make_hash(password: str) -> str:
    """Return the salted hash to store."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_right(stored: str | None, password: str) -> bool:
    """Check a password; without a stored hash it takes as long, so that names can't be guessed."""
    with _AT_ONCE:
        try:
            _HASHER.verify(stored or _NOBODY, password)
        except VerificationError:
            return False
    return stored is not None
