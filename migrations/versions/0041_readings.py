"""Meters and their readings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import partitions, types

revision = "0041"
down_revision = "0040"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER meter_reading_no_update BEFORE UPDATE ON meter_reading BEGIN SELECT "
            "RAISE(ABORT, 'append-only: meter_reading'); END"
        ),
        (
            "CREATE TRIGGER meter_reading_no_delete BEFORE DELETE ON meter_reading BEGIN SELECT "
            "RAISE(ABORT, 'append-only: meter_reading'); END"
        ),
        (
            "CREATE TRIGGER meter_reading_no_replace BEFORE INSERT ON meter_reading WHEN EXISTS (SELECT "
            "1 FROM meter_reading WHERE id = NEW.id AND read_on = NEW.read_on) BEGIN SELECT RAISE(ABORT, "
            "'append-only: meter_reading'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER meter_reading_no_change BEFORE UPDATE OR DELETE ON meter_reading FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER meter_reading_no_truncate BEFORE TRUNCATE ON meter_reading FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("reading_import", "raw_message", "meter_reading", "meter", "electricity_account", "coefficient")


def upgrade() -> None:
    for words in partitions.statements(op.get_bind().dialect.name):
        op.execute(text(words.replace(":", r"\:")))
    op.create_table(
        "coefficient",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "division_code",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "aquifer",
            sa.Enum(
                "shallow",
                "saline",
                "deep_confined",
                "mixed",
                "unknown",
                name="aquifer",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("first_month", sa.Integer(), nullable=False),
        sa.Column("last_month", sa.Integer(), nullable=False),
        sa.Column("litres_per_kwh", sa.Integer(), nullable=False),
        sa.Column("low_per_kwh", sa.Integer(), nullable=False),
        sa.Column("high_per_kwh", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("replaced_at", types.UtcDateTime(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "first_month BETWEEN 1 AND 12 AND last_month BETWEEN 1 AND 12", name=op.f("ck_coefficient_season")
        ),
        sa.CheckConstraint("litres_per_kwh > 0", name=op.f("ck_coefficient_value")),
        sa.CheckConstraint(
            "low_per_kwh <= litres_per_kwh AND litres_per_kwh <= high_per_kwh",
            name=op.f("ck_coefficient_band"),
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_coefficient_order")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_coefficient")),
        sa.UniqueConstraint(
            "county_code",
            "division_code",
            "aquifer",
            "first_month",
            "last_month",
            "valid_from",
            "version",
            name=op.f(
                "uq_coefficient_county_code_division_code_aquifer_first_month_last_month_valid_from_version"
            ),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_coefficient_id")),
    )
    op.create_table(
        "electricity_account",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("opened_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("number <> ''", name=op.f("ck_electricity_account_number_given")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_electricity_account")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_electricity_account_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_electricity_account_id")),
    )
    op.create_table(
        "meter",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "online",
                "mechanical",
                "power",
                "none",
                "unknown",
                name="meterkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("digits", sa.Integer(), nullable=True),
        sa.Column("seal_no", sa.String(length=40), nullable=False),
        sa.Column("calibration_due_on", sa.Date(), nullable=True),
        sa.Column("opened_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("number <> ''", name=op.f("ck_meter_number_given")),
        sa.CheckConstraint("digits BETWEEN 3 AND 12", name=op.f("ck_meter_digits")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_meter")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_meter_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_meter_id")),
    )
    op.create_table(
        "meter_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("meter_id", sa.Uuid(), nullable=False),
        sa.Column("second", sa.Integer(), nullable=False),
        sa.Column("dial_l", sa.BigInteger(), nullable=True),
        sa.Column(
            "mark",
            sa.Enum(
                "none",
                "rollover",
                "old_closing",
                "new_opening",
                name="readingmark",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "way",
            sa.Enum("online", "manual", name="readingway", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "form",
                "tablet",
                "file",
                "online",
                "inspection",
                name="readingsource",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("written", sa.String(length=40), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "(revision = 1) = (reason = '')", name=op.f("ck_meter_reading_correction_has_reason")
        ),
        sa.CheckConstraint("dial_l >= 0", name=op.f("ck_meter_reading_dial")),
        sa.PrimaryKeyConstraint("id", "read_on", name=op.f("pk_meter_reading")),
        postgresql_partition_by="RANGE (read_on)",
    )
    op.create_index(
        op.f("ix_meter_reading_well_id_read_on"), "meter_reading", ["well_id", "read_on"], unique=False
    )
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
    op.create_table(
        "reading_import",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("readings", "electricity", name="importkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=80), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column(
            "counts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_reading_import_actor_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_reading_import")),
        sa.UniqueConstraint("id", name=op.f("uq_reading_import_id")),
    )
    op.create_index(
        op.f("ix_reading_import_county_code_at"), "reading_import", ["county_code", "at"], unique=False
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION IF EXISTS {partitions.FUNCTION}")
