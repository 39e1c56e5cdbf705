"""Taking a database out in one piece while it works, and putting one in: a body for each of the two."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, inspect, make_url, text
from sqlalchemy.orm import Session

from casebook.config import child_environment
from casebook.db import migrate
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOT_OURS = {"spatial_ref_sys"}
"""Tables that PostGIS brings with it."""
_LONGEST_ANSWER = 500


def backend_of(url: str) -> str:
    """Return the name of a URL's dialect."""
    return make_url(url).get_backend_name()


def shown(url: str) -> str:
    """Return a URL without its password."""
    return make_url(url).render_as_string(hide_password=True)


@contextmanager
def snapshot(url: str, path: Path) -> Iterator[Session]:
    """Copy a database to a file, and give a session that sees exactly what was copied."""
    take = _snapshot_sqlite if backend_of(url) == "sqlite" else _snapshot_postgresql
    with take(url, path) as session:
        yield session


def revision_of(session: Session) -> str:
    """Return the schema's revision, empty when the database was never migrated."""
    return MigrationContext.configure(session.connection()).get_current_revision() or ""


def is_empty(url: str) -> bool:
    """Say whether there is no database yet, or none with tables."""
    found = make_url(url)
    if backend_of(url) == "sqlite" and not Path(found.database or "").exists():
        return True
    engine = migrate.engine_for(url)
    try:
        return not set(inspect(engine).get_table_names()) - _NOT_OURS
    finally:
        engine.dispose()


def put(url: str, path: Path) -> None:
    """Make an unpacked copy the database."""
    if backend_of(url) == "sqlite":
        target = Path(make_url(url).database or "")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, target)
        return
    options = ("--no-owner", "--no-acl", "--no-comments", "--exit-on-error", "--single-transaction")
    _run("pg_restore", url, *options, str(path))


@contextmanager
def _snapshot_sqlite(url: str, path: Path) -> Iterator[Session]:
    """Copy by the backup interface of the driver that the program itself uses: pages, so rowids stay."""
    from pysqlite3 import dbapi2  # noqa: PLC0415 - PostgreSQL installations do without it

    engine = migrate.engine_for(url)
    copy = dbapi2.connect(str(path))
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.backup(copy)
    engine.dispose()
    copy.close()
    reading = migrate.engine_for(f"sqlite:///{path}")
    with Session(reading) as session:
        yield session
    reading.dispose()
    whole = dbapi2.connect(str(path))  # reading left a log beside the copy; one file must hold it all
    whole.execute("PRAGMA journal_mode=DELETE")
    whole.close()


@contextmanager
def _snapshot_postgresql(url: str, path: Path) -> Iterator[Session]:
    """Let pg_dump and the session share one snapshot, so that heads and rows are of the same moment."""
    engine = migrate.engine_for(url)
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        name = connection.scalar(text("SELECT pg_export_snapshot()"))
        _run(
            "pg_dump",
            url,
            "--format=custom",
            "--no-owner",
            "--no-acl",
            f"--snapshot={name}",
            f"--file={path}",
        )
        with Session(connection) as session:
            yield session
    engine.dispose()


def _run(program: str, url: str, *options: str) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, where nobody else sees it."""
    found = shutil.which(program)
    if found is None:
        raise RuleBroken("backup_program_missing", program=program)
    given = make_url(url)
    bare = URL.create("postgresql", given.username, None, given.host, given.port, given.database, given.query)
    password = {"PGPASSWORD": str(given.password)} if given.password else {}
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, no shell
        [found, f"--dbname={bare.render_as_string(hide_password=False)}", *options],
        env=child_environment(**password),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuleBroken(
            "backup_program_failed", program=program, answer=done.stderr[-_LONGEST_ANSWER:].strip()
        )
