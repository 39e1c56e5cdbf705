"""Tables of opinions on approvals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0026"
down_revision = "0025"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER approval_bar_no_update BEFORE UPDATE ON approval_bar BEGIN SELECT "
            "RAISE(ABORT, 'append-only: approval_bar'); END"
        ),
        (
            "CREATE TRIGGER approval_bar_no_delete BEFORE DELETE ON approval_bar BEGIN SELECT "
            "RAISE(ABORT, 'append-only: approval_bar'); END"
        ),
        (
            "CREATE TRIGGER approval_bar_no_replace BEFORE INSERT ON approval_bar WHEN EXISTS (SELECT 1 "
            "FROM approval_bar WHERE approval_id = NEW.approval_id AND officer_id = NEW.officer_id) OR "
            "EXISTS (SELECT 1 FROM approval_bar WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM approval_bar "
            "WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: approval_bar'); END"
        ),
        (
            "CREATE TRIGGER approval_opinion_no_update BEFORE UPDATE ON approval_opinion BEGIN SELECT "
            "RAISE(ABORT, 'append-only: approval_opinion'); END"
        ),
        (
            "CREATE TRIGGER approval_opinion_no_delete BEFORE DELETE ON approval_opinion BEGIN SELECT "
            "RAISE(ABORT, 'append-only: approval_opinion'); END"
        ),
        (
            "CREATE TRIGGER approval_opinion_no_replace BEFORE INSERT ON approval_opinion WHEN EXISTS "
            "(SELECT 1 FROM approval_opinion WHERE approval_id = NEW.approval_id AND position = "
            "NEW.position AND officer_id = NEW.officer_id) OR EXISTS (SELECT 1 FROM approval_opinion "
            "WHERE approval_id = NEW.approval_id AND sequence = NEW.sequence) OR EXISTS (SELECT 1 FROM "
            "approval_opinion WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM approval_opinion WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: approval_opinion'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER approval_bar_no_change BEFORE UPDATE OR DELETE ON approval_bar FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER approval_bar_no_truncate BEFORE TRUNCATE ON approval_bar FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER approval_opinion_no_change BEFORE UPDATE OR DELETE ON approval_opinion FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER approval_opinion_no_truncate BEFORE TRUNCATE ON approval_opinion FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("approval_opinion", "approval_paper", "approval_bar", "approval_substitute")


def upgrade() -> None:
    op.create_table(
        "approval_substitute",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("absent_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("named_by", sa.String(length=60), nullable=False),
        sa.Column("named_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("absent_id <> substitute_id", name=op.f("ck_approval_substitute_two_officers")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_approval_substitute_in_order")),
        sa.ForeignKeyConstraint(["absent_id"], ["officer.id"], name=op.f("fk_approval_substitute_absent_id")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["officer.id"], name=op.f("fk_approval_substitute_substitute_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_approval_substitute")),
        sa.UniqueConstraint("id", name=op.f("uq_approval_substitute_id")),
    )
    op.create_index(
        op.f("ix_approval_substitute_county_code_until_on"),
        "approval_substitute",
        ["county_code", "until_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_approval_substitute_substitute_id_until_on"),
        "approval_substitute",
        ["substitute_id", "until_on"],
        unique=False,
    )
    op.create_table(
        "approval_bar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_approval_bar_approval_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_approval_bar_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_approval_bar")),
        sa.UniqueConstraint("approval_id", "officer_id", name=op.f("uq_approval_bar_approval_id_officer_id")),
        sa.UniqueConstraint("id", name=op.f("uq_approval_bar_id")),
    )
    op.create_table(
        "approval_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("to_review", "confirmed", "declined", name="paperstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("scan_hash", sa.String(length=160), nullable=False),
        sa.Column("scan_name", sa.String(length=120), nullable=False),
        sa.Column(
            "signatures",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by", sa.String(length=60), nullable=False),
        sa.Column("entered_at", types.UtcDateTime(), nullable=False),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("checked_by", sa.String(length=60), nullable=False),
        sa.Column("checked_at", types.UtcDateTime(), nullable=True),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'to_review') = (checked_at IS NULL)", name=op.f("ck_approval_paper_checked_whole")
        ),
        sa.CheckConstraint(
            "checked_by_id IS NULL OR checked_by_id <> entered_by_id",
            name=op.f("ck_approval_paper_two_officers"),
        ),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_approval_paper_approval_id")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["officer.id"], name=op.f("fk_approval_paper_checked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["officer.id"], name=op.f("fk_approval_paper_entered_by_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_approval_paper")),
        sa.UniqueConstraint("id", name=op.f("uq_approval_paper_id")),
    )
    op.create_index(op.f("ix_approval_paper_approval_id"), "approval_paper", ["approval_id"], unique=False)
    op.create_index(
        "uq_approval_paper_open",
        "approval_paper",
        ["approval_id"],
        unique=True,
        sqlite_where=sa.text("state = 'to_review'"),
        postgresql_where=sa.text("state = 'to_review'"),
    )
    op.create_table(
        "approval_opinion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("agree", "return", "refuse", name="verdict", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("officer_name", sa.String(length=60), nullable=False),
        sa.Column("stands_for_id", sa.Uuid(), nullable=True),
        sa.Column("stands_for", sa.String(length=60), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("entered_at", types.UtcDateTime(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_approval_opinion_approval_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_approval_opinion_officer_id")),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["approval_paper.id"], name=op.f("fk_approval_opinion_paper_id")
        ),
        sa.ForeignKeyConstraint(
            ["stands_for_id"], ["officer.id"], name=op.f("fk_approval_opinion_stands_for_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_approval_opinion")),
        sa.UniqueConstraint(
            "approval_id",
            "position",
            "officer_id",
            name=op.f("uq_approval_opinion_approval_id_position_officer_id"),
        ),
        sa.UniqueConstraint("approval_id", "sequence", name=op.f("uq_approval_opinion_approval_id_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_approval_opinion_id")),
    )
    op.create_index(op.f("ix_approval_opinion_officer_id"), "approval_opinion", ["officer_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
