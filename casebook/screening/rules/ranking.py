"""What comes first: in a list by gravity and water at stake, on a route by age as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.cases.rules.codes import Severity

if TYPE_CHECKING:
    from decimal import Decimal

_GRAVITY = {Severity.LOW: 0, Severity.MID: 1, Severity.HIGH: 2, Severity.CRITICAL: 3}
_MOST = 99_999_999
_STEP = 100_000_000


def rank_of(severity: Severity, stake_m3: Decimal | None) -> int:
    """Return a number that orders by severity, then by whole cubic metres at stake."""
    return _GRAVITY[severity] * _STEP + min(int(stake_m3 or 0), _MOST)


_POINTS = {Severity.LOW: 10, Severity.MID: 30, Severity.HIGH: 60, Severity.CRITICAL: 100}
_POINT_M3 = 1_000
_MOST_WATER, _MOST_AGE = 50, 40
_POINT_DAYS = 3


def score_of(severity: Severity, stake_m3: Decimal | None, days_old: int) -> int:
    """Return what speaks for a visit: gravity, water (a point for 1000 m³), age (one for three days)."""
    water = min(int((stake_m3 or 0) / _POINT_M3), _MOST_WATER)
    return _POINTS[severity] + water + min(max(days_old, 0) // _POINT_DAYS, _MOST_AGE)
