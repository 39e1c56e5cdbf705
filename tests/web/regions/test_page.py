"""Taking in areas through the web: only administrators, whole or not at all."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
import shapely

from casebook.access import Role
from casebook.kernel.coordinates import CrsSource, wgs84_to_gcj02
from casebook.regions import queries
from casebook.regions.rules import DivisionKind
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.factories.regions import EAST, OUTLINE, WEST, WEST_SHAPE, geojson, make_county, make_zone
from tests.factories.wells import make_well
from tests.support.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

URL = "/admin/regions"
ZONES = geojson(({"kind": "禁采区", "name": "城区禁采区", "valid_from": "2015-07-01"}, WEST_SHAPE))


@pytest.fixture
def client(store: Session, sign_in: SignIn) -> CasebookClient:
    return sign_in(make_officer(store, Role.SYSTEM_ADMIN, agency=make_agency(store)))


def send(
    client: CasebookClient, data: bytes, *, status: int = 200, name: str = "a.geojson", **form: str
) -> Page:
    whole = {"kind": "zones", "crs": "", "county_name": "", "on": "2023-06-01", **form}
    response = client.submit(URL, {**whole, "file": (BytesIO(data), name)}, status=status)
    return Page(response.get_data(as_text=True))


def test_an_empty_county(client: CasebookClient) -> None:
    page = client.page(URL)
    assert page.h1 == "区划与分区"
    assert "还没有县界" in page.text


def test_divisions_and_zones_are_listed(client: CasebookClient, store: Session) -> None:
    make_county(store)
    make_zone(store)
    store.commit()
    page = client.page(URL)
    for words in ("冠县 371525", "清水镇", "城区禁采区", "2015-07-01", "有效"):
        assert words in page.text


def test_a_gcj02_outline_is_converted(client: CasebookClient, store: Session) -> None:
    moved = shapely.transform(OUTLINE, lambda points: [wgs84_to_gcj02(*point) for point in points])
    page = send(client, geojson(({}, moved)), kind="outline", crs="gcj02", county_name="冠县")
    assert "新增 1：冠县" in page.text
    county = queries.get_division(store, COUNTY)
    assert (county.name, county.crs_source) == ("冠县", CrsSource.GCJ02)
    shape = queries.division_shapes(store, COUNTY, DivisionKind.COUNTY)[COUNTY]
    assert shapely.hausdorff_distance(shape, OUTLINE) < 1e-8


def test_townships_from_csv_and_then_from_geojson(client: CasebookClient, store: Session) -> None:
    csv = f"code,name\n{WEST},清水镇\n{EAST},东古城镇\n".encode("gb18030")
    assert "新增 2" in send(client, csv, kind="townships", name="乡镇.csv").text
    areas = geojson(({"code": WEST, "name": "清水镇"}, WEST_SHAPE))
    page = send(client, areas, kind="townships")
    assert "变更 1：清水镇" in page.text
    assert "保持原样 1：东古城镇" in page.text
    assert set(queries.division_shapes(store, COUNTY, DivisionKind.TOWNSHIP)) == {WEST}


def test_zones_twice_change_nothing_and_hold_their_wells(client: CasebookClient, store: Session) -> None:
    make_county(store)
    make_well(store, code="A")
    store.commit()
    assert "新增 1：城区禁采区" in send(client, ZONES).text
    assert "未变 1：城区禁采区" in send(client, ZONES).text
    assert len(queries.list_zones(store, COUNTY)) == 1


@pytest.mark.parametrize(
    ("data", "form", "words"),
    [
        (b"", {}, "这不是 GeoJSON"),
        (b"PK\x03\x04", {}, "这不是 GeoJSON"),
        (b"<OGRVRTDataSource/>", {}, "这不是 GeoJSON"),
        (ZONES, {"kind": "outline", "crs": "bd09"}, ""),
        (ZONES, {"kind": "townships"}, "乡镇代码不是 9 位数字"),
        (b"\xff\xff\xff", {"kind": "townships"}, "编码读不懂"),
        (
            geojson(({"kind": "禁采区", "name": "甲", "crs": "GCJ-02"}, WEST_SHAPE)),
            {"crs": "wgs84"},
            "与选择的不一致",
        ),
        (ZONES, {"on": ""}, "请填写日期"),
        (ZONES, {"kind": "wells"}, "不是有效的选择"),
        (ZONES, {"crs": "beijing54"}, "不是有效的选择"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_stored(
    client: CasebookClient, store: Session, data: bytes, form: dict[str, str], words: str
) -> None:
    if not words:
        data, words = geojson(({}, WEST_SHAPE), ({}, OUTLINE)), "只有一个面要素"
    page = send(client, data, status=422, **form)
    assert words in page.text
    assert queries.list_zones(store, COUNTY) == []
    assert queries.list_divisions(store, COUNTY, kind=None) == []


def test_of_a_file_with_one_wrong_feature_nothing_is_taken(client: CasebookClient, store: Session) -> None:
    data = geojson(({"kind": "禁采区", "name": "甲"}, WEST_SHAPE), ({"kind": "禁采区", "name": "乙"}, None))
    assert "第 2 个要素没有图形" in send(client, data, status=422).text
    assert queries.list_zones(store, COUNTY) == []


def test_a_path_in_the_file_name_leads_nowhere(client: CasebookClient, store: Session) -> None:
    send(client, ZONES, name="../../etc/passwd")
    assert len(queries.list_zones(store, COUNTY)) == 1


def test_without_a_file(client: CasebookClient) -> None:
    response = client.submit(URL, {"kind": "zones", "on": "2023-06-01"}, status=422)
    assert "请选择文件" in response.get_data(as_text=True)


def test_a_script_in_a_name_is_only_text(client: CasebookClient) -> None:
    data = geojson(({"kind": "禁采区", "name": "<script>alert(1)</script>"}, WEST_SHAPE))
    assert "<script>alert(1)</script>" in send(client, data).text


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_nobody_else_may(store: Session, sign_in: SignIn, role: Role) -> None:
    client = sign_in(make_officer(store, role, agency=make_agency(store)))
    client.page(URL, status=403)
    client.submit(URL, {}, status=403)
