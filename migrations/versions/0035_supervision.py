"""The ladder for what is overdue."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0035"
down_revision = "0034"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER supervision_trigger_no_update BEFORE UPDATE ON supervision_trigger BEGIN "
            "SELECT RAISE(ABORT, 'append-only: supervision_trigger'); END"
        ),
        (
            "CREATE TRIGGER supervision_trigger_no_delete BEFORE DELETE ON supervision_trigger BEGIN "
            "SELECT RAISE(ABORT, 'append-only: supervision_trigger'); END"
        ),
        (
            "CREATE TRIGGER supervision_trigger_no_replace BEFORE INSERT ON supervision_trigger WHEN "
            "EXISTS (SELECT 1 FROM supervision_trigger WHERE county_code = NEW.county_code AND lapse = "
            "NEW.lapse AND rung = NEW.rung AND version = NEW.version) OR EXISTS (SELECT 1 FROM "
            "supervision_trigger WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM supervision_trigger WHERE "
            "rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: supervision_trigger'); END"
        ),
        (
            "CREATE TRIGGER supervision_event_no_update BEFORE UPDATE ON supervision_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: supervision_event'); END"
        ),
        (
            "CREATE TRIGGER supervision_event_no_delete BEFORE DELETE ON supervision_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: supervision_event'); END"
        ),
        (
            "CREATE TRIGGER supervision_event_no_replace BEFORE INSERT ON supervision_event WHEN EXISTS "
            "(SELECT 1 FROM supervision_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "supervision_event WHERE rowid = NEW.rowid) OR EXISTS (SELECT 1 FROM supervision_event WHERE "
            "step_id = NEW.step_id AND sequence = NEW.sequence) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "supervision_event'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER supervision_trigger_no_change BEFORE UPDATE OR DELETE ON supervision_trigger "
            "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER supervision_trigger_no_truncate BEFORE TRUNCATE ON supervision_trigger FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER supervision_event_no_change BEFORE UPDATE OR DELETE ON supervision_event FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER supervision_event_no_truncate BEFORE TRUNCATE ON supervision_event FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("supervision_sweep", "supervision_event", "supervision_step", "supervision_trigger")


def upgrade() -> None:
    op.create_table(
        "supervision_trigger",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "lapse",
            sa.Enum(
                "problem",
                "measure",
                "task",
                "letter",
                "relapse",
                "progress",
                name="lapse",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "rung",
            sa.Enum(
                "remind", "urge", "circular", "talk", "duty_lead", name="rung", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("more_than", sa.Integer(), nullable=False),
        sa.Column(
            "issuer",
            sa.Enum(
                "informant",
                "inspector",
                "case_head",
                "legal_reviewer",
                "deputy_head",
                "agency_head",
                "hearing_presider",
                "seal_keeper",
                "archivist",
                "permit_officer",
                "closure_officer",
                "closure_acceptor",
                "township_lead",
                "county_recheck",
                "liaison",
                "county_leader",
                "auditor",
                "system_admin",
                "security_admin",
                "audit_admin",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reply_days", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("set_by", sa.String(length=60), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("more_than >= 0", name=op.f("ck_supervision_trigger_counts_up")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_supervision_trigger")),
        sa.UniqueConstraint(
            "county_code",
            "lapse",
            "rung",
            "version",
            name=op.f("uq_supervision_trigger_county_code_lapse_rung_version"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_supervision_trigger_id")),
    )
    op.create_table(
        "supervision_step",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "lapse",
            sa.Enum(
                "problem",
                "measure",
                "task",
                "letter",
                "relapse",
                "progress",
                name="lapse",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "rung",
            sa.Enum(
                "remind", "urge", "circular", "talk", "duty_lead", name="rung", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("occasion", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_title", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("degree", sa.Integer(), nullable=False),
        sa.Column(
            "issuer",
            sa.Enum(
                "informant",
                "inspector",
                "case_head",
                "legal_reviewer",
                "deputy_head",
                "agency_head",
                "hearing_presider",
                "seal_keeper",
                "archivist",
                "permit_officer",
                "closure_officer",
                "closure_acceptor",
                "township_lead",
                "county_recheck",
                "liaison",
                "county_leader",
                "auditor",
                "system_admin",
                "security_admin",
                "audit_admin",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reply_days", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "issued",
                "answered",
                "closed",
                "dropped",
                name="stepstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("proposed_at", types.UtcDateTime(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_by_id", sa.Uuid(), nullable=True),
        sa.Column("issued_by", sa.String(length=60), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("agency", sa.String(length=100), nullable=False),
        sa.Column("to_person", sa.String(length=100), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("reply_on", sa.Date(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.String(length=160), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("replied_by", sa.String(length=60), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("talked_on", sa.Date(), nullable=True),
        sa.Column("talk_place", sa.String(length=100), nullable=False),
        sa.Column("attendees", sa.String(length=500), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "state <> 'answered' OR replied_on IS NOT NULL", name=op.f("ck_supervision_step_answered_whole")
        ),
        sa.CheckConstraint(
            "(number IS NULL) = (issued_on IS NULL)", name=op.f("ck_supervision_step_issued_has_number")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_supervision_step_agency_id")),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["officer.id"], name=op.f("fk_supervision_step_issued_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["agency.id"], name=op.f("fk_supervision_step_unit_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_supervision_step")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_supervision_step_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_supervision_step_id")),
        sa.UniqueConstraint(
            "subject_id",
            "lapse",
            "rung",
            "occasion",
            name=op.f("uq_supervision_step_subject_id_lapse_rung_occasion"),
        ),
    )
    op.create_index(
        op.f("ix_supervision_step_county_code_state_rowid"),
        "supervision_step",
        ["county_code", "state", "rowid"],
        unique=False,
    )
    op.create_index(
        op.f("ix_supervision_step_unit_id_state"), "supervision_step", ["unit_id", "state"], unique=False
    )
    op.create_table(
        "supervision_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "to_state",
            sa.Enum(
                "proposed",
                "issued",
                "answered",
                "closed",
                "dropped",
                name="stepstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=1200), nullable=False),
        sa.Column("scan_hash", sa.String(length=160), nullable=True),
        sa.Column("scan_name", sa.String(length=120), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_supervision_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["step_id"], ["supervision_step.id"], name=op.f("fk_supervision_event_step_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_supervision_event")),
        sa.UniqueConstraint("id", name=op.f("uq_supervision_event_id")),
        sa.UniqueConstraint("step_id", "sequence", name=op.f("uq_supervision_event_step_id_sequence")),
    )
    op.create_table(
        "supervision_sweep",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("demand", sa.String(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("found", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=1000), nullable=False),
        sa.Column("added_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(done_on IS NULL) = (found IS NULL)", name=op.f("ck_supervision_sweep_done_whole")
        ),
        sa.CheckConstraint("found IS NULL OR found >= 0", name=op.f("ck_supervision_sweep_counts")),
        sa.ForeignKeyConstraint(
            ["step_id"], ["supervision_step.id"], name=op.f("fk_supervision_sweep_step_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_supervision_sweep")),
        sa.UniqueConstraint("id", name=op.f("uq_supervision_sweep_id")),
    )
    op.create_index(op.f("ix_supervision_sweep_step_id"), "supervision_sweep", ["step_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
