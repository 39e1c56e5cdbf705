"""The page that tablets open before they trust the server, inside casebook and on the site beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from casebook.config import Settings
from casebook.kernel import clock
from casebook.serving import certificates, install_site
from casebook.serving.rules import Address
from casebook.wiring import create_app
from tests.support.page import CasebookClient, Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

HOST = "192.168.1.20"


def make_app(folder: Path, **given: str) -> Flask:
    app = create_app(Settings(data_dir=str(folder), host=HOST, secret_key="test", **given))
    app.config.update(TESTING=True)
    app.test_client_class = CasebookClient
    return app


@pytest.fixture
def secure_app(tmp_path: Path) -> Iterator[Flask]:
    certificates.ensure(tmp_path, host=HOST, title="Casebook 371525", now=clock.now())
    app = make_app(tmp_path, secure_cookies="1")
    with app.app_context():
        yield app


def test_the_page_shows_where_and_what(secure_app: Flask, tmp_path: Path) -> None:
    page = secure_app.test_client().page("/install")
    assert certificates.of(tmp_path).fingerprint() in page.text
    assert f"http://{HOST}:8001/" in page.text
    assert f"https://{HOST}:8000/" in page.links()
    assert [words for words in ("安卓", "鸿蒙", "iPad", "Windows") if words not in page.text] == []
    assert "/install/casebook-ca.crt" in page.links().values()


def test_the_certificate_is_the_authoritys(secure_app: Flask, tmp_path: Path) -> None:
    answer = secure_app.test_client().get("/install/casebook-ca.crt")
    assert answer.mimetype == "application/x-x509-ca-cert"
    assert "Content-Disposition" not in answer.headers
    found = x509.load_der_x509_certificate(answer.data)
    assert found.fingerprint(hashes.SHA256()).hex(":").upper() == certificates.of(tmp_path).fingerprint()


@pytest.mark.parametrize("secure_cookies", ["0", "1"])
def test_without_a_certificate_of_its_own_there_is_nothing_to_install(
    tmp_path: Path, secure_cookies: str
) -> None:
    app = make_app(tmp_path, secure_cookies=secure_cookies)
    with app.app_context():
        client = app.test_client()
        assert "不需要安装" in client.page("/install").text
        assert client.get("/install/casebook-ca.crt").status_code == 404


@pytest.fixture
def site(secure_app: Flask) -> Iterator[str]:
    server = install_site.open_site(secure_app, Address("127.0.0.1", 0))
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_site_leads_to_the_page_and_hands_out_the_certificate(site: str, tmp_path: Path) -> None:
    with urlopen(f"{site}/") as answer:
        assert answer.url == f"{site}/install"
        assert certificates.of(tmp_path).fingerprint() in Page(answer.read().decode()).text
    with urlopen(f"{site}/install/casebook-ca.crt") as answer:
        assert answer.read() == certificates.of(tmp_path).der()
    with urlopen(f"{site}/static/src/mark.svg") as answer:
        assert answer.headers.get_content_type() == "image/svg+xml"


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/sign-in", "GET", 404),
        ("/wells", "GET", 404),
        ("/account", "GET", 404),
        ("/install/../wells", "GET", 404),
        ("/static/../var/casebook.sqlite", "GET", 404),
        ("/static/%2e%2e/pyproject.toml", "GET", 404),
        ("/install", "POST", 405),
        ("/sign-in", "POST", 405),
    ],
)
def test_the_site_has_nothing_else(site: str, path: str, method: str, status: int) -> None:
    with pytest.raises(HTTPError) as refusal:
        urlopen(Request(f"{site}{path}", method=method))
    assert refusal.value.code == status
    refusal.value.close()


def test_the_site_sets_no_cookie(site: str) -> None:
    with urlopen(Request(f"{site}/install", headers={"Cookie": "casebook=anything"})) as answer:
        assert answer.headers.get_all("Set-Cookie") is None
