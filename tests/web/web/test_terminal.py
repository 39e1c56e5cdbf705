"""Commands say in words what the database lacks or refuses, and leave with a code of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from casebook.db import db, migrate
from casebook.deadlines import queries
from casebook.web.terminal import FINDINGS, WRONG_USE, in_app
from tests.factories.accounts import make_agency, make_officer

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/none"


@click.command()
@in_app
def read() -> None:
    """Read the calendar."""
    queries.get_calendar(db.session())


@click.command()
@in_app
def enter_twice() -> None:
    """Enter the same login a second time."""
    agency = make_agency(db.session())
    make_officer(db.session(), agency=agency, login="zhang")
    make_officer(db.session(), agency=agency, login="zhang")


def run(command: click.Command, app: Flask) -> Result:
    return CliRunner().invoke(command, obj=lambda: app)


@pytest.fixture
def torn(store: Session) -> Session:
    """A database that lacks a table."""
    store.execute(text("DROP TABLE calendar_day"))
    store.execute(text("DROP TABLE calendar_year"))
    store.commit()
    return store


def set_revision(store: Session, revision: str) -> None:
    store.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    store.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})
    store.commit()


@pytest.mark.usefixtures("torn")
def test_a_database_without_tables_is_named(app: Flask) -> None:
    result = run(read, app)
    assert result.exit_code == WRONG_USE
    assert result.stderr == "数据库里还没有表。请先运行 casebook init，或者 make run。\n"


@pytest.mark.parametrize(("revision", "said"), [("0001", "再运行 casebook init"), ("9999", "更新的程序")])
def test_a_database_of_another_version_is_named(app: Flask, torn: Session, revision: str, said: str) -> None:
    set_revision(torn, revision)
    result = run(read, app)
    assert result.exit_code == WRONG_USE
    assert revision in result.stderr
    assert migrate.head() in result.stderr
    assert said in result.stderr


def test_a_fault_of_the_program_is_not_hidden(app: Flask, torn: Session) -> None:
    set_revision(torn, migrate.head())
    result = run(read, app)
    assert result.exception is not None
    assert "calendar_year" in str(result.exception)


def test_a_database_that_somebody_holds_is_named(
    app: Flask, store: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_revision(store, migrate.head())

    def held(_session: Session) -> None:
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    monkeypatch.setattr(queries, "get_calendar", held)
    result = run(read, app)
    assert result.exit_code == WRONG_USE
    assert "正忙" in result.stderr


def test_a_database_that_is_away_is_named(app: Flask) -> None:
    engines = cast("dict[None, Engine]", db.engines)
    engines[None] = create_engine(NOWHERE, poolclass=NullPool)
    app.config["CASEBOOK"] = replace(app.config["CASEBOOK"], database_url=NOWHERE)
    result = run(read, app)
    assert result.exit_code == WRONG_USE
    assert "casebook doctor" in result.stderr
    assert "127.0.0.1" in result.stderr


def test_what_the_database_refuses_is_told_as_a_refusal(app: Flask) -> None:
    result = run(enter_twice, app)
    assert result.exit_code == FINDINGS
    assert "没有保存" in result.stderr
