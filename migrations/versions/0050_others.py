"""Case archives and what else grew."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0050"
down_revision = "0049"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER archive_bundle_no_update BEFORE UPDATE ON archive_bundle BEGIN SELECT "
            "RAISE(ABORT, 'append-only: archive_bundle'); END"
        ),
        (
            "CREATE TRIGGER archive_bundle_no_delete BEFORE DELETE ON archive_bundle BEGIN SELECT "
            "RAISE(ABORT, 'append-only: archive_bundle'); END"
        ),
        (
            "CREATE TRIGGER archive_bundle_no_replace BEFORE INSERT ON archive_bundle WHEN EXISTS "
            "(SELECT 1 FROM archive_bundle WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM archive_bundle "
            "WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: archive_bundle'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER archive_bundle_no_change BEFORE UPDATE OR DELETE ON archive_bundle FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER archive_bundle_no_truncate BEFORE TRUNCATE ON archive_bundle FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("archive_bundle",)


def upgrade() -> None:
    op.create_table(
        "archive_bundle",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("archive_no", sa.String(length=20), nullable=False),
        sa.Column("head", sa.String(length=90), nullable=False),
        sa.Column("key", sa.String(length=90), nullable=False),
        sa.Column("pdf_hash", sa.String(length=90), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column(
            "contents",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("has_time_stamp", sa.Boolean(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("pages > 0", name=op.f("ck_archive_bundle_has_pages")),
        sa.CheckConstraint("size > 0", name=op.f("ck_archive_bundle_not_empty")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_archive_bundle_case_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["officer.id"], name=op.f("fk_archive_bundle_made_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_archive_bundle")),
        sa.UniqueConstraint("id", name=op.f("uq_archive_bundle_id")),
    )
    op.create_index(
        op.f("ix_archive_bundle_case_id_made_at"), "archive_bundle", ["case_id", "made_at"], unique=False
    )
    op.add_column("ledger_entry", sa.Column("is_history", sa.Boolean(), nullable=True))
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    op.drop_column("ledger_entry", "is_history")
    for table in TABLES:
        op.drop_table(table)
