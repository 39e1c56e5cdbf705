"""The draw for a self-check before an inspection (迎检自查): who may be drawn, by which seed, what is asked.

The draw takes nothing but the pool and the seed, so that whoever holds both draws the same wells by hand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.dossier.rules.well_file import WellFileItem
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_DRAWN = 60
LONGEST_SEED = 60


class SpotKind(StrEnum):
    """Why a well can be drawn."""

    CLOSED = "closed_in_year"
    """Its closing of the year was accepted or booked."""
    IN_USE = "in_use_permitted"
    """In use, on a permit in force."""
    STRUCK_OFF = "struck_off_in_year"
    """A problem at it was struck off in the year."""


class InUseItem(StrEnum):
    """What the file of a well in use holds."""

    USER = "user"
    PERMIT = "permit"
    METER = "meter"
    PLATE = "plate"
    INSPECTION = "inspection"
    """A field check within the last twelve months."""
    PHOTOGRAPHS = "photographs"
    FIGURES = "figures"
    """A volume for each of the last twelve whole months."""


class StruckItem(StrEnum):
    """What the file of a problem that was struck off holds."""

    PHOTOGRAPHS = "photographs"
    PAIR = "pair"
    """Before and after, from one standpoint or by their stages."""
    RECTIFICATION = "rectification"
    """What was done, in words."""
    INDEPENDENT = "independent"
    """Struck off by somebody else than who saw to the rectifying."""
    OUTCOME = "outcome"
    """Whatever case was opened about it has come to an end."""


@dataclass(frozen=True, order=True)
class Candidate:
    """A well that can be drawn, with the first reason of `SpotKind` that it is drawn for."""

    code: str
    kind: SpotKind
    township: str


@dataclass(frozen=True)
class Region:
    """How many of a kind in a township lie in the pool, and how many of them are drawn."""

    kind: SpotKind
    township: str
    pool: int
    drawn: int


@dataclass(frozen=True)
class Gap:
    """One thing that a file lacks, under the reason that asks for it."""

    kind: SpotKind
    item: WellFileItem | InUseItem | StruckItem

    def __str__(self) -> str:
        """Return it as it is stored."""
        return f"{self.kind}:{self.item}"


ITEMS: dict[SpotKind, type[WellFileItem | InUseItem | StruckItem]] = {
    SpotKind.CLOSED: WellFileItem,
    SpotKind.IN_USE: InUseItem,
    SpotKind.STRUCK_OFF: StruckItem,
}
"""What is asked of the file of each kind."""


def read_gap(text: str) -> Gap:
    """Return a gap from how it is stored."""
    kind, _colon, item = text.partition(":")
    return Gap(SpotKind(kind), ITEMS[SpotKind(kind)](item))


def pool_hash(pool: Iterable[Candidate]) -> str:
    """Return the hash of a pool, whatever its order: the same register has the same."""
    lines = "\n".join(f"{one.code} {one.kind} {one.township}" for one in sorted(pool))
    return digest(lines.encode())


def draw(pool: Sequence[Candidate], *, count: int, seed: str) -> list[Candidate]:
    """Return `count` wells of a pool by lot: of each kind its share, of that each township its own (分层).

    Shares are cut, what is left over goes to the largest remainders, and no kind goes without as long as
    there are wells to give; in a stratum those come first whose hash of seed and code is smallest.
    RuleBroken for a count or seed that is none, or an empty pool.
    """
    word = seed.strip()
    if not 1 <= count <= MOST_DRAWN:
        raise RuleBroken("spot_count", field="count", most=MOST_DRAWN)
    if not word or len(word) > LONGEST_SEED:
        raise RuleBroken("spot_seed", field="seed", most=LONGEST_SEED)
    if not pool:
        raise RuleBroken("spot_pool_empty", field="kinds")
    strata: dict[str, dict[str, list[Candidate]]] = defaultdict(lambda: defaultdict(list))
    for one in pool:
        strata[one.kind][one.township].append(one)
    sizes = {kind: sum(map(len, places.values())) for kind, places in strata.items()}
    drawn: list[Candidate] = []
    for kind, share in _with_each(_shares(sizes, min(count, len(pool)), word)).items():
        places = strata[kind]
        by_place = _shares({code: len(found) for code, found in places.items()}, share, word)
        for code, found in places.items():
            drawn += sorted(found, key=lambda one: _lot(word, one.code))[: by_place[code]]
    return sorted(drawn, key=lambda one: _lot(word, one.code))


def _shares(sizes: dict[str, int], count: int, seed: str) -> dict[str, int]:
    whole = sum(sizes.values())
    shares = {key: count * size // whole for key, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda key: (-(count * sizes[key] % whole), _lot(seed, key)))
    for key in by_remainder[: count - sum(shares.values())]:
        shares[key] += 1
    return shares


def _with_each(shares: dict[str, int]) -> dict[str, int]:
    """Give one to each kind that got none, from the one that has most, while that has more than one."""
    found = dict(shares)
    for kind in sorted(found):
        most = max(sorted(found), key=found.__getitem__)
        if not found[kind] and found[most] > 1:
            found[most] -= 1
            found[kind] += 1
    return found


def _lot(seed: str, text: str) -> str:
    return digest(f"{seed}:{text}".encode())


def regions(pool: Iterable[Candidate], drawn: Iterable[Candidate]) -> list[Region]:
    """Return how a draw lies on kinds and townships."""
    counts: dict[tuple[SpotKind, str], list[int]] = defaultdict(lambda: [0, 0])
    for at, found in enumerate((pool, drawn)):
        for one in found:
            counts[one.kind, one.township][at] += 1
    order = list(SpotKind)
    keys = sorted(counts, key=lambda key: (order.index(key[0]), key[1]))
    return [Region(kind, township, *counts[kind, township]) for kind, township in keys]
