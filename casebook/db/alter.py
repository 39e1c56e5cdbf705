"""Changing the constraints of a table that has rows, on both databases; for revisions only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection


def change_constraints(
    connection: Connection,
    table: str,
    *,
    drop: Collection[str] = (),
    add: Mapping[str, str] | None = None,
    link: Mapping[str, str] | None = None,
    optional: Collection[str] = (),
    needed: Collection[str] = (),
    from_now_on: bool = False,
) -> None:
    """Drop and add constraints by their full names; let columns be NULL, or ask for a value again.

    `drop` takes CHECKs and keys; `add` gives a CHECK's rule, `link` a key: "(a_id) REFERENCES a (id)".

    SQLite has no ALTER for this. Its text of the table is rewritten, as its documentation allows for changes
    that leave rows as they are; there an added constraint judges no row from before, on PostgreSQL only with
    `from_now_on` (a way down, which loses no row). `needed` columns must have been given their values.
    """
    rules = {name: f"CHECK ({rule})" for name, rule in (add or {}).items()}
    rules |= {name: f"FOREIGN KEY {end}" for name, end in (link or {}).items()}
    if connection.dialect.name == "postgresql":
        late = " NOT VALID" if from_now_on else ""
        steps = [f"DROP CONSTRAINT {name}" for name in drop]
        steps += [f"ADD CONSTRAINT {name} {rule}{late}" for name, rule in rules.items()]
        steps += [f"ALTER COLUMN {column} DROP NOT NULL" for column in optional]
        steps += [f"ALTER COLUMN {column} SET NOT NULL" for column in needed]
        for step in steps:
            connection.execute(text(f"ALTER TABLE {table} {step}"))
        return
    words = connection.execute(_READ, {"name": table}).scalar_one()
    for name in drop:
        words = _without(words, name)
    more = "".join(f", CONSTRAINT {name} {rule}" for name, rule in rules.items())
    words = f"{words.rstrip()[:-1].rstrip()}{more})"
    for column in optional:
        words = _once(rf"(\b{column} \w+(?:\(\d+\))?) NOT NULL", r"\1", words, column)
    for column in needed:
        words = _once(rf"(\b{column} \w+(?:\(\d+\))?)(?=[,\s])", r"\1 NOT NULL", words, column)
    _store(connection, table, words)


_READ = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")


def _without(words: str, name: str) -> str:
    """Take one constraint out of a table's text: a foreign key, or a CHECK up to its closing bracket."""
    key = re.search(rf",\s*CONSTRAINT {name} FOREIGN KEY\s*\([^)]*\) REFERENCES \w+ \([^)]*\)", words)
    if key is not None:
        return words[: key.start()] + words[key.end() :]
    found = re.search(rf",\s*CONSTRAINT {name} CHECK \(", words)
    if found is None:
        message = f"the table has no constraint {name}"
        raise ValueError(message)
    depth, at = 1, found.end()
    while depth:
        depth += {"(": 1, ")": -1}.get(words[at], 0)
        at += 1
    return words[: found.start()] + words[at:]


def _once(pattern: str, by: str, words: str, column: str) -> str:
    changed, count = re.subn(pattern, by, words, count=1)
    if count != 1:
        message = f"the table's text does not say {column} as expected"
        raise ValueError(message)
    return changed


def _store(connection: Connection, table: str, words: str) -> None:
    """Write a table's text; the raised version makes every connection read it again."""
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    update = text("UPDATE sqlite_master SET sql = :words WHERE type = 'table' AND name = :name")
    connection.execute(update, {"words": words, "name": table})
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
