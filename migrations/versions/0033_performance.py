"""Payments, costs and disputes."""

import sqlalchemy as sa
from alembic import op

from casebook.db import types

revision = "0033"
down_revision = "0032"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = ("substitute_cost", "payment", "instalment", "dispute")


def upgrade() -> None:
    op.create_table(
        "dispute",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("review", "suit", name="disputekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("organ", sa.String(length=100), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("stayed_from", sa.Date(), nullable=True),
        sa.Column("stayed_until", sa.Date(), nullable=True),
        sa.Column("stay_paper", sa.String(length=100), nullable=False),
        sa.Column("stay_reason", sa.String(length=400), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "upheld",
                "changed",
                "revoked",
                "unlawful",
                "withdrawn",
                name="disputeresult",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("result_paper", sa.String(length=100), nullable=False),
        sa.Column("fine_fen", sa.Integer(), nullable=True),
        sa.Column("must_remake", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(result = 'changed') = (fine_fen IS NOT NULL)", name=op.f("ck_dispute_change_says_fine")
        ),
        sa.CheckConstraint("(ended_on IS NULL) = (result IS NULL)", name=op.f("ck_dispute_ended_whole")),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= begun_on", name=op.f("ck_dispute_days_in_order")),
        sa.CheckConstraint(
            "stayed_until IS NULL OR stayed_from IS NOT NULL", name=op.f("ck_dispute_stay_whole")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_dispute_case_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_dispute_party_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["officer.id"], name=op.f("fk_dispute_recorded_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_dispute")),
        sa.UniqueConstraint("id", name=op.f("uq_dispute_id")),
    )
    op.create_index(op.f("ix_dispute_case_id"), "dispute", ["case_id"], unique=False)
    op.create_index(
        "uq_dispute_open",
        "dispute",
        ["case_id", "party_id"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_table(
        "instalment",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("fen", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("fen > 0", name=op.f("ck_instalment_fen_positive")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_instalment_case_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_instalment_document_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_instalment_party_id")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_instalment_term_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_instalment")),
        sa.UniqueConstraint(
            "case_id",
            "party_id",
            "plan",
            "sequence",
            name=op.f("uq_instalment_case_id_party_id_plan_sequence"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_instalment_id")),
    )
    op.create_table(
        "payment",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("received", "refund", "reversal", name="paymentkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "debt",
            sa.Enum("fine", "confiscated", "surcharge", "cost", name="debt", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "way",
            sa.Enum("bank", "cash", "court", name="payway", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("fen", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("receipt_no", sa.String(length=60), nullable=False),
        sa.Column(
            "ground",
            sa.Enum("small", "hard_later", "remote", name="cashground", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.Column("banked_on", sa.Date(), nullable=True),
        sa.Column("bank_no", sa.String(length=60), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(handed_on IS NULL AND banked_on IS NULL) OR (way = 'cash' AND handed_on IS NOT NULL)",
            name=op.f("ck_payment_only_cash_is_handed"),
        ),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)", name=op.f("ck_payment_reversal_names")
        ),
        sa.CheckConstraint("(way = 'cash') = (ground IS NOT NULL)", name=op.f("ck_payment_cash_has_ground")),
        sa.CheckConstraint("fen > 0", name=op.f("ck_payment_fen_positive")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_payment_case_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_payment_party_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["officer.id"], name=op.f("fk_payment_recorded_by_id")),
        sa.ForeignKeyConstraint(["reverses_id"], ["payment.id"], name=op.f("fk_payment_reverses_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_payment")),
        sa.UniqueConstraint("county_code", "receipt_no", name=op.f("uq_payment_county_code_receipt_no")),
        sa.UniqueConstraint("id", name=op.f("uq_payment_id")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_payment_reverses_id")),
    )
    op.create_index(op.f("ix_payment_case_id"), "payment", ["case_id"], unique=False)
    op.create_table(
        "substitute_cost",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("is_estimate", sa.Boolean(), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("fen", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=100), nullable=False),
        sa.Column("payee", sa.String(length=120), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("is_estimate OR paper <> ''", name=op.f("ck_substitute_cost_spent_has_paper")),
        sa.CheckConstraint("fen > 0", name=op.f("ck_substitute_cost_fen_positive")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_substitute_cost_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["substitute_cost.id"], name=op.f("fk_substitute_cost_corrects_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_substitute_cost_party_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["officer.id"], name=op.f("fk_substitute_cost_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_substitute_cost")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_substitute_cost_corrects_id")),
        sa.UniqueConstraint("id", name=op.f("uq_substitute_cost_id")),
    )
    op.create_index(op.f("ix_substitute_cost_case_id"), "substitute_cost", ["case_id"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
