"""How an account's electricity is dealt out to the wells that it serves, month by month."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from casebook.kernel.months import Month
from casebook.kernel.volumes import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Key = TypeVar("Key")
WHOLE = 10_000
_DAY = timedelta(days=1)
_YEARS = range(1949, 2201)
_MONTH = re.compile(r"([0-9]{4})\s*[-年./]?\s*(1[0-2]|0?[1-9])\s*月?")
_BETWEEN = re.compile(r"[,，;；\s]+")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)\s*[%％]?")


@dataclass(frozen=True, slots=True)
class Share(Generic[Key]):
    """What a well takes of an account, of 10 000, from the first day of a month to the last of another."""

    well: Key
    share: int
    from_on: date
    to_on: date | None = None

    def covers(self, month: Month) -> bool:
        """Say whether it holds in a month."""
        return self.from_on <= month.first and (self.to_on is None or self.to_on >= month.last)


class Linked(NamedTuple, Generic[Key]):
    """A well that the register says an account serves."""

    well: Key
    power: float | None
    """Rated power of its pump in kW."""


class Dealt(NamedTuple, Generic[Key]):
    """A well's part of an account's electricity in a month."""

    well: Key
    energy_wh: int
    is_alone: bool
    """Whether nothing else takes any of it, so that a pump that stands still is told by it."""


def deal(
    energy_wh: int, month: Month, shares: Iterable[Share[Key]], linked: Sequence[Linked[Key]]
) -> list[Dealt[Key]]:
    """Deal out a month's electricity: by the shares that hold in it, else among the register's wells.

    What the shares leave over is no pump's. Among several wells of the register it goes by rated power; where
    one of them has none, nobody knows, and nothing is dealt out.
    """
    here = [one for one in shares if one.covers(month)]
    if here:
        weights = [one.share for one in here]
        parts = split(energy_wh, [*weights, WHOLE - sum(weights)])
        is_alone = weights == [WHOLE]
        return [Dealt(one.well, part, is_alone) for one, part in zip(here, parts, strict=False)]
    if len(linked) == 1:
        return [Dealt(linked[0].well, energy_wh, is_alone=True)]
    powers = [round((one.power or 0) * 1000) for one in linked]
    if not powers or min(powers) <= 0:
        return []
    parts = split(energy_wh, powers)
    return [Dealt(one.well, part, is_alone=False) for one, part in zip(linked, parts, strict=True)]


def without(share: Share[Key], from_on: date, to_on: date | None) -> list[Share[Key]]:
    """Return what is left of a share outside a span: nothing, one end of it, or both."""
    left = []
    if share.from_on < from_on:
        end = from_on - _DAY
        left.append(replace(share, to_on=end if share.to_on is None else min(share.to_on, end)))
    if to_on is not None and (share.to_on is None or share.to_on > to_on):
        left.append(replace(share, from_on=max(share.from_on, to_on + _DAY)))
    return left


def overlaps(share: Share[Key], from_on: date, to_on: date | None) -> bool:
    """Say whether a share holds on a day of a span."""
    is_before = to_on is not None and share.from_on > to_on
    is_after = share.to_on is not None and share.to_on < from_on
    return not (is_before or is_after)


def read_share(text: str) -> int | None:
    """Return what a percentage says, of 10 000; the whole where nothing is written, None for what is none."""
    if not text.strip():
        return WHOLE
    found = _PERCENT.fullmatch(text.strip())
    share = int(Decimal(found[1]) * (WHOLE // 100)) if found else 0
    return share if 0 < share <= WHOLE else None


def read_month(text: str) -> Month | None:
    """Return the month that somebody wrote (2023-05, 202305, 2023年5月), None for what is none."""
    found = _MONTH.fullmatch(text.strip())
    if found is None or int(found[1]) not in _YEARS:
        return None
    return Month(int(found[1]), int(found[2]))


def read_line(text: str) -> tuple[str, str]:
    """Return the well and what is written behind it; two empty texts for an empty line."""
    well, *rest = _BETWEEN.split(text.strip(), maxsplit=1)
    return well, rest[0] if rest else ""
