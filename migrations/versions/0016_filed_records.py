"""Tables of presence and signings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0016"
down_revision = "0015"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER inspection_filing_no_update BEFORE UPDATE ON inspection_filing BEGIN SELECT "
            "RAISE(ABORT, 'append-only: inspection_filing'); END"
        ),
        (
            "CREATE TRIGGER inspection_filing_no_delete BEFORE DELETE ON inspection_filing BEGIN SELECT "
            "RAISE(ABORT, 'append-only: inspection_filing'); END"
        ),
        (
            "CREATE TRIGGER inspection_filing_no_replace BEFORE INSERT ON inspection_filing WHEN EXISTS "
            "(SELECT 1 FROM inspection_filing WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "inspection_filing WHERE inspection_id = NEW.inspection_id) OR EXISTS (SELECT 1 FROM "
            "inspection_filing WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "inspection_filing'); END"
        ),
        (
            "CREATE TRIGGER inspection_presence_no_update BEFORE UPDATE ON inspection_presence BEGIN "
            "SELECT RAISE(ABORT, 'append-only: inspection_presence'); END"
        ),
        (
            "CREATE TRIGGER inspection_presence_no_delete BEFORE DELETE ON inspection_presence BEGIN "
            "SELECT RAISE(ABORT, 'append-only: inspection_presence'); END"
        ),
        (
            "CREATE TRIGGER inspection_presence_no_replace BEFORE INSERT ON inspection_presence WHEN "
            "EXISTS (SELECT 1 FROM inspection_presence WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "inspection_presence WHERE inspection_id = NEW.inspection_id) OR EXISTS (SELECT 1 FROM "
            "inspection_presence WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "inspection_presence'); END"
        ),
        (
            "CREATE TRIGGER inspection_signing_no_update BEFORE UPDATE ON inspection_signing BEGIN "
            "SELECT RAISE(ABORT, 'append-only: inspection_signing'); END"
        ),
        (
            "CREATE TRIGGER inspection_signing_no_delete BEFORE DELETE ON inspection_signing BEGIN "
            "SELECT RAISE(ABORT, 'append-only: inspection_signing'); END"
        ),
        (
            "CREATE TRIGGER inspection_signing_no_replace BEFORE INSERT ON inspection_signing WHEN "
            "EXISTS (SELECT 1 FROM inspection_signing WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "inspection_signing WHERE inspection_id = NEW.inspection_id AND officer_id = NEW.officer_id "
            "AND how = NEW.how) OR EXISTS (SELECT 1 FROM inspection_signing WHERE rowid = NEW.rowid) "
            "BEGIN SELECT RAISE(ABORT, 'append-only: inspection_signing'); END"
        ),
        (
            "CREATE TRIGGER presence_fix_no_update BEFORE UPDATE ON presence_fix BEGIN SELECT "
            "RAISE(ABORT, 'append-only: presence_fix'); END"
        ),
        (
            "CREATE TRIGGER presence_fix_no_delete BEFORE DELETE ON presence_fix BEGIN SELECT "
            "RAISE(ABORT, 'append-only: presence_fix'); END"
        ),
        (
            "CREATE TRIGGER presence_fix_no_replace BEFORE INSERT ON presence_fix WHEN EXISTS (SELECT 1 "
            "FROM presence_fix WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM presence_fix WHERE "
            "inspection_id = NEW.inspection_id AND place = NEW.place) OR EXISTS (SELECT 1 FROM "
            "presence_fix WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "presence_fix'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER inspection_filing_no_change BEFORE UPDATE OR DELETE ON inspection_filing FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER inspection_filing_no_truncate BEFORE TRUNCATE ON inspection_filing FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER inspection_presence_no_change BEFORE UPDATE OR DELETE ON inspection_presence "
            "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER inspection_presence_no_truncate BEFORE TRUNCATE ON inspection_presence FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER inspection_signing_no_change BEFORE UPDATE OR DELETE ON inspection_signing "
            "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER inspection_signing_no_truncate BEFORE TRUNCATE ON inspection_signing FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER presence_fix_no_change BEFORE UPDATE OR DELETE ON presence_fix FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER presence_fix_no_truncate BEFORE TRUNCATE ON presence_fix FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("presence_fix", "inspection_signing", "inspection_presence", "inspection_filing")


def upgrade() -> None:
    op.create_table(
        "inspection_filing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("text_hash", sa.String(length=90), nullable=False),
        sa.Column("filed_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_inspection_filing_device_id")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_filing_inspection_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_inspection_filing")),
        sa.UniqueConstraint("id", name=op.f("uq_inspection_filing_id")),
        sa.UniqueConstraint("inspection_id", name=op.f("uq_inspection_filing_inspection_id")),
    )
    op.create_table(
        "inspection_presence",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column(
            "reasons",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "flags",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "plate",
            sa.Enum(
                "none",
                "match",
                "other",
                "revoked",
                "forged",
                "unreadable",
                name="plateseen",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("plate_text", sa.String(length=400), nullable=False),
        sa.Column("plate_at", types.UtcDateTime(), nullable=True),
        sa.Column(
            "datum",
            sa.Enum("unchecked", "wgs84", "gcj02", "unknown", name="datum", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("clock_ahead_s", sa.Double(), nullable=True),
        sa.Column("clock_compared_at", types.UtcDateTime(), nullable=True),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("judged_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_inspection_presence_score")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_presence_inspection_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_inspection_presence")),
        sa.UniqueConstraint("id", name=op.f("uq_inspection_presence_id")),
        sa.UniqueConstraint("inspection_id", name=op.f("uq_inspection_presence_inspection_id")),
    )
    op.create_index(
        op.f("ix_inspection_presence_county_code_judged_at_id"),
        "inspection_presence",
        ["county_code", "judged_at", "id"],
        unique=False,
    )
    op.create_table(
        "inspection_signing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum("lead", "second", name="officerpart", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "how",
            sa.Enum(
                "own_device",
                "signed_in",
                "declared",
                "screen",
                "pen",
                name="signedhow",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("signed_at", types.UtcDateTime(), nullable=False),
        sa.Column("text_hash", sa.String(length=90), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("kept_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "how <> 'own_device' OR device_id IS NOT NULL",
            name=op.f("ck_inspection_signing_own_device_is_named"),
        ),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_inspection_signing_device_id")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_signing_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_inspection_signing_officer_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_inspection_signing")),
        sa.UniqueConstraint("id", name=op.f("uq_inspection_signing_id")),
        sa.UniqueConstraint(
            "inspection_id",
            "officer_id",
            "how",
            name=op.f("uq_inspection_signing_inspection_id_officer_id_how"),
        ),
    )
    op.create_index(
        op.f("ix_inspection_signing_officer_id"), "inspection_signing", ["officer_id"], unique=False
    )
    op.create_table(
        "presence_fix",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("fix_at", types.UtcDateTime(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_presence_fix_inspection_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_presence_fix")),
        sa.UniqueConstraint("id", name=op.f("uq_presence_fix_id")),
        sa.UniqueConstraint("inspection_id", "place", name=op.f("uq_presence_fix_inspection_id_place")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in (
            "inspection_filing_no_change",
            "inspection_filing_no_truncate",
            "inspection_presence_no_change",
            "inspection_presence_no_truncate",
            "inspection_signing_no_change",
            "inspection_signing_no_truncate",
            "presence_fix_no_change",
            "presence_fix_no_truncate",
        ):
            op.execute(f"DROP FUNCTION IF EXISTS {function}()")
