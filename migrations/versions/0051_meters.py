"""Meters with their seals, and rounds of reading."""

import sqlalchemy as sa
from alembic import op

from casebook.db import types

revision = "0051"
down_revision = "0050"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = ("meter_seal",)


def upgrade() -> None:
    op.create_table(
        "meter_seal",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meter_id", sa.Uuid(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("put_on", sa.Date(), nullable=False),
        sa.Column("put_by", sa.String(length=80), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "ending",
            sa.Enum(
                "seal_broken", "seal_opened", "seal_renewed", name="sealend", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("number <> ''", name=op.f("ck_meter_seal_number_given")),
        sa.CheckConstraint("(ended_on IS NULL) = (ending IS NULL)", name=op.f("ck_meter_seal_end_has_day")),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= put_on", name=op.f("ck_meter_seal_order")),
        sa.ForeignKeyConstraint(["meter_id"], ["meter.id"], name=op.f("fk_meter_seal_meter_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_meter_seal")),
        sa.UniqueConstraint("id", name=op.f("uq_meter_seal_id")),
    )
    op.create_index(op.f("ix_meter_seal_meter_id_put_on"), "meter_seal", ["meter_id", "put_on"], unique=False)
    op.create_index(
        "uq_meter_seal_intact",
        "meter_seal",
        ["meter_id"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.add_column(
        "electricity_account_well",
        sa.Column("by_share", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("electricity_account_well", "by_share")
    for table in TABLES:
        op.drop_table(table)
