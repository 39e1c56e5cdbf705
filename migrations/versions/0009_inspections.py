"""Tables of field checks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0009"
down_revision = "0008"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER checklist_version_no_update BEFORE UPDATE ON checklist_version BEGIN SELECT "
            "RAISE(ABORT, 'append-only: checklist_version'); END"
        ),
        (
            "CREATE TRIGGER checklist_version_no_delete BEFORE DELETE ON checklist_version BEGIN SELECT "
            "RAISE(ABORT, 'append-only: checklist_version'); END"
        ),
        (
            "CREATE TRIGGER checklist_version_no_replace BEFORE INSERT ON checklist_version WHEN EXISTS "
            "(SELECT 1 FROM checklist_version WHERE county_code = NEW.county_code AND code = NEW.code "
            "AND version = NEW.version) OR EXISTS (SELECT 1 FROM checklist_version WHERE id = NEW.id) OR "
            "EXISTS (SELECT 1 FROM checklist_version WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: checklist_version'); END"
        ),
        (
            "CREATE TRIGGER inspection_frozen_update BEFORE UPDATE ON inspection WHEN OLD.state = "
            "'submitted' BEGIN SELECT RAISE(ABORT, 'frozen: inspection'); END"
        ),
        (
            "CREATE TRIGGER inspection_frozen_delete BEFORE DELETE ON inspection WHEN OLD.state = "
            "'submitted' BEGIN SELECT RAISE(ABORT, 'frozen: inspection'); END"
        ),
        (
            "CREATE TRIGGER checklist_answer_frozen_insert BEFORE INSERT ON checklist_answer WHEN EXISTS "
            "(SELECT 1 FROM inspection WHERE id = NEW.inspection_id AND state = 'submitted') BEGIN "
            "SELECT RAISE(ABORT, 'frozen: checklist_answer'); END"
        ),
        (
            "CREATE TRIGGER checklist_answer_frozen_update BEFORE UPDATE ON checklist_answer WHEN EXISTS "
            "(SELECT 1 FROM inspection WHERE id = OLD.inspection_id AND state = 'submitted') OR EXISTS "
            "(SELECT 1 FROM inspection WHERE id = NEW.inspection_id AND state = 'submitted') BEGIN "
            "SELECT RAISE(ABORT, 'frozen: checklist_answer'); END"
        ),
        (
            "CREATE TRIGGER checklist_answer_frozen_delete BEFORE DELETE ON checklist_answer WHEN EXISTS "
            "(SELECT 1 FROM inspection WHERE id = OLD.inspection_id AND state = 'submitted') BEGIN "
            "SELECT RAISE(ABORT, 'frozen: checklist_answer'); END"
        ),
        (
            "CREATE TRIGGER finding_frozen_insert BEFORE INSERT ON finding WHEN EXISTS (SELECT 1 FROM "
            "inspection WHERE id = NEW.inspection_id AND state = 'submitted') BEGIN SELECT RAISE(ABORT, "
            "'frozen: finding'); END"
        ),
        (
            "CREATE TRIGGER finding_frozen_update BEFORE UPDATE ON finding WHEN EXISTS (SELECT 1 FROM "
            "inspection WHERE id = OLD.inspection_id AND state = 'submitted') OR EXISTS (SELECT 1 FROM "
            "inspection WHERE id = NEW.inspection_id AND state = 'submitted') BEGIN SELECT RAISE(ABORT, "
            "'frozen: finding'); END"
        ),
        (
            "CREATE TRIGGER finding_frozen_delete BEFORE DELETE ON finding WHEN EXISTS (SELECT 1 FROM "
            "inspection WHERE id = OLD.inspection_id AND state = 'submitted') BEGIN SELECT RAISE(ABORT, "
            "'frozen: finding'); END"
        ),
        (
            "CREATE TRIGGER inspection_officer_frozen_insert BEFORE INSERT ON inspection_officer WHEN "
            "EXISTS (SELECT 1 FROM inspection WHERE id = NEW.inspection_id AND state = 'submitted') "
            "BEGIN SELECT RAISE(ABORT, 'frozen: inspection_officer'); END"
        ),
        (
            "CREATE TRIGGER inspection_officer_frozen_update BEFORE UPDATE ON inspection_officer WHEN "
            "EXISTS (SELECT 1 FROM inspection WHERE id = OLD.inspection_id AND state = 'submitted') OR "
            "EXISTS (SELECT 1 FROM inspection WHERE id = NEW.inspection_id AND state = 'submitted') "
            "BEGIN SELECT RAISE(ABORT, 'frozen: inspection_officer'); END"
        ),
        (
            "CREATE TRIGGER inspection_officer_frozen_delete BEFORE DELETE ON inspection_officer WHEN "
            "EXISTS (SELECT 1 FROM inspection WHERE id = OLD.inspection_id AND state = 'submitted') "
            "BEGIN SELECT RAISE(ABORT, 'frozen: inspection_officer'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER checklist_version_no_change BEFORE UPDATE OR DELETE ON checklist_version FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER checklist_version_no_truncate BEFORE TRUNCATE ON checklist_version FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE OR REPLACE FUNCTION casebook_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'frozen: %', TG_TABLE_NAME; END $$"
        ),
        (
            "CREATE TRIGGER inspection_frozen BEFORE UPDATE OR DELETE ON inspection FOR EACH ROW WHEN "
            "(OLD.state = 'submitted') EXECUTE FUNCTION casebook_frozen()"
        ),
        (
            "CREATE TRIGGER inspection_no_truncate BEFORE TRUNCATE ON inspection FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_frozen()"
        ),
        (
            "CREATE OR REPLACE FUNCTION casebook_checklist_answer_frozen() RETURNS trigger LANGUAGE "
            "plpgsql AS $$ BEGIN IF TG_OP <> 'INSERT' THEN IF EXISTS (SELECT 1 FROM inspection WHERE id "
            "= OLD.inspection_id AND state = 'submitted') THEN RAISE EXCEPTION 'frozen: %', "
            "TG_TABLE_NAME; END IF; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; IF EXISTS "
            "(SELECT 1 FROM inspection WHERE id = NEW.inspection_id AND state = 'submitted') THEN RAISE "
            "EXCEPTION 'frozen: %', TG_TABLE_NAME; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER checklist_answer_frozen BEFORE INSERT OR UPDATE OR DELETE ON "
            "checklist_answer FOR EACH ROW EXECUTE FUNCTION casebook_checklist_answer_frozen()"
        ),
        (
            "CREATE OR REPLACE FUNCTION casebook_finding_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN IF TG_OP <> 'INSERT' THEN IF EXISTS (SELECT 1 FROM inspection WHERE id = "
            "OLD.inspection_id AND state = 'submitted') THEN RAISE EXCEPTION 'frozen: %', TG_TABLE_NAME; "
            "END IF; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; IF EXISTS (SELECT 1 FROM "
            "inspection WHERE id = NEW.inspection_id AND state = 'submitted') THEN RAISE EXCEPTION "
            "'frozen: %', TG_TABLE_NAME; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER finding_frozen BEFORE INSERT OR UPDATE OR DELETE ON finding FOR EACH ROW "
            "EXECUTE FUNCTION casebook_finding_frozen()"
        ),
        (
            "CREATE OR REPLACE FUNCTION casebook_inspection_officer_frozen() RETURNS trigger LANGUAGE "
            "plpgsql AS $$ BEGIN IF TG_OP <> 'INSERT' THEN IF EXISTS (SELECT 1 FROM inspection WHERE id "
            "= OLD.inspection_id AND state = 'submitted') THEN RAISE EXCEPTION 'frozen: %', "
            "TG_TABLE_NAME; END IF; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; IF EXISTS "
            "(SELECT 1 FROM inspection WHERE id = NEW.inspection_id AND state = 'submitted') THEN RAISE "
            "EXCEPTION 'frozen: %', TG_TABLE_NAME; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER inspection_officer_frozen BEFORE INSERT OR UPDATE OR DELETE ON "
            "inspection_officer FOR EACH ROW EXECUTE FUNCTION casebook_inspection_officer_frozen()"
        ),
    ),
}
TABLES = ("inspection_officer", "finding", "checklist_answer", "inspection", "checklist_version")


def upgrade() -> None:
    op.create_table(
        "checklist_version",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column(
            "items",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_checklist_version")),
        sa.UniqueConstraint(
            "county_code", "code", "version", name=op.f("uq_checklist_version_county_code_code_version")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_checklist_version_id")),
    )
    op.create_table(
        "inspection",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "inspection",
                "verification",
                "recheck",
                "follow_up",
                name="inspectionkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("draft", "submitted", name="inspectionstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("checklist_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", types.UtcDateTime(), nullable=False),
        sa.Column("arrival_at", types.UtcDateTime(), nullable=True),
        sa.Column("arrival_lon", sa.Double(), nullable=True),
        sa.Column("arrival_lat", sa.Double(), nullable=True),
        sa.Column("arrival_accuracy_m", sa.Double(), nullable=True),
        sa.Column(
            "arrival_origin",
            sa.Enum("device", "typed", name="positionorigin", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column("far_limit_m", sa.Double(), nullable=False),
        sa.Column("far_reason", sa.String(length=400), nullable=False),
        sa.Column("id_shown", sa.Boolean(), nullable=False),
        sa.Column("id_shown_at", types.UtcDateTime(), nullable=True),
        sa.Column("recusal_asked", sa.Boolean(), nullable=False),
        sa.Column("recusal_note", sa.String(length=400), nullable=False),
        sa.Column("person_on_site", sa.String(length=60), nullable=False),
        sa.Column("absence_note", sa.String(length=400), nullable=False),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", types.UtcDateTime(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (submitted_at IS NULL)", name=op.f("ck_inspection_submitted_has_time")
        ),
        sa.CheckConstraint(
            "(arrival_lon IS NULL) = (arrival_lat IS NULL)", name=op.f("ck_inspection_arrival_whole")
        ),
        sa.CheckConstraint("arrival_lat BETWEEN 3 AND 54", name=op.f("ck_inspection_arrival_lat")),
        sa.CheckConstraint("arrival_lon BETWEEN 73 AND 136", name=op.f("ck_inspection_arrival_lon")),
        sa.CheckConstraint(
            "id_shown = (id_shown_at IS NOT NULL)", name=op.f("ck_inspection_id_shown_has_time")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_inspection_agency_id")),
        sa.ForeignKeyConstraint(
            ["checklist_id"], ["checklist_version.id"], name=op.f("fk_inspection_checklist_id")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["officer.id"], name=op.f("fk_inspection_created_by")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_inspection_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_inspection")),
        sa.UniqueConstraint("id", name=op.f("uq_inspection_id")),
    )
    op.create_index(
        op.f("ix_inspection_county_code_started_at_id"),
        "inspection",
        ["county_code", "started_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_inspection_created_by_started_at"), "inspection", ["created_by", "started_at"], unique=False
    )
    op.create_index(
        op.f("ix_inspection_well_id_started_at"), "inspection", ["well_id", "started_at"], unique=False
    )
    op.create_table(
        "checklist_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_checklist_answer_inspection_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_checklist_answer")),
        sa.UniqueConstraint("id", name=op.f("uq_checklist_answer_id")),
        sa.UniqueConstraint(
            "inspection_id", "item_code", name=op.f("uq_checklist_answer_inspection_id_item_code")
        ),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("problem_code", sa.String(length=4), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_finding_inspection_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_finding")),
        sa.UniqueConstraint("id", name=op.f("uq_finding_id")),
        sa.UniqueConstraint(
            "inspection_id", "problem_code", name=op.f("uq_finding_inspection_id_problem_code")
        ),
    )
    op.create_table(
        "inspection_officer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum("lead", "second", name="officerpart", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("certificate_no", sa.String(length=40), nullable=False),
        sa.Column("certificate_valid_to", sa.Date(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_officer_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_inspection_officer_officer_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_inspection_officer")),
        sa.UniqueConstraint("id", name=op.f("uq_inspection_officer_id")),
        sa.UniqueConstraint(
            "inspection_id", "officer_id", name=op.f("uq_inspection_officer_inspection_id_officer_id")
        ),
        sa.UniqueConstraint("inspection_id", "part", name=op.f("uq_inspection_officer_inspection_id_part")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in (
            "casebook_frozen",
            "casebook_checklist_answer_frozen",
            "casebook_finding_frozen",
            "casebook_inspection_officer_frozen",
        ):
            op.execute(f"DROP FUNCTION IF EXISTS {function}()")
