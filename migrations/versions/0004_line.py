"""Tables of the line: field checks, problems, cases, closures, targets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0004"
down_revision = "0003"

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
TABLES = (
    "measure_verification",
    "closure_signature",
    "closure_event",
    "closure_confirmation",
    "problem_event",
    "measure",
    "decision",
    "closure",
    "case_problem",
    "case_event",
    "problem",
    "inspection_officer",
    "finding",
    "enforcement_case",
    "checklist_answer",
    "target",
    "inspection",
    "checklist_version",
)


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
        "target",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "indicator",
            sa.Enum("wells_closed", "reduction", name="indicator", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("replaced_at", types.UtcDateTime(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_target_amount")),
        sa.ForeignKeyConstraint(["set_by_id"], ["officer.id"], name=op.f("fk_target_set_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_target")),
        sa.UniqueConstraint("id", name=op.f("uq_target_id")),
    )
    op.create_index(op.f("ix_target_county_code_year"), "target", ["county_code", "year"], unique=False)
    op.create_index(
        "uq_target_in_force",
        "target",
        ["division_code", "year", "indicator"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
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
        "enforcement_case",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("matter", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("power_id", sa.Uuid(), nullable=False),
        sa.Column(
            "power_model",
            sa.Enum(
                "own",
                "transferred",
                "delegated",
                "empowered",
                name="powermodel",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("acts_in_name_of", sa.String(length=100), nullable=False),
        sa.Column("stamp_name", sa.String(length=100), nullable=False),
        sa.Column("number_word", sa.String(length=20), nullable=False),
        sa.Column("authorisation", sa.String(length=200), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("investigator_id", sa.Uuid(), nullable=False),
        sa.Column("second_investigator_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("investigating", "decided", "closed", name="casestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("decision_term_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_enforcement_case_agency_id")),
        sa.ForeignKeyConstraint(
            ["decision_term_id"], ["term.id"], name=op.f("fk_enforcement_case_decision_term_id")
        ),
        sa.ForeignKeyConstraint(
            ["investigator_id"], ["officer.id"], name=op.f("fk_enforcement_case_investigator_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_enforcement_case_party_id")),
        sa.ForeignKeyConstraint(["power_id"], ["agency_power.id"], name=op.f("fk_enforcement_case_power_id")),
        sa.ForeignKeyConstraint(
            ["second_investigator_id"],
            ["officer.id"],
            name=op.f("fk_enforcement_case_second_investigator_id"),
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_enforcement_case")),
        sa.UniqueConstraint("id", name=op.f("uq_enforcement_case_id")),
        sa.UniqueConstraint("number", name=op.f("uq_enforcement_case_number")),
    )
    op.create_index(
        op.f("ix_enforcement_case_county_code_division_code_number"),
        "enforcement_case",
        ["county_code", "division_code", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_enforcement_case_county_code_status_number"),
        "enforcement_case",
        ["county_code", "status", "number"],
        unique=False,
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
    op.create_table(
        "problem",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column(
            "severity",
            sa.Enum("low", "mid", "high", "critical", name="severity", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "problem_class",
            sa.Enum("keep", "rectify", "exit", name="problemclass", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "disposition",
            sa.Enum(
                "fix_now",
                "rectify",
                "case",
                "close_well",
                "transfer",
                name="disposition",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("class_reason", sa.String(length=400), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column(
            "found_how",
            sa.Enum(
                "inspection",
                "patrol",
                "screening",
                "report",
                "monitoring",
                "superior",
                "transfer",
                "media",
                "power_anomaly",
                name="foundhow",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("inspection_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "listed",
                "rectifying",
                "in_case",
                "rectified",
                "verified",
                "struck_off",
                name="problemstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("responsible_unit", sa.String(length=100), nullable=False),
        sa.Column("responsible_officer_id", sa.Uuid(), nullable=False),
        sa.Column("rectifier", sa.String(length=120), nullable=False),
        sa.Column("rectification", sa.String(length=400), nullable=False),
        sa.Column("rectification_term_id", sa.Uuid(), nullable=True),
        sa.Column("rectified_on", sa.Date(), nullable=True),
        sa.Column("rectified_by_id", sa.Uuid(), nullable=True),
        sa.Column("struck_off_on", sa.Date(), nullable=True),
        sa.Column("struck_off_by_id", sa.Uuid(), nullable=True),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(status = 'struck_off') = (struck_off_on IS NOT NULL)",
            name=op.f("ck_problem_struck_off_has_day"),
        ),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_problem_inspection_id")),
        sa.ForeignKeyConstraint(
            ["rectification_term_id"], ["term.id"], name=op.f("fk_problem_rectification_term_id")
        ),
        sa.ForeignKeyConstraint(["rectified_by_id"], ["officer.id"], name=op.f("fk_problem_rectified_by_id")),
        sa.ForeignKeyConstraint(
            ["responsible_officer_id"], ["officer.id"], name=op.f("fk_problem_responsible_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["struck_off_by_id"], ["officer.id"], name=op.f("fk_problem_struck_off_by_id")
        ),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_problem_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_problem")),
        sa.UniqueConstraint("id", name=op.f("uq_problem_id")),
        sa.UniqueConstraint("number", name=op.f("uq_problem_number")),
    )
    op.create_index(
        op.f("ix_problem_county_code_division_code_number"),
        "problem",
        ["county_code", "division_code", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_problem_county_code_status_number"),
        "problem",
        ["county_code", "status", "number"],
        unique=False,
    )
    op.create_index(op.f("ix_problem_inspection_id"), "problem", ["inspection_id"], unique=False)
    op.create_index(
        "uq_problem_open",
        "problem",
        ["well_id", "code"],
        unique=True,
        sqlite_where=sa.text("status <> 'struck_off'"),
        postgresql_where=sa.text("status <> 'struck_off'"),
    )
    op.create_table(
        "case_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum("investigating", "decided", "closed", name="casestatus", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum("investigating", "decided", "closed", name="casestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_case_event_actor_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_case_event_case_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_case_event")),
        sa.UniqueConstraint("case_id", "sequence", name=op.f("uq_case_event_case_id_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_case_event_id")),
    )
    op.create_table(
        "case_problem",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_case_problem_case_id")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_case_problem_problem_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_case_problem")),
        sa.UniqueConstraint("case_id", "problem_id", name=op.f("uq_case_problem_case_id_problem_id")),
        sa.UniqueConstraint("id", name=op.f("uq_case_problem_id")),
    )
    op.create_index(op.f("ix_case_problem_problem_id"), "case_problem", ["problem_id"], unique=False)
    op.create_table(
        "closure",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "programme",
                "replacement",
                "case",
                "voluntary",
                "ownerless",
                name="closureorigin",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("plugged", "mothballed", "monitoring", name="closurekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column(
            "replacement_source",
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
        sa.Column("replacement_connected_on", sa.Date(), nullable=True),
        sa.Column(
            "baseline_method",
            sa.Enum("B1", "B2", "B3", "B4", "B5", "B6", name="baselinemethod", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("baseline_l", types.Litres(), nullable=False),
        sa.Column("residual_l", types.Litres(), nullable=False),
        sa.Column("full_year_l", types.Litres(), nullable=False),
        sa.Column("this_year_l", types.Litres(), nullable=False),
        sa.Column("basis_papers", sa.String(length=400), nullable=False),
        sa.Column("permit_note", sa.String(length=400), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "reported",
                "accepted",
                "confirmed",
                "returned",
                "reopened",
                name="closurestatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reported_by_id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", types.UtcDateTime(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("accepted_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("reopened_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "baseline_l >= 0 AND residual_l >= 0 AND residual_l <= baseline_l",
            name=op.f("ck_closure_volumes"),
        ),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["officer.id"], name=op.f("fk_closure_accepted_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_closure_case_id")),
        sa.ForeignKeyConstraint(["reported_by_id"], ["officer.id"], name=op.f("fk_closure_reported_by_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_closure_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_id")),
        sa.UniqueConstraint("number", name=op.f("uq_closure_number")),
    )
    op.create_index(op.f("ix_closure_case_id"), "closure", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_closure_county_code_division_code_number"),
        "closure",
        ["county_code", "division_code", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_closure_county_code_status_number"),
        "closure",
        ["county_code", "status", "number"],
        unique=False,
    )
    op.create_index(
        "uq_closure_live",
        "closure",
        ["well_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'reopened'"),
        postgresql_where=sa.text("status <> 'reopened'"),
    )
    op.create_table(
        "decision",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("penalty", "no_penalty", "no_filing", name="decisionkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("matter", sa.String(length=20), nullable=False),
        sa.Column("fine_fen", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("commitment_no", sa.String(length=60), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_decision_case_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["officer.id"], name=op.f("fk_decision_decided_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_decision")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_decision_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_decision_id")),
    )
    op.create_index(op.f("ix_decision_case_id"), "decision", ["case_id"], unique=False)
    op.create_table(
        "measure",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "stop_abstraction",
                "apply_permit",
                "install_meter",
                "repair_meter",
                "connect_online",
                "connect_network",
                "reduce_abstraction",
                "close_well",
                "complete_records",
                "other",
                name="measurekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("demand", sa.String(length=400), nullable=False),
        sa.Column("order_no", sa.String(length=60), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("ordered", "met", "withdrawn", name="measurestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("ordered_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_measure_case_id")),
        sa.ForeignKeyConstraint(["ordered_by_id"], ["officer.id"], name=op.f("fk_measure_ordered_by_id")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_measure_term_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_measure_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_measure")),
        sa.UniqueConstraint("id", name=op.f("uq_measure_id")),
    )
    op.create_index(op.f("ix_measure_case_id"), "measure", ["case_id"], unique=False)
    op.create_index(op.f("ix_measure_well_id"), "measure", ["well_id"], unique=False)
    op.create_table(
        "problem_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "listed",
                "rectifying",
                "in_case",
                "rectified",
                "verified",
                "struck_off",
                name="problemstatus",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "listed",
                "rectifying",
                "in_case",
                "rectified",
                "verified",
                "struck_off",
                name="problemstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_problem_event_actor_id")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_problem_event_problem_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_problem_event")),
        sa.UniqueConstraint("id", name=op.f("uq_problem_event_id")),
        sa.UniqueConstraint("problem_id", "sequence", name=op.f("uq_problem_event_problem_id_sequence")),
    )
    op.create_table(
        "closure_confirmation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closure_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "enforcing_agency",
                "township",
                "county_recheck",
                name="confirmingpart",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_closure_confirmation_agency_id")),
        sa.ForeignKeyConstraint(
            ["closure_id"], ["closure.id"], name=op.f("fk_closure_confirmation_closure_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_closure_confirmation_officer_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_confirmation")),
        sa.UniqueConstraint("closure_id", "part", name=op.f("uq_closure_confirmation_closure_id_part")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_confirmation_id")),
    )
    op.create_table(
        "closure_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closure_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "reported",
                "accepted",
                "confirmed",
                "returned",
                "reopened",
                name="closurestatus",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "reported",
                "accepted",
                "confirmed",
                "returned",
                "reopened",
                name="closurestatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_closure_event_actor_id")),
        sa.ForeignKeyConstraint(["closure_id"], ["closure.id"], name=op.f("fk_closure_event_closure_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_event")),
        sa.UniqueConstraint("closure_id", "sequence", name=op.f("uq_closure_event_closure_id_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_event_id")),
    )
    op.create_table(
        "closure_signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closure_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "builder",
                "supervisor",
                "owner",
                "water_authority",
                name="signaturerole",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["closure_id"], ["closure.id"], name=op.f("fk_closure_signature_closure_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_signature")),
        sa.UniqueConstraint("closure_id", "role", name=op.f("uq_closure_signature_closure_id_role")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_signature_id")),
    )
    op.create_table(
        "measure_verification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("verified_by_id", sa.Uuid(), nullable=False),
        sa.Column("verified_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_measure_verification_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_measure_verification_measure_id")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["officer.id"], name=op.f("fk_measure_verification_verified_by_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_measure_verification")),
        sa.UniqueConstraint("id", name=op.f("uq_measure_verification_id")),
        sa.UniqueConstraint(
            "measure_id", "inspection_id", name=op.f("uq_measure_verification_measure_id_inspection_id")
        ),
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
