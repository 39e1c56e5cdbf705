"""Tables of the ledger."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0004"
down_revision = "0003"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN SELECT "
            "RAISE(ABORT, 'append-only: ledger_entry'); END"
        ),
        (
            "CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry BEGIN SELECT "
            "RAISE(ABORT, 'append-only: ledger_entry'); END"
        ),
        (
            "CREATE TRIGGER ledger_entry_no_replace BEFORE INSERT ON ledger_entry WHEN EXISTS (SELECT 1 "
            "FROM ledger_entry WHERE chain = NEW.chain AND previous_hash = NEW.previous_hash) OR EXISTS "
            "(SELECT 1 FROM ledger_entry WHERE chain = NEW.chain AND sequence = NEW.sequence) OR EXISTS "
            "(SELECT 1 FROM ledger_entry WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM ledger_entry WHERE "
            "reverses_id = NEW.reverses_id) OR EXISTS (SELECT 1 FROM ledger_entry WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: ledger_entry'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("ledger_rollup", "ledger_entry")


def upgrade() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("chain", sa.String(length=60), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("previous_hash", sa.String(length=90), nullable=False),
        sa.Column("hash", sa.String(length=90), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "well_closed",
                "well_reopened",
                "reduction",
                "reduction_reversed",
                "problem_struck_off",
                "plan_cut",
                name="postingkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("well_code", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "aquifer_group",
            sa.Enum("shallow", "deep", "mixed", "unknown", name="aquifergroup", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("full_year_l", types.Litres(), nullable=False),
        sa.Column("this_year_l", types.Litres(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("chain = 'ledger:' || county_code", name=op.f("ck_ledger_entry_own_chain")),
        sa.CheckConstraint(
            "(reverses_id IS NULL AND count >= 0 AND full_year_l >= 0 AND this_year_l >= 0) OR (reverses_id IS NOT NULL AND count <= 0 AND full_year_l <= 0 AND this_year_l <= 0)",
            name=op.f("ck_ledger_entry_sign"),
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["ledger_entry.id"], name=op.f("fk_ledger_entry_reverses_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("chain", "previous_hash", name=op.f("uq_ledger_entry_chain_previous_hash")),
        sa.UniqueConstraint("chain", "sequence", name=op.f("uq_ledger_entry_chain_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_ledger_entry_id")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_entry_reverses_id")),
    )
    op.create_index(
        op.f("ix_ledger_entry_county_code_well_code"),
        "ledger_entry",
        ["county_code", "well_code"],
        unique=False,
    )
    op.create_index(
        op.f("ix_ledger_entry_county_code_year_booked_on"),
        "ledger_entry",
        ["county_code", "year", "booked_on"],
        unique=False,
    )
    op.create_index(op.f("ix_ledger_entry_subject_id"), "ledger_entry", ["subject_id"], unique=False)
    op.create_table(
        "ledger_rollup",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "well_closed",
                "well_reopened",
                "reduction",
                "reduction_reversed",
                "problem_struck_off",
                "plan_cut",
                name="postingkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "aquifer_group",
            sa.Enum("shallow", "deep", "mixed", "unknown", name="aquifergroup", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("full_year_l", types.Litres(), nullable=False),
        sa.Column("this_year_l", types.Litres(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_ledger_rollup")),
        sa.UniqueConstraint(
            "county_code",
            "year",
            "division_code",
            "kind",
            "aquifer_group",
            name=op.f("uq_ledger_rollup_county_code_year_division_code_kind_aquifer_group"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_ledger_rollup_id")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
