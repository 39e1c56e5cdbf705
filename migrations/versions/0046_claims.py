"""Returns of closures and their checks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0046"
down_revision = "0045"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = ("closure_return_line", "closure_return")


def upgrade() -> None:
    op.create_table(
        "closure_return",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sheet", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "return_checked",
                "return_posted",
                "return_taken_back",
                name="returnstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("claimed_wells", sa.Integer(), nullable=False),
        sa.Column("claimed_l", types.Litres(), nullable=False),
        sa.Column("admissible_wells", sa.Integer(), nullable=False),
        sa.Column("admissible_l", types.Litres(), nullable=False),
        sa.Column("admissible_this_year_l", types.Litres(), nullable=False),
        sa.Column("doubtful_wells", sa.Integer(), nullable=False),
        sa.Column("doubtful_l", types.Litres(), nullable=False),
        sa.Column("doubtful_this_year_l", types.Litres(), nullable=False),
        sa.Column("checked_at", types.UtcDateTime(), nullable=False),
        sa.Column("checked_by", sa.String(length=80), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("posted_at", types.UtcDateTime(), nullable=True),
        sa.Column("posted_by", sa.String(length=80), nullable=False),
        sa.Column("taken_back_at", types.UtcDateTime(), nullable=True),
        sa.Column("taken_back_by", sa.String(length=80), nullable=False),
        sa.Column("taken_back_reason", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'return_checked') = (posted_at IS NULL)", name=op.f("ck_closure_return_posted_at")
        ),
        sa.CheckConstraint(
            "(state = 'return_taken_back') = (taken_back_at IS NOT NULL)",
            name=op.f("ck_closure_return_taken_back_at"),
        ),
        sa.ForeignKeyConstraint(
            ["file_hash"], ["stored_file.hash"], name=op.f("fk_closure_return_file_hash")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_closure_return_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_return")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_return_id")),
    )
    op.create_index(
        op.f("ix_closure_return_county_code_checked_at"),
        "closure_return",
        ["county_code", "checked_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_closure_return_county_code_file_hash"),
        "closure_return",
        ["county_code", "file_hash"],
        unique=False,
    )
    op.create_table(
        "closure_return_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("accepted", "doubtful", "refused", name="checkoutcome", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("full_year_l", types.Litres(), nullable=False),
        sa.Column("this_year_l", types.Litres(), nullable=False),
        sa.Column("is_dead", sa.Boolean(), nullable=False),
        sa.Column(
            "claim",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "findings",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("is_posted", sa.Boolean(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "NOT is_posted OR well_id IS NOT NULL", name=op.f("ck_closure_return_line_posted_well")
        ),
        sa.ForeignKeyConstraint(
            ["return_id"], ["closure_return.id"], name=op.f("fk_closure_return_line_return_id")
        ),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_closure_return_line_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_return_line")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_return_line_id")),
        sa.UniqueConstraint("return_id", "line", name=op.f("uq_closure_return_line_return_id_line")),
    )
    op.create_index(
        op.f("ix_closure_return_line_return_id_outcome_line"),
        "closure_return_line",
        ["return_id", "outcome", "line"],
        unique=False,
    )
    op.create_index(op.f("ix_closure_return_line_well_id"), "closure_return_line", ["well_id"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
