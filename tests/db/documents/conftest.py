"""A session whose rows other connections see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session


@pytest.fixture
def own_session(database_url: str) -> Iterator[Session]:
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()
