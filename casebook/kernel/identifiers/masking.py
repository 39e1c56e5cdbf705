"""Personal numbers as lists and letters show them: enough to tell apart, not enough to use.

A duty that needs the whole number opens the record, which is logged (PIPL 34, rules.md 12.3).
"""

from __future__ import annotations

_HIDDEN = "*"
_HEAD, _TAIL = 3, 4
_SHORTEST = 11
"""A number with fewer characters than a mobile telephone's is hidden whole."""


def mask_citizen_id(number: str) -> str:
    """Return a citizen number without county, birth date and order: 371***********000X."""
    return _mask(number)


def mask_phone(number: str) -> str:
    """Return a telephone number without its middle: 100****7031."""
    return _mask(number)


def _mask(number: str) -> str:
    if len(number) < _SHORTEST:
        return _HIDDEN * len(number)
    return number[:_HEAD] + _HIDDEN * (len(number) - _HEAD - _TAIL) + number[-_TAIL:]
