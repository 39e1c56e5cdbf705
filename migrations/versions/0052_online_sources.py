"""Online meters: sources and their messages, in place of a table that nothing ever wrote to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0052"
down_revision = "0051"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER meter_message_no_update BEFORE UPDATE ON meter_message BEGIN SELECT "
            "RAISE(ABORT, 'append-only: meter_message'); END"
        ),
        (
            "CREATE TRIGGER meter_message_no_delete BEFORE DELETE ON meter_message BEGIN SELECT "
            "RAISE(ABORT, 'append-only: meter_message'); END"
        ),
        (
            "CREATE TRIGGER meter_message_no_replace BEFORE INSERT ON meter_message WHEN EXISTS (SELECT "
            "1 FROM meter_message WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM meter_message WHERE rowid "
            "= NEW.rowid) OR EXISTS (SELECT 1 FROM meter_message WHERE source_id = NEW.source_id AND "
            "body_hash = NEW.body_hash) OR EXISTS (SELECT 1 FROM meter_message WHERE source_id = "
            "NEW.source_id AND message_id = NEW.message_id) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "meter_message'); END"
        ),
        (
            "CREATE TRIGGER meter_message_pass_no_update BEFORE UPDATE ON meter_message_pass BEGIN "
            "SELECT RAISE(ABORT, 'append-only: meter_message_pass'); END"
        ),
        (
            "CREATE TRIGGER meter_message_pass_no_delete BEFORE DELETE ON meter_message_pass BEGIN "
            "SELECT RAISE(ABORT, 'append-only: meter_message_pass'); END"
        ),
        (
            "CREATE TRIGGER meter_message_pass_no_replace BEFORE INSERT ON meter_message_pass WHEN "
            "EXISTS (SELECT 1 FROM meter_message_pass WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "meter_message_pass WHERE message_id = NEW.message_id AND number = NEW.number) OR EXISTS "
            "(SELECT 1 FROM meter_message_pass WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: meter_message_pass'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER meter_message_no_change BEFORE UPDATE OR DELETE ON meter_message FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER meter_message_no_truncate BEFORE TRUNCATE ON meter_message FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER meter_message_pass_no_change BEFORE UPDATE OR DELETE ON meter_message_pass "
            "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER meter_message_pass_no_truncate BEFORE TRUNCATE ON meter_message_pass FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("meter_message_pass", "meter_source_well", "meter_message", "meter_source")


def upgrade() -> None:
    op.drop_table("raw_message")
    op.create_table(
        "meter_source",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "parser",
            sa.Enum("casebook_json", "named_json", "lines", name="parserkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "settings",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=90), nullable=False),
        sa.Column("token_hint", sa.String(length=12), nullable=False),
        sa.Column("token_set_at", types.UtcDateTime(), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("revoked_at", types.UtcDateTime(), nullable=True),
        sa.Column("revoked_by", sa.String(length=80), nullable=False),
        sa.Column("revoked_reason", sa.String(length=400), nullable=False),
        sa.Column("window_at", types.UtcDateTime(), nullable=True),
        sa.Column("window_count", sa.Integer(), nullable=False),
        sa.Column("seen_at", types.UtcDateTime(), nullable=True),
        sa.Column("newest_at", types.UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_reason = '')", name=op.f("ck_meter_source_revocation_has_reason")
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_meter_source_name_given")),
        sa.CheckConstraint("per_minute BETWEEN 1 AND 6000", name=op.f("ck_meter_source_per_minute")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_meter_source")),
        sa.UniqueConstraint("county_code", "name", name=op.f("uq_meter_source_county_code_name")),
        sa.UniqueConstraint("id", name=op.f("uq_meter_source_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_meter_source_token_hash")),
    )
    op.create_table(
        "meter_message",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.String(length=100), nullable=True),
        sa.Column("received_at", types.UtcDateTime(), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.String(length=90), nullable=False),
        sa.Column("clock_off_s", sa.Integer(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["meter_source.id"], name=op.f("fk_meter_message_source_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_meter_message")),
        sa.UniqueConstraint("id", name=op.f("uq_meter_message_id")),
        sa.UniqueConstraint("source_id", "body_hash", name=op.f("uq_meter_message_source_id_body_hash")),
        sa.UniqueConstraint("source_id", "message_id", name=op.f("uq_meter_message_source_id_message_id")),
    )
    op.create_index(
        op.f("ix_meter_message_county_code_received_at"),
        "meter_message",
        ["county_code", "received_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_meter_message_source_id_received_at"),
        "meter_message",
        ["source_id", "received_at"],
        unique=False,
    )
    op.create_table(
        "meter_source_well",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("meter_no", sa.String(length=40), nullable=False),
        sa.Column("device_no", sa.String(length=60), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["meter_source.id"], name=op.f("fk_meter_source_well_source_id")
        ),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_meter_source_well_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_meter_source_well")),
        sa.UniqueConstraint("id", name=op.f("uq_meter_source_well_id")),
        sa.UniqueConstraint("source_id", "device_no", name=op.f("uq_meter_source_well_source_id_device_no")),
    )
    op.create_index(op.f("ix_meter_source_well_well_id"), "meter_source_well", ["well_id"], unique=False)
    op.create_table(
        "meter_message_pass",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "parsed", "refused", name="messagestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column(
            "refused",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "queries",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "entries",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["meter_message.id"], name=op.f("fk_meter_message_pass_message_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_meter_message_pass")),
        sa.UniqueConstraint("id", name=op.f("uq_meter_message_pass_id")),
        sa.UniqueConstraint("message_id", "number", name=op.f("uq_meter_message_pass_message_id_number")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.create_table(
        "raw_message",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("received_at", types.UtcDateTime(), nullable=False),
        sa.Column("sender", sa.String(length=80), nullable=False),
        sa.Column("parser", sa.String(length=40), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "parsed", "refused", name="messagestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("readings", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_raw_message")),
        sa.UniqueConstraint("county_code", "body_hash", name=op.f("uq_raw_message_county_code_body_hash")),
        sa.UniqueConstraint("id", name=op.f("uq_raw_message_id")),
    )
    op.create_index(
        op.f("ix_raw_message_county_code_state_received_at"),
        "raw_message",
        ["county_code", "state", "received_at"],
        unique=False,
    )
