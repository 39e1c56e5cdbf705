"""Reading areas from files that may hold anything."""

from __future__ import annotations

import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from casebook.kernel.coordinates import CrsSource, wgs84_to_gcj02
from casebook.kernel.errors import Refused, RuleBroken
from casebook.regions import geojson as reader
from casebook.regions.geojson import read_areas
from tests.factories.regions import OUTLINE, geojson

SQUARE = [[115.4, 36.4], [115.5, 36.4], [115.5, 36.5], [115.4, 36.5], [115.4, 36.4]]
BOW_TIE = [[115.4, 36.4], [115.5, 36.5], [115.5, 36.4], [115.4, 36.5], [115.4, 36.4]]


def polygon(*rings: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def refused(data: bytes, declared: CrsSource | None = None) -> list[RuleBroken]:
    """The reasons for which a file is refused."""
    with pytest.raises((RuleBroken, Refused)) as refusal:
        read_areas(data, declared)
    return list(refusal.value.reasons) if isinstance(refusal.value, Refused) else [refusal.value]


def test_a_polygon_becomes_a_multipolygon() -> None:
    (area,) = read_areas(geojson(({"name": "甲"}, OUTLINE)))
    assert isinstance(area.shape, MultiPolygon)
    assert area.shape.equals(OUTLINE)
    assert (area.number, area.properties["name"], area.crs_source) == (1, "甲", CrsSource.CGCS2000)
    assert not area.is_repaired


def test_a_single_feature_and_a_byte_order_mark() -> None:
    data = json.dumps({"type": "Feature", "properties": None, "geometry": polygon(SQUARE)}).encode()
    (area,) = read_areas(b"\xef\xbb\xbf" + data)
    assert area.properties == {}


def test_holes_and_heights() -> None:
    hole = [[115.42, 36.42, 31.0], [115.44, 36.42, 31.0], [115.44, 36.44, 31.0], [115.42, 36.42, 31.0]]
    (area,) = read_areas(geojson(({}, polygon(SQUARE, hole))))
    assert len(area.shape.geoms[0].interiors) == 1
    assert not shapely.has_z(area.shape)


def test_an_open_ring_is_closed() -> None:
    (area,) = read_areas(geojson(({}, polygon(SQUARE[:-1]))))
    assert area.shape.equals(OUTLINE)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "geojson_unreadable"),
        (b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "geojson_unreadable"),
        (b"\xff\xfe{\x00}\x00", "geojson_unreadable"),
        (b"[" * 100_000, "geojson_unreadable"),
        (b'{"type":"FeatureCollection","features":[{"geometry":NaN}]}', "geojson_unreadable"),
        (geojson(({}, polygon([[10**400, 36.4]]))), "geojson_unreadable"),
        (b"[1, 2]", "geojson_not_features"),
        (b'{"type":"FeatureCollection","features":[]}', "geojson_not_features"),
        (b'{"type":"FeatureCollection","features":[1]}', "geojson_not_features"),
        (b'{"type":"Topology","objects":{}}', "geojson_not_features"),
    ],
)
def test_a_file_that_is_no_geojson(data: bytes, code: str) -> None:
    (reason,) = refused(data)
    assert (reason.code, reason.field) == (code, "file")


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "geometry_missing"),
        ("POLYGON", "geometry_missing"),
        ({"type": "Point", "coordinates": [115.4, 36.4]}, "geometry_kind"),
        ({"type": "GeometryCollection", "geometries": []}, "geometry_kind"),
        ({"type": "Polygon"}, "geometry_unreadable"),
        (polygon(), "geometry_unreadable"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "geometry_unreadable"),
        ({"type": "MultiPolygon", "coordinates": [SQUARE]}, "geometry_unreadable"),
        (polygon(None), "geometry_unreadable"),
        (polygon("ring"), "geometry_unreadable"),
        (polygon([[115.4], [115.5], [115.5], [115.4]]), "geometry_unreadable"),
        (polygon([[115.4, "north"], [115.5, 36.4], [115.5, 36.5]]), "geometry_unreadable"),
        (polygon([{"lon": 115.4, "lat": 36.4}]), "geometry_unreadable"),
        (polygon([[10**18, 36.4], [115.5, 36.4], [115.5, 36.5]]), "geometry_outside_china"),
        (polygon([[115.4, 36.4], [115.5, 36.4]]), "geometry_ring_short"),
        (polygon([[36.4, 115.4], [36.5, 115.4], [36.5, 115.5], [36.4, 115.4]]), "geometry_outside_china"),
        (polygon([[446000, 4036000], [447000, 4036000], [447000, 4037000]]), "geometry_outside_china"),
        (polygon(BOW_TIE), "geometry_crosses_itself"),
    ],
)
def test_a_feature_that_is_no_area(geometry: object, code: str) -> None:
    good = {"name": "好"}, polygon(SQUARE)
    (reason,) = refused(geojson(good, ({"name": "坏"}, geometry)))
    assert (reason.code, reason.facts["feature"]) == (code, 2)


