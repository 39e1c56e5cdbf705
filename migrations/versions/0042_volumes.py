"""Electricity and the volumes of months."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0042"
down_revision = "0041"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER well_month_past_no_update BEFORE UPDATE ON well_month_past BEGIN SELECT "
            "RAISE(ABORT, 'append-only: well_month_past'); END"
        ),
        (
            "CREATE TRIGGER well_month_past_no_delete BEFORE DELETE ON well_month_past BEGIN SELECT "
            "RAISE(ABORT, 'append-only: well_month_past'); END"
        ),
        (
            "CREATE TRIGGER well_month_past_no_replace BEFORE INSERT ON well_month_past WHEN EXISTS "
            "(SELECT 1 FROM well_month_past WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM well_month_past "
            "WHERE rowid = NEW.rowid) OR EXISTS (SELECT 1 FROM well_month_past WHERE well_id = "
            "NEW.well_id AND year = NEW.year AND month = NEW.month AND version = NEW.version) BEGIN "
            "SELECT RAISE(ABORT, 'append-only: well_month_past'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER well_month_past_no_change BEFORE UPDATE OR DELETE ON well_month_past FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER well_month_past_no_truncate BEFORE TRUNCATE ON well_month_past FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = (
    "well_month_past",
    "well_month",
    "volume_query",
    "volume_estimate",
    "meter_assignment",
    "electricity_use",
    "electricity_account_well",
    "township_month",
)


def upgrade() -> None:
    op.create_table(
        "township_month",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "division_code",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column(
            "grade", sa.Enum("a", "b", "c", "d", name="grade", native_enum=False, length=40), nullable=False
        ),
        sa.Column("volume_l", types.Litres(), nullable=False),
        sa.Column("wells", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("wells >= 0", name=op.f("ck_township_month_wells")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_township_month")),
        sa.UniqueConstraint(
            "county_code",
            "year",
            "month",
            "division_code",
            "grade",
            name=op.f("uq_township_month_county_code_year_month_division_code_grade"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_township_month_id")),
    )
    op.create_table(
        "electricity_account_well",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["electricity_account.id"], name=op.f("fk_electricity_account_well_account_id")
        ),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_electricity_account_well_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_electricity_account_well")),
        sa.UniqueConstraint(
            "account_id", "well_id", name=op.f("uq_electricity_account_well_account_id_well_id")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_electricity_account_well_id")),
    )
    op.create_index(
        op.f("ix_electricity_account_well_well_id_account_id"),
        "electricity_account_well",
        ["well_id", "account_id"],
        unique=False,
    )
    op.create_table(
        "electricity_use",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("energy_wh", types.Litres(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("replaced_at", types.UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("energy_wh >= 0", name=op.f("ck_electricity_use_energy")),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_electricity_use_month")),
        sa.CheckConstraint("year BETWEEN 1949 AND 2200", name=op.f("ck_electricity_use_year")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["electricity_account.id"], name=op.f("fk_electricity_use_account_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_electricity_use")),
        sa.UniqueConstraint("id", name=op.f("uq_electricity_use_id")),
    )
    op.create_index(
        op.f("ix_electricity_use_county_code_year_month"),
        "electricity_use",
        ["county_code", "year", "month"],
        unique=False,
    )
    op.create_index(
        "uq_electricity_use_in_force",
        "electricity_use",
        ["account_id", "year", "month"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "meter_assignment",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meter_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("opening_l", types.Litres(), nullable=True),
        sa.Column("closing_l", types.Litres(), nullable=True),
        sa.Column("ground", sa.String(length=200), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name=op.f("ck_meter_assignment_order")),
        sa.ForeignKeyConstraint(["meter_id"], ["meter.id"], name=op.f("fk_meter_assignment_meter_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_meter_assignment_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_meter_assignment")),
        sa.UniqueConstraint("id", name=op.f("uq_meter_assignment_id")),
        sa.UniqueConstraint(
            "meter_id", "well_id", "from_on", name=op.f("uq_meter_assignment_meter_id_well_id_from_on")
        ),
    )
    op.create_index(
        op.f("ix_meter_assignment_well_id_from_on"), "meter_assignment", ["well_id", "from_on"], unique=False
    )
    op.create_table(
        "volume_estimate",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "online_meter",
                "manual_meter",
                "power_coefficient",
                "pump_hours",
                "norm",
                "stated",
                name="volumemethod",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("volume_l", types.Litres(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("replaced_at", types.UtcDateTime(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_volume_estimate_month")),
        sa.CheckConstraint("volume_l >= 0", name=op.f("ck_volume_estimate_volume")),
        sa.CheckConstraint("year BETWEEN 1949 AND 2200", name=op.f("ck_volume_estimate_year")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_volume_estimate_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_volume_estimate")),
        sa.UniqueConstraint("id", name=op.f("uq_volume_estimate_id")),
    )
    op.create_index(
        "uq_volume_estimate_in_force",
        "volume_estimate",
        ["well_id", "year", "month", "method"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "volume_query",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column(
            "division_code",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "decrease_unexplained",
                "gap",
                "spike",
                "above_capacity",
                "after_closure",
                "swap_unmarked",
                "zero_with_power",
                "night_pumping",
                name="querykind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column(
            "facts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "query_open",
                "query_explained",
                "query_dismissed",
                "query_lapsed",
                name="querystate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", types.UtcDateTime(), nullable=False),
        sa.Column("decided_at", types.UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("explanation", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'query_open') = (decided_at IS NULL)", name=op.f("ck_volume_query_decision_has_time")
        ),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_volume_query_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_volume_query")),
        sa.UniqueConstraint("id", name=op.f("uq_volume_query_id")),
        sa.UniqueConstraint("well_id", "kind", "to_on", name=op.f("uq_volume_query_well_id_kind_to_on")),
    )
    op.create_index(
        op.f("ix_volume_query_county_code_state_kind"),
        "volume_query",
        ["county_code", "state", "kind"],
        unique=False,
    )
    op.create_table(
        "well_month",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column(
            "division_code",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("volume_l", types.Litres(), nullable=True),
        sa.Column(
            "method",
            sa.Enum(
                "online_meter",
                "manual_meter",
                "power_coefficient",
                "pump_hours",
                "norm",
                "stated",
                name="volumemethod",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "grade", sa.Enum("a", "b", "c", "d", name="grade", native_enum=False, length=40), nullable=True
        ),
        sa.Column("flags", sa.String(length=200), nullable=False),
        sa.Column("coefficient_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("figured_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(volume_l IS NULL) = (grade IS NULL)", name=op.f("ck_well_month_figure_has_grade")
        ),
        sa.CheckConstraint(
            "(volume_l IS NULL) = (method IS NULL)", name=op.f("ck_well_month_figure_has_method")
        ),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_well_month_month")),
        sa.CheckConstraint("volume_l >= 0", name=op.f("ck_well_month_volume")),
        sa.ForeignKeyConstraint(
            ["coefficient_id"], ["coefficient.id"], name=op.f("fk_well_month_coefficient_id")
        ),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_well_month_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_well_month")),
        sa.UniqueConstraint("id", name=op.f("uq_well_month_id")),
        sa.UniqueConstraint("well_id", "year", "month", name=op.f("uq_well_month_well_id_year_month")),
    )
    op.create_index(
        op.f("ix_well_month_county_code_year_month_division_code"),
        "well_month",
        ["county_code", "year", "month", "division_code"],
        unique=False,
    )
    op.create_table(
        "well_month_past",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("volume_l", types.Litres(), nullable=True),
        sa.Column(
            "method",
            sa.Enum(
                "online_meter",
                "manual_meter",
                "power_coefficient",
                "pump_hours",
                "norm",
                "stated",
                name="volumemethod",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "grade", sa.Enum("a", "b", "c", "d", name="grade", native_enum=False, length=40), nullable=True
        ),
        sa.Column("flags", sa.String(length=200), nullable=False),
        sa.Column("figured_at", types.UtcDateTime(), nullable=False),
        sa.Column("replaced_at", types.UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_well_month_past_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_well_month_past")),
        sa.UniqueConstraint("id", name=op.f("uq_well_month_past_id")),
        sa.UniqueConstraint(
            "well_id", "year", "month", "version", name=op.f("uq_well_month_past_well_id_year_month_version")
        ),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
