"""Tables of operations and receipts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0022"
down_revision = "0021"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER field_operation_no_update BEFORE UPDATE ON field_operation BEGIN SELECT "
            "RAISE(ABORT, 'append-only: field_operation'); END"
        ),
        (
            "CREATE TRIGGER field_operation_no_delete BEFORE DELETE ON field_operation BEGIN SELECT "
            "RAISE(ABORT, 'append-only: field_operation'); END"
        ),
        (
            "CREATE TRIGGER field_operation_no_replace BEFORE INSERT ON field_operation WHEN EXISTS "
            "(SELECT 1 FROM field_operation WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM field_operation "
            "WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: field_operation'); END"
        ),
        (
            "CREATE TRIGGER field_receipt_no_update BEFORE UPDATE ON field_receipt BEGIN SELECT "
            "RAISE(ABORT, 'append-only: field_receipt'); END"
        ),
        (
            "CREATE TRIGGER field_receipt_no_delete BEFORE DELETE ON field_receipt BEGIN SELECT "
            "RAISE(ABORT, 'append-only: field_receipt'); END"
        ),
        (
            "CREATE TRIGGER field_receipt_no_replace BEFORE INSERT ON field_receipt WHEN EXISTS (SELECT "
            "1 FROM field_receipt WHERE chain = NEW.chain AND previous_hash = NEW.previous_hash) OR "
            "EXISTS (SELECT 1 FROM field_receipt WHERE chain = NEW.chain AND sequence = NEW.sequence) OR "
            "EXISTS (SELECT 1 FROM field_receipt WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "field_receipt WHERE operation_id = NEW.operation_id) OR EXISTS (SELECT 1 FROM field_receipt "
            "WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: field_receipt'); END"
        ),
        (
            "CREATE TRIGGER operation_variant_no_update BEFORE UPDATE ON operation_variant BEGIN SELECT "
            "RAISE(ABORT, 'append-only: operation_variant'); END"
        ),
        (
            "CREATE TRIGGER operation_variant_no_delete BEFORE DELETE ON operation_variant BEGIN SELECT "
            "RAISE(ABORT, 'append-only: operation_variant'); END"
        ),
        (
            "CREATE TRIGGER operation_variant_no_replace BEFORE INSERT ON operation_variant WHEN EXISTS "
            "(SELECT 1 FROM operation_variant WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "operation_variant WHERE operation_id = NEW.operation_id AND body_hash = NEW.body_hash) OR "
            "EXISTS (SELECT 1 FROM operation_variant WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: operation_variant'); END"
        ),
        (
            "CREATE TRIGGER receipt_text_no_update BEFORE UPDATE ON receipt_text BEGIN SELECT "
            "RAISE(ABORT, 'append-only: receipt_text'); END"
        ),
        (
            "CREATE TRIGGER receipt_text_no_delete BEFORE DELETE ON receipt_text BEGIN SELECT "
            "RAISE(ABORT, 'append-only: receipt_text'); END"
        ),
        (
            "CREATE TRIGGER receipt_text_no_replace BEFORE INSERT ON receipt_text WHEN EXISTS (SELECT 1 "
            "FROM receipt_text WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM receipt_text WHERE "
            "operation_id = NEW.operation_id) OR EXISTS (SELECT 1 FROM receipt_text WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: receipt_text'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER field_operation_no_change BEFORE UPDATE OR DELETE ON field_operation FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER field_operation_no_truncate BEFORE TRUNCATE ON field_operation FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER field_receipt_no_change BEFORE UPDATE OR DELETE ON field_receipt FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER field_receipt_no_truncate BEFORE TRUNCATE ON field_receipt FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER operation_variant_no_change BEFORE UPDATE OR DELETE ON operation_variant FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER operation_variant_no_truncate BEFORE TRUNCATE ON operation_variant FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER receipt_text_no_change BEFORE UPDATE OR DELETE ON receipt_text FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER receipt_text_no_truncate BEFORE TRUNCATE ON receipt_text FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = (
    "receipt_text",
    "operation_variant",
    "operation_status",
    "field_receipt",
    "awaited_file",
    "field_operation",
    "field_draft",
    "refused_file",
)


def upgrade() -> None:
    op.create_table(
        "refused_file",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("file_hash", sa.String(length=90), nullable=False),
        sa.Column(
            "reasons",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("refused_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_refused_file_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_refused_file")),
        sa.UniqueConstraint("id", name=op.f("uq_refused_file_id")),
        sa.UniqueConstraint("officer_id", "file_hash", name=op.f("uq_refused_file_officer_id_file_hash")),
    )
    op.create_table(
        "field_draft",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("carried_by", sa.String(length=60), nullable=False),
        sa.Column("loaded_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_field_draft_device_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_field_draft_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_field_draft")),
        sa.UniqueConstraint("id", name=op.f("uq_field_draft_id")),
        sa.UniqueConstraint("officer_id", "draft_id", name=op.f("uq_field_draft_officer_id_draft_id")),
    )
    op.create_table(
        "field_operation",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("previous", sa.String(length=90), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("clock_ahead_s", sa.Double(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.String(length=90), nullable=False),
        sa.Column("signature", sa.String(length=90), nullable=False),
        sa.Column("received_at", types.UtcDateTime(), nullable=False),
        sa.Column("carried_by", sa.String(length=60), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_field_operation_sequence_counts")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_field_operation_device_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_field_operation_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_field_operation")),
        sa.UniqueConstraint("id", name=op.f("uq_field_operation_id")),
    )
    op.create_index(
        op.f("ix_field_operation_device_id_sequence"),
        "field_operation",
        ["device_id", "sequence"],
        unique=False,
    )
    op.create_index(op.f("ix_field_operation_officer_id"), "field_operation", ["officer_id"], unique=False)
    op.create_index(op.f("ix_field_operation_record_id"), "field_operation", ["record_id"], unique=False)
    op.create_table(
        "awaited_file",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("file_hash", sa.String(length=90), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["field_operation.id"], name=op.f("fk_awaited_file_operation_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_awaited_file")),
        sa.UniqueConstraint("id", name=op.f("uq_awaited_file_id")),
        sa.UniqueConstraint("operation_id", "file_hash", name=op.f("uq_awaited_file_operation_id_file_hash")),
    )
    op.create_index(op.f("ix_awaited_file_file_hash"), "awaited_file", ["file_hash"], unique=False)
    op.create_table(
        "field_receipt",
        sa.Column("chain", sa.String(length=60), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("previous_hash", sa.String(length=90), nullable=False),
        sa.Column("hash", sa.String(length=90), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("body_hash", sa.String(length=90), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["field_operation.id"], name=op.f("fk_field_receipt_operation_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_field_receipt")),
        sa.UniqueConstraint("chain", "previous_hash", name=op.f("uq_field_receipt_chain_previous_hash")),
        sa.UniqueConstraint("chain", "sequence", name=op.f("uq_field_receipt_chain_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_field_receipt_id")),
        sa.UniqueConstraint("operation_id", name=op.f("uq_field_receipt_operation_id")),
    )
    op.create_table(
        "operation_status",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "waiting_files",
                "waiting_record",
                "applied",
                "refused",
                "quarantined",
                "conflict",
                name="operationstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reasons",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "result",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("awaits_record", sa.Uuid(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("decision", sa.String(length=500), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_operation_status_attempts_count")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_operation_status_officer_id")),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["field_operation.id"], name=op.f("fk_operation_status_operation_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_operation_status")),
        sa.UniqueConstraint("id", name=op.f("uq_operation_status_id")),
        sa.UniqueConstraint("operation_id", name=op.f("uq_operation_status_operation_id")),
    )
    op.create_index(
        op.f("ix_operation_status_awaits_record"), "operation_status", ["awaits_record"], unique=False
    )
    op.create_index(op.f("ix_operation_status_changed_at"), "operation_status", ["changed_at"], unique=False)
    op.create_index(
        op.f("ix_operation_status_county_code_state_operation_id"),
        "operation_status",
        ["county_code", "state", "operation_id"],
        unique=False,
    )
    op.create_table(
        "operation_variant",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.String(length=90), nullable=False),
        sa.Column("signature", sa.String(length=90), nullable=False),
        sa.Column("received_at", types.UtcDateTime(), nullable=False),
        sa.Column("carried_by", sa.String(length=60), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["field_operation.id"], name=op.f("fk_operation_variant_operation_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_operation_variant")),
        sa.UniqueConstraint("id", name=op.f("uq_operation_variant_id")),
        sa.UniqueConstraint(
            "operation_id", "body_hash", name=op.f("uq_operation_variant_operation_id_body_hash")
        ),
    )
    op.create_table(
        "receipt_text",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=100000), nullable=False),
        sa.Column("signature", sa.String(length=90), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["field_operation.id"], name=op.f("fk_receipt_text_operation_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_receipt_text")),
        sa.UniqueConstraint("id", name=op.f("uq_receipt_text_id")),
        sa.UniqueConstraint("operation_id", name=op.f("uq_receipt_text_operation_id")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in (
            "field_operation_no_change",
            "field_operation_no_truncate",
            "field_receipt_no_change",
            "field_receipt_no_truncate",
            "operation_variant_no_change",
            "operation_variant_no_truncate",
            "receipt_text_no_change",
            "receipt_text_no_truncate",
        ):
            op.execute(f"DROP FUNCTION IF EXISTS {function}()")
