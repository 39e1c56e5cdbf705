"""What people see when the database refuses, is away, or the program fails: a page that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from casebook.cases import queries
from casebook.db import db
from tests.factories.cases import Bureau, make_bureau, make_problems
from tests.support.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.cases.models import Problem
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def bureau(store: Session) -> Bureau:
    return make_bureau(store)


@pytest.fixture
def problem(store: Session, bureau: Bureau) -> Problem:
    (found,) = make_problems(store, bureau)
    store.commit()
    return found


@pytest.fixture
def client(sign_in: SignIn, bureau: Bureau) -> CasebookClient:
    return sign_in(bureau.visit.lead)


def while_acting(monkeypatch: pytest.MonkeyPatch, statement: str, **values: object) -> None:
    """Let a statement run in the middle of the act that reports a problem put right."""

    def act(session: Session, **_facts: object) -> None:
        session.execute(text(statement), values)

    monkeypatch.setattr("casebook.cases.actions.report_rectified", act)


TYPED = {"rectified_on": "2023-06-02", "how": "已经补装水表"}
AGAIN = (
    "INSERT INTO problem_event (id, problem_id, sequence, to_status, at, on_day, what, actor_name) "
    "SELECT :id, problem_id, sequence, to_status, at, on_day, what, actor_name FROM problem_event"
)
NEW_ID = "0189a1b2c3d47e8f90123456789abcde"


def test_the_later_of_two_is_told_and_keeps_what_was_typed(
    monkeypatch: pytest.MonkeyPatch, client: CasebookClient, problem: Problem
) -> None:
    while_acting(monkeypatch, AGAIN, id=NEW_ID)
    answer = client.submit(f"/problems/{problem.number}/rectified", TYPED, status=422)
    page = Page(answer.get_data(as_text=True))
    assert "别人刚刚改过同一内容" in page.text
    assert "已经补装水表" in page.text
    assert len(queries.list_problem_events(db.session(), problem.id)) == 1


def test_a_value_that_no_column_holds_is_refused(
    monkeypatch: pytest.MonkeyPatch, client: CasebookClient, problem: Problem, backend: str
) -> None:
    if backend == "spatialite":  # it holds texts of any length
        return
    while_acting(monkeypatch, "UPDATE problem SET remark = :long", long="长" * 10_000)
    answer = client.submit(f"/problems/{problem.number}/rectified", TYPED, status=422)
    assert "太长" in answer.get_data(as_text=True)


def test_a_fault_of_the_program_is_none_of_the_reader(
    monkeypatch: pytest.MonkeyPatch, app: Flask, client: CasebookClient, problem: Problem
) -> None:
    app.testing = False
    while_acting(monkeypatch, "UPDATE problem SET number = NULL")
    answer = client.submit(f"/problems/{problem.number}/rectified", TYPED, status=500)
    assert "系统出了错" in answer.get_data(as_text=True)


def test_a_statement_that_fails_leaves_a_page(
    monkeypatch: pytest.MonkeyPatch, app: Flask, client: CasebookClient, problem: Problem, backend: str
) -> None:
    app.testing = False
    while_acting(monkeypatch, "SELECT no_such_column FROM problem")
    # SQLite calls a wrong statement an operational error.
    status = 503 if backend == "spatialite" else 500
    answer = client.submit(f"/problems/{problem.number}/rectified", TYPED, status=status)
    assert "什么都没有保存" in answer.get_data(as_text=True)


@pytest.mark.parametrize("accepts", ["text/html", "application/json"])
def test_a_database_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, client: CasebookClient, problem: Problem, accepts: str
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("BEGIN", {}, Exception("database is locked"))

    addresses = ["/", f"/problems/{problem.number}", "/account"]
    for name in ("execute", "scalar", "scalars"):
        monkeypatch.setattr(f"sqlalchemy.orm.Session.{name}", away)
    for url in addresses:
        answer = client.get(url, headers={"Accept": accepts})
        words = answer.get_json()["error"]["message"] if answer.is_json else answer.get_data(as_text=True)
        assert answer.status_code == 503
        assert "数据库忙或连不上" in words
        assert answer.is_json is (accepts == "application/json")
