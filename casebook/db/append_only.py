"""Rows that are written once: refused by the ORM and by triggers of the database.

A table is protected by naming it with `protect` in its models module. Locks 2 and 3 of
docs/architecture.md live here; lock 1 is the owning feature's actions, lock 4 its hash chain (`chain`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import DDL, Delete, PrimaryKeyConstraint, Table, UniqueConstraint, Update, event

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import ORMExecuteState, Session, scoped_session

_FLAG = "append_only"

Key = tuple[str, ...]
"""Names of the columns that are unique together."""


def unique_keys(table: Table) -> tuple[Key, ...]:
    """Return the sets of columns whose values may never come twice: primary key and all that is unique."""
    kinds = PrimaryKeyConstraint | UniqueConstraint
    unique = [item for item in table.constraints if isinstance(item, kinds)]
    indexes = [index for index in table.indexes if index.unique]
    return tuple(sorted(tuple(column.name for column in item.columns) for item in (*unique, *indexes)))


def sqlite_triggers(table: str, keys: Iterable[Key]) -> list[str]:
    """Return the triggers that refuse UPDATE, DELETE and an INSERT (OR REPLACE) over an existing key."""
    matches = [" AND ".join(f"{name} = NEW.{name}" for name in key) for key in keys]
    row = f"SELECT 1 FROM {table} WHERE"  # noqa: S608 - names of our own tables
    taken = " OR ".join(f"EXISTS ({row} {match})" for match in matches)
    refuse = f"SELECT RAISE(ABORT, 'append-only: {table}')"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {refuse}; END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {refuse}; END",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} BEGIN {refuse}; END",
    ]


def postgresql_triggers(table: str) -> list[str]:
    """Return function and triggers that refuse UPDATE, DELETE and TRUNCATE."""
    return [
        "CREATE OR REPLACE FUNCTION casebook_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION casebook_append_only()",
    ]


def statements(table: str, dialect: str, keys: Iterable[Key]) -> list[str]:
    """Return the statements that protect a table on one database; migrations run the same ones.

    `keys` are the sets of columns that are unique in the table, its primary key among them.
    """
    return sqlite_triggers(table, keys) if dialect == "sqlite" else postgresql_triggers(table)


def protect(table: object) -> None:
    """Mark a table append-only, once its columns and unique constraints are complete."""
    if not isinstance(table, Table):
        message = "only a table can be protected"
        raise TypeError(message)
    if is_protected(table):
        return
    table.info[_FLAG] = True
    for dialect in ("sqlite", "postgresql"):
        for text in statements(table.name, dialect, unique_keys(table)):
            ddl = DDL(text.replace("%", "%%"))  # type: ignore[no-untyped-call] # SQLAlchemy leaves it untyped
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


def is_protected(table: Table) -> bool:
    """Say whether `protect` was called for the table."""
    return _FLAG in table.info


def guard(session: scoped_session[Session]) -> None:
    """Make a session refuse changed or deleted rows of protected tables, one by one and in bulk."""
    event.listen(session, "before_flush", _refuse_flush)
    event.listen(session, "do_orm_execute", _refuse_bulk)


def _refuse_flush(session: Session, _context: object, _instances: object) -> None:
    changed = [row for row in session.dirty if session.is_modified(row)]
    for row in [*changed, *session.deleted]:
        table = row.__table__
        if is_protected(table):
            raise RuleBroken("append_only", table=table.name)


def _refuse_bulk(state: ORMExecuteState) -> None:
    statement = state.statement
    table = statement.table if isinstance(statement, Update | Delete) else None
    if isinstance(table, Table) and is_protected(table):
        raise RuleBroken("append_only", table=table.name)
