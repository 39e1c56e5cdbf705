"""What is typed as lines of text: amounts at the end of a line, words behind a name."""

from __future__ import annotations

import re
from decimal import Decimal

_AMOUNT = re.compile(r"(?P<head>.*\S)\s+(?P<yuan>\d[\d,]*(?:\.\d{1,2})?)\s*元?")
_COLON = re.compile(r"\s*[:：]\s*")
_FEN_PER_YUAN = 100


def lines_of(text: str | None) -> list[str]:
    """Return the lines of a text that say something."""
    return [one.strip() for one in (text or "").splitlines() if one.strip()]


def amounts(text: str | None) -> list[tuple[str, int | None]]:
    """Return what stands before the amount of each line, and the amount in fen; None where there is none."""
    found: list[tuple[str, int | None]] = []
    for line in lines_of(text):
        match = _AMOUNT.fullmatch(line)
        found.append((match["head"].strip(), _fen(match["yuan"])) if match else (line, None))
    return found


def _fen(yuan: str) -> int:
    return int(Decimal(yuan.replace(",", "")) * _FEN_PER_YUAN)


def named(text: str | None) -> list[tuple[str, str]]:
    """Return the name and the words of each line, with a Chinese or an ASCII colon between them."""
    parts = [_COLON.split(line, maxsplit=1) for line in lines_of(text)]
    return [(one[0], one[1] if one[1:] else "") for one in parts]
