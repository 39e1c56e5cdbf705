"""Which stops go together, and the way between them."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.coordinates import distance_m
from casebook.kernel.errors import RuleBroken
from casebook.screening.rules.routing import Stop, check_wish, choose, in_driving_order

KM = 1 / 111.2


def stop(number: int, x_km: float, y_km: float, score: int = 10) -> Stop:
    """A stop so many kilometres east and north of the county's middle."""
    return Stop(
        UUID(int=number),
        UUID(int=number),
        f"W{number:03}",
        115.5 + x_km * KM / 0.804,
        36.5 + y_km * KM,
        score,
    )


def test_the_circle_that_scores_most_is_taken() -> None:
    lone = stop(1, 40, 40, score=100)
    near = [stop(number, number, 0, score=60) for number in range(2, 6)]
    chosen = choose([lone, *near], most=3, radius_km=8)
    assert {one.code for one in chosen} == {"W002", "W003", "W004"}
    assert choose([lone, *near[:1]], most=3, radius_km=8) == [lone]
    assert choose([], most=3, radius_km=8) == []


def test_one_drives_through_and_not_around() -> None:
    line = [stop(3, 0, 0), stop(1, 10, 0), stop(4, 5, 0), stop(2, 15, 0)]
    legs = in_driving_order(line)
    assert [leg.stop.code for leg in legs] in (
        ["W003", "W004", "W001", "W002"],
        ["W002", "W001", "W004", "W003"],
    )
    assert legs[0].metres == 0
    assert all(abs(leg.metres - 5_000) < 60 for leg in legs[1:])
    assert in_driving_order([]) == []


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=12, unique=True))
def test_every_stop_is_driven_to_once_and_no_turn_shortens_the_way(places: list[tuple[int, int]]) -> None:
    stops = [stop(number, x, y) for number, (x, y) in enumerate(places)]
    order = [leg.stop for leg in in_driving_order(stops)]
    assert sorted(order, key=lambda one: one.code) == stops
    whole = _length(order)
    for start in range(1, len(order)):
        for end in range(start + 1, len(order)):
            turned = [*order[:start], *reversed(order[start : end + 1]), *order[end + 1 :]]
            assert _length(turned) > whole - 1.5


def _length(order: list[Stop]) -> float:
    return sum(distance_m(one.lon, one.lat, other.lon, other.lat) for one, other in pairwise(order))


def test_a_day_has_its_bounds() -> None:
    check_wish(30, 60)
    with pytest.raises(RuleBroken, match="route_stops_range"):
        check_wish(31, 8)
    with pytest.raises(RuleBroken, match="route_radius_range"):
        check_wish(10, 0)
