"""Fixtures of the web suites: the application on each database, and officers who sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from sqlalchemy.pool import QueuePool

from casebook import config
from casebook.accounts.models import SignInSession
from casebook.db import db
from casebook.kernel import clock
from casebook.kernel.hashing import digest
from casebook.storage import disk
from casebook.wiring import create_app
from tests.factories.accounts import COUNTY
from tests.support.engines import engine_like
from tests.support.page import CasebookClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, built once for a worker: compiling its addresses takes a tenth of a second."""
    folder = tmp_path_factory.mktemp("built")
    found = create_app(_settings(f"sqlite:///{folder / 'none.sqlite'}", folder))
    found.config.update(TESTING=True)
    found.test_client_class = CasebookClient
    return found


@pytest.fixture
def app(built: Flask, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database and a data directory of the test's own."""
    settings = _settings(database_url, tmp_path / "data")
    before = dict(built.config)
    built.config.update(CASEBOOK=settings, SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url)
    disk.use(settings.data_path)
    config.use(settings)
    with built.app_context():
        cast("dict[None, Engine]", db.engines)[None] = engine_like(settings.sqlalchemy_url, QueuePool)
        yield built
        db.session.remove()
        db.engine.dispose()
    built.config.clear()
    built.config.update(before)


def _settings(database_url: str, folder: Path) -> config.Settings:
    return config.Settings(
        database_url=database_url, data_dir=str(folder), county_code=COUNTY, secret_key="test"
    )


@pytest.fixture
def store(app: Flask) -> Session:
    """The application's own session, to put rows in before a request; commit with `store.commit()`."""
    return db.session()


@pytest.fixture
def sign_in(app: Flask, store: Session) -> Callable[[Officer], CasebookClient]:
    """Give a client on which an officer is signed in, without the cost of a password."""

    def act(officer: Officer) -> CasebookClient:
        token = f"test-{officer.login}"
        now = clock.now()
        store.add(
            SignInSession(
                officer_id=officer.id,
                token_hash=digest(token.encode()),
                started_at=now,
                last_write_at=now,
                device="test",
            )
        )
        store.commit()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["token"] = token
        assert isinstance(client, CasebookClient)
        return client

    return act


__all__ = ["app", "built", "sign_in", "store"]
