"""Histories, lists of leads and corrected deliveries."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import alter

revision = "0043"
down_revision = "0042"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER delivery_no_replace BEFORE INSERT ON delivery WHEN EXISTS (SELECT 1 FROM "
            "delivery WHERE corrects_id = NEW.corrects_id) OR EXISTS (SELECT 1 FROM delivery WHERE id = "
            "NEW.id) OR EXISTS (SELECT 1 FROM delivery WHERE rowid = NEW.rowid) BEGIN SELECT "
            "RAISE(ABORT, 'append-only: delivery'); END"
        ),
    ),
    "postgresql": (),
}
BEFORE: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER delivery_no_replace BEFORE INSERT ON delivery WHEN EXISTS (SELECT 1 FROM "
            "delivery WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM delivery WHERE rowid = NEW.rowid) "
            "BEGIN SELECT RAISE(ABORT, 'append-only: delivery'); END"
        ),
    ),
    "postgresql": (),
}
"""What stood in their place."""


def upgrade() -> None:
    _drop_changed()
    op.add_column(
        "decision",
        sa.Column(
            "party_id", sa.Uuid(), sa.ForeignKey("party.id", name=op.f("fk_decision_party_id")), nullable=True
        ),
        inline_references=True,
    )
    op.add_column(
        "delivery",
        sa.Column(
            "corrects_id",
            sa.Uuid(),
            sa.ForeignKey("delivery.id", name=op.f("fk_delivery_corrects_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column(
        "delivery",
        sa.Column("correction", sa.String(length=400), server_default=sa.text("('')"), nullable=False),
    )
    op.create_index("uq_delivery_corrects_id", "delivery", ["corrects_id"], unique=True)
    alter.change_constraints(
        op.get_bind(),
        "delivery",
        add={"ck_delivery_correction_says_why": "(corrects_id IS NULL) = (correction = '')"},
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    _drop_changed()
    alter.change_constraints(op.get_bind(), "delivery", drop=("ck_delivery_correction_says_why",))
    op.drop_index("uq_delivery_corrects_id", table_name="delivery")
    op.drop_column("delivery", "correction")
    op.drop_column("delivery", "corrects_id")
    op.drop_column("decision", "party_id")
    for statement in BEFORE[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def _drop_changed() -> None:
    """Make room for triggers that change."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER delivery_no_replace")
