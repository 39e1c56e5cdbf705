"""Words for kinds of areas, layers and coordinate systems, and for what a file's areas are refused for."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from casebook.kernel.coordinates import CrsSource
from casebook.regions.rules import Aquifer, DivisionKind, ZoneKind

LABELS = {
    DivisionKind: {DivisionKind.COUNTY: _l("县（区、市）"), DivisionKind.TOWNSHIP: _l("乡镇（街道）")},
    ZoneKind: {
        ZoneKind.NO_ABSTRACTION: _l("禁采区"),
        ZoneKind.RESTRICTED: _l("限采区"),
        ZoneKind.OVER_EXTRACTION: _l("超采区"),
        ZoneKind.SEVERE_OVER_EXTRACTION: _l("严重超采区"),
        ZoneKind.PUBLIC_SUPPLY: _l("公共供水管网覆盖区"),
        ZoneKind.RECLAIMED_NETWORK: _l("再生水管网服务区"),
    },
    Aquifer: {
        Aquifer.SHALLOW: _l("浅层"),
        Aquifer.SALINE: _l("中深层咸水"),
        Aquifer.DEEP_CONFINED: _l("深层承压"),
        Aquifer.MIXED: _l("混合开采"),
        Aquifer.UNKNOWN: _l("层位不明"),
    },
    CrsSource: {
        CrsSource.CGCS2000: _l("CGCS2000 经纬度"),
        CrsSource.CGCS2000_3DEG: _l("CGCS2000 3 度带"),
        CrsSource.WGS84: _l("WGS84 经纬度"),
        CrsSource.GCJ02: _l("GCJ-02（高德、腾讯）"),
        CrsSource.BD09: _l("BD-09（百度）"),
    },
}

MESSAGES = {
    "geojson_too_large": _l("GeoJSON 文件超过 %(most)s MB。请简化边界后再上传。"),
    "geojson_unreadable": _l("这不是 GeoJSON：第 %(line)s 行读不懂。请从 GIS 软件另存为 GeoJSON（UTF-8）。"),
    "geojson_not_features": _l("GeoJSON 里没有要素。需要一个 FeatureCollection，至少含一个面要素。"),
    "geojson_features": _l("GeoJSON 的要素超过 %(most)s 个。请只上传本县需要的范围。"),
    "geojson_vertices": _l("边界的节点超过 %(most)s 个。请简化边界后再上传。"),
    "geojson_crs": _l("不支持文件声明的坐标系（%(written)s）。请换算为 CGCS2000 经纬度后上传。"),
    "geojson_crs_conflict": _l("文件里写的坐标系（%(written)s）与选择的不一致。请核对后重新选择。"),
    "geometry_missing": _l("第 %(feature)s 个要素没有图形。"),
    "geometry_kind": _l("第 %(feature)s 个要素是 %(kind)s，不是面。请只保留 Polygon 或 MultiPolygon。"),
    "geometry_unreadable": _l("第 %(feature)s 个要素的坐标读不懂。每个节点应是 [经度, 纬度] 两个数。"),
    "geometry_ring_short": _l("第 %(feature)s 个要素的边界不足四个节点，围不成面。"),
    "geometry_outside_china": _l(
        "第 %(feature)s 个要素有节点不在中国范围内。请核对经纬度次序和坐标系，坐标应为度。"
    ),
    "geometry_crosses_itself": _l(
        "第 %(feature)s 个要素的边界自相交（%(place)s），修复会改变范围。请在 GIS 软件里改正。"
    ),
    "outline_not_one": _l("县界文件应只有一个面要素，这里有 %(count)s 个。"),
    "csv_too_large": _l("CSV 文件超过 %(most)s KB。"),
    "csv_rows": _l("CSV 没有数据行，或超过 %(most)s 行。"),
    "csv_unreadable": _l("CSV 的编码读不懂。请另存为 UTF-8 或 GB18030。"),
    "point_name_unusable": _l("请给已知点起个名字，不超过 %(most)s 个字。"),
    "point_outside_county": _l("位置 %(lon)s, %(lat)s 不在本县县界内；请核对经纬度次序，并确认已导入县界。"),
    "division_code": _l("第 %(feature)s 个要素（行）的乡镇代码不是 9 位数字。"),
    "division_foreign": _l("代码 %(division)s 不属于本县。"),
    "division_twice": _l("乡镇代码重复：%(codes)s。"),
    "region_name": _l("第 %(feature)s 个要素（行）没有名称，或名称超过 %(most)s 个字。"),
    "region_date": _l("第 %(feature)s 个要素的日期“%(written)s”读不懂。请写成 2015-07-01。"),
    "region_period": _l("“%(name)s”的失效日期早于生效日期。"),
    "zone_kind": _l(
        "第 %(feature)s 个要素的分区类型不认识。"
        "可用：禁采区、限采区、超采区、严重超采区、公共供水管网覆盖区、再生水管网服务区。"
    ),
    "zone_aquifer": _l(
        "第 %(feature)s 个要素的层位不认识。可用：浅层、中深层咸水、深层承压、混合；不分层位就留空。"
    ),
    "zone_twice": _l("同一类型、名称和层位的分区在文件里出现多次：%(names)s。"),
}
