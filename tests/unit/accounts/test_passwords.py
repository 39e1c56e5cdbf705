"""How costly a guess is; the other tests hash quickly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argon2 import Type, extract_parameters

if TYPE_CHECKING:
    from argon2 import PasswordHasher


def test_a_guess_costs_what_rfc_9106_recommends(real_hasher: tuple[PasswordHasher, str]) -> None:
    hasher, nobody = real_hasher
    for found in (extract_parameters(hasher.hash("x")), extract_parameters(nobody)):
        assert found.type is Type.ID
        assert (found.memory_cost, found.time_cost, found.parallelism) >= (65_536, 3, 4)


def test_a_name_that_is_nobodys_takes_as_long(real_hasher: tuple[PasswordHasher, str]) -> None:
    hasher, nobody = real_hasher
    assert not hasher.check_needs_rehash(nobody)
