"""Shares of electricity accounts, coefficients, uploads."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0053"
down_revision = "0052"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = ("reading_upload", "electricity_share")


def upgrade() -> None:
    op.create_table(
        "electricity_share",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("ground", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("replaced_at", types.UtcDateTime(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("share BETWEEN 1 AND 10000", name=op.f("ck_electricity_share_share")),
        sa.CheckConstraint("to_on IS NULL OR to_on > from_on", name=op.f("ck_electricity_share_order")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["electricity_account.id"], name=op.f("fk_electricity_share_account_id")
        ),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_electricity_share_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_electricity_share")),
        sa.UniqueConstraint("id", name=op.f("uq_electricity_share_id")),
    )
    op.create_index(
        op.f("ix_electricity_share_account_id_from_on"),
        "electricity_share",
        ["account_id", "from_on"],
        unique=False,
    )
    op.create_table(
        "reading_upload",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("readings", "electricity", name="importkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("is_strict", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "upload_waiting",
                "upload_taken",
                "upload_refused",
                name="uploadstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("uploaded_at", types.UtcDateTime(), nullable=False),
        sa.Column("uploaded_by", sa.String(length=80), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", types.UtcDateTime(), nullable=True),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column(
            "counts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("report_hash", sa.String(length=160), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_hash"], ["stored_file.hash"], name=op.f("fk_reading_upload_file_hash")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["reading_import.id"], name=op.f("fk_reading_upload_import_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_reading_upload_officer_id")),
        sa.ForeignKeyConstraint(
            ["report_hash"], ["stored_file.hash"], name=op.f("fk_reading_upload_report_hash")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_reading_upload")),
        sa.UniqueConstraint("id", name=op.f("uq_reading_upload_id")),
    )
    op.create_index(
        op.f("ix_reading_upload_county_code_uploaded_at"),
        "reading_upload",
        ["county_code", "uploaded_at"],
        unique=False,
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
