"""The day's route: which leads go together, and in what order one drives to them.

Distances are straight lines: good enough to order a dozen wells of one county.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from casebook.kernel.coordinates import distance_m
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

MOST_STOPS = 30
LEAST_RADIUS_KM, MOST_RADIUS_KM = 1, 60
_CANDIDATES = 300
"""So many of the best are looked at; what lies further down waits for another day."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A lead's well: its position in degrees, and what speaks for going there."""

    lead_id: UUID
    well_id: UUID
    code: str
    lon: float
    lat: float
    score: int


@dataclass(frozen=True, slots=True)
class Leg:
    """A stop in its place, and the metres to it from the one before."""

    stop: Stop
    metres: int


def check_wish(stops: int, radius_km: int) -> None:
    """Refuse a route that is too long or too wide for a day."""
    if not 1 <= stops <= MOST_STOPS:
        raise RuleBroken("route_stops_range", field="stops", most=MOST_STOPS)
    if not LEAST_RADIUS_KM <= radius_km <= MOST_RADIUS_KM:
        raise RuleBroken("route_radius_range", field="radius_km", least=LEAST_RADIUS_KM, most=MOST_RADIUS_KM)


def choose(candidates: Sequence[Stop], *, most: int, radius_km: int) -> list[Stop]:
    """Return the stops of a day: of all circles around a candidate the one whose best stops score most.

    Ties go to the circle around the higher score, then the smaller code.
    """
    ranked = sorted(candidates, key=_by_score)[:_CANDIDATES]
    circles = [_circle(seed, ranked, most=most, radius_km=radius_km) for seed in ranked]
    return max(circles, key=lambda found: sum(one.score for one in found), default=[])


def _by_score(stop: Stop) -> tuple[int, str]:
    return (-stop.score, stop.code)


def _circle(seed: Stop, ranked: Sequence[Stop], *, most: int, radius_km: int) -> list[Stop]:
    near = [one for one in ranked if one is not seed and _apart(seed, one) <= radius_km * 1000]
    return [seed, *near[: most - 1]]


def in_driving_order(stops: Sequence[Stop]) -> list[Leg]:
    """Return stops from one end to the other: to the nearest each time, then crossings are taken out.

    It begins at the stop that lies furthest from the others' middle, so that one drives through, not around.
    """
    if not stops:
        return []
    order = _uncrossed(_nearest(_first(stops), stops))
    legs = [Leg(order[0], 0)]
    legs += [Leg(one, round(_apart(before, one))) for before, one in pairwise(order)]
    return legs


def _first(stops: Sequence[Stop]) -> Stop:
    lon = sum(one.lon for one in stops) / len(stops)
    lat = sum(one.lat for one in stops) / len(stops)
    return max(stops, key=lambda one: (distance_m(lon, lat, one.lon, one.lat), one.code))


def _nearest(first: Stop, stops: Sequence[Stop]) -> list[Stop]:
    order, left = [first], [one for one in stops if one is not first]
    while left:
        following = min(left, key=lambda one: (_apart(order[-1], one), one.code))
        order.append(following)
        left.remove(following)
    return order


def _uncrossed(order: list[Stop]) -> list[Stop]:
    """Turn parts of the way around while that makes it shorter (2-opt); the first stop stays."""
    is_better = True
    while is_better:
        is_better = False
        for start in range(1, len(order) - 1):
            for end in range(start + 1, len(order)):
                if _gain(order, start, end) > 1:
                    order[start : end + 1] = reversed(order[start : end + 1])
                    is_better = True
    return order


def _gain(order: Sequence[Stop], start: int, end: int) -> float:
    """Return the metres that turning a part around saves."""
    before, after = _apart(order[start - 1], order[start]), _apart(order[start - 1], order[end])
    if end + 1 < len(order):
        before += _apart(order[end], order[end + 1])
        after += _apart(order[start], order[end + 1])
    return before - after


def _apart(one: Stop, other: Stop) -> float:
    return distance_m(one.lon, one.lat, other.lon, other.lat)
