"""The norm behind an estimate, and how the lives of wells are found."""

import sqlalchemy as sa
from alembic import op

from casebook.db import types

revision = "0068"
down_revision = "0067"


def upgrade() -> None:
    op.add_column(
        "volume_estimate",
        sa.Column(
            "norm_id",
            sa.Uuid(),
            sa.ForeignKey("water_norm.id", name=op.f("fk_volume_estimate_norm_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column("volume_estimate", sa.Column("norm_l", types.Litres(), nullable=True))
    op.create_index(op.f("ix_well_county_code_built_on"), "well", ["county_code", "built_on"], unique=False)
    op.create_index(
        "ix_well_lives", "well", ["county_code", "status", "division_code", "closed_on"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_well_lives", table_name="well")
    op.drop_index(op.f("ix_well_county_code_built_on"), table_name="well")
    op.drop_column("volume_estimate", "norm_l")
    op.drop_column("volume_estimate", "norm_id")
