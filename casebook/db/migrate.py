"""Bringing a database to the present schema, with Alembic; one folder of revisions for both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError

from casebook.config import ROOT
from casebook.db import spatial
from casebook.db.session import engine_options, prepare
from casebook.kernel.errors import CasebookError

if TYPE_CHECKING:
    from sqlalchemy import Connection

FOLDER = ROOT / "migrations"


def alembic_config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration, bound to a connection when one is given."""
    found = Config()
    found.set_main_option("script_location", str(FOLDER))
    found.attributes["connection"] = connection
    return found


def engine_for(url: str) -> Engine:
    """Return an engine that migrates: SpatiaLite loaded, no pool."""
    engine = create_engine(url, **engine_options(url))
    prepare(engine)
    return engine


def head() -> str:
    """Return the newest revision."""
    found = ScriptDirectory.from_config(alembic_config()).get_current_head()
    return found or ""


def is_known(revision: str) -> bool:
    """Say whether this program has a revision; a newer program's database has one that it has not."""
    return revision in {
        found.revision for found in ScriptDirectory.from_config(alembic_config()).walk_revisions()
    }


def current(url: str) -> str | None:
    """Return the revision that a database has."""
    engine = engine_for(url)
    try:
        with engine.connect() as connection:
            found: str | None = MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
    return found


def why_not_ready(url: str) -> CasebookError | None:
    """Say why this program cannot work with a database; None when it can."""
    try:
        revision = current(url)
    except DBAPIError as error:
        return CasebookError(why_refused(error), reason=error.orig)
    newest = head()
    if revision == newest:
        return None
    if revision is None:
        return CasebookError("schema_missing")
    code = "schema_behind" if is_known(revision) else "schema_foreign"
    return CasebookError(code, revision=revision, head=newest)


def why_refused(error: DBAPIError) -> str:
    """Return the code for a database that did not let us read its revision."""
    is_barred = getattr(error.orig, "sqlstate", None) == "42501"
    return "rights_missing" if is_barred else "database_unreachable"


def upgrade(url: str, target: str = "head") -> tuple[str | None, str]:
    """Run what is missing and return (revision before, revision after). All or nothing."""

    def step(config: Config) -> None:
        spatial.prepare_database(config.attributes["connection"])
        command.upgrade(config, target)

    return _run(url, step)


def downgrade(url: str, target: str) -> tuple[str | None, str]:
    """Take revisions back and return (revision before, revision after)."""
    return _run(url, lambda config: command.downgrade(config, target))


def _run(url: str, step: object) -> tuple[str | None, str]:
    assert callable(step)
    engine = engine_for(url)
    try:
        with engine.begin() as connection:
            before = MigrationContext.configure(connection).get_current_revision()
            step(alembic_config(connection))
            after = MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
    return before, after or ""
