"""Tables of measures and decisions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0011"
down_revision = "0010"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = ("measure_verification", "measure", "decision")


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("penalty", "no_penalty", "no_filing", name="decisionkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("matter", sa.String(length=20), nullable=False),
        sa.Column("fine_fen", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("commitment_no", sa.String(length=60), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_decision_case_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["officer.id"], name=op.f("fk_decision_decided_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_decision")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_decision_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_decision_id")),
    )
    op.create_index(op.f("ix_decision_case_id"), "decision", ["case_id"], unique=False)
    op.create_table(
        "measure",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "stop_abstraction",
                "apply_permit",
                "install_meter",
                "repair_meter",
                "connect_online",
                "connect_network",
                "reduce_abstraction",
                "close_well",
                "complete_records",
                "other",
                name="measurekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("demand", sa.String(length=400), nullable=False),
        sa.Column("order_no", sa.String(length=60), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("ordered", "met", "withdrawn", name="measurestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("ordered_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_measure_case_id")),
        sa.ForeignKeyConstraint(["ordered_by_id"], ["officer.id"], name=op.f("fk_measure_ordered_by_id")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_measure_term_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_measure_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_measure")),
        sa.UniqueConstraint("id", name=op.f("uq_measure_id")),
    )
    op.create_index(op.f("ix_measure_case_id"), "measure", ["case_id"], unique=False)
    op.create_index(op.f("ix_measure_well_id"), "measure", ["well_id"], unique=False)
    op.create_table(
        "measure_verification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("verified_by_id", sa.Uuid(), nullable=False),
        sa.Column("verified_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_measure_verification_inspection_id")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_measure_verification_measure_id")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["officer.id"], name=op.f("fk_measure_verification_verified_by_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_measure_verification")),
        sa.UniqueConstraint("id", name=op.f("uq_measure_verification_id")),
        sa.UniqueConstraint(
            "measure_id", "inspection_id", name=op.f("uq_measure_verification_measure_id_inspection_id")
        ),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
