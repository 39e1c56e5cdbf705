"""Alembic's entry: always online, on the connection that `casebook.db.migrate` hands over."""

from alembic import context
from geoalchemy2 import Geometry

from casebook import wiring
from casebook.db import Base
from casebook.db.types import Litres, UtcDateTime

wiring.load_models()


def ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:  # noqa: FBT001 - alembic calls it so
    """Compare only casebook's own tables; SpatiaLite's and PostGIS's are not ours to drop."""
    if kind == "table":
        return name in Base.metadata.tables
    return not (kind == "index" and name is not None and name.startswith("idx_"))


def spell(kind: str, item: object, autogen_context: object) -> str | bool:  # noqa: ARG001 - alembic's signature
    """Write casebook's column types by their short names in new revisions."""
    if kind == "type" and isinstance(item, UtcDateTime | Litres):
        return f"types.{type(item).__name__}()"
    if kind == "type" and isinstance(item, Geometry):
        return f'types.shape("{item.geometry_type}")'
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    include_object=ours,
    render_item=spell,
    render_as_batch=False,  # batch mode corrupts geometry_columns on SpatiaLite
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
