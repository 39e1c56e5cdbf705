"""Townships and zones as files bring them."""

from __future__ import annotations

from datetime import date

import pytest

from casebook.kernel.errors import Refused, RuleBroken
from casebook.regions.readers import read_outline, read_township_csv, read_townships, read_zones
from casebook.regions.rules import Aquifer, ZoneKind
from tests.factories.regions import OUTLINE, WEST_SHAPE, geojson

CSV = "code,name,county_code\n371525104,清水镇,371525\n371525105,东古城镇,371525\n"


def codes(refusal: pytest.ExceptionInfo[Exception]) -> list[str]:
    """The reasons of a refusal."""
    error = refusal.value
    assert isinstance(error, RuleBroken | Refused)
    return [reason.code for reason in error.reasons] if isinstance(error, Refused) else [error.code]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_townships_from_csv(encoding: str) -> None:
    drafts = read_township_csv(CSV.encode(encoding))
    assert [(draft.code, draft.name, draft.shape) for draft in drafts] == [
        ("371525104", "清水镇", None),
        ("371525105", "东古城镇", None),
    ]


def test_chinese_headers_long_codes_and_blanks() -> None:
    (draft,) = read_township_csv("区划代码,乡镇名称\n371525104000, 清 水镇 \n".encode())
    assert (draft.code, draft.name, draft.written_name) == ("371525104", "清 水镇", " 清 水镇 ")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xff\xff\xff\xff,\xff", ["csv_unreadable"]),
        (b"code\0,name\n1,2\n", ["csv_unreadable"]),
        (b"", ["csv_rows"]),
        (b"code,name\n", ["csv_rows"]),
        (b"x" * (1024 * 1024 + 1), ["csv_too_large"]),
        ("code,name\n37152,清水镇\n371525105,\n".encode(), ["division_code", "region_name"]),
        ("name,kind\n清水镇,镇\n".encode(), ["division_code"]),
        ("code,name\n371525104," + "长" * 61, ["region_name"]),
    ],
)
def test_a_csv_that_cannot_be_used(data: bytes | str, expected: list[str]) -> None:
    with pytest.raises((RuleBroken, Refused)) as refusal:
        read_township_csv(data.encode() if isinstance(data, str) else data)
    assert codes(refusal) == expected


def test_townships_from_geojson() -> None:
    properties = {"code": 371525104, "name": "清水镇", "valid_from": "2015年7月1日"}
    (draft,) = read_townships(geojson((properties, WEST_SHAPE)))
    assert (draft.code, draft.name, draft.valid_from) == ("371525104", "清水镇", date(2015, 7, 1))
    assert draft.shape is not None
    assert draft.shape.equals(WEST_SHAPE)


def test_an_outline_is_one_area() -> None:
    assert read_outline(geojson(({}, OUTLINE))).shape.equals(OUTLINE)
    with pytest.raises(RuleBroken) as refusal:
        read_outline(geojson(({}, OUTLINE), ({}, WEST_SHAPE)))
    assert codes(refusal) == ["outline_not_one"]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("no_abstraction", ZoneKind.NO_ABSTRACTION),
        ("禁采区", ZoneKind.NO_ABSTRACTION),
        ("限采区", ZoneKind.RESTRICTED),
        ("OVER_EXTRACTION", ZoneKind.OVER_EXTRACTION),
        ("严重超采区", ZoneKind.SEVERE_OVER_EXTRACTION),
        ("public_supply", ZoneKind.PUBLIC_SUPPLY),
        ("再生水管网服务区", ZoneKind.RECLAIMED_NETWORK),
    ],
)
def test_kinds_of_zones(written: str, kind: ZoneKind) -> None:
    (draft,) = read_zones(geojson(({"kind": written, "name": "甲"}, WEST_SHAPE)))
    assert (draft.kind, draft.aquifer, draft.valid_from, draft.ended_on) == (kind, None, None, None)


def test_a_zone_of_one_layer_for_a_period() -> None:
    properties = {
        "kind": "no_abstraction",
        "name": "深层承压水禁采区",
        "aquifer": "deep_confined",
        "valid_from": "2015-07-01",
        "valid_to": "2020-12-31",
    }
    (draft,) = read_zones(geojson((properties, WEST_SHAPE)))
    assert draft.aquifer is Aquifer.DEEP_CONFINED
    assert (draft.valid_from, draft.ended_on) == (date(2015, 7, 1), date(2021, 1, 1))


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"kind": "禁渔区", "name": "甲"}, "zone_kind"),
        ({"name": "甲"}, "zone_kind"),
        ({"kind": ["no_abstraction"], "name": "甲"}, "zone_kind"),
        ({"kind": "restricted"}, "region_name"),
        ({"kind": "restricted", "name": {"zh": "甲"}}, "region_name"),
        ({"kind": "restricted", "name": "甲", "aquifer": "第四系"}, "zone_aquifer"),
        ({"kind": "restricted", "name": "甲", "valid_from": "不详"}, "region_date"),
    ],
)
def test_a_zone_that_cannot_be_used(properties: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_zones(geojson((properties, WEST_SHAPE)))
    assert codes(refusal) == [code]


def test_a_script_in_a_name_is_only_text() -> None:
    name = "<script>alert(1)</script>"
    (draft,) = read_zones(geojson(({"kind": "restricted", "name": name}, WEST_SHAPE)))
    assert draft.name == name
