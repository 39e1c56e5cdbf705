"""Fixtures that every suite may use; `tests/conftest.py` makes them known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.storage import disk
from tests.support.databases import BACKENDS, Templates, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.storage.disk import FileStore


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    found = Templates(tmp_path_factory.mktemp("templates"))
    yield found
    found.close()


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it, or for what builds on it, runs on both databases."""
    return request.param


@pytest.fixture
def database_url(backend: str, templates: Templates, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own, for several connections or the whole app."""
    yield from templates.fresh(backend, tmp_path)


@pytest.fixture
def session(backend: str, templates: Templates) -> Iterator[Session]:
    """One session on an empty database; nothing of it stays."""
    with templates.rolled_back(backend) as connection, session_on(connection) as found:
        yield found


@pytest.fixture
def file_store(tmp_path: Path) -> FileStore:
    """An empty file store, used by this process."""
    return disk.use(tmp_path)
