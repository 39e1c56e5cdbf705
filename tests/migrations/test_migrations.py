"""Revisions go up, down and up again, on both databases, with rows in the tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from casebook import wiring
from casebook.db import Base, migrate, spatial
from casebook.db.append_only import is_protected
from tests.factories.cases import make_bureau, make_case, make_measure
from tests.support.databases import empty_database, engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

pytestmark = pytest.mark.usefixtures("file_store")
BOOKKEEPING = {"alembic_version"}


@pytest.fixture
def empty_url(backend: str, tmp_path: Path) -> Iterator[str]:
    """A spatial database without tables."""
    yield from empty_database(backend, tmp_path)


def differences(connection: Connection) -> list[object]:
    def is_ours(_object: object, name: str, kind: str, _reflected: bool, _to: object) -> bool:
        if kind == "table":
            return name in Base.metadata.tables
        return not (kind == "index" and name.startswith("idx_"))

    options = {"include_object": is_ours, "compare_type": False}
    found = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
    return list(found)


def triggers(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    return set(connection.scalars(text(query)))


def constraints(connection: Connection) -> set[str]:
    """Return the names of all CHECK constraints: comparing metadata looks at none of them."""
    if connection.dialect.name == "sqlite":
        words = connection.scalars(text("SELECT sql FROM sqlite_master WHERE type = 'table'"))
        return set(re.findall(r"CONSTRAINT (\w+) CHECK", " ".join(words)))
    return set(connection.scalars(text("SELECT conname FROM pg_constraint WHERE contype = 'c'")))


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_the_revisions_make_what_the_models_say(empty_url: str, database_url: str) -> None:
    before, after = migrate.upgrade(empty_url)
    assert (before, after) == (None, migrate.head())
    with engine_for(empty_url).connect() as migrated, engine_for(database_url).connect() as built:
        assert differences(migrated) == []
        assert triggers(migrated) == triggers(built)
        assert constraints(migrated) == constraints(built)


def test_rows_survive_what_does_not_concern_them(empty_url: str) -> None:
    migrate.upgrade(empty_url)
    engine = engine_for(empty_url)
    with session_on(engine) as session:
        bureau = make_bureau(session)
        make_measure(session, bureau, make_case(session, bureau))
        session.commit()
        wells = session.scalar(text("SELECT count(*) FROM well"))
        entries = session.scalar(text("SELECT count(*) FROM audit_entry"))
    assert wells
    migrate.downgrade(empty_url, "0008")
    with engine.connect() as connection:
        assert "problem" not in inspect(connection).get_table_names()
        assert connection.scalar(text("SELECT count(*) FROM well")) == wells
    migrate.upgrade(empty_url)
    with session_on(engine) as session:
        assert session.scalar(text("SELECT count(*) FROM audit_entry")) == entries
        assert session.scalar(text("SELECT count(*) FROM problem")) == 0
        assert not spatial.index_faults(session, "well")
    engine.dispose()


def test_all_the_way_down_leaves_nothing_of_ours(empty_url: str) -> None:
    migrate.upgrade(empty_url)
    migrate.downgrade(empty_url, "base")
    engine = engine_for(empty_url)
    with engine.connect() as connection:
        left = set(inspect(connection).get_table_names()) & (set(Base.metadata.tables) | BOOKKEEPING)
        assert left <= BOOKKEEPING
        assert not {name for name in triggers(connection) if name.startswith("ledger")}
    engine.dispose()
    assert migrate.upgrade(empty_url)[1] == migrate.head()


def test_there_is_one_head_and_the_head_file_names_it() -> None:
    script = ScriptDirectory.from_config(migrate.alembic_config())
    assert script.get_heads() == [(migrate.FOLDER / "HEAD").read_text(encoding="ascii").strip()]


def test_every_protected_table_has_its_triggers(database_url: str) -> None:
    wiring.load_models()
    protected = {table.name for table in Base.metadata.tables.values() if is_protected(table)}
    with engine_for(database_url).connect() as connection:
        found = triggers(connection)
    assert protected
    assert {
        name for name in protected if not any(trigger.startswith(f"{name}_no_") for trigger in found)
    } == set()
