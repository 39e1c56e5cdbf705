"""Where positions lie."""

from __future__ import annotations

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box

from casebook.regions.locator import Locator, Place
from tests.factories.regions import EAST, EAST_SHAPE, OUTLINE, WEST, WEST_SHAPE

TOWNSHIPS = {WEST: WEST_SHAPE, EAST: EAST_SHAPE}
ZONE, OTHER = uuid4(), uuid4()
ZONES = {ZONE: box(115.44, 36.44, 115.46, 36.46), OTHER: WEST_SHAPE}
LOCATOR = Locator(OUTLINE, TOWNSHIPS, ZONES)


def test_township_and_zones() -> None:
    assert LOCATOR.locate(115.41, 36.41) == Place(is_inside=True, township=WEST, zones=(OTHER,))
    assert LOCATOR.locate(115.455, 36.45) == Place(is_inside=True, township=EAST, zones=(ZONE,))


def test_a_position_on_a_shared_edge_has_the_smaller_code() -> None:
    assert LOCATOR.locate(115.45, 36.41).township == WEST


def test_the_outer_edge_is_inside() -> None:
    assert LOCATOR.locate(115.40, 36.40).is_inside


def test_outside() -> None:
    assert LOCATOR.locate(115.39, 36.45) == Place(is_inside=False, township=None, zones=())
    assert LOCATOR.locate(36.45, 115.41).is_inside is False


def test_a_gap_between_outline_and_townships_goes_to_the_nearest() -> None:
    wide = Locator(box(115.39, 36.39, 115.51, 36.51), TOWNSHIPS, {})
    assert wide.locate(115.505, 36.45) == Place(is_inside=True, township=EAST, zones=())


def test_without_an_outline_the_townships_are_the_county() -> None:
    found = Locator(None, TOWNSHIPS, {})
    assert found.knows_county
    assert [place.is_inside for place in found.locate_many([115.41, 115.39], [36.41, 36.41])] == [True, False]


def test_without_anything_nothing_is_inside() -> None:
    empty = Locator(None, {}, {})
    assert not empty.knows_county
    assert empty.locate(115.41, 36.41) == Place(is_inside=False, township=None, zones=())
    assert empty.locate_many([], []) == []


def test_an_outline_alone_knows_no_township() -> None:
    assert Locator(OUTLINE, {}, {}).locate(115.41, 36.41) == Place(is_inside=True, township=None, zones=())


positions = st.tuples(st.floats(115.3, 115.6), st.floats(36.3, 36.6))


@given(st.lists(positions, min_size=1, max_size=20))
def test_many_at_once_are_the_same_as_one_by_one(places: list[tuple[float, float]]) -> None:
    lons, lats = zip(*places, strict=True)
    assert LOCATOR.locate_many(lons, lats) == [LOCATOR.locate(lon, lat) for lon, lat in places]


@given(positions)
def test_the_index_agrees_with_the_shapes(place: tuple[float, float]) -> None:
    found, point = LOCATOR.locate(*place), Point(place)
    assert found.is_inside == OUTLINE.covers(point)
    assert set(found.zones) == {key for key, zone in ZONES.items() if zone.covers(point)}
    if found.township is not None:
        assert TOWNSHIPS[found.township].covers(point)
