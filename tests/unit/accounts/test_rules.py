"""Passwords, lock-out, and which power applies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from casebook.accounts.rules import MLPS, PLAIN, PasswordPolicy, PowerModel, applicable_power
from casebook.kernel.errors import RuleBroken

NOW = datetime(2023, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("policy", "password", "code"),
    [
        (PLAIN, "short1", "password_short"),
        (PLAIN, "onlyletters", "password_plain"),
        (PLAIN, "Wang-li-2023", "password_holds_login"),
        (MLPS, "elevenchar1", "password_short"),
        (MLPS, "twelveletters1", "password_plain"),
    ],
)
def test_weak_passwords(policy: PasswordPolicy, password: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        policy.judge(password, "wang-li")
    assert refused.value.code == code


def test_strong_passwords() -> None:
    PLAIN.judge("correct-horse", "wang-li")
    MLPS.judge("Correct-horse-7", "wang-li")


def test_lock_after_repeated_failures() -> None:
    assert PLAIN.locked_until(7, NOW) is None
    assert PLAIN.locked_until(8, NOW) == NOW + timedelta(minutes=10)
    assert MLPS.locked_until(5, NOW) == NOW + timedelta(minutes=30)


def test_a_session_ends_however_busy() -> None:
    assert PLAIN.running_since(NOW) == NOW - timedelta(days=30)
    assert MLPS.running_since(NOW) == NOW - timedelta(days=1)


def test_passwords_age_only_where_the_profile_says_so() -> None:
    old = NOW - timedelta(days=91)
    assert MLPS.is_expired(old, NOW)
    assert not PLAIN.is_expired(old, NOW)
    assert not MLPS.is_expired(NOW - timedelta(days=89), NOW)


@dataclass
class Power:
    name: str
    matter: str = "*"
    model: PowerModel = PowerModel.OWN
    division_code: str = "371525"
    valid_from: date = date(2020, 1, 1)
    valid_to: date | None = None


POWERS = [
    Power("bureau"),
    Power("old bureau", valid_from=date(2010, 1, 1), valid_to=date(2019, 12, 31)),
    Power("enforcement", matter="PEN-07"),
    Power("township", matter="PEN-07", division_code="371525104"),
    Power("newer", matter="PEN-09", valid_from=date(2022, 1, 1)),
    Power("older", matter="PEN-09"),
    Power("delegated", matter="PEN-10", model=PowerModel.DELEGATED, valid_to=date(2023, 6, 30)),
    Power("principal", matter="PEN-10", valid_from=date(2021, 1, 1)),
]


@pytest.mark.parametrize(
    ("matter", "division", "on", "name"),
    [
        ("PEN-01", "371525103", date(2023, 6, 1), "bureau"),
        ("PEN-01", "371525103", date(2019, 6, 1), "old bureau"),
        ("PEN-07", "371525103", date(2023, 6, 1), "enforcement"),
        ("PEN-07", "371525104", date(2023, 6, 1), "township"),
        ("PEN-09", "371525103", date(2023, 6, 1), "newer"),
        ("PEN-09", "371525103", date(2021, 6, 1), "older"),
        ("PEN-10", "371525103", date(2023, 6, 30), "delegated"),
        ("PEN-10", "371525103", date(2023, 7, 1), "principal"),
        ("PEN-01", "371525103", date(2009, 6, 1), None),
        ("PEN-01", "371526103", date(2023, 6, 1), None),
    ],
)
def test_who_enforces(matter: str, division: str, on: date, name: str | None) -> None:
    found = applicable_power(POWERS, matter=matter, division_code=division, on=on)
    assert (found.name if found else None) == name
