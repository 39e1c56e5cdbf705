"""Connections: Flask-SQLAlchemy's session, and what every SQLite connection must be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event, make_url

from casebook.db import append_only
from casebook.db.base import Base
from casebook.db.transaction import is_reading

if TYPE_CHECKING:
    from pysqlite3.dbapi2 import Connection as SqliteConnection
    from sqlalchemy.orm import Session, scoped_session

BUSY_MILLISECONDS = 15_000
LEAST_SQLITE = (3, 51, 3)
"""Earlier versions can corrupt a WAL database that two connections write at once (stack.md)."""

db = SQLAlchemy(metadata=Base.metadata)
append_only.guard(cast("scoped_session[Session]", db.session))


def engine_options(url: str) -> dict[str, Any]:
    """Return what an engine for this URL needs: SQLite runs on pysqlite3, which loads SpatiaLite."""
    if make_url(url).get_backend_name() != "sqlite":
        return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10}
    from pysqlite3 import dbapi2  # noqa: PLC0415 - PostgreSQL installations do without it

    return {
        "module": dbapi2,
        "connect_args": {"timeout": BUSY_MILLISECONDS / 1000, "check_same_thread": False},
    }


def prepare(engine: Engine) -> None:
    """Attach the connect and begin listeners; safe to call twice."""
    if engine.dialect.name != "sqlite" or event.contains(engine, "connect", _on_connect):
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_connect(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None
    connection.enable_load_extension(True)  # noqa: FBT003 - the driver's signature
    connection.load_extension("mod_spatialite")
    connection.enable_load_extension(False)  # noqa: FBT003 - as above
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
        "temp_store=MEMORY",
        "cache_size=-32000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN DEFERRED" if is_reading() else "BEGIN IMMEDIATE")
