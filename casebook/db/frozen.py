"""Rows that stop changing: in their last state the database refuses every change to them and their parts.

Unlike `append_only` the row lives through a draft first. The owning feature's actions refuse with a
reason; the triggers here hold whatever goes past them, on both databases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import DDL, Table, event

if TYPE_CHECKING:
    from collections.abc import Callable


def whole_statements(table: str, state: str, dialect: str) -> list[str]:
    """Return the triggers that refuse UPDATE and DELETE of rows whose `state` is this one."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_frozen_{verb.lower()} BEFORE {verb} ON {table} "
            f"WHEN OLD.state = '{state}' BEGIN SELECT RAISE(ABORT, 'frozen: {table}'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE OR REPLACE FUNCTION casebook_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'frozen: %', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW WHEN (OLD.state = '{state}') EXECUTE FUNCTION casebook_frozen()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION casebook_frozen()",
    ]


def part_statements(table: str, whole: str, state: str, dialect: str) -> list[str]:
    """Return the triggers that refuse INSERT, UPDATE and DELETE of parts of a frozen row.

    A part names its whole in the column `<whole>_id`.
    """
    key = f"{whole}_id"
    frozen = f"EXISTS (SELECT 1 FROM {whole} WHERE id = {{}}.{key} AND state = '{state}')"  # noqa: S608 - our names
    old, new = frozen.format("OLD"), frozen.format("NEW")
    if dialect == "sqlite":
        conditions = {"INSERT": new, "UPDATE": f"{old} OR {new}", "DELETE": old}
        return [
            f"CREATE TRIGGER {table}_frozen_{verb.lower()} BEFORE {verb} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'frozen: {table}'); END"
            for verb, condition in conditions.items()
        ]
    refuse = "RAISE EXCEPTION 'frozen: %', TG_TABLE_NAME"
    return [
        f"CREATE OR REPLACE FUNCTION casebook_{table}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN IF {old} THEN {refuse}; END IF; END IF; "
        f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
        f"IF {new} THEN {refuse}; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {table}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION casebook_{table}_frozen()",
    ]


def freeze(table: object, state: str) -> None:
    """Freeze the rows of a table with a `state` column once they reach a state."""
    whole = _table(table)
    _attach(whole, lambda dialect: whole_statements(whole.name, state, dialect))


def freeze_part(table: object, whole: object, state: str) -> None:
    """Freeze the rows that belong to a row of `whole` together with it."""
    part, owner = _table(table), _table(whole)
    _attach(part, lambda dialect: part_statements(part.name, owner.name, state, dialect))


def _table(table: object) -> Table:
    if not isinstance(table, Table):
        message = "only a table can be frozen"
        raise TypeError(message)
    return table


def _attach(table: Table, make: Callable[[str], list[str]]) -> None:
    for dialect in ("sqlite", "postgresql"):
        for text in make(dialect):
            ddl = DDL(text.replace("%", "%%"))  # type: ignore[no-untyped-call] # SQLAlchemy leaves it untyped
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))
