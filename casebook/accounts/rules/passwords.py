"""What a password must be, when an account locks, how long a sign-in lasts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime


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
    longest_sign_in_hours: int
    """After so many hours one signs in again, however busy the session was."""

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

    def running_since(self, now: datetime) -> datetime:
        """Return from when on a sign-in may have been begun to be still running."""
        return now - timedelta(hours=self.longest_sign_in_hours)


PLAIN = PasswordPolicy(
    name="plain",
    least_length=10,
    kinds_of_characters=2,
    remembered=1,
    longest_days=None,
    failures_before_lock=8,
    lock_minutes=10,
    longest_sign_in_hours=30 * 24,
)
MLPS = PasswordPolicy(
    name="mlps",
    least_length=12,
    kinds_of_characters=3,
    remembered=5,
    longest_days=90,
    failures_before_lock=5,
    lock_minutes=30,
    longest_sign_in_hours=24,
)
"""等保三级: what assessors of GB/T 22239-2019 level 3 ask for; the numbers are customary, not statute."""

PROFILES = {policy.name: policy for policy in (PLAIN, MLPS)}
