"""How a number is spelled (rules.md 12.6; document numbers as in 党政机关公文处理工作条例, article 9)."""

from __future__ import annotations

import re
from enum import StrEnum

_KIND = re.compile(r"[A-Z]{2}")
_FIRST_YEAR, _LAST_YEAR = 1949, 2999


class NumberState(StrEnum):
    """What became of a number; there is no fourth possibility."""

    ISSUED = "issued"
    RESERVED = "reserved"
    """Given to a device or a paper that is not filled in yet."""
    VOID = "void"


TRANSITIONS = {
    NumberState.RESERVED: frozenset({NumberState.ISSUED, NumberState.VOID}),
    NumberState.ISSUED: frozenset({NumberState.VOID}),
    NumberState.VOID: frozenset[NumberState](),
}


def spell(*, county_code: str, kind: str, year: int, number: int, word: str = "") -> str:
    """Return the number as people write it.

    Without a word `371525-2023-WT-00012`; with the agency's word and the paper's
    `冠综执罚决字〔2023〕第001号`. Past 99999 or 999 they grow by a digit.
    """
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and number > 0 and _KIND.fullmatch(kind)):
        message = f"no number can be made of kind {kind!r}, year {year}, number {number}"
        raise ValueError(message)
    if word:
        return f"{spell_series(word, year)}第{number:03d}号"
    return f"{county_code}-{year}-{kind}-{number:05d}"


def spell_series(word: str, year: int) -> str:
    """Return what all document numbers of a word and a year begin with."""
    return f"{word}〔{year}〕"
