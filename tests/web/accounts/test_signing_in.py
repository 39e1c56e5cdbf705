"""Signing in through the web: refusals, lock-out, idle time, the first password, where it leads."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from itsdangerous import TimestampSigner

from casebook.access import Role
from casebook.accounts import queries
from casebook.accounts.models import SignInSession
from casebook.accounts.rules import MLPS, PLAIN, PROFILES
from casebook.audit.queries import list_acts
from casebook.config import Settings
from casebook.wiring import create_app
from tests.factories.accounts import PASSWORD, make_agency, make_officer
from tests.factories.regions import make_county

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def officer(store: Session) -> Officer:
    make_county(store)
    found = make_officer(
        store, Role.INSPECTOR, agency=make_agency(store), login="zhou.ming", with_password=True
    )
    store.commit()
    return found


@pytest.fixture
def client(app: Flask) -> CasebookClient:
    return app.test_client()


def attempt(
    client: CasebookClient, password: str = PASSWORD, *, status: int = 302, **data: str
) -> TestResponse:
    facts = {"login": "zhou.ming", "password": password, "next": "", **data}
    return client.submit("/sign-in", facts, status=status)


@pytest.mark.usefixtures("officer")
def test_a_sign_in_leads_to_the_desk(client: CasebookClient) -> None:
    assert "登录" in client.page("/sign-in").h1
    assert attempt(client).headers["Location"] == "/"
    assert client.page("/").h1


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/wells?status=idle", "/wells?status=idle"),
        ("/", "/"),
        ("//evil.example/x", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_it_leads_back_only_to_our_own_pages(client: CasebookClient, wanted: str, leads_to: str) -> None:
    assert attempt(client, next=wanted).headers["Location"] == leads_to


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_an_administrator_is_led_to_the_administration(
    store: Session, client: CasebookClient, role: Role
) -> None:
    make_officer(store, role, agency=make_agency(store), login="zhou.ming", with_password=True)
    store.commit()
    asked = client.get("/")
    assert asked.headers["Location"] == "/sign-in?next=/"
    assert attempt(client, next="/").headers["Location"] == "/admin"
    assert client.page("/admin").h1 == "管理"


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize("data", [{"password": "wrong"}, {"login": "nobody"}, {"login": "' OR 1=1 --"}])
def test_a_refusal_says_nothing_of_which_was_wrong(client: CasebookClient, data: dict[str, str]) -> None:
    answer = attempt(client, **data, status=422).get_data(as_text=True)
    assert "登录名或密码不对" in answer
    assert data.get("password", PASSWORD) not in answer


def test_the_failure_count_survives_the_refusal(
    store: Session, client: CasebookClient, officer: Officer
) -> None:
    for number in range(1, PLAIN.failures_before_lock):
        attempt(client, "wrong", status=422)
        store.expire_all()
        assert officer.failed_sign_ins == number
    attempt(client, "wrong", status=422)
    locked = attempt(client, status=422).get_data(as_text=True)
    assert "账号已锁定至" in locked
    store.expire_all()
    assert officer.locked_until is not None
    assert "officer:lock" in {act.action for act, _ in list_acts(store, "officer", officer.id)}
    officer.locked_until -= timedelta(minutes=PLAIN.lock_minutes)
    store.commit()
    attempt(client)


def test_the_profile_of_the_setting_is_in_force(database_url: str, tmp_path: object) -> None:
    settings = Settings(
        database_url=database_url, data_dir=str(tmp_path), secret_key="test", password_profile="mlps"
    )
    assert create_app(settings).config["PASSWORD_POLICY"] is PROFILES["mlps"] is MLPS


def test_a_session_without_use_ends(
    monkeypatch: pytest.MonkeyPatch, app: Flask, client: CasebookClient, officer: Officer
) -> None:
    """The cookie is signed anew at each request; one that was last signed too long ago is no cookie."""
    idle = int(app.permanent_session_lifetime.total_seconds())
    assert idle == 12 * 3600
    attempt(client)
    assert client.get("/account").status_code == 200
    present = TimestampSigner.get_timestamp
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: present(self) + idle - 60)
    assert client.get("/account").status_code == 200
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: present(self) + 2 * idle)
    assert client.get("/account").headers["Location"] == "/sign-in?next=/account"
    assert officer.is_active


def test_a_session_ends_however_busy(store: Session, sign_in: SignIn, officer: Officer) -> None:
    client = sign_in(officer)
    (running,) = queries.list_running_sign_ins(store, officer.id)
    running.started_at -= timedelta(hours=PLAIN.longest_sign_in_hours)
    store.commit()
    assert client.get("/account").status_code == 302


def test_a_first_password_must_be_changed_before_anything_else(
    store: Session, client: CasebookClient, officer: Officer
) -> None:
    officer.must_change_password = True
    store.commit()
    attempt(client)
    for url in ("/", "/wells", "/account"):
        assert client.get(url).headers["Location"] == "/account/password"
    assert "先换一个自己的密码" in client.page("/account/password").text
    weak = {"old_password": PASSWORD, "password": "short", "again": "short"}
    assert "密码至少" in client.submit("/account/password", weak, status=422).get_data(as_text=True)
    apart = {"old_password": PASSWORD, "password": "Another-horse-8", "again": "Another-horse-9"}
    assert "两遍不一致" in client.submit("/account/password", apart, status=422).get_data(as_text=True)
    good = {"old_password": PASSWORD, "password": "Another-horse-8", "again": "Another-horse-8"}
    client.submit("/account/password", good)
    assert client.get("/account").status_code == 200
    client.submit("/sign-out")
    attempt(client, "Another-horse-8")


def test_who_must_change_the_password_may_still_leave(
    store: Session, client: CasebookClient, officer: Officer
) -> None:
    officer.must_change_password = True
    store.commit()
    attempt(client)
    assert client.submit("/sign-out").headers["Location"] == "/sign-in"


def test_signing_out_ends_the_session_for_good(
    store: Session, client: CasebookClient, officer: Officer
) -> None:
    attempt(client)
    with client.session_transaction() as cookie:
        stolen = cookie["token"]
    client.submit("/sign-out")
    with client.session_transaction() as cookie:
        cookie["token"] = stolen
    assert client.get("/account").status_code == 302
    assert queries.list_running_sign_ins(store, officer.id) == []


def test_a_closed_account_is_refused_at_the_next_request(
    store: Session, sign_in: SignIn, officer: Officer
) -> None:
    client = sign_in(officer)
    assert client.get("/account").status_code == 200
    officer.is_active = False
    store.commit()
    assert client.get("/account").headers["Location"] == "/sign-in?next=/account"


@pytest.mark.usefixtures("officer")
def test_passwords_and_tokens_are_not_kept(store: Session, client: CasebookClient) -> None:
    attempt(client)
    with client.session_transaction() as cookie:
        token = cookie["token"]
    (row,) = store.query(SignInSession).all()
    assert token not in row.token_hash
    assert row.token_hash.startswith("sha256:")
