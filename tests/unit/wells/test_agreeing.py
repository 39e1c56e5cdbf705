from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.coordinates import distance_m
from casebook.wells.rules import Visit, agree

LON, LAT = 115.42, 36.45
METRE = 0.000009


def visit(number: int, north_m: float, *, east_m: float = 0.0, accuracy_m: float = 5.0) -> Visit:
    return Visit(UUID(int=number), LON + east_m * METRE * 1.243, LAT + north_m * METRE, accuracy_m)


def test_three_that_agree_away_from_the_register() -> None:
    found = agree([visit(1, 40), visit(2, 44), visit(3, 48)], LON, LAT)
    assert found is not None
    assert found.visits == (UUID(int=1), UUID(int=2), UUID(int=3))
    assert 43 < found.distance_m < 45
    assert found.spread_m < 9


def test_two_are_too_few() -> None:
    assert agree([visit(1, 40), visit(2, 44)], LON, LAT) is None
    assert agree([visit(1, 40), visit(2, 44)], LON, LAT, visits_needed=2) is not None


def test_near_the_register_is_no_proposal() -> None:
    assert agree([visit(1, 15), visit(2, 17), visit(3, 19)], LON, LAT) is None


def test_positions_that_lie_apart_do_not_agree() -> None:
    assert agree([visit(1, 40), visit(2, 60), visit(3, 80)], LON, LAT) is None


def test_vague_positions_do_not_count() -> None:
    assert agree([visit(1, 40), visit(2, 44), visit(3, 48, accuracy_m=30)], LON, LAT) is None


def test_no_visits_agree_on_nothing() -> None:
    assert agree([], LON, LAT) is None


@given(st.lists(st.tuples(st.floats(-120, 120), st.floats(-120, 120)), max_size=8), st.randoms())
def test_any_order_gives_the_same_answer(places: list[tuple[float, float]], dice: object) -> None:
    visits = [visit(number, north, east_m=east) for number, (north, east) in enumerate(places, 1)]
    expected = agree(visits, LON, LAT)
    shuffled = list(visits)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' own random
    assert agree(shuffled, LON, LAT) == expected
    if expected is not None:
        assert len(expected.visits) >= 3
        assert expected.spread_m <= 15.1
        assert distance_m(expected.lon, expected.lat, LON, LAT) > 20
