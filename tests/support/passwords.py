"""Passwords in tests are hashed quickly; what protects a stolen table costs each a tenth of a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from casebook.accounts import passwords

if TYPE_CHECKING:
    from collections.abc import Iterator

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session", autouse=True)
def real_hasher() -> Iterator[tuple[PasswordHasher, str]]:
    """Put a quick hasher in the place of the real one; give that and its hash of nobody's password."""
    real = passwords._HASHER, passwords._NOBODY  # noqa: SLF001 - nothing else may choose weaker ones
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", QUICK)
        patch.setattr(passwords, "_NOBODY", QUICK.hash("nobody"))
        yield real
