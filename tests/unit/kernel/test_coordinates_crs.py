"""The coordinate system that a cell names."""

from __future__ import annotations

import pytest

from casebook.kernel.cells import Cell, fold
from casebook.kernel.coordinates import CrsSource, PlaceProblem, read_crs

CASES = {
    CrsSource.CGCS2000: (
        "CGCS2000",
        "ｃｇｃｓ２０００",
        "CGCS 2000",
        "国家2000",
        "国家2000坐标系",
        "2000国家大地坐标系",
        "国家大地2000",
        "2000坐标系",
        "EPSG:4490",
        "CGCS2000（EPSG:4490）",
        "CGCS2000经纬度",
        "天地图",
        2000.0,
    ),
    CrsSource.CGCS2000_3DEG: (
        "CGCS2000 3度带",
        "CGCS2000_3度带",
        "国家2000三度带",
        "2000国家大地坐标系（3°分带）",
        "CGCS2000高斯投影",
        "CGCS2000 / 3-degree Gauss-Kruger zone 39",
        "CGCS2000_3_Degree_GK_Zone_38",
        "EPSG:4526",
        "EPSG：4527",
        "EPSG:4548",
    ),
    CrsSource.WGS84: ("WGS84", "WGS-84", "wgs 84", "WGS1984", "GPS坐标", "84坐标系", "EPSG:4326", 84),
    CrsSource.GCJ02: ("GCJ-02（高德）", "GCJ02", "gcj_02", "火星坐标", "高德", "腾讯地图", "国测局坐标"),
    CrsSource.BD09: ("BD09", "BD-09", "bd_09", "百度", "百度坐标（BD09LL）"),
    PlaceProblem.CRS_UNSUPPORTED: (
        "北京54",
        "1954年北京坐标系",
        "54坐标系",
        "BJ54",
        "Beijing 1954",
        "54",
        "西安80",
        "1980西安坐标系",
        "1980年国家大地坐标系",
        "Xi’an 80",
        "80坐标系",
        "Xi'an 1980",
        "XIAN80",
        "聊城独立坐标系",
        "地方坐标系",
        "CGCS2000 6度带",
        "WGS84 UTM 50N",
        "Web墨卡托",
        "EPSG:3857",
        "EPSG:2383",
    ),
    PlaceProblem.CRS_UNKNOWN: (
        "",
        None,
        "—",
        "不详",
        "其他",
        "经纬度",
        "谷歌",
        "手机定位",
        "GCJ02转WGS84",
        "CGCS2000/WGS84",
    ),
}


@pytest.mark.parametrize(
    ("cell", "meant"),
    [(cell, meant) for meant, cells in CASES.items() for cell in cells],
    ids=repr,
)
def test_what_people_write(cell: Cell, meant: CrsSource | PlaceProblem) -> None:
    assert read_crs(fold(cell)) == meant
