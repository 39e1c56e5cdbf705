"""Superiors' forms, their bindings, fillings and merges."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0066"
down_revision = "0065"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER blank_version_no_update BEFORE UPDATE ON blank_version BEGIN SELECT "
            "RAISE(ABORT, 'append-only: blank_version'); END"
        ),
        (
            "CREATE TRIGGER blank_version_no_delete BEFORE DELETE ON blank_version BEGIN SELECT "
            "RAISE(ABORT, 'append-only: blank_version'); END"
        ),
        (
            "CREATE TRIGGER blank_version_no_replace BEFORE INSERT ON blank_version WHEN EXISTS (SELECT "
            "1 FROM blank_version WHERE form_id = NEW.form_id AND number = NEW.number) OR EXISTS (SELECT "
            "1 FROM blank_version WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM blank_version WHERE rowid "
            "= NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: blank_version'); END"
        ),
        (
            "CREATE TRIGGER blank_filling_no_update BEFORE UPDATE ON blank_filling BEGIN SELECT "
            "RAISE(ABORT, 'append-only: blank_filling'); END"
        ),
        (
            "CREATE TRIGGER blank_filling_no_delete BEFORE DELETE ON blank_filling BEGIN SELECT "
            "RAISE(ABORT, 'append-only: blank_filling'); END"
        ),
        (
            "CREATE TRIGGER blank_filling_no_replace BEFORE INSERT ON blank_filling WHEN EXISTS (SELECT "
            "1 FROM blank_filling WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM blank_filling WHERE rowid "
            "= NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: blank_filling'); END"
        ),
        (
            "CREATE TRIGGER blank_merge_no_update BEFORE UPDATE ON blank_merge BEGIN SELECT RAISE(ABORT, "
            "'append-only: blank_merge'); END"
        ),
        (
            "CREATE TRIGGER blank_merge_no_delete BEFORE DELETE ON blank_merge BEGIN SELECT RAISE(ABORT, "
            "'append-only: blank_merge'); END"
        ),
        (
            "CREATE TRIGGER blank_merge_no_replace BEFORE INSERT ON blank_merge WHEN EXISTS (SELECT 1 "
            "FROM blank_merge WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM blank_merge WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: blank_merge'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER blank_version_no_change BEFORE UPDATE OR DELETE ON blank_version FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER blank_version_no_truncate BEFORE TRUNCATE ON blank_version FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER blank_filling_no_change BEFORE UPDATE OR DELETE ON blank_filling FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER blank_filling_no_truncate BEFORE TRUNCATE ON blank_filling FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER blank_merge_no_change BEFORE UPDATE OR DELETE ON blank_merge FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER blank_merge_no_truncate BEFORE TRUNCATE ON blank_merge FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("blank_merge", "blank_filling", "blank_binding", "blank_version", "blank_form")


def upgrade() -> None:
    op.create_table(
        "blank_form",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("superior", sa.String(length=100), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_blank_form_name_given")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_blank_form")),
        sa.UniqueConstraint("county_code", "name", name=op.f("uq_blank_form_county_code_name")),
        sa.UniqueConstraint("id", name=op.f("uq_blank_form_id")),
    )
    op.create_table(
        "blank_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("taken_at", types.UtcDateTime(), nullable=False),
        sa.Column("taken_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["file_hash"], ["stored_file.hash"], name=op.f("fk_blank_version_file_hash")),
        sa.ForeignKeyConstraint(["form_id"], ["blank_form.id"], name=op.f("fk_blank_version_form_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_blank_version")),
        sa.UniqueConstraint("form_id", "number", name=op.f("uq_blank_version_form_id_number")),
        sa.UniqueConstraint("id", name=op.f("uq_blank_version_id")),
    )
    op.create_table(
        "blank_binding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("sheet", sa.String(length=120), nullable=False),
        sa.Column("area", sa.String(length=30), nullable=False),
        sa.Column("names", sa.String(length=30), nullable=False),
        sa.Column(
            "figure",
            sa.Enum(
                "wells_target",
                "wells_booked",
                "wells_claimed",
                "wells_left",
                "wells_rate",
                "reduction_target",
                "reduction_booked",
                "reduction_this_year",
                "reduction_claimed",
                "reduction_left",
                "reduction_rate",
                "deep_target",
                "deep_left",
                "reclaimed_target",
                "reclaimed_used",
                "reclaimed_rate",
                "sewage_treated",
                "problems_listed",
                "problems_done",
                "struck_off_rate",
                "accepted_rate",
                "answered_rate",
                "resolved_rate",
                "satisfied_rate",
                "wells_all",
                "wells_in_use",
                "wells_closed_all",
                "wells_shallow_in_use",
                "wells_deep_in_use",
                "problems_found",
                "problems_struck_off",
                "cases_opened",
                "cases_closed",
                "fines_decided",
                "fines_paid",
                "volume_taken",
                "volume_metered",
                "volume_by_power",
                "volume_estimated",
                "volume_planned",
                "permits_valid",
                "permitted_volume",
                "county_name",
                "county_code",
                "reporting_unit",
                "filled_by",
                "filled_on",
                "period_text",
                "period_end",
                "year_number",
                "month_number",
                name="figureid",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "span",
            sa.Enum(
                "month",
                "to_date",
                "year",
                "last_month",
                "last_to_date",
                "last_year",
                "m01",
                "m02",
                "m03",
                "m04",
                "m05",
                "m06",
                "m07",
                "m08",
                "m09",
                "m10",
                "m11",
                "m12",
                name="span",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "scale",
            sa.Enum(
                "one",
                "thousand",
                "ten_thousand",
                "hundred_million",
                name="scale",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column(
            "rounding",
            sa.Enum("half_up", "half_even", "down", name="rounding", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("decimals BETWEEN 0 AND 6", name=op.f("ck_blank_binding_decimals")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["blank_version.id"], name=op.f("fk_blank_binding_version_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_blank_binding")),
        sa.UniqueConstraint("id", name=op.f("uq_blank_binding_id")),
        sa.UniqueConstraint(
            "version_id", "sheet", "area", name=op.f("uq_blank_binding_version_id_sheet_area")
        ),
    )
    op.create_table(
        "blank_filling",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("list_hash", sa.String(length=160), nullable=False),
        sa.Column("filled_cells", sa.Integer(), nullable=False),
        sa.Column("empty_cells", sa.Integer(), nullable=False),
        sa.Column("ledger_count", sa.Integer(), nullable=False),
        sa.Column("ledger_head", sa.String(length=160), nullable=False),
        sa.Column("filled_at", types.UtcDateTime(), nullable=False),
        sa.Column("filled_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_blank_filling_month")),
        sa.ForeignKeyConstraint(["file_hash"], ["stored_file.hash"], name=op.f("fk_blank_filling_file_hash")),
        sa.ForeignKeyConstraint(["list_hash"], ["stored_file.hash"], name=op.f("fk_blank_filling_list_hash")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["blank_version.id"], name=op.f("fk_blank_filling_version_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_blank_filling")),
        sa.UniqueConstraint("id", name=op.f("uq_blank_filling_id")),
    )
    op.create_index(
        op.f("ix_blank_filling_version_id_filled_at"),
        "blank_filling",
        ["version_id", "filled_at"],
        unique=False,
    )
    op.create_table(
        "blank_merge",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("sum", "own_row", "rows", name="mergemode", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "areas",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "returns",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "conflicts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("merged_at", types.UtcDateTime(), nullable=False),
        sa.Column("merged_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["file_hash"], ["stored_file.hash"], name=op.f("fk_blank_merge_file_hash")),
        sa.ForeignKeyConstraint(["version_id"], ["blank_version.id"], name=op.f("fk_blank_merge_version_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_blank_merge")),
        sa.UniqueConstraint("id", name=op.f("uq_blank_merge_id")),
    )
    op.create_index(
        op.f("ix_blank_merge_version_id_merged_at"), "blank_merge", ["version_id", "merged_at"], unique=False
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
