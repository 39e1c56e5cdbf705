"""Keys made anywhere (server, tablet) without asking: UUID version 7, RFC 9562 section 5.7."""

from __future__ import annotations

import os
import time
from uuid import UUID

_RANDOM_BITS = 74


def new_id() -> UUID:
    """Return a new UUIDv7. Its time part keeps pages of an index together; no legal time is read from it."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big") & ((1 << _RANDOM_BITS) - 1)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low)


def new_ids(count: int) -> list[str]:
    """Return so many new UUIDv7 of one instant in 32 digits each, in order."""
    head = f"{time.time_ns() // 1_000_000:012x}"
    random = os.urandom(10 * count).hex()
    return sorted(
        f"{head}7{digits[:3]}{_VARIANTS[digits[3]]}{digits[4:19]}"
        for digits in (random[start : start + 20] for start in range(0, 20 * count, 20))
    )


_VARIANTS = {digit: f"{8 | int(digit, 16) & 3:x}" for digit in "0123456789abcdef"}


def parse_id(text: str) -> UUID | None:
    """Return the UUID a URL part spells, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
