"""Histories, lists of leads and corrected deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}


def upgrade() -> None:
    op.add_column(
        "decision",
        sa.Column(
            "party_id", sa.Uuid(), sa.ForeignKey("party.id", name=op.f("fk_decision_party_id")), nullable=True
        ),
        inline_references=True,
    )


def downgrade() -> None:
    op.drop_column("decision", "party_id")
