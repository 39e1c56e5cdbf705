"""Asking for thousands of keys: one value for all of them, where IN would spell and parse each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, Boolean, Dialect, String, Text, TypeDecorator, Uuid, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.types import TypeEngine


class _Keys(TypeDecorator[Any]):
    """Keys or texts: an array on PostgreSQL, a list in JSON on SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, *, are_ids: bool) -> None:
        """Take what the list is of: ids, or texts."""
        super().__init__()
        self.are_ids = are_ids

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the database's own type."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(ARRAY(Uuid() if self.are_ids else String()))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401 - signature
        """Return the list as the driver takes it."""
        if dialect.name != "sqlite":
            return value
        return orjson.dumps([one.hex if isinstance(one, UUID) else one for one in value]).decode()


class _Among(FunctionElement[bool]):
    """`column` is one of some values."""

    type = Boolean()
    inherit_cache = True


def among(
    column: ColumnElement[Any] | InstrumentedAttribute[Any], values: Collection[UUID] | Collection[str]
) -> ColumnElement[bool]:
    """Return the condition that a column of ids or of codes has one of these values, however many."""
    kind = _Keys(are_ids=isinstance(column.type, Uuid))
    return _Among(column, bindparam(None, list(values), type_=kind))


@compiles(_Among, "postgresql")
def _on_postgresql(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 - as the compiler has it
    column, values = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} = ANY ({values})"


@compiles(_Among, "sqlite")
def _on_sqlite(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 - as above
    column, values = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - what the compiler made
