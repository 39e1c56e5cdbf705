"""Lists of businesses and discharges."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0047"
down_revision = "0046"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER screening_list_no_update BEFORE UPDATE ON screening_list BEGIN SELECT "
            "RAISE(ABORT, 'append-only: screening_list'); END"
        ),
        (
            "CREATE TRIGGER screening_list_no_delete BEFORE DELETE ON screening_list BEGIN SELECT "
            "RAISE(ABORT, 'append-only: screening_list'); END"
        ),
        (
            "CREATE TRIGGER screening_list_no_replace BEFORE INSERT ON screening_list WHEN EXISTS "
            "(SELECT 1 FROM screening_list WHERE county_code = NEW.county_code AND kind = NEW.kind AND "
            "on_day = NEW.on_day AND version = NEW.version) OR EXISTS (SELECT 1 FROM screening_list "
            "WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM screening_list WHERE rowid = NEW.rowid) BEGIN "
            "SELECT RAISE(ABORT, 'append-only: screening_list'); END"
        ),
        (
            "CREATE TRIGGER screening_list_entry_no_update BEFORE UPDATE ON screening_list_entry BEGIN "
            "SELECT RAISE(ABORT, 'append-only: screening_list_entry'); END"
        ),
        (
            "CREATE TRIGGER screening_list_entry_no_delete BEFORE DELETE ON screening_list_entry BEGIN "
            "SELECT RAISE(ABORT, 'append-only: screening_list_entry'); END"
        ),
        (
            "CREATE TRIGGER screening_list_entry_no_replace BEFORE INSERT ON screening_list_entry WHEN "
            "EXISTS (SELECT 1 FROM screening_list_entry WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "screening_list_entry WHERE list_id = NEW.list_id AND line = NEW.line) OR EXISTS (SELECT 1 "
            "FROM screening_list_entry WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "screening_list_entry'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER screening_list_no_change BEFORE UPDATE OR DELETE ON screening_list FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER screening_list_no_truncate BEFORE TRUNCATE ON screening_list FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER screening_list_entry_no_change BEFORE UPDATE OR DELETE ON "
            "screening_list_entry FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER screening_list_entry_no_truncate BEFORE TRUNCATE ON screening_list_entry FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("screening_list_entry", "screening_list")


def upgrade() -> None:
    op.create_table(
        "screening_list",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "businesses",
                "tap_accounts",
                "reclaimed_buyers",
                "discharges",
                name="listkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column(
            "refused",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("taken_at", types.UtcDateTime(), nullable=False),
        sa.Column("taken_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_screening_list")),
        sa.UniqueConstraint(
            "county_code",
            "kind",
            "on_day",
            "version",
            name=op.f("uq_screening_list_county_code_kind_on_day_version"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_screening_list_id")),
    )
    op.create_table(
        "screening_list_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("identifier", sa.String(length=40), nullable=False),
        sa.Column("trade", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("volume_l", types.Litres(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("name <> '' OR identifier <> ''", name=op.f("ck_screening_list_entry_somebody")),
        sa.CheckConstraint("volume_l >= 0", name=op.f("ck_screening_list_entry_volume")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["screening_list.id"], name=op.f("fk_screening_list_entry_list_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_screening_list_entry")),
        sa.UniqueConstraint("id", name=op.f("uq_screening_list_entry_id")),
        sa.UniqueConstraint("list_id", "line", name=op.f("uq_screening_list_entry_list_id_line")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
