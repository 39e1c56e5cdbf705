"""What the application's role may do on PostgreSQL, where another role owns the tables.

The fourth part of lock 3 of docs/architecture.md: protected tables are read and added to, nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from casebook.db import append_only
from casebook.db.base import Base
from casebook.db.partitions import let_add_months
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from sqlalchemy import Connection

CHANGING = "SELECT, INSERT, UPDATE, DELETE"
ADDING = "SELECT, INSERT"
_ROLE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
READING = "SELECT"
_VERSION_TABLE = "alembic_version"
_OWN_SEQUENCES = (
    "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND sequenceowner = current_user"
)


def grant(connection: Connection, role: str) -> dict[str, str]:
    """Give a role exactly what the application needs, and return the rights by table.

    Runs as the tables' owner, again after each migration that makes tables. What the role had
    before on these tables is taken away first. RuleBroken when the role is missing, owns a table
    or is a superuser: rights would bind it to nothing.
    """
    _check_role(connection, role)
    rights = _rights(connection)
    everything = ", ".join(rights)
    sequences = connection.scalars(text(_OWN_SEQUENCES)).all()
    statements = [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"REVOKE ALL ON {everything} FROM {role}",
        *(f"GRANT {allowed} ON {table} TO {role}" for table, allowed in rights.items()),
        *(f"GRANT USAGE, SELECT ON SEQUENCE {sequence} TO {role}" for sequence in sequences),
    ]
    for statement in statements:
        connection.execute(text(statement))
    let_add_months(connection, role)
    return rights


def _rights(connection: Connection) -> dict[str, str]:
    tables = sorted(Base.metadata.tables.values(), key=lambda table: table.name)
    rights = {table.name: ADDING if append_only.is_protected(table) else CHANGING for table in tables}
    version = {_VERSION_TABLE: READING} if inspect(connection).has_table(_VERSION_TABLE) else {}
    return rights | version


def _check_role(connection: Connection, role: str) -> None:
    if connection.dialect.name != "postgresql":
        raise RuleBroken("grant_needs_postgresql")
    if not _ROLE_NAME.fullmatch(role):
        raise RuleBroken("role_name_unreadable", role=role)
    is_superuser = connection.scalar(
        text("SELECT rolsuper FROM pg_roles WHERE rolname = :role"), {"role": role}
    )
    if is_superuser is None:
        raise RuleBroken("role_missing", role=role)
    owned = connection.scalar(text("SELECT count(*) FROM pg_tables WHERE tableowner = :role"), {"role": role})
    if is_superuser or owned:
        raise RuleBroken("role_too_strong", role=role, owned=owned)
