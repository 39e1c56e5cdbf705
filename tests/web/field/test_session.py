"""Who is at the tablet, registering it, and the page that the tablet keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from casebook.access import Role
from casebook.accounts.models import SignInSession
from casebook.accounts.queries import actor_of
from casebook.devices import actions, queries, rules
from casebook.devices.models import Device
from casebook.kernel import base64url, clock
from casebook.kernel.hashing import digest
from casebook.keys import agreement, signing, wire
from casebook.web import api
from tests.factories.accounts import COUNTY, make_officer
from tests.factories.regions import make_county

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

SESSION, DEVICES = "/field/api/session", "/field/api/devices"


def application(officer: Officer, key: ec.EllipticCurvePrivateKey, **changes: object) -> dict[str, Any]:
    public = key.public_key()
    proof = rules.proof_text(COUNTY, officer.id, digest(wire.public_der(public)))
    facts = {
        "name": "平板 1",
        "signing_key": wire.public_text(public),
        "agreement_key": wire.public_text(ec.generate_private_key(ec.SECP256R1()).public_key()),
        "proof": wire.sign(key, proof),
    }
    return {**facts, **changes}


def test_the_tablet_learns_who_is_there(
    client: CasebookClient, app: Flask, store: Session, inspector: Officer
) -> None:
    make_county(store)
    store.commit()
    told = client.get(SESSION).json
    settings = app.config["CASEBOOK"]
    assert told["officer"] == {
        "id": str(inspector.id),
        "name": "王建国",
        "login": "wang",
        "agency": "冠县水利局",
        "agency_id": str(inspector.agency_id),
        "county": COUNTY,
        "county_name": "冠县",
        "jurisdiction": COUNTY,
        "certificate_no": inspector.certificate_no,
        "certificate_valid_to": "2029-12-31",
        "may": told["officer"]["may"],
    }
    assert {"field:use", "inspection:record"} <= set(told["officer"]["may"])
    assert [one["name"] for one in told["townships"]] == ["清水镇", "东古城镇"]
    assert told["server"] == {
        "signing_key": signing.load(settings).public,
        "fingerprint": signing.load(settings).fingerprint,
        "agreement_key": agreement.load(settings).public,
        "rotation": [],
    }
    assert told["settings"] == {
        "far_from_well_m": 200,
        "lock_minutes": 10,
        "package_days": 7,
        "chunk_bytes": 512 * 1024,
    }


def test_a_tablet_that_believes_an_old_key_is_led_to_the_new_one(client: CasebookClient, app: Flask) -> None:
    settings = app.config["CASEBOOK"]
    pinned = signing.load(settings).public
    for _ in range(2):
        signing.rotate(settings, now=clock.now())
    server = client.get(SESSION).json["server"]
    believed = pinned
    for index, link in enumerate(server["rotation"]):
        assert link["signing_key"] == believed
        following = [*server["rotation"][1:], server][index]["signing_key"]
        assert signing.is_signed_by(believed, base64url.decode(following), link["signature"])
        believed = following
    assert believed == server["signing_key"] == signing.load(settings).public


def test_a_browser_registers(client: CasebookClient, inspector: Officer, store: Session, app: Flask) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    sent = application(inspector, key)
    answer = client.post(DEVICES, json=sent, headers={api.DEVICE_HEADER: api.NEW_DEVICE})
    assert answer.status_code == 201
    device = queries.find_by_fingerprint(store, digest(wire.public_der(key.public_key())))
    assert answer.json["device"] == str(device.id)
    assert answer.json["server"]["fingerprint"] == device.server_fingerprint
    again = client.post(DEVICES, json=sent)
    assert (again.status_code, again.json["device"]) == (201, str(device.id))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"name": 1}',
        b'{"name": null, "signing_key": "", "agreement_key": "", "proof": ""}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_application(client: CasebookClient, body: bytes) -> None:
    answer = client.post(DEVICES, data=body, content_type="application/json")
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "request_unreadable")


def test_an_application_without_end(client: CasebookClient) -> None:
    answer = client.post(DEVICES, data=b'"' + b"x" * 300_000, content_type="application/json")
    assert answer.status_code == 413


def test_a_wrong_proof_is_refused_with_its_field(
    client: CasebookClient, inspector: Officer, store: Session
) -> None:
    sent = application(inspector, ec.generate_private_key(ec.SECP256R1()), proof="AAAA")
    answer = client.post(DEVICES, json=sent)
    assert answer.status_code == 422
    assert answer.json["error"]["code"] == "device_proof_wrong"
    assert answer.json["error"]["field"] == "proof"
    assert "重新登记" in answer.json["error"]["message"]
    assert store.query(Device).count() == 1


def test_signing_out_ends_the_sign_in_and_nothing_else(
    client: CasebookClient, store: Session, tablet: Tablet
) -> None:
    assert client.delete(SESSION).status_code == 204
    assert client.get(SESSION).status_code == 401
    assert store.query(SignInSession).one().ended_at is not None
    assert not queries.get_device(store, tablet.device.id).is_revoked


def test_a_revoked_device_may_still_speak(client: CasebookClient, store: Session, tablet: Tablet) -> None:
    device = queries.get_device(store, tablet.device.id)
    officer = device.officer
    actions.revoke_device(store, actor=actor_of(officer), now=clock.now(), device=device, reason="丢失")
    store.commit()
    assert client.get(SESSION).status_code == 200


@pytest.mark.parametrize("url", [SESSION, "/field/api/packages/0189a1b2-c3d4-7e8f-9012-3456789abcde/wells"])
def test_who_is_not_signed_in_is_told_so(app: Flask, url: str) -> None:
    answer = app.test_client().get(url)
    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "not_signed_in"
    assert answer.headers["Casebook-Time"].endswith("Z")


def test_writing_needs_the_device_header_and_no_token(client: CasebookClient, inspector: Officer) -> None:
    sent = application(inspector, ec.generate_private_key(ec.SECP256R1()))
    del client.environ_base["HTTP_CASEBOOK_DEVICE"]
    answer = client.post(DEVICES, json=sent)
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "device_header_missing")


def test_forms_still_need_their_token(client: CasebookClient) -> None:
    answer = client.post("/sign-out", headers={api.DEVICE_HEADER: "x"})
    assert answer.status_code == 400


def test_only_what_machines_send_goes_without_tokens(app: Flask) -> None:
    """Whatever writes below the prefixes of tablets and meters is exempt, and shares nothing."""
    prefixes = (api.PREFIX, api.METERS_PREFIX)
    rules_of = [(rule.rule.startswith(prefixes), rule.endpoint) for rule in app.url_map.iter_rules()]
    inside = {endpoint for is_inside, endpoint in rules_of if is_inside}
    outside = {endpoint for is_inside, endpoint in rules_of if not is_inside}
    functions = {app.view_functions[endpoint] for endpoint in inside}
    assert inside
    assert not functions & {app.view_functions[endpoint] for endpoint in outside}
    exempt = app.extensions["csrf"]._exempt_views  # noqa: SLF001 - Flask-WTF has no other list
    assert exempt == {f"{view.__module__}.{view.__name__}" for view in functions}


def test_what_is_not_there_is_said_in_json(client: CasebookClient) -> None:
    for answer, status in ((client.get("/field/api/none"), 404), (client.put(SESSION), 405)):
        assert answer.status_code == status
        assert answer.json["error"]["code"] == f"http_{status}"


def test_who_has_no_field_work_is_refused(sign_in: SignIn, store: Session, agency: Agency) -> None:
    client = sign_in(make_officer(store, Role.CASE_HEAD, agency=agency))
    assert client.get(SESSION).status_code == 403


def test_a_first_password_must_be_changed_in_the_office(
    client: CasebookClient, store: Session, inspector: Officer
) -> None:
    store.get(type(inspector), inspector.rowid).must_change_password = True
    store.commit()
    answer = client.get(SESSION)
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "password_must_change")


def test_the_shell_holds_nobodys_data(app: Flask, client: CasebookClient) -> None:
    anonymous = app.test_client().get("/field")
    signed_in = client.get("/field")
    assert anonymous.status_code == 200
    assert anonymous.data == signed_in.data
    assert "王建国" not in anonymous.text
    policy = anonymous.headers["Content-Security-Policy"]
    for part in ("media-src 'self' blob:", "worker-src 'self'", "manifest-src 'self'", "script-src 'self';"):
        assert part in policy


def test_words_are_the_apps_own(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/field/words/zh.json").json == {}
    assert client.get("/field/words/en.json").status_code == 200
    assert client.get("/field/words/fr.json").status_code == 404


def test_the_worker_may_serve_the_whole_app(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = tmp_path / "static" / "dist" / "field"
    built.mkdir(parents=True)
    (built / "worker.js").write_text("self.addEventListener('fetch', () => {});")
    monkeypatch.setattr("casebook.config.ROOT", tmp_path)
    answer = app.test_client().get("/field/worker.js", buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Service-Worker-Allowed"] == "/field"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.mimetype in {"text/javascript", "application/javascript"}
