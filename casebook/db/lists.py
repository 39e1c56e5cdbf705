"""Asking for thousands of keys: one value for all of them, where IN would spell and parse each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import ARRAY, Boolean, Dialect, String, Text, TypeDecorator, Uuid, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import UserDefinedType

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.sql.operators import OperatorType
    from sqlalchemy.types import TypeEngine


class _Texts(TypeDecorator[Any]):
    """Texts: an array on PostgreSQL, a list in JSON on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the database's own type."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(String()))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401 - signature
        """Return the list as the driver takes it."""
        return orjson.dumps(value).decode() if dialect.name == "sqlite" else value


class _Ids(UserDefinedType[Any]):
    """Ids, spelled together: the driver would turn over each of them by itself."""

    cache_ok = True

    def get_col_spec(self, **_kw: object) -> str:
        """Return the database's word for it."""
        return "uuid[]"

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str]:
        """Return what spells the list as the database reads it: the driver leaves its type to the server."""
        if dialect.name == "sqlite":
            return lambda value: orjson.dumps([one.hex for one in value]).decode()
        return lambda value: "{" + ",".join([one.hex for one in value]) + "}"


class _Among(FunctionElement[bool]):
    """`column` is one of some values."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> _Among:  # noqa: ARG002 - signature
        """Return it as it stands: SQLite would be asked for `… = 1`, for which it reads the whole table."""
        return self


class _AmongIds(_Among):
    """The same for ids."""

    inherit_cache = True


def among(
    column: ColumnElement[Any] | InstrumentedAttribute[Any], values: Collection[UUID] | Collection[str]
) -> ColumnElement[bool]:
    """Return the condition that a column of ids or of codes has one of these values, however many."""
    if isinstance(column.type, Uuid):
        return _AmongIds(column, bindparam(None, list(values), type_=_Ids()))
    return _Among(column, bindparam(None, list(values), type_=_Texts()))


@compiles(_Among, "postgresql")
def _on_postgresql(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 - as the compiler has it
    column, values = (compiler.process(clause, **kw) for clause in element.clauses)
    # Not `= ANY`: a plan that is kept for any values would go through the list for every row of the table.
    return f"{column} IN (SELECT unnest({values}))"


@compiles(_AmongIds, "postgresql")
def _ids_on_postgresql(element: _AmongIds, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 - as above
    column, values = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} = ANY (CAST({values} AS uuid[]))"


@compiles(_Among, "sqlite")
def _on_sqlite(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401 - as above
    column, values = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - what the compiler made
