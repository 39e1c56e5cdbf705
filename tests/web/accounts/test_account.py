"""One's own account: the devices one is signed in on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts import queries
from casebook.accounts.presenters import device_words
from casebook.kernel import clock
from casebook.kernel.ids import new_id
from tests.factories.accounts import make_agency, make_officer, sign_in_row

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def officer(store: Session) -> Officer:
    return make_officer(store, Role.INSPECTOR, agency=make_agency(store), name="周明")


def test_ones_devices_are_listed_and_can_be_ended(store: Session, sign_in: SignIn, officer: Officer) -> None:
    other = sign_in_row(officer, at=clock.now(), address="10.0.0.9")
    other.device = "Mozilla/5.0 (Linux; Android 13) Chrome/120"
    store.add(other)
    client = sign_in(officer)
    page = client.page("/account")
    assert page.h1 == "周明"
    assert "安卓 · Chrome10.0.0.9" in page.text
    assert page.buttons().count("让它退出") == 1
    client.submit(f"/account/sessions/{other.id}/end")
    store.expire_all()
    assert other.ended_by == "周明"
    assert "让它退出" not in client.page("/account").buttons()
    assert len(queries.list_running_sign_ins(store, officer.id)) == 1


def test_anothers_device_is_not_there(store: Session, sign_in: SignIn, officer: Officer) -> None:
    stranger = make_officer(store, Role.INSPECTOR, agency=officer.agency)
    row = sign_in_row(stranger, at=clock.now())
    store.add(row)
    client = sign_in(officer)
    client.submit(f"/account/sessions/{row.id}/end", status=404)
    client.submit(f"/account/sessions/{new_id()}/end", status=404)
    store.expire_all()
    assert row.ended_at is None


def test_a_hostile_device_is_shown_as_text(store: Session, sign_in: SignIn, officer: Officer) -> None:
    row = sign_in_row(officer, at=clock.now())
    row.device = "<script>alert(1)</script>"
    store.add(row)
    assert "<script>alert(1)</script>" in sign_in(officer).page("/account").text


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 13; T30) AppleWebKit/537.36 Chrome/120 Safari/537", "安卓 · Chrome"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537 Edg/126", "Windows · Edge"),
        ("Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X) Version/16 Safari/604", "iPad · Safari"),
        ("curl/8.0", "curl/8.0"),
        ("", "没有说明"),
    ],
)
def test_devices_in_two_words(app: Flask, user_agent: str, words: str) -> None:
    with app.test_request_context():
        assert device_words(user_agent) == words
