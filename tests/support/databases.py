"""Databases for tests: each test gets a clean one, made once as a template and copied.

A template is built per worker: a file, and a database on PostGIS. A test runs in a transaction on it
that is rolled back, or in a database of its own where it needs several connections. A file is copied;
copying a database of some thousand files takes longer than most tests, so it is emptied and used again.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from casebook import wiring
from casebook.db import Base, append_only, spatial
from tests.support.engines import engine_like

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BACKENDS = ("spatialite", "postgis")


def engine_for(url: str) -> Engine:
    """Return an engine that keeps no connection open."""
    return engine_like(url)


def build(url: str) -> None:
    """Make all tables in an empty database."""
    wiring.load_models()
    engine = engine_for(url)
    with engine.begin() as connection:
        spatial.prepare_database(connection)
    Base.metadata.create_all(engine)
    engine.dispose()


def session_on(bind: object) -> Session:
    session = Session(bind, join_transaction_mode="create_savepoint")
    append_only.guard(session)
    return session


def empty_database(backend: str, folder: Path) -> Iterator[str]:
    """Yield the URL of a spatial database without tables, for migrations."""
    if backend == "spatialite":
        url = f"sqlite:///{folder / uuid4().hex}.sqlite"
    else:
        url = _create_postgres(f"casebook_empty_{uuid4().hex[:12]}", None)
    engine = engine_for(url)
    with engine.begin() as connection:
        spatial.prepare_database(connection)
    engine.dispose()
    yield url
    if backend == "postgis":
        _drop_postgres(url)


@dataclass
class Templates:
    """Where a worker keeps its templates."""

    folder: Path
    _postgis: str | None = None
    _emptied: list[str] = field(default_factory=list)
    _kept: dict[str, Connection] = field(default_factory=dict)
    _made: object = None
    """What the template's schema is made of."""

    def spatialite(self) -> Path:
        path = self.folder / "template.sqlite"
        if not path.exists():
            build(f"sqlite:///{path}")
            with engine_for(f"sqlite:///{path}").connect() as connection:
                connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return path

    def postgis(self) -> str:
        if self._postgis is None:
            self._postgis = _create_postgres(f"casebook_template_{uuid4().hex[:12]}", None)
            build(self._postgis)
            with _connected(self._postgis) as connection:
                self._made = _parts(connection)
        return self._postgis

    @contextmanager
    def rolled_back(self, backend: str) -> Iterator[Connection]:
        """Lend this worker's one connection to an empty database; what is done on it is rolled back."""
        connection = self._connection(backend)
        before = _version(connection)
        outer = connection.begin()
        yield connection
        outer.rollback()
        # Where somebody else wrote, what they left is no empty database.
        if connection.invalidated or _version(connection) != before:
            self._kept.pop(backend).close()

    def _connection(self, backend: str) -> Connection:
        if backend not in self._kept:
            url = self.postgis() if backend == "postgis" else self._copied(self.folder)
            self._kept[backend] = engine_for(url).connect()
        return self._kept[backend]

    def close(self) -> None:
        """Close what is still open when the worker ends."""
        for connection in self._kept.values():
            connection.close()

    def fresh(self, backend: str, folder: Path) -> Iterator[str]:
        """Yield the URL of an empty migrated database of its own."""
        if backend == "spatialite":
            yield self._copied(folder)
            return
        url = self._emptied.pop() if self._emptied else self._copy()
        yield url
        if self._empty(url):
            self._emptied.append(url)
        else:
            _drop_postgres(url)

    def _copied(self, folder: Path) -> str:
        target = folder / f"{uuid4().hex}.sqlite"
        shutil.copyfile(self.spatialite(), target)
        return f"sqlite:///{target}"

    def _empty(self, url: str) -> bool:
        """Take all rows out of a database; False where a test changed its schema, so that it serves no other.

        Triggers and foreign keys are off for these statements only.
        """
        with _connected(url) as connection:
            connection.execute(_END_OTHERS)
            for part in connection.scalars(_MONTHS).all():
                connection.execute(text(f"DROP TABLE {part}"))
            if _parts(connection) != self._made:
                return False
            connection.execute(text("SET session_replication_role = replica"))
            for name in Base.metadata.tables:
                if connection.scalar(text(f"SELECT EXISTS (SELECT 1 FROM {name})")):
                    connection.execute(text(f"DELETE FROM {name}"))
        return True

    def _copy(self) -> str:
        """Copy the template; PostgreSQL wants nobody to be connected to it meanwhile."""
        if "postgis" in self._kept:
            self._kept.pop("postgis").close()
        return _create_postgres(f"casebook_test_{uuid4().hex[:12]}", make_url(self.postgis()).database)


def blank_postgis() -> Iterator[str]:
    """Yield the URL of a database without any table, not even PostGIS's."""
    url = _create_postgres(f"casebook_blank_{uuid4().hex[:12]}", None)
    yield url
    _drop_postgres(url)


_END_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_MONTHS = text(
    "SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid"
    " WHERE relkind = 'r'"
)
"""Partitions, which the application makes as it needs them."""
_PARTS = (
    "SELECT count(*), max(oid::bigint), string_agg(relacl::text, ' ' ORDER BY oid) FROM pg_class",
    "SELECT count(*), sum(hashtext(tgname || tgenabled::text)) FROM pg_trigger",
    "SELECT count(*), sum(hashtext(attrelid::text || attname || atttypid::text || attnotnull::text))"
    " FROM pg_attribute",
    "SELECT count(*), sum(hashtext(conrelid::text || conname)) FROM pg_constraint",
    "SELECT count(*), sum(hashtext(proname || prosrc)) FROM pg_proc",
    "SELECT count(*) FROM pg_namespace",
)


def _parts(connection: Connection) -> list[tuple[object, ...]]:
    """Return what tells one schema from another: relations with grants, triggers, columns, constraints."""
    return [tuple(connection.execute(text(query)).one()) for query in _PARTS]


def _version(connection: Connection) -> int:
    """Return what changes when another connection writes to the same file; PostgreSQL does not tell."""
    if connection.dialect.name != "sqlite":
        return 0
    version = connection.connection.driver_connection.execute("PRAGMA data_version").fetchone()
    return int(version[0])


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """Connect outside of any transaction."""
    with create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
        yield connection


def _server() -> Engine:
    url = os.environ["CASEBOOK_TEST_POSTGRES_URL"].replace("postgresql://", "postgresql+psycopg://", 1)
    return create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)


def _create_postgres(name: str, template: str | None) -> str:
    server = _server()
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'} ENCODING 'UTF8'"))
    return server.url.set(database=name).render_as_string(hide_password=False)


def _drop_postgres(url: str) -> None:
    with _server().connect() as connection:
        connection.execute(text(f"DROP DATABASE {make_url(url).database} WITH (FORCE)"))
