"""Engines for tests, all of a kind: what one has learnt of its database, the others need not learn again.

Every test has a database of its own and therefore an engine. A new engine asks the server who it is
and compiles every statement anew, which took as long as running the statements did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.pool import NullPool, Pool

from casebook.db.session import engine_options, prepare

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection

STATEMENTS = 4_000
"""Compiled statements that a worker keeps: about all that the suites send."""
_moulds: dict[str, Engine] = {}


def engine_like(url: str, pool_class: type[Pool] = NullPool) -> Engine:
    """Return an engine for a database, with the dialect and the compiled statements of its kind."""
    parsed = make_url(url)
    mould = _mould(parsed)
    dialect = mould.dialect
    arguments, options = dialect.create_connect_args(parsed)
    options = {**options, **_options(parsed).get("connect_args", {})}
    pool = pool_class(lambda: dialect.connect(*arguments, **options), dialect=dialect)
    engine = Engine(pool, dialect, parsed)
    engine._compiled_cache = mould._compiled_cache  # noqa: SLF001 - SQLAlchemy has no open way to share it
    if greet := dialect.on_connect_url(parsed):
        event.listen(pool, "connect", lambda connection, _record: greet(connection))
    prepare(engine)
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _hurry)
    return engine


def _mould(url: URL) -> Engine:
    """Return the first engine of its kind, which has asked its server what it can."""
    if url.drivername not in _moulds:
        found = create_engine(url, poolclass=NullPool, query_cache_size=STATEMENTS, **_options(url))
        found.connect().close()
        _moulds[url.drivername] = found
    return _moulds[url.drivername]


def _options(url: URL) -> dict[str, Any]:
    """Return what casebook's own engines are made with, apart from their pool."""
    return engine_options(str(url)) if url.get_backend_name() == "sqlite" else {}


def _hurry(connection: DBAPIConnection, _record: object) -> None:
    """Do not wait for the disk: nothing of a test outlives a power cut."""
    connection.execute("PRAGMA synchronous=OFF")