def test_every_wrong_feature_is_named() -> None:
    reasons = refused(geojson(({}, None), ({}, polygon(SQUARE)), ({}, polygon(BOW_TIE))))
    assert [(reason.code, reason.facts["feature"]) for reason in reasons] == [
        ("geometry_missing", 1),
        ("geometry_crosses_itself", 3),
    ]


def test_a_crossing_names_its_place() -> None:
    (reason,) = refused(geojson(({}, polygon(BOW_TIE))))
    assert "115.45 36.45" in str(reason.facts["place"])


def test_a_ring_that_only_touches_itself_is_repaired() -> None:
    spike = [*SQUARE[:2], [115.5, 36.45], [115.6, 36.45], [115.5, 36.45], *SQUARE[2:]]
    (area,) = read_areas(geojson(({}, polygon(spike))))
    assert area.is_repaired
    assert area.shape.is_valid
    assert area.shape.area == pytest.approx(OUTLINE.area)


def test_too_large_too_many_too_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    data = geojson(({}, polygon(SQUARE)), ({}, polygon(SQUARE)))
    for name, code in (
        ("LARGEST_BYTES", "geojson_too_large"),
        ("MOST_FEATURES", "geojson_features"),
        ("MOST_VERTICES", "geojson_vertices"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(reader, name, 1)
            assert [reason.code for reason in refused(data)] == [code]


def shifted(shape: Polygon) -> Polygon:
    moved = [wgs84_to_gcj02(lon, lat) for lon, lat in shape.exterior.coords]
    return Polygon(moved)


@pytest.mark.parametrize("properties", [{}, {"crs": "GCJ-02"}])
def test_a_declared_gcj02_outline_is_converted_vertex_by_vertex(properties: dict[str, object]) -> None:
    (area,) = read_areas(geojson((properties, shifted(OUTLINE))), CrsSource.GCJ02)
    assert area.crs_source is CrsSource.GCJ02
    assert shapely.hausdorff_distance(area.shape, OUTLINE) < 1e-8


def test_the_file_itself_may_declare() -> None:
    (area,) = read_areas(geojson(({"crs": "GCJ-02"}, shifted(OUTLINE))))
    assert area.crs_source is CrsSource.GCJ02


@pytest.mark.parametrize(
    ("named", "declared", "expected"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", None, CrsSource.CGCS2000),
        ("urn:ogc:def:crs:EPSG::4490", None, CrsSource.CGCS2000),
        ("EPSG:4326", CrsSource.WGS84, CrsSource.WGS84),
    ],
)
def test_the_crs_member_of_2008(named: str, declared: CrsSource | None, expected: CrsSource) -> None:
    crs = {"type": "name", "properties": {"name": named}}
    (area,) = read_areas(geojson(({}, polygon(SQUARE)), crs=crs), declared)
    assert area.crs_source is expected


@pytest.mark.parametrize(
    ("properties", "declared", "code"),
    [
        ({"crs": "GCJ-02"}, CrsSource.CGCS2000, "geojson_crs_conflict"),
        ({"crs": "BD-09"}, CrsSource.GCJ02, "geojson_crs_conflict"),
        ({"crs": "北京54"}, None, "geojson_crs"),
        ({"crs": "EPSG:4526"}, None, "geojson_crs"),
        ({"crs": "某地方坐标"}, None, "geojson_crs"),
    ],
)
def test_a_system_that_does_not_fit_is_refused(
    properties: dict[str, object], declared: CrsSource | None, code: str
) -> None:
    (reason,) = refused(geojson((properties, polygon(SQUARE))), declared)
    assert (reason.code, reason.field) == (code, "crs")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, JSON)
def test_whatever_stands_there_is_refused_with_a_reason(geometry: object, crs: object) -> None:
    assert refused(geojson(({"crs": crs}, {"type": "Polygon", "coordinates": geometry})))


@given(st.binary(max_size=200))
def test_bytes_are_refused_with_a_reason(data: bytes) -> None:
    assert refused(data)


def test_a_box_far_away_is_not_china() -> None:
    (reason,) = refused(geojson(({}, box(0, 0, 1, 1))))
    assert reason.code == "geometry_outside_china"
