"""Norms, control totals and plans."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0038"
down_revision = "0037"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER plan_setting_no_update BEFORE UPDATE ON plan_setting BEGIN SELECT "
            "RAISE(ABORT, 'append-only: plan_setting'); END"
        ),
        (
            "CREATE TRIGGER plan_setting_no_delete BEFORE DELETE ON plan_setting BEGIN SELECT "
            "RAISE(ABORT, 'append-only: plan_setting'); END"
        ),
        (
            "CREATE TRIGGER plan_setting_no_replace BEFORE INSERT ON plan_setting WHEN EXISTS (SELECT 1 "
            "FROM plan_setting WHERE county_code = NEW.county_code AND key = NEW.key AND version = "
            "NEW.version) OR EXISTS (SELECT 1 FROM plan_setting WHERE id = NEW.id) OR EXISTS (SELECT 1 "
            "FROM plan_setting WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "plan_setting'); END"
        ),
        (
            "CREATE TRIGGER water_norm_no_update BEFORE UPDATE ON water_norm BEGIN SELECT RAISE(ABORT, "
            "'append-only: water_norm'); END"
        ),
        (
            "CREATE TRIGGER water_norm_no_delete BEFORE DELETE ON water_norm BEGIN SELECT RAISE(ABORT, "
            "'append-only: water_norm'); END"
        ),
        (
            "CREATE TRIGGER water_norm_no_replace BEFORE INSERT ON water_norm WHEN EXISTS (SELECT 1 FROM "
            "water_norm WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM water_norm WHERE line_id = "
            "NEW.line_id AND version = NEW.version) OR EXISTS (SELECT 1 FROM water_norm WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: water_norm'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER plan_setting_no_change BEFORE UPDATE OR DELETE ON plan_setting FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER plan_setting_no_truncate BEFORE TRUNCATE ON plan_setting FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER water_norm_no_change BEFORE UPDATE OR DELETE ON water_norm FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER water_norm_no_truncate BEFORE TRUNCATE ON water_norm FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("plan_node", "water_norm", "plan_setting")


def upgrade() -> None:
    op.create_table(
        "plan_setting",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "key",
            sa.Enum(
                "cut_alpha",
                "cut_cap",
                "month_warn",
                "month_test",
                "year_test",
                name="settingkey",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("set_by", sa.String(length=80), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("paper <> ''", name=op.f("ck_plan_setting_paper_given")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_plan_setting_version")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_plan_setting")),
        sa.UniqueConstraint(
            "county_code", "key", "version", name=op.f("uq_plan_setting_county_code_key_version")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_plan_setting_id")),
    )
    op.create_table(
        "water_norm",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "domestic",
                "norm_industry",
                "norm_irrigation",
                "service",
                "norm_livestock",
                name="normkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("per", sa.String(length=20), nullable=False),
        sa.Column("value_l", types.Litres(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column(
            "certainty",
            sa.Enum("L", "P", "M", "S", name="certainty", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.String(length=80), nullable=False),
        sa.Column("entered_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_water_norm_days")),
        sa.CheckConstraint("value_l > 0", name=op.f("ck_water_norm_value")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_water_norm_version")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_water_norm")),
        sa.UniqueConstraint("id", name=op.f("uq_water_norm_id")),
        sa.UniqueConstraint("line_id", "version", name=op.f("uq_water_norm_line_id_version")),
    )
    op.create_index(
        op.f("ix_water_norm_county_code_kind_item"),
        "water_norm",
        ["county_code", "kind", "item"],
        unique=False,
    )
    op.create_table(
        "plan_node",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
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
            "level",
            sa.Enum("county", "township", "user", "well", name="level", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("well_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "suggested",
                "plan_approved",
                "plan_issued",
                "in_force",
                "plan_warned",
                "adjusted",
                "settled",
                "cut_next_year",
                "plan_dropped",
                name="planstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("planned_l", types.Litres(), nullable=False),
        sa.Column("domestic_l", types.Litres(), nullable=False),
        sa.Column(
            "spread",
            sa.Enum("even", "days", "own", name="spread", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "months",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(level = 'county') = (parent_id IS NULL)", name=op.f("ck_plan_node_hangs_below")),
        sa.CheckConstraint("(level = 'well') = (well_id IS NOT NULL)", name=op.f("ck_plan_node_has_well")),
        sa.CheckConstraint(
            "(level IN ('user', 'well')) = (party_id IS NOT NULL)", name=op.f("ck_plan_node_has_party")
        ),
        sa.CheckConstraint("domestic_l >= 0 AND domestic_l <= planned_l", name=op.f("ck_plan_node_domestic")),
        sa.CheckConstraint("planned_l >= 0", name=op.f("ck_plan_node_volume")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_plan_node_version")),
        sa.CheckConstraint("year BETWEEN 1949 AND 2200", name=op.f("ck_plan_node_year")),
        sa.ForeignKeyConstraint(["parent_id"], ["plan_node.id"], name=op.f("fk_plan_node_parent_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_plan_node_party_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_plan_node_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_plan_node")),
        sa.UniqueConstraint(
            "county_code",
            "year",
            "source",
            "level",
            "key",
            name=op.f("uq_plan_node_county_code_year_source_level_key"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_plan_node_id")),
    )
    op.create_index(
        op.f("ix_plan_node_county_code_year_division_code"),
        "plan_node",
        ["county_code", "year", "division_code"],
        unique=False,
    )
    op.create_index(op.f("ix_plan_node_parent_id_key"), "plan_node", ["parent_id", "key"], unique=False)
    op.create_index(op.f("ix_plan_node_party_id_year"), "plan_node", ["party_id", "year"], unique=False)
    op.create_index(op.f("ix_plan_node_well_id_year"), "plan_node", ["well_id", "year"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
