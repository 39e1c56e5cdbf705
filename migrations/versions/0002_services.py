"""Tables of audit, files, jobs and numbers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0002"
down_revision = "0001"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, "
            "'append-only: audit_entry'); END"
        ),
        (
            "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, "
            "'append-only: audit_entry'); END"
        ),
        (
            "CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry WHEN EXISTS (SELECT 1 "
            "FROM audit_entry WHERE chain = NEW.chain AND previous_hash = NEW.previous_hash) OR EXISTS "
            "(SELECT 1 FROM audit_entry WHERE chain = NEW.chain AND sequence = NEW.sequence) OR EXISTS "
            "(SELECT 1 FROM audit_entry WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM audit_entry WHERE "
            "rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: audit_entry'); END"
        ),
        (
            "CREATE TRIGGER stored_file_no_update BEFORE UPDATE ON stored_file BEGIN SELECT RAISE(ABORT, "
            "'append-only: stored_file'); END"
        ),
        (
            "CREATE TRIGGER stored_file_no_delete BEFORE DELETE ON stored_file BEGIN SELECT RAISE(ABORT, "
            "'append-only: stored_file'); END"
        ),
        (
            "CREATE TRIGGER stored_file_no_replace BEFORE INSERT ON stored_file WHEN EXISTS (SELECT 1 "
            "FROM stored_file WHERE hash = NEW.hash) OR EXISTS (SELECT 1 FROM stored_file WHERE id = "
            "NEW.id) OR EXISTS (SELECT 1 FROM stored_file WHERE rowid = NEW.rowid) BEGIN SELECT "
            "RAISE(ABORT, 'append-only: stored_file'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER stored_file_no_change BEFORE UPDATE OR DELETE ON stored_file FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER stored_file_no_truncate BEFORE TRUNCATE ON stored_file FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("issued_number", "audit_detail", "access_log", "stored_file", "number_series", "job", "audit_entry")


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("chain", sa.String(length=60), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("previous_hash", sa.String(length=90), nullable=False),
        sa.Column("hash", sa.String(length=90), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("details_hash", sa.String(length=90), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("chain", "previous_hash", name=op.f("uq_audit_entry_chain_previous_hash")),
        sa.UniqueConstraint("chain", "sequence", name=op.f("uq_audit_entry_chain_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_audit_entry_id")),
    )
    op.create_index(
        op.f("ix_audit_entry_chain_actor_id_sequence"),
        "audit_entry",
        ["chain", "actor_id", "sequence"],
        unique=False,
    )
    op.create_index(op.f("ix_audit_entry_chain_at"), "audit_entry", ["chain", "at"], unique=False)
    op.create_index(op.f("ix_audit_entry_subject_id"), "audit_entry", ["subject_id"], unique=False)
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column(
            "payload",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "queued", "running", "succeeded", "failed", name="jobstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("open_key", sa.String(length=200), nullable=True),
        sa.Column("slot_key", sa.String(length=200), nullable=True),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("enqueued_at", types.UtcDateTime(), nullable=False),
        sa.Column("run_after", types.UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_by", sa.String(length=100), nullable=True),
        sa.Column("leased_until", types.UtcDateTime(), nullable=True),
        sa.Column("started_at", types.UtcDateTime(), nullable=True),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column(
            "result",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_code", sa.String(length=60), nullable=True),
        sa.Column(
            "error_facts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "state != 'running' OR (leased_by IS NOT NULL AND leased_until IS NOT NULL)",
            name=op.f("ck_job_running_is_leased"),
        ),
        sa.CheckConstraint(
            "done >= 0 AND (total IS NULL OR total >= 0)", name=op.f("ck_job_progress_counts")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_job")),
        sa.UniqueConstraint("id", name=op.f("uq_job_id")),
        sa.UniqueConstraint("open_key", name=op.f("uq_job_open_key")),
        sa.UniqueConstraint("slot_key", name=op.f("uq_job_slot_key")),
    )
    op.create_index(op.f("ix_job_requested_by"), "job", ["requested_by"], unique=False)
    op.create_index(op.f("ix_job_state_run_after"), "job", ["state", "run_after"], unique=False)
    op.create_table(
        "number_series",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=2), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_number_series_counts_up")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_number_series")),
        sa.UniqueConstraint(
            "county_code", "kind", "word", "year", name=op.f("uq_number_series_county_code_kind_word_year")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_number_series_id")),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=160), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("received_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_not_empty")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("hash", name=op.f("uq_stored_file_hash")),
        sa.UniqueConstraint("id", name=op.f("uq_stored_file_id")),
    )
    op.create_table(
        "access_log",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_title", sa.String(length=120), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("sealed_by", sa.Uuid(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["sealed_by"], ["audit_entry.id"], name=op.f("fk_access_log_sealed_by")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_access_log")),
        sa.UniqueConstraint("id", name=op.f("uq_access_log_id")),
    )
    op.create_index(
        op.f("ix_access_log_county_code_sealed_by"), "access_log", ["county_code", "sealed_by"], unique=False
    )
    op.create_index(op.f("ix_access_log_subject_id"), "access_log", ["subject_id"], unique=False)
    op.create_table(
        "audit_detail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_detail_entry_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_audit_detail")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_detail_entry_id")),
        sa.UniqueConstraint("id", name=op.f("uq_audit_detail_id")),
    )
    op.create_table(
        "issued_number",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum("issued", "reserved", "void", name="numberstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("taken_at", types.UtcDateTime(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("state != 'void' OR reason != ''", name=op.f("ck_issued_number_void_says_why")),
        sa.CheckConstraint("number > 0", name=op.f("ck_issued_number_positive")),
        sa.ForeignKeyConstraint(["series_id"], ["number_series.id"], name=op.f("fk_issued_number_series_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_issued_number")),
        sa.UniqueConstraint("county_code", "text", name=op.f("uq_issued_number_county_code_text")),
        sa.UniqueConstraint("id", name=op.f("uq_issued_number_id")),
        sa.UniqueConstraint("series_id", "number", name=op.f("uq_issued_number_series_id_number")),
    )
    op.create_index(
        op.f("ix_issued_number_subject_kind_subject_id"),
        "issued_number",
        ["subject_kind", "subject_id"],
        unique=False,
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
