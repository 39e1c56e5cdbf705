"""When visits agree that a well stands elsewhere than the register says: a proposal, never an overwrite."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.coordinates import distance_m

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

VISITS_NEEDED = 3
GOOD_ACCURACY_M = 15.0
TOGETHER_M = 15.0
"""Positions of one well lie no further apart than this."""
AWAY_M = 20.0
"""The register is right within this (rules.md 8, C02)."""
DIGITS = 7


class ProposalState(StrEnum):
    """What became of a proposed position."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


PROPOSAL_TRANSITIONS: dict[ProposalState, frozenset[ProposalState]] = {
    ProposalState.PROPOSED: frozenset({ProposalState.ACCEPTED, ProposalState.DECLINED}),
    ProposalState.ACCEPTED: frozenset(),
    ProposalState.DECLINED: frozenset(),
}
"""Whoever keeps the register decides, once."""


@dataclass(frozen=True)
class Visit:
    """A position that a visit's device gave, in WGS 84 degrees, with its accuracy in metres."""

    id: UUID
    lon: float
    lat: float
    accuracy_m: float


@dataclass(frozen=True)
class Agreement:
    """Where visits agree that the well is; metres from the register, and between the visits at most."""

    lon: float
    lat: float
    distance_m: float
    spread_m: float
    visits: tuple[UUID, ...]


def agree(
    visits: Iterable[Visit], lon: float, lat: float, *, visits_needed: int = VISITS_NEEDED
) -> Agreement | None:
    """Return where enough good positions lie together and away from the registered one, or None.

    The same visits give the same answer in any order.
    """
    good = sorted((one for one in visits if one.accuracy_m <= GOOD_ACCURACY_M), key=lambda one: one.id)
    groups = [_around(one, good) for one in good]
    group = max(groups, key=lambda found: (len(found), [-one.id.int for one in found]), default=[])
    if len(group) < visits_needed:
        return None
    mean_lon = round(sum(one.lon for one in group) / len(group), DIGITS)
    mean_lat = round(sum(one.lat for one in group) / len(group), DIGITS)
    away = distance_m(mean_lon, mean_lat, lon, lat)
    if away <= AWAY_M:
        return None
    return Agreement(
        mean_lon, mean_lat, round(away, 1), round(_spread(group), 1), tuple(one.id for one in group)
    )


def _around(first: Visit, good: Sequence[Visit]) -> list[Visit]:
    """Return visits that lie together, the first one among them."""
    found = [first]
    for one in good:
        if one is not first and all(_apart(one, other) <= TOGETHER_M for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.id)


def _spread(group: Sequence[Visit]) -> float:
    return max(_apart(one, other) for one in group for other in group)


def _apart(one: Visit, other: Visit) -> float:
    return distance_m(one.lon, one.lat, other.lon, other.lat)
