"""One written coordinate: decimal degrees, degrees-minutes-seconds, or metres of a grid."""

from __future__ import annotations

import math
import re

from casebook.kernel.cells import Cell, Unit, Unreadable, is_blank, normalise, read_number

# Translated before normalising, which would take several of these signs apart.
_MARKS = (
    dict.fromkeys(map(ord, "°度˚º⁰゜"), "°")
    | dict.fromkeys(map(ord, "′'’‘`´ʹ＇分"), "'")
    | dict.fromkeys(map(ord, '″"”“〃ʺ＂秒'), '"')
)
_SECONDS_SPLIT = re.compile(r'"(\.[0-9]+)$')
"""11″.44, as surveyors write it."""

_HALF_BEFORE = re.compile(r"(东经|西经|北纬|南纬|[EWNS]) ?:? ?", re.IGNORECASE)
_HALF_AFTER = re.compile(r" ?(东经|西经|北纬|南纬|[EWNS])$", re.IGNORECASE)
_NEGATIVE_HALVES = frozenset({"西经", "南纬", "W", "S"})

_SEXAGESIMAL = tuple(
    re.compile(form)
    for form in (
        r"(?P<d>[0-9]{1,3}) ?° ?(?P<m>[0-9]{1,2}(?:\.[0-9]*)?) ?'?(?P<s>)",
        r"(?P<d>[0-9]{1,3}) ?° ?(?P<m>[0-9]{1,2}) ?' ?(?P<s>[0-9]{1,2}(?:\.[0-9]*)?) ?\"?",
        r"(?P<d>[0-9]{1,3})(?P<mark>[-: ])(?P<m>[0-9]{1,2})(?P=mark)(?P<s>[0-9]{1,2}(?:\.[0-9]*)?) ?\"?",
    )
)


def read_coordinate(cell: Cell) -> float | Unreadable | None:
    """Read one coordinate as written, in degrees or metres; which of the two the caller decides.

    Reads decimals, 115°43′11.44″ with every usual kind of mark (度分秒, quotes), 115-43-11.44,
    115 43 11.44, 115:43:11.44, a hemisphere before or behind (E, 东经; west and south count
    negative) and grid metres with or without thousands separators. None when blank.
    """
    if is_blank(cell):
        return None
    value: float | None = None
    if isinstance(cell, str):
        value = _from_text(cell)
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
        value = float(cell)
    return Unreadable.of(cell) if value is None else value


def _from_text(text: str) -> float | None:
    text = normalise(text.translate(_MARKS)).lstrip("'").replace("''", '"')
    text = _SECONDS_SPLIT.sub(r'\1"', text)
    half = _HALF_BEFORE.match(text) or _HALF_AFTER.search(text)
    if half is not None:
        text = text[: half.start()] + text[half.end() :]
    value = _degrees(text)
    if value is not None and half is not None and half[1].upper() in _NEGATIVE_HALVES:
        return -value
    return value


def _degrees(text: str) -> float | None:
    for form in _SEXAGESIMAL:
        if found := form.fullmatch(text):
            degrees, minutes, seconds = found.group("d", "m", "s")
            return _sum(float(degrees), float(minutes), float(seconds or 0))
    number = read_number(text.removesuffix("°"), Unit.METRE)
    return None if number is None or isinstance(number, Unreadable) else float(number)


def _sum(degrees: float, minutes: float, seconds: float) -> float | None:
    # 60 seconds exactly are what rounding 59.999 to two places leaves behind.
    if minutes >= 60 or seconds > 60:  # noqa: PLR2004 - the sexagesimal base
        return None
    return degrees + minutes / 60 + seconds / 3600
