"""Tables of work packages and evidence packages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0023"
down_revision = "0022"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER evidence_package_no_update BEFORE UPDATE ON evidence_package BEGIN SELECT "
            "RAISE(ABORT, 'append-only: evidence_package'); END"
        ),
        (
            "CREATE TRIGGER evidence_package_no_delete BEFORE DELETE ON evidence_package BEGIN SELECT "
            "RAISE(ABORT, 'append-only: evidence_package'); END"
        ),
        (
            "CREATE TRIGGER evidence_package_no_replace BEFORE INSERT ON evidence_package WHEN EXISTS "
            "(SELECT 1 FROM evidence_package WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "evidence_package WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "evidence_package'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER evidence_package_no_change BEFORE UPDATE OR DELETE ON evidence_package FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER evidence_package_no_truncate BEFORE TRUNCATE ON evidence_package FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("work_package_part", "work_package", "evidence_package")


def upgrade() -> None:
    op.create_table(
        "evidence_package",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("case", "closure", name="packagekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("head", sa.String(length=90), nullable=False),
        sa.Column("key", sa.String(length=90), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("has_time_stamp", sa.Boolean(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_evidence_package_not_empty")),
        sa.ForeignKeyConstraint(["made_by_id"], ["officer.id"], name=op.f("fk_evidence_package_made_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_evidence_package")),
        sa.UniqueConstraint("id", name=op.f("uq_evidence_package_id")),
    )
    op.create_index(
        op.f("ix_evidence_package_subject_id_made_at"),
        "evidence_package",
        ["subject_id", "made_at"],
        unique=False,
    )
    op.create_table(
        "work_package",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column(
            "scope",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(length=90), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_work_package_lasts")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_work_package_device_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_work_package_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_work_package")),
        sa.UniqueConstraint("id", name=op.f("uq_work_package_id")),
    )
    op.create_index(
        op.f("ix_work_package_device_id_made_at"), "work_package", ["device_id", "made_at"], unique=False
    )
    op.create_index(op.f("ix_work_package_expires_at"), "work_package", ["expires_at"], unique=False)
    op.create_table(
        "work_package_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("hash", sa.String(length=90), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["package_id"], ["work_package.id"], name=op.f("fk_work_package_part_package_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_work_package_part")),
        sa.UniqueConstraint("id", name=op.f("uq_work_package_part_id")),
        sa.UniqueConstraint("package_id", "name", name=op.f("uq_work_package_part_package_id_name")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in ("evidence_package_no_change", "evidence_package_no_truncate"):
            op.execute(f"DROP FUNCTION IF EXISTS {function}()")
