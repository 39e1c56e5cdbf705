"""Tables cut by month on PostgreSQL; on SQLite they are one table.

The application's role may make no table. A function of the tables' owner makes the partition of one month
of one of these tables, and nothing else; `grants` lets the role call it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import DDL, Table, event, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from casebook.kernel.months import Month

FUNCTION = "casebook_add_month(text, date)"
"""Name and arguments, as GRANT names it."""

_MAKE_FUNCTION = """
CREATE OR REPLACE FUNCTION casebook_add_month(parent text, first date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE part text := parent || to_char(first, '"_"YYYYMM');
BEGIN
  IF first <> date_trunc('month', first)::date OR first NOT BETWEEN '1949-01-01' AND '2200-12-01'
     OR NOT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE c.relname = parent AND c.relkind = 'p' AND n.nspname = 'public') THEN
    RAISE EXCEPTION 'no month of a table: % %', parent, first;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(part, 0));
  IF to_regclass('public.' || quote_ident(part)) IS NOT NULL THEN RETURN false; END IF;
  EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING ALL)', part, parent);
  EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
                 parent, part, first, first + interval '1 month');
  RETURN true;
END $$
"""


def statements(dialect: str) -> list[str]:
    """Return what lets partitions be made; a migration runs it before it makes such a table."""
    if dialect != "postgresql":
        return []
    return [_MAKE_FUNCTION, f"REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC"]


def partition_by_month(table: object) -> None:
    """Mark a table as cut by month; its arguments say `postgresql_partition_by`."""
    if not isinstance(table, Table):
        message = "only a table can be cut by month"
        raise TypeError(message)
    for words in statements("postgresql"):
        ddl = DDL(words.replace("%", "%%"))  # type: ignore[no-untyped-call] # SQLAlchemy leaves it untyped
        event.listen(table, "before_create", ddl.execute_if(dialect="postgresql"))


def add_months(session: Session, table: str, months: Iterable[Month]) -> bool:
    """Make room for rows of these months; say whether each has a part of its own, best filled by itself."""
    if session.get_bind().dialect.name != "postgresql":
        return False
    for month in sorted(set(months)):
        session.execute(_ADD, {"table": table, "first": month.first})
    return True


_ADD = text("SELECT casebook_add_month(:table, :first)")


def let_add_months(connection: Connection, role: str) -> None:
    """Let the application's role call the function and nobody else, where there is one."""
    if connection.scalar(text("SELECT to_regprocedure(:name)"), {"name": FUNCTION}) is not None:
        connection.execute(text(f"REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC"))
        connection.execute(text(f"GRANT EXECUTE ON FUNCTION {FUNCTION} TO {role}"))
