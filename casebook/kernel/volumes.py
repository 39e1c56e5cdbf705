"""Exact volumes of water: whole litres where they are stored, Decimal cubic metres where they are read.

Rounding is half-even everywhere, and parts always sum to their whole (architecture.md, Names).
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST_M3 = Decimal((2**63 - 1) // 1000)
"""Cubic metres whose litres still fit a BIGINT column: 9.2 · 10^15."""

_LITRE_IN_M3 = Decimal("0.001")
_M3_IN_TEN_THOUSAND_M3 = Decimal("0.0001")


def litres(volume_m3: Decimal) -> int:
    """Return the whole litres of cubic metres, half-even.

    Raise ValueError when it is not a finite number or more than `LARGEST_M3`.
    """
    if not volume_m3.is_finite() or abs(volume_m3) > LARGEST_M3:
        raise ValueError("volume_out_of_range")
    return int(volume_m3.quantize(_LITRE_IN_M3, ROUND_HALF_EVEN).scaleb(3))


def cubic_metres(volume_l: int) -> Decimal:
    """Return the cubic metres of litres, always with three decimals: 3117000 is 3117.000."""
    return Decimal(volume_l).scaleb(-3)


def m3_text(volume_l: int) -> str:
    """Return litres as the text of cubic metres with three decimals, for files and interfaces."""
    return str(cubic_metres(volume_l))


def share(volume_l: int, days: int, days_in_year: int) -> int:
    """Return the part of a year's litres that falls on some of its days, half-even (rules.md 10.6).

    Raise ValueError when `days` is not from 0 to `days_in_year`.
    """
    if not 0 <= days <= days_in_year or days_in_year == 0:
        raise ValueError("days_out_of_range")
    return round(Fraction(volume_l * days, days_in_year))


def split(volume_l: int, weights: Sequence[int | Decimal]) -> list[int]:
    """Return litres dealt out in proportion to the weights; the parts sum to the whole exactly.

    Largest remainder: each part is its exact share rounded down, and the litres left over go
    one each to the largest fractions, the earlier first. A negative whole is split as its
    mirror image. Raise ValueError when a weight is negative or all are zero.
    """
    exact_weights = [Fraction(weight) for weight in weights]
    total = sum(exact_weights)
    if total == 0 or min(exact_weights) < 0:
        raise ValueError("weights_out_of_range")
    shares = [abs(volume_l) * weight / total for weight in exact_weights]
    parts = [int(part) for part in shares]
    by_remainder = sorted(range(len(parts)), key=lambda index: parts[index] - shares[index])
    for index in by_remainder[: abs(volume_l) - sum(parts)]:
        parts[index] += 1
    return parts if volume_l >= 0 else [-part for part in parts]
