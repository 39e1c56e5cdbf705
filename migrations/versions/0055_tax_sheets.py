"""The tax list and the sheets of assessment."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0055"
down_revision = "0054"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER tax_list_no_update BEFORE UPDATE ON tax_list BEGIN SELECT RAISE(ABORT, "
            "'append-only: tax_list'); END"
        ),
        (
            "CREATE TRIGGER tax_list_no_delete BEFORE DELETE ON tax_list BEGIN SELECT RAISE(ABORT, "
            "'append-only: tax_list'); END"
        ),
        (
            "CREATE TRIGGER tax_list_no_replace BEFORE INSERT ON tax_list WHEN EXISTS (SELECT 1 FROM "
            "tax_list WHERE county_code = NEW.county_code AND year = NEW.year AND version = NEW.version) "
            "OR EXISTS (SELECT 1 FROM tax_list WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM tax_list "
            "WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: tax_list'); END"
        ),
        (
            "CREATE TRIGGER tax_list_line_no_update BEFORE UPDATE ON tax_list_line BEGIN SELECT "
            "RAISE(ABORT, 'append-only: tax_list_line'); END"
        ),
        (
            "CREATE TRIGGER tax_list_line_no_delete BEFORE DELETE ON tax_list_line BEGIN SELECT "
            "RAISE(ABORT, 'append-only: tax_list_line'); END"
        ),
        (
            "CREATE TRIGGER tax_list_line_no_replace BEFORE INSERT ON tax_list_line WHEN EXISTS (SELECT "
            "1 FROM tax_list_line WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM tax_list_line WHERE "
            "list_id = NEW.list_id AND line = NEW.line) OR EXISTS (SELECT 1 FROM tax_list_line WHERE "
            "rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: tax_list_line'); END"
        ),
        (
            "CREATE TRIGGER tax_sheet_no_update BEFORE UPDATE ON tax_sheet BEGIN SELECT RAISE(ABORT, "
            "'append-only: tax_sheet'); END"
        ),
        (
            "CREATE TRIGGER tax_sheet_no_delete BEFORE DELETE ON tax_sheet BEGIN SELECT RAISE(ABORT, "
            "'append-only: tax_sheet'); END"
        ),
        (
            "CREATE TRIGGER tax_sheet_no_replace BEFORE INSERT ON tax_sheet WHEN EXISTS (SELECT 1 FROM "
            "tax_sheet WHERE county_code = NEW.county_code AND number = NEW.number) OR EXISTS (SELECT 1 "
            "FROM tax_sheet WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM tax_sheet WHERE party_id = "
            "NEW.party_id AND source = NEW.source AND kind = NEW.kind AND year = NEW.year AND "
            "period_number = NEW.period_number AND version = NEW.version) OR EXISTS (SELECT 1 FROM "
            "tax_sheet WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: tax_sheet'); END"
        ),
        (
            "CREATE TRIGGER tax_sheet_void_no_update BEFORE UPDATE ON tax_sheet_void BEGIN SELECT "
            "RAISE(ABORT, 'append-only: tax_sheet_void'); END"
        ),
        (
            "CREATE TRIGGER tax_sheet_void_no_delete BEFORE DELETE ON tax_sheet_void BEGIN SELECT "
            "RAISE(ABORT, 'append-only: tax_sheet_void'); END"
        ),
        (
            "CREATE TRIGGER tax_sheet_void_no_replace BEFORE INSERT ON tax_sheet_void WHEN EXISTS "
            "(SELECT 1 FROM tax_sheet_void WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM tax_sheet_void "
            "WHERE rowid = NEW.rowid) OR EXISTS (SELECT 1 FROM tax_sheet_void WHERE sheet_id = "
            "NEW.sheet_id) BEGIN SELECT RAISE(ABORT, 'append-only: tax_sheet_void'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER tax_list_no_change BEFORE UPDATE OR DELETE ON tax_list FOR EACH ROW EXECUTE "
            "FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER tax_list_no_truncate BEFORE TRUNCATE ON tax_list FOR EACH STATEMENT EXECUTE "
            "FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER tax_list_line_no_change BEFORE UPDATE OR DELETE ON tax_list_line FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER tax_list_line_no_truncate BEFORE TRUNCATE ON tax_list_line FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER tax_sheet_no_change BEFORE UPDATE OR DELETE ON tax_sheet FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER tax_sheet_no_truncate BEFORE TRUNCATE ON tax_sheet FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER tax_sheet_void_no_change BEFORE UPDATE OR DELETE ON tax_sheet_void FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER tax_sheet_void_no_truncate BEFORE TRUNCATE ON tax_sheet_void FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("tax_sheet_void", "tax_sheet", "tax_list_line", "tax_list")


def upgrade() -> None:
    op.create_table(
        "tax_list",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=80), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column(
            "refused",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("unmatched", sa.Integer(), nullable=False),
        sa.Column("taken_at", types.UtcDateTime(), nullable=False),
        sa.Column("taken_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_tax_list_year")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_tax_list")),
        sa.UniqueConstraint(
            "county_code", "year", "version", name=op.f("uq_tax_list_county_code_year_version")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_tax_list_id")),
    )
    op.create_table(
        "tax_list_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("identifier", sa.String(length=40), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("volume_l", types.Litres(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "first_month BETWEEN 1 AND 12 AND last_month BETWEEN first_month AND 12",
            name=op.f("ck_tax_list_line_months"),
        ),
        sa.CheckConstraint("volume_l >= 0", name=op.f("ck_tax_list_line_volume")),
        sa.ForeignKeyConstraint(["list_id"], ["tax_list.id"], name=op.f("fk_tax_list_line_list_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_tax_list_line_party_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_tax_list_line")),
        sa.UniqueConstraint("id", name=op.f("uq_tax_list_line_id")),
        sa.UniqueConstraint("list_id", "line", name=op.f("uq_tax_list_line_list_id_line")),
    )
    op.create_index(
        op.f("ix_tax_list_line_list_id_party_id"), "tax_list_line", ["list_id", "party_id"], unique=False
    )
    op.create_table(
        "tax_sheet",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "groundwater_shallow",
                "groundwater_deep",
                "surface",
                "tap",
                "yellow_river",
                "yangtze_river",
                "reclaimed",
                name="watersource",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "period_month",
                "period_quarter",
                "period_year",
                name="periodkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("period_number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("volume_l", types.Litres(), nullable=False),
        sa.Column("within_l", types.Litres(), nullable=False),
        sa.Column("over_l", types.Litres(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_hash", sa.String(length=160), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", types.UtcDateTime(), nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=True),
        sa.Column("issued_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("within_l + over_l = volume_l", name=op.f("ck_tax_sheet_parts")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_tax_sheet_year")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["officer.id"], name=op.f("fk_tax_sheet_issued_by_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_tax_sheet_party_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_tax_sheet")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_tax_sheet_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_tax_sheet_id")),
        sa.UniqueConstraint(
            "party_id",
            "source",
            "kind",
            "year",
            "period_number",
            "version",
            name=op.f("uq_tax_sheet_party_id_source_kind_year_period_number_version"),
        ),
    )
    op.create_index(
        op.f("ix_tax_sheet_county_code_year_kind_period_number"),
        "tax_sheet",
        ["county_code", "year", "kind", "period_number"],
        unique=False,
    )
    op.create_table(
        "tax_sheet_void",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_tax_sheet_void_reason_given")),
        sa.ForeignKeyConstraint(["sheet_id"], ["tax_sheet.id"], name=op.f("fk_tax_sheet_void_sheet_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_tax_sheet_void")),
        sa.UniqueConstraint("id", name=op.f("uq_tax_sheet_void_id")),
        sa.UniqueConstraint("sheet_id", name=op.f("uq_tax_sheet_void_sheet_id")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
