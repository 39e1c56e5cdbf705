"""Tokens of sources, how often a source may call, and when its silence should be looked into."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from casebook.kernel.hashing import digest

PREFIX = "cbm_"
"""How every token begins, so that one that leaked is recognised as ours."""
_RANDOM_BYTES = 32
HINT_LENGTH = len(PREFIX) + 6
_BEARER = re.compile(r"Bearer[ ]+([!-~]{1,200})", re.IGNORECASE)
_BETWEEN = re.compile(r"[,，;；\t]")
WINDOW = timedelta(minutes=1)
SILENT_AFTER = timedelta(days=2)
"""A source that has sent nothing for so long is shown as silent."""


def new_token() -> str:
    """Return a token that nobody can guess: 256 random bits."""
    return PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)


def hash_of(token: str) -> str:
    """Return what is stored of a token; its own randomness is salt enough."""
    return digest(token.encode())


def hint_of(token: str) -> str:
    """Return the beginning of a token, by which people tell one from another."""
    return token[:HINT_LENGTH]


def token_in(authorization: str) -> str:
    """Return the token of an Authorization header; empty where it holds none."""
    found = _BEARER.fullmatch(authorization.strip())
    return found[1] if found else ""


def read_line(text: str) -> tuple[str, str, str]:
    """Return well, meter and sender's number as a line lists them; empty where it says nothing."""
    well, meter_no, device_no = ([part.strip() for part in _BETWEEN.split(text)] + ["", ""])[:3]
    return well, meter_no, device_no


@dataclass(frozen=True, slots=True)
class Window:
    """The minute that is being counted, and how many requests came in it."""

    began_at: datetime | None
    count: int

    def with_one_more(self, now: datetime) -> Window:
        """Return the window with a further request in it; a new one when the former is over."""
        if self.began_at is None or not timedelta() <= now - self.began_at < WINDOW:
            return Window(now, 1)
        return Window(self.began_at, self.count + 1)

    def seconds_left(self, now: datetime) -> int:
        """Return after how many seconds the next one begins, 1 at least."""
        if self.began_at is None:
            return 1
        return max(1, round((self.began_at + WINDOW - now).total_seconds()))
