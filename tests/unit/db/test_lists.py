"""Among thousands of keys: the condition is one that an index of SQLite serves."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Column, MetaData, String, Table, Uuid, not_, or_, select
from sqlalchemy.dialects import sqlite

from casebook.db.lists import among

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

ROWS = Table("row", MetaData(), Column("id", Uuid), Column("code", String), Column("kind", String))


def plan(condition: ColumnElement[bool]) -> str:
    base = sqlite3.connect(":memory:")
    base.executescript(
        "CREATE TABLE row (id, code, kind); CREATE INDEX a ON row (id); CREATE INDEX b ON row (code)"
    )
    query = select(ROWS.c.kind).where(condition, ROWS.c.kind == "x")
    words = str(query.compile(dialect=sqlite.dialect()))
    steps = base.execute(f"EXPLAIN QUERY PLAN {words}", ["[]"] * words.count("?")).fetchall()
    base.close()
    return " ".join(step[-1] for step in steps)


@pytest.mark.parametrize("name", ["id", "code"])
def test_an_index_is_used(name: str) -> None:
    assert f"SEARCH row USING INDEX {'a' if name == 'id' else 'b'}" in plan(among(ROWS.c[name], []))


def test_an_index_is_used_beside_another_condition() -> None:
    assert "SCAN row" not in plan(or_(among(ROWS.c.id, []), ROWS.c.code == "W1"))


def test_its_contrary_is_another_condition() -> None:
    words = str(not_(among(ROWS.c.code, [])).compile(dialect=sqlite.dialect()))
    assert words.endswith("= 0")
