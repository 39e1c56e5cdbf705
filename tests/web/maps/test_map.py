"""The map beside its list, and the data that it draws."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.regions.rules import ZoneKind
from casebook.wells.rules import WellStatus
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.factories.regions import EAST, EAST_SHAPE, make_county, make_zone
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

DATA, AREAS = "/map/wells.json", "/map/zones.geojson"


def someone(store: Session, role: Role, jurisdiction: str = COUNTY) -> Officer:
    return make_officer(store, role, agency=make_agency(store), jurisdiction=jurisdiction)


@pytest.fixture
def county(store: Session) -> None:
    make_county(store)
    make_zone(store)
    make_zone(store, kind=ZoneKind.RESTRICTED, name="旧区", shape=EAST_SHAPE, ended_on=date(2020, 1, 1))
    make_well(store, code="A", lon=115.4200004)
    make_well(store, code="B", lon=115.48, status=WellStatus.PLUGGED)
    store.commit()


@pytest.fixture
def client(store: Session, county: None, sign_in: SignIn) -> CasebookClient:
    return sign_in(someone(store, Role.LIAISON))


def test_map_and_list_have_the_same_filter(client: CasebookClient) -> None:
    page = client.page("/map?status=plugged")
    assert page.h1 == "地图"
    assert "B" in page.links()
    assert "A" not in page.links()
    (panel,) = [element for element in page.all("div") if element.get("data-map") is not None]
    assert panel.get("data-wells") == f"{DATA}?status=plugged"
    assert json.loads(panel.get("data-labels", ""))["plugged"] == "已封填"
    assert json.loads(panel.get("data-zone-labels", ""))["restricted"] == "限采区"
    assert [row.get("data-row") for row in page.all("tr") if row.get("data-row")] == ["B"]


def test_wells_come_as_columns(client: CasebookClient) -> None:
    found = client.get(DATA).get_json()
    assert sorted(found) == ["codes", "lat", "lon", "status", "statuses"]
    lines = dict(
        zip(found["codes"], zip(found["lon"], found["lat"], found["status"], strict=True), strict=True)
    )
    assert lines["A"] == (115.42, 36.45, found["statuses"].index("in_use"))
    assert lines["B"][2] == found["statuses"].index("plugged")
    assert client.get(f"{DATA}?status=plugged").get_json()["codes"] == ["B"]
    assert client.get(f"{DATA}?problem=1").get_json()["codes"] in ([], ["A", "B"])


def test_an_unchanged_register_is_not_sent_again(client: CasebookClient, store: Session) -> None:
    first = client.get(DATA)
    headers = {"If-None-Match": first.headers["ETag"]}
    again = client.get(DATA, headers=headers)
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"{DATA}?status=plugged", headers=headers).status_code == 200
    make_well(store, code="C")
    store.commit()
    assert client.get(DATA, headers=headers).status_code == 200


def test_what_one_may_see_is_in_the_tag(store: Session, county: None, sign_in: SignIn) -> None:
    east = sign_in(someone(store, Role.INFORMANT, EAST))
    first = east.get(DATA)
    assert first.get_json()["codes"] == ["B"]
    officer = make_officer(store, Role.LIAISON, agency=make_agency(store, name="县水利局"))
    whole = sign_in(officer).get(DATA, headers={"If-None-Match": first.headers["ETag"]})
    assert whole.status_code == 200


def test_open_problems_change_without_the_register_so_they_have_no_tag(
    store: Session, county: None, sign_in: SignIn
) -> None:
    assert "ETag" not in sign_in(someone(store, Role.INSPECTOR)).get(f"{DATA}?problem=1").headers


def test_answers_are_compressed_for_who_understands(client: CasebookClient) -> None:
    for url in (DATA, AREAS):
        plain, packed = client.get(url), client.get(url, headers={"Accept-Encoding": "br, gzip"})
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert packed.headers["Cache-Control"] == "private, no-cache"


def test_zones_in_force_and_outlines(client: CasebookClient) -> None:
    features = client.get(AREAS).get_json()["features"]
    found = [(feature["properties"]["kind"], feature["properties"]["name"]) for feature in features]
    assert found == [
        ("no_abstraction", "城区禁采区"),
        ("county", "冠县"),
        ("township", "清水镇"),
        ("township", "东古城镇"),
    ]
    assert features[0]["geometry"]["coordinates"][0][0] in ([115.45, 36.4], [115.4, 36.4])


def test_unchanged_areas_are_not_sent_again(client: CasebookClient, store: Session) -> None:
    headers = {"If-None-Match": client.get(AREAS).headers["ETag"]}
    assert client.get(AREAS, headers=headers).status_code == 304
    make_zone(store, name="新区")
    store.commit()
    assert client.get(AREAS, headers=headers).status_code == 200


@pytest.mark.parametrize("url", ["/map", DATA, AREAS])
def test_an_administrator_sees_no_map(store: Session, sign_in: SignIn, url: str) -> None:
    assert sign_in(someone(store, Role.SYSTEM_ADMIN)).get(url).status_code == 403


def test_without_a_county_the_map_is_empty(store: Session, sign_in: SignIn) -> None:
    client = sign_in(someone(store, Role.LIAISON))
    client.page("/map")
    assert client.get(DATA).get_json()["codes"] == []
    assert client.get(AREAS).get_json()["features"] == []
