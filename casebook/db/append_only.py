"""Rows that are written once: refused by the ORM and by triggers of the database.

A table is protected by naming it with `protect` in its models module. Locks 2 and 3 of
docs/architecture.md live here; lock 1 is the owning feature's actions, lock 4 its hash chain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import DDL, Delete, Table, Update, event

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import ORMExecuteState, Session, scoped_session

_FLAG = "append_only"


def sqlite_triggers(table: str, keys: Iterable[str]) -> list[str]:
    """Return the triggers that refuse UPDATE, DELETE and an INSERT over an existing key."""
    taken = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})" for key in keys)
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


def statements(table: str, dialect: str, keys: Iterable[str]) -> list[str]:
    """Return the statements that protect a table on one database; migrations run the same ones."""
    return sqlite_triggers(table, keys) if dialect == "sqlite" else postgresql_triggers(table)


def protect(table: object, keys: Iterable[str] = ("id",)) -> None:
    """Mark a table append-only. `keys` are the columns whose values may never come twice."""
    if not isinstance(table, Table):
        message = "only a table can be protected"
        raise TypeError(message)
    table.info[_FLAG] = tuple(keys)
    for dialect in ("sqlite", "postgresql"):
        for text in statements(table.name, dialect, keys):
            ddl = DDL(text.replace("%", "%%")).execute_if(dialect=dialect)
            event.listen(table, "after_create", ddl)


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
    if isinstance(statement, Update | Delete) and isinstance(statement.table, Table) and is_protected(statement.table):
        raise RuleBroken("append_only", table=statement.table.name)
