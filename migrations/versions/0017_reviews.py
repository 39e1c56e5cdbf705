"""Tables of reviews, revisions and what a re-check saw."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0017"
down_revision = "0016"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER inspection_review_no_update BEFORE UPDATE ON inspection_review BEGIN SELECT "
            "RAISE(ABORT, 'append-only: inspection_review'); END"
        ),
        (
            "CREATE TRIGGER inspection_review_no_delete BEFORE DELETE ON inspection_review BEGIN SELECT "
            "RAISE(ABORT, 'append-only: inspection_review'); END"
        ),
        (
            "CREATE TRIGGER inspection_review_no_replace BEFORE INSERT ON inspection_review WHEN EXISTS "
            "(SELECT 1 FROM inspection_review WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "inspection_review WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "inspection_review'); END"
        ),
        (
            "CREATE TRIGGER earlier_finding_answer_frozen_insert BEFORE INSERT ON earlier_finding_answer "
            "WHEN EXISTS (SELECT 1 FROM inspection WHERE id = NEW.inspection_id AND state = 'submitted') "
            "BEGIN SELECT RAISE(ABORT, 'frozen: earlier_finding_answer'); END"
        ),
        (
            "CREATE TRIGGER earlier_finding_answer_frozen_update BEFORE UPDATE ON earlier_finding_answer "
            "WHEN EXISTS (SELECT 1 FROM inspection WHERE id = OLD.inspection_id AND state = 'submitted') "
            "OR EXISTS (SELECT 1 FROM inspection WHERE id = NEW.inspection_id AND state = 'submitted') "
            "BEGIN SELECT RAISE(ABORT, 'frozen: earlier_finding_answer'); END"
        ),
        (
            "CREATE TRIGGER earlier_finding_answer_frozen_delete BEFORE DELETE ON earlier_finding_answer "
            "WHEN EXISTS (SELECT 1 FROM inspection WHERE id = OLD.inspection_id AND state = 'submitted') "
            "BEGIN SELECT RAISE(ABORT, 'frozen: earlier_finding_answer'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER inspection_review_no_change BEFORE UPDATE OR DELETE ON inspection_review FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER inspection_review_no_truncate BEFORE TRUNCATE ON inspection_review FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE OR REPLACE FUNCTION casebook_earlier_finding_answer_frozen() RETURNS trigger "
            "LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'INSERT' THEN IF EXISTS (SELECT 1 FROM inspection "
            "WHERE id = OLD.inspection_id AND state = 'submitted') THEN RAISE EXCEPTION 'frozen: %', "
            "TG_TABLE_NAME; END IF; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; IF EXISTS "
            "(SELECT 1 FROM inspection WHERE id = NEW.inspection_id AND state = 'submitted') THEN RAISE "
            "EXCEPTION 'frozen: %', TG_TABLE_NAME; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER earlier_finding_answer_frozen BEFORE INSERT OR UPDATE OR DELETE ON "
            "earlier_finding_answer FOR EACH ROW EXECUTE FUNCTION "
            "casebook_earlier_finding_answer_frozen()"
        ),
    ),
}
TABLES = ("earlier_finding_answer", "inspection_revision", "inspection_review")


def upgrade() -> None:
    op.create_table(
        "inspection_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("approved", "returned", name="verdict", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "verdict = 'approved' OR note <> ''", name=op.f("ck_inspection_review_return_has_note")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["officer.id"], name=op.f("fk_inspection_review_by_id")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_review_inspection_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_inspection_review")),
        sa.UniqueConstraint("id", name=op.f("uq_inspection_review_id")),
    )
    op.create_index(
        op.f("ix_inspection_review_inspection_id_at"),
        "inspection_review",
        ["inspection_id", "at"],
        unique=False,
    )
    op.create_table(
        "inspection_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("revises_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_revision_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["revises_id"], ["inspection.id"], name=op.f("fk_inspection_revision_revises_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_inspection_revision")),
        sa.UniqueConstraint("id", name=op.f("uq_inspection_revision_id")),
        sa.UniqueConstraint("inspection_id", name=op.f("uq_inspection_revision_inspection_id")),
    )
    op.create_index(
        op.f("ix_inspection_revision_revises_id"), "inspection_revision", ["revises_id"], unique=False
    )
    op.create_table(
        "earlier_finding_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column(
            "result",
            sa.Enum("fixed", "persists", "not_seen", name="earlierresult", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name=op.f("fk_earlier_finding_answer_finding_id")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_earlier_finding_answer_inspection_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_earlier_finding_answer")),
        sa.UniqueConstraint("id", name=op.f("uq_earlier_finding_answer_id")),
        sa.UniqueConstraint(
            "inspection_id", "finding_id", name=op.f("uq_earlier_finding_answer_inspection_id_finding_id")
        ),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in (
            "inspection_review_no_change",
            "inspection_review_no_truncate",
            "casebook_earlier_finding_answer_frozen",
            "earlier_finding_answer_frozen",
        ):
            op.execute(f"DROP FUNCTION IF EXISTS {function}()")
