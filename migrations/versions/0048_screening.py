"""Screening runs and their hits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0048"
down_revision = "0047"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER screening_run_no_update BEFORE UPDATE ON screening_run BEGIN SELECT "
            "RAISE(ABORT, 'append-only: screening_run'); END"
        ),
        (
            "CREATE TRIGGER screening_run_no_delete BEFORE DELETE ON screening_run BEGIN SELECT "
            "RAISE(ABORT, 'append-only: screening_run'); END"
        ),
        (
            "CREATE TRIGGER screening_run_no_replace BEFORE INSERT ON screening_run WHEN EXISTS (SELECT "
            "1 FROM screening_run WHERE county_code = NEW.county_code AND number = NEW.number) OR EXISTS "
            "(SELECT 1 FROM screening_run WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM screening_run "
            "WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: screening_run'); END"
        ),
        (
            "CREATE TRIGGER screening_setting_no_update BEFORE UPDATE ON screening_setting BEGIN SELECT "
            "RAISE(ABORT, 'append-only: screening_setting'); END"
        ),
        (
            "CREATE TRIGGER screening_setting_no_delete BEFORE DELETE ON screening_setting BEGIN SELECT "
            "RAISE(ABORT, 'append-only: screening_setting'); END"
        ),
        (
            "CREATE TRIGGER screening_setting_no_replace BEFORE INSERT ON screening_setting WHEN EXISTS "
            "(SELECT 1 FROM screening_setting WHERE county_code = NEW.county_code AND rule = NEW.rule "
            "AND version = NEW.version) OR EXISTS (SELECT 1 FROM screening_setting WHERE id = NEW.id) OR "
            "EXISTS (SELECT 1 FROM screening_setting WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: screening_setting'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER screening_run_no_change BEFORE UPDATE OR DELETE ON screening_run FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER screening_run_no_truncate BEFORE TRUNCATE ON screening_run FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER screening_setting_no_change BEFORE UPDATE OR DELETE ON screening_setting FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER screening_setting_no_truncate BEFORE TRUNCATE ON screening_setting FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("screening_hit", "screening_setting", "screening_run")


def upgrade() -> None:
    op.create_table(
        "screening_run",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=160), nullable=False),
        sa.Column("wells", sa.Integer(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("parties", sa.Integer(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column(
            "counts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "settings",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_screening_run")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_screening_run_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_screening_run_id")),
    )
    op.create_index(
        op.f("ix_screening_run_county_code_as_of_number"),
        "screening_run",
        ["county_code", "as_of", "number"],
        unique=False,
    )
    op.create_table(
        "screening_setting",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "no_permit",
                "permit_expired",
                "over_permit",
                "over_plan_month",
                "over_plan_year",
                "forbidden_zone",
                "restricted_zone_new",
                "deep_confined",
                "inside_public_network",
                "meter_missing",
                "meter_not_online",
                "meter_suspect",
                "power_without_well",
                "closed_but_pumping",
                "return_missing",
                "permit_dormant",
                "discharge_exceeds_intake",
                "no_water_source",
                "over_norm",
                name="ruleid",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column(
            "thresholds",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("set_by", sa.String(length=80), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("paper <> ''", name=op.f("ck_screening_setting_paper_given")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_screening_setting_version")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_screening_setting")),
        sa.UniqueConstraint(
            "county_code", "rule", "version", name=op.f("uq_screening_setting_county_code_rule_version")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_screening_setting_id")),
    )
    op.create_table(
        "screening_hit",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "rule",
            sa.Enum(
                "no_permit",
                "permit_expired",
                "over_permit",
                "over_plan_month",
                "over_plan_year",
                "forbidden_zone",
                "restricted_zone_new",
                "deep_confined",
                "inside_public_network",
                "meter_missing",
                "meter_not_online",
                "meter_suspect",
                "power_without_well",
                "closed_but_pumping",
                "return_missing",
                "permit_dormant",
                "discharge_exceeds_intake",
                "no_water_source",
                "over_norm",
                name="ruleid",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "severity",
            sa.Enum("low", "mid", "high", "critical", name="severity", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "subject_kind",
            sa.Enum("well", "account", "party", name="subjectkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "subject_key",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("subject_title", sa.String(length=120), nullable=False),
        sa.Column(
            "division_code",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("well_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "hit_open",
                "hit_known",
                "hit_lead",
                "hit_dismissed",
                "hit_ended",
                name="hitstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("stake_l", types.Litres(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("first_seen_on", sa.Date(), nullable=False),
        sa.Column("last_seen_on", sa.Date(), nullable=False),
        sa.Column("assigned_to_id", sa.Uuid(), nullable=True),
        sa.Column("assigned_at", types.UtcDateTime(), nullable=True),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("problem_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("decided_version", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("decided_at", types.UtcDateTime(), nullable=True),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "state <> 'hit_dismissed' OR reason <> ''", name=op.f("ck_screening_hit_dismissed_with_reason")
        ),
        sa.CheckConstraint(
            "state <> 'hit_known' OR problem_id IS NOT NULL", name=op.f("ck_screening_hit_problem_given")
        ),
        sa.CheckConstraint(
            "state <> 'hit_lead' OR lead_id IS NOT NULL", name=op.f("ck_screening_hit_lead_given")
        ),
        sa.CheckConstraint("stake_l >= 0", name=op.f("ck_screening_hit_stake")),
        sa.ForeignKeyConstraint(
            ["assigned_to_id"], ["officer.id"], name=op.f("fk_screening_hit_assigned_to_id")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_screening_hit_lead_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_screening_hit_party_id")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_screening_hit_problem_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_screening_hit_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_screening_hit")),
        sa.UniqueConstraint(
            "county_code",
            "rule",
            "subject_kind",
            "subject_key",
            "period",
            name=op.f("uq_screening_hit_county_code_rule_subject_kind_subject_key_period"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_screening_hit_id")),
    )
    op.create_index(
        op.f("ix_screening_hit_assigned_to_id_state"),
        "screening_hit",
        ["assigned_to_id", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_screening_hit_county_code_division_code_state"),
        "screening_hit",
        ["county_code", "division_code", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_screening_hit_county_code_rule_state"),
        "screening_hit",
        ["county_code", "rule", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_screening_hit_county_code_state_rank_id"),
        "screening_hit",
        ["county_code", "state", "rank", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_screening_hit_lead_id"), "screening_hit", ["lead_id"], unique=False)
    op.create_index(op.f("ix_screening_hit_well_id"), "screening_hit", ["well_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
