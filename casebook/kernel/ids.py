"""Keys made anywhere (server, tablet) without asking: UUID version 7, RFC 9562 section 5.7."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

_RANDOM_BITS = 74


def new_id() -> UUID:
    """Return a new UUIDv7. Its time part keeps pages of an index together; no legal time is read from it."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big") & ((1 << _RANDOM_BITS) - 1)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low)


def new_ids(count: int) -> npt.NDArray[np.void]:
    """Return so many new UUIDv7 of one instant, sixteen bytes each, in order."""
    octets = np.frombuffer(bytearray(os.urandom(16 * count)), np.uint8).reshape(count, 16)
    octets[:, :6] = np.frombuffer((time.time_ns() // 1_000_000).to_bytes(6), np.uint8)
    octets[:, 6] = octets[:, 6] & 0x0F | 0x70
    octets[:, 8] = octets[:, 8] & 0x3F | 0x80
    high, low = octets.view(">u8").T
    return octets.view("V16").reshape(-1)[np.lexsort((low, high))]


def parse_id(text: str) -> UUID | None:
    """Return the UUID a URL part spells, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
