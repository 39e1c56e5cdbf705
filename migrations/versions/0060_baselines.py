"""Locked baselines and substitute water."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0060"
down_revision = "0059"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER substitute_supply_no_update BEFORE UPDATE ON substitute_supply BEGIN SELECT "
            "RAISE(ABORT, 'append-only: substitute_supply'); END"
        ),
        (
            "CREATE TRIGGER substitute_supply_no_delete BEFORE DELETE ON substitute_supply BEGIN SELECT "
            "RAISE(ABORT, 'append-only: substitute_supply'); END"
        ),
        (
            "CREATE TRIGGER substitute_supply_no_replace BEFORE INSERT ON substitute_supply WHEN EXISTS "
            "(SELECT 1 FROM substitute_supply WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "substitute_supply WHERE rowid = NEW.rowid) OR EXISTS (SELECT 1 FROM substitute_supply WHERE "
            "substitute_id = NEW.substitute_id AND year = NEW.year AND month = NEW.month AND version = "
            "NEW.version) BEGIN SELECT RAISE(ABORT, 'append-only: substitute_supply'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER substitute_supply_no_change BEFORE UPDATE OR DELETE ON substitute_supply FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER substitute_supply_no_truncate BEFORE TRUNCATE ON substitute_supply FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("claim_baseline", "substitute_supply", "substitute_water")


def upgrade() -> None:
    op.create_table(
        "substitute_water",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "public_network",
                "yellow_river",
                "yangtze",
                "reclaimed",
                "storm_water",
                "other",
                "none_needed",
                name="replacementsource",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("capacity_l", types.Litres(), nullable=False),
        sa.Column("groundwater_permille", sa.Integer(), nullable=False),
        sa.Column("papers", sa.String(length=400), nullable=False),
        sa.Column("entered_by", sa.String(length=80), nullable=False),
        sa.Column("entered_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("capacity_l > 0", name=op.f("ck_substitute_water_capacity")),
        sa.CheckConstraint("groundwater_permille BETWEEN 0 AND 1000", name=op.f("ck_substitute_water_share")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_substitute_water")),
        sa.UniqueConstraint("county_code", "name", name=op.f("uq_substitute_water_county_code_name")),
        sa.UniqueConstraint("id", name=op.f("uq_substitute_water_id")),
    )
    op.create_table(
        "substitute_supply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("volume_l", types.Litres(), nullable=False),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column("entered_by", sa.String(length=80), nullable=False),
        sa.Column("entered_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_substitute_supply_month")),
        sa.CheckConstraint("volume_l >= 0", name=op.f("ck_substitute_supply_volume")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["substitute_water.id"], name=op.f("fk_substitute_supply_substitute_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_substitute_supply")),
        sa.UniqueConstraint("id", name=op.f("uq_substitute_supply_id")),
        sa.UniqueConstraint(
            "substitute_id",
            "year",
            "month",
            "version",
            name=op.f("uq_substitute_supply_substitute_id_year_month_version"),
        ),
    )
    op.create_table(
        "claim_baseline",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column(
            "aquifer_group",
            sa.Enum("shallow", "deep", "mixed", "unknown", name="aquifergroup", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("before_year", sa.Integer(), nullable=False),
        sa.Column(
            "method",
            sa.Enum("B1", "B2", "B3", "B4", "B5", "B6", name="baselinemethod", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("baseline_l", types.Litres(), nullable=False),
        sa.Column(
            "figures",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("papers", sa.String(length=400), nullable=False),
        sa.Column("explanation", sa.String(length=400), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "baseline_draft",
                "baseline_locked",
                "baseline_superseded",
                "baseline_dropped",
                name="baselinestatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=True),
        sa.Column("drafted_by", sa.String(length=80), nullable=False),
        sa.Column("drafted_at", types.UtcDateTime(), nullable=False),
        sa.Column("locked_on", sa.Date(), nullable=True),
        sa.Column("lock_paper", sa.String(length=120), nullable=False),
        sa.Column("locked_by", sa.String(length=80), nullable=False),
        sa.Column("locked_at", types.UtcDateTime(), nullable=True),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.String(length=400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(locked_on IS NULL) = (locked_at IS NULL)", name=op.f("ck_claim_baseline_locked")
        ),
        sa.CheckConstraint(
            "(well_id IS NULL) <> (party_id IS NULL)", name=op.f("ck_claim_baseline_one_owner")
        ),
        sa.CheckConstraint("baseline_l >= 0", name=op.f("ck_claim_baseline_volume")),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["officer.id"], name=op.f("fk_claim_baseline_drafted_by_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_claim_baseline_party_id")),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["claim_baseline.id"], name=op.f("fk_claim_baseline_supersedes_id")
        ),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_claim_baseline_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_claim_baseline")),
        sa.UniqueConstraint("id", name=op.f("uq_claim_baseline_id")),
    )
    op.create_index(
        op.f("ix_claim_baseline_county_code_status_drafted_at"),
        "claim_baseline",
        ["county_code", "status", "drafted_at"],
        unique=False,
    )
    op.create_index(
        "uq_claim_baseline_unit",
        "claim_baseline",
        ["party_id", "aquifer_group"],
        unique=True,
        sqlite_where=sa.text("status = 'baseline_locked'"),
        postgresql_where=sa.text("status = 'baseline_locked'"),
    )
    op.create_index(
        "uq_claim_baseline_well",
        "claim_baseline",
        ["well_id"],
        unique=True,
        sqlite_where=sa.text("status = 'baseline_locked'"),
        postgresql_where=sa.text("status = 'baseline_locked'"),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
