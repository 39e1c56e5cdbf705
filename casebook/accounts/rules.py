"""Pure rules of accounts: what a password must be, when a sign-in locks, which power applies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable

ANY_MATTER = "*"


@dataclass(frozen=True)
class PasswordPolicy:
    """What a password profile asks for; lengths in characters, spans in days and minutes."""

    name: str
    least_length: int
    kinds_of_characters: int
    """How many of lower case, upper case, digits and signs must occur."""
    remembered: int
    """How many earlier passwords may not come back."""
    longest_days: int | None
    failures_before_lock: int
    lock_minutes: int

    def judge(self, password: str, login: str) -> None:
        """Raise RuleBroken when a new password is too weak."""
        if len(password) < self.least_length:
            raise RuleBroken("password_short", field="password", least=self.least_length)
        kinds = sum(bool(re.search(kind, password)) for kind in ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]"))
        if kinds < self.kinds_of_characters:
            raise RuleBroken("password_plain", field="password", kinds=self.kinds_of_characters)
        if login.lower() in password.lower():
            raise RuleBroken("password_holds_login", field="password")

    def is_expired(self, changed_at: datetime, now: datetime) -> bool:
        """Say whether a password is older than the profile allows."""
        return self.longest_days is not None and now - changed_at > timedelta(days=self.longest_days)

    def locked_until(self, failures: int, now: datetime) -> datetime | None:
        """Return until when an account is locked after so many failures in a row."""
        return now + timedelta(minutes=self.lock_minutes) if failures >= self.failures_before_lock else None


PLAIN = PasswordPolicy(
    name="plain",
    least_length=10,
    kinds_of_characters=2,
    remembered=1,
    longest_days=None,
    failures_before_lock=8,
    lock_minutes=10,
)
MLPS = PasswordPolicy(
    name="mlps",
    least_length=12,
    kinds_of_characters=3,
    remembered=5,
    longest_days=90,
    failures_before_lock=5,
    lock_minutes=30,
)
"""等保三级: what assessors of GB/T 22239-2019 level 3 ask for; the numbers are customary, not statute."""

PROFILES = {policy.name: policy for policy in (PLAIN, MLPS)}


class HasPower(Protocol):
    """What choosing a power needs to know of one."""

    matter: str
    division_code: str
    valid_from: date
    valid_to: date | None


T = TypeVar("T", bound=HasPower)


def applicable_power(powers: Iterable[T], *, matter: str, division_code: str, on: date) -> T | None:
    """Return the power that decides who enforces a matter in a division on a day.

    A power for the very matter goes before one for all matters, a township's before the
    county's, the newer before the older (处罚法 18, 20, 24).
    """
    valid = [
        power
        for power in powers
        if power.matter in {matter, ANY_MATTER}
        and division_code.startswith(power.division_code)
        and power.valid_from <= on
        and (power.valid_to is None or on <= power.valid_to)
    ]
    return max(
        valid,
        key=lambda power: (power.matter != ANY_MATTER, len(power.division_code), power.valid_from),
        default=None,
    )
