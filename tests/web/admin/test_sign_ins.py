"""The security administrator sees and ends everybody's sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.db import db
from casebook.kernel import clock
from tests.factories.accounts import make_officer, sign_in_row
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def officer(store: Session, agency: Agency) -> Officer:
    return make_officer(store, Role.INSPECTOR, agency=agency, name="周明", login="zhou.ming")


def test_a_revoked_session_is_refused_at_the_next_request(
    store: Session, security: CasebookClient, sign_in: SignIn, officer: Officer
) -> None:
    theirs = sign_in(officer)
    assert theirs.get("/account").status_code == 200
    page = security.page("/admin/sessions")
    (form,) = [f for f in page.all("form") if "/sessions/" in f.get("action", "")]
    security.submit(form.get("action"))
    assert theirs.get("/account").headers["Location"] == "/sign-in?next=/account"
    assert theirs.submit("/account/password").headers["Location"].startswith("/sign-in")
    assert "让它退出" not in security.page("/admin/sessions").buttons()
    ended = security.page("/admin/sessions?state=all").text
    assert "已退出" in ended
    assert "安全管理员" in ended


def test_ones_own_session_is_not_ended_by_mistake(security: CasebookClient) -> None:
    page = security.page("/admin/sessions")
    assert "本机" in page.text
    assert "让它退出" not in page.buttons()


def test_sessions_are_narrowed_to_one_officer(
    store: Session, security: CasebookClient, officer: Officer
) -> None:
    store.add(sign_in_row(officer, at=clock.now()))
    store.commit()
    text = security.page(f"/admin/sessions?officer={officer.id}").text
    assert "zhou.ming" in text
    assert "本机" not in text


def test_twenty_rows_cost_no_more_queries_than_one(
    store: Session, security: CasebookClient, agency: Agency
) -> None:
    security.page("/admin/sessions")
    with statements(db.engine) as few:
        security.page("/admin/sessions")
    for _ in range(20):
        officer = make_officer(store, Role.INSPECTOR, agency=agency)
        store.add(sign_in_row(officer, at=clock.now()))
    store.commit()
    with statements(db.engine) as many:
        security.page("/admin/sessions")
    assert len(many) == len(few)
