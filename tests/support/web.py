"""Fixtures of the web suites: the application on each database, and officers who sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import FileSystemBytecodeCache

from casebook.accounts.models import SignInSession
from casebook.config import Settings
from casebook.db import db
from casebook.kernel import clock
from casebook.kernel.hashing import digest
from casebook.wiring import create_app
from tests.factories.accounts import COUNTY
from tests.support.page import CasebookClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for a worker: every test has an application, and they are all the same."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))


@pytest.fixture
def app(database_url: str, tmp_path: Path, compiled: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The application on a database of its own."""
    settings = Settings(
        database_url=database_url, data_dir=str(tmp_path / "data"), county_code=COUNTY, secret_key="test"
    )
    found = create_app(settings)
    found.config.update(TESTING=True)
    found.test_client_class = CasebookClient
    found.jinja_env.bytecode_cache = compiled
    with found.app_context():
        yield found
        db.session.remove()
        db.engine.dispose()


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


__all__ = ["app", "compiled", "sign_in", "store"]
