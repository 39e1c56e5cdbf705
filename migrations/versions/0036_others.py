"""Others."""

import sqlalchemy as sa
from alembic import op

from casebook.db import alter

revision = "0036"
down_revision = "0035"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}


def upgrade() -> None:
    op.add_column(
        "party", sa.Column("legal_rep", sa.String(length=60), server_default=sa.text("('')"), nullable=False)
    )
    alter.change_constraints(
        op.get_bind(), "evidence_item", add={"ck_evidence_item_corrects_another": "corrects_id <> id"}
    )


def downgrade() -> None:
    alter.change_constraints(op.get_bind(), "evidence_item", drop=("ck_evidence_item_corrects_another",))
    op.drop_column("party", "legal_rep")
