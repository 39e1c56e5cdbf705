"""Work packages over HTTP, and the base map that goes with them."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from casebook.access import Role
from casebook.devices.queries import get_device
from casebook.field.models import WorkPackage
from casebook.kernel import clock
from casebook.kernel.hashing import digest
from casebook.keys import signing
from casebook.numbering.queries import get_number
from casebook.numbering.rules import NumberState
from casebook.web.labels import label
from casebook.wells.rules import WellStatus
from tests.factories.accounts import COUNTY, make_officer
from tests.factories.field import make_tablet
from tests.factories.regions import EAST, WEST, make_county
from tests.factories.storage import base_map
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from tests.factories.field import Tablet
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

URL = "/field/api/packages"
TOWNSHIP = {"scope": {"kind": "township", "township": WEST}}


@pytest.fixture(autouse=True)
def county(store: Session) -> None:
    make_county(store)
    make_well(store, code="371525104JJ00001")
    store.commit()


def text_of(client: CasebookClient, scope: dict[str, Any] = TOWNSHIP) -> dict[str, Any]:
    answer = client.post(URL, json=scope)
    assert answer.status_code == 201, answer.text
    return json.loads(answer.json["text"])


def test_every_part_is_fetched_as_the_text_says(client: CasebookClient, app: Flask) -> None:
    answer = client.post(URL, json=TOWNSHIP)
    assert answer.status_code == 201
    signed = answer.json
    public = signing.load(app.config["CASEBOOK"]).public
    assert signing.is_signed_by(public, signed["text"].encode(), signed["signature"])
    for part in json.loads(signed["text"])["parts"]:
        fetched = client.get(part["url"])
        assert fetched.status_code == 200
        assert (len(fetched.data), digest(fetched.data)) == (part["size"], part["hash"])
        packed = client.get(part["url"], headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == fetched.data
        assert packed.headers["Cache-Control"] == "no-store"


def test_the_words_are_those_of_the_office(client: CasebookClient) -> None:
    parts = {one["name"]: one["url"] for one in text_of(client)["parts"]}
    codes = client.get(parts["codes"]).json
    assert len(codes["problems"]) == 30
    first = codes["problems"][0]
    assert (first["code"], first["title"], first["severity"]) == ("P01", "无证取水", "high")
    assert first["articles"] == ["水法48、69(1)", "748号55"]
    assert first["questions"]
    assert codes["labels"]["WellStatus"]["in_use"] == label(WellStatus.IN_USE)
    for words in codes["labels"].values():
        assert all(words.values())


def test_the_other_scopes(client: CasebookClient) -> None:
    route = text_of(client, {"scope": {"kind": "wells", "wells": ["371525104JJ00001"]}})
    assert route["scope"] == {"kind": "wells", "wells": ["371525104JJ00001"]}
    assert text_of(client, {"scope": {"kind": "due", "days": 7}})["scope"] == {"kind": "due", "days": 7}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "request_unreadable"),
        ({"scope": None}, 422, "request_unreadable"),
        ({"scope": {"kind": "all"}}, 422, "request_unreadable"),
        ({"scope": {"kind": "township", "township": 5}}, 422, "request_unreadable"),
        ({"scope": {"kind": "wells", "wells": ["\0"]}}, 422, "request_unreadable"),
        ({"scope": {"kind": "due", "days": 10**30}}, 422, "package_days_wrong"),
        ({"scope": {"kind": "due", "days": -5}}, 422, "package_days_wrong"),
        ({"scope": {"kind": "wells", "wells": []}}, 422, "package_route_length"),
        ({"scope": {"kind": "wells", "wells": ["x"]}}, 422, "package_wells_unknown"),
        ({"scope": {"kind": "township", "township": "../../etc"}}, 404, "not_found"),
        ({"scope": {"kind": "township", "township": "371525999"}}, 404, "not_found"),
    ],
)
def test_scopes_that_are_refused(client: CasebookClient, body: object, status: int, code: str) -> None:
    answer = client.post(URL, json=body)
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)


def test_a_package_needs_its_device(
    client: CasebookClient, store: Session, sign_in: SignIn, agency: Agency
) -> None:
    other = make_tablet(store, make_officer(store, Role.INSPECTOR, agency=agency))
    store.commit()
    for device in (str(other.device.id), str(uuid4()), "new", "x"):
        answer = client.post(URL, json=TOWNSHIP, headers={"Casebook-Device": device})
        assert answer.status_code == 404


def test_a_revoked_device_gets_no_package_and_no_part(
    client: CasebookClient, store: Session, tablet: Tablet
) -> None:
    part = text_of(client)["parts"][0]["url"]
    device = get_device(store, tablet.device.id)
    device.revoked_at, device.revoked_reason = clock.now(), "丢失"
    store.commit()
    for answer in (client.post(URL, json=TOWNSHIP), client.get(part)):
        assert (answer.status_code, answer.json["error"]["code"]) == (422, "device_revoked")


def test_a_package_is_its_officers_and_runs_out(
    client: CasebookClient, store: Session, sign_in: SignIn, agency: Agency
) -> None:
    part = text_of(client)["parts"][0]["url"]
    stranger = sign_in(make_officer(store, Role.INSPECTOR, agency=agency))
    assert stranger.get(part).status_code == 404
    assert client.get(f"{URL}/{uuid4()}/wells").status_code == 404
    assert client.get(part.replace("/wells", "/secrets")).status_code == 404
    package = store.query(WorkPackage).one()
    package.made_at -= timedelta(days=8)
    package.expires_at -= timedelta(days=8)
    store.commit()
    answer = client.get(part)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "package_expired")


def test_a_patroller_of_one_township_sees_no_other(
    sign_in: SignIn, store: Session, agency: Agency, client: CasebookClient
) -> None:
    officer = make_officer(store, Role.INFORMANT, agency=agency, certificate=False, jurisdiction=WEST)
    tablet = make_tablet(store, officer)
    patroller = sign_in(officer)
    patroller.environ_base["HTTP_CASEBOOK_DEVICE"] = str(tablet.device.id)
    elsewhere = {"scope": {"kind": "township", "township": EAST}}
    assert patroller.post(URL, json=elsewhere).status_code == 404
    parts = {one["name"]: one["url"] for one in text_of(patroller)["parts"]}
    assert patroller.get(parts["numbers"]).json == []
    assert [one["user"] for one in patroller.get(parts["wells"]).json] == [None]


def test_who_has_no_field_work_gets_nothing(sign_in: SignIn, store: Session, agency: Agency) -> None:
    client = sign_in(make_officer(store, Role.CASE_HEAD, agency=agency))
    client.environ_base["HTTP_CASEBOOK_DEVICE"] = str(uuid4())
    assert client.post(URL, json=TOWNSHIP).status_code == 403


def test_packing_notes_the_contact(client: CasebookClient, store: Session, tablet: Tablet) -> None:
    before = get_device(store, tablet.device.id).seen_at
    text_of(client)
    store.expire_all()
    assert get_device(store, tablet.device.id).seen_at > before


def test_numbers_are_given_back(client: CasebookClient, store: Session) -> None:
    parts = {one["name"]: one["url"] for one in text_of(client)["parts"]}
    first, second, *_others = (one["text"] for one in client.get(parts["numbers"]).json)
    url = "/field/api/numbers/return"
    answer = client.post(url, json={"numbers": [first], "reason": "换机"})
    assert (answer.status_code, answer.json) == (200, {"voided": [first]})
    store.expire_all()
    assert get_number(store, COUNTY, first).state is NumberState.VOID
    assert get_number(store, COUNTY, second).state is NumberState.RESERVED
    for body, code in (
        ({"numbers": ["别人的号"], "reason": "x"}, "number_not_of_device"),
        ({"numbers": [second], "reason": ""}, "numbers_return_unreadable"),
        ({"numbers": "x", "reason": "x"}, "request_unreadable"),
    ):
        refused = client.post(url, json=body)
        assert (refused.status_code, refused.json["error"]["code"]) == (422, code)


@pytest.fixture
def mapped(app: Flask, tmp_path: Path) -> bytes:
    data = base_map(more=bytes(range(256)) * 8)
    path = tmp_path / "county.pmtiles"
    path.write_bytes(data)
    app.config["CASEBOOK"] = replace(app.config["CASEBOOK"], basemap=str(path))
    return data


def test_the_base_map_comes_in_ranges(client: CasebookClient, mapped: bytes) -> None:
    parts = {one["name"]: one["url"] for one in text_of(client)["parts"]}
    told = client.get(parts["basemap"]).json
    assert (told["size"], told["hash"]) == (len(mapped), digest(mapped))
    whole = client.get(told["url"], buffered=True)
    assert (whole.status_code, whole.data) == (200, mapped)
    some = client.get(told["url"], headers={"Range": "bytes=7-106"}, buffered=True)
    assert (some.status_code, some.data) == (206, mapped[7:107])
    assert some.headers["Content-Range"] == f"bytes 7-106/{len(mapped)}"
    beyond = client.get(told["url"], headers={"Range": "bytes=99999-"}, buffered=True)
    assert beyond.status_code == 416


def test_the_base_map_is_for_field_work(
    app: Flask, client: CasebookClient, sign_in: SignIn, store: Session, agency: Agency, mapped: bytes
) -> None:
    assert app.test_client().get("/field/api/basemap").status_code == 401
    office = sign_in(make_officer(store, Role.LIAISON, agency=agency))
    assert office.get("/field/api/basemap").status_code == 403


def test_vectors_are_refused_in_words(app: Flask, client: CasebookClient, tmp_path: Path) -> None:
    path = tmp_path / "vectors.pmtiles"
    path.write_bytes(base_map(1))
    app.config["CASEBOOK"] = replace(app.config["CASEBOOK"], basemap=str(path))
    refused = client.post(URL, json=TOWNSHIP)
    assert (refused.status_code, refused.json["error"]["code"]) == (422, "basemap_not_pictures")
    assert "矢量" in refused.json["error"]["message"]


def test_without_a_base_map_there_is_none(client: CasebookClient) -> None:
    parts = {one["name"]: one["url"] for one in text_of(client)["parts"]}
    assert client.get(parts["basemap"]).json is None
    assert client.get("/field/api/basemap").status_code == 404
