"""Tables of permits, yearly volumes and imports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0008"
down_revision = "0007"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = (
    "import_line",
    "batch_change",
    "permit_well",
    "permit_change",
    "import_batch",
    "permit",
    "annual_volume",
    "import_mapping",
)


def upgrade() -> None:
    op.create_table(
        "import_mapping",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("signature", sa.String(length=160), nullable=False),
        sa.Column(
            "mapping",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint("county_code", "signature", name=op.f("uq_import_mapping_county_code_signature")),
        sa.UniqueConstraint("id", name=op.f("uq_import_mapping_id")),
    )
    op.create_table(
        "annual_volume",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("register", "measured", name="volumesource", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("volume_l", types.Litres(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "online_meter",
                "manual_meter",
                "power_coefficient",
                "pump_hours",
                "norm",
                "stated",
                name="volumemethod",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "grade", sa.Enum("a", "b", "c", "d", name="grade", native_enum=False, length=40), nullable=False
        ),
        sa.Column("written", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("replaced_at", types.UtcDateTime(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("volume_l >= 0", name=op.f("ck_annual_volume_volume")),
        sa.CheckConstraint("year BETWEEN 1949 AND 2200", name=op.f("ck_annual_volume_year")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_annual_volume_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_annual_volume")),
        sa.UniqueConstraint("id", name=op.f("uq_annual_volume_id")),
    )
    op.create_index(
        op.f("ix_annual_volume_county_code_year"), "annual_volume", ["county_code", "year"], unique=False
    )
    op.create_index(op.f("ix_annual_volume_well_id_year"), "annual_volume", ["well_id", "year"], unique=False)
    op.create_index(
        "uq_annual_volume_in_force",
        "annual_volume",
        ["well_id", "year", "source"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "permit",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column(
            "number_kind",
            sa.Enum("electronic", "paper", name="permitnumberkind", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("permitted_l", types.Litres(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column(
            "use",
            sa.Enum(
                "irrigation",
                "industry",
                "public_supply",
                "rural_domestic",
                "special_trade",
                "livestock",
                "other",
                name="welluse",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "aquifer",
            sa.Enum(
                "shallow",
                "saline",
                "deep_confined",
                "mixed",
                "unknown",
                name="aquifer",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("number <> ''", name=op.f("ck_permit_number_given")),
        sa.CheckConstraint("permitted_l >= 0", name=op.f("ck_permit_volume")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_permit_version")),
        sa.ForeignKeyConstraint(["holder_id"], ["party.id"], name=op.f("fk_permit_holder_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_permit")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_permit_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_permit_id")),
    )
    op.create_index(op.f("ix_permit_holder_id"), "permit", ["holder_id"], unique=False)
    op.create_table(
        "import_batch",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sheet", sa.String(length=120), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column(
            "mapping",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "previewed",
                "applying",
                "applied",
                "rolled_back",
                name="batchstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("with_changes", sa.Boolean(), nullable=False),
        sa.Column(
            "report",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "names",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("uploaded_at", types.UtcDateTime(), nullable=False),
        sa.Column("uploaded_by", sa.String(length=80), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("applied_at", types.UtcDateTime(), nullable=True),
        sa.Column("rolled_back_at", types.UtcDateTime(), nullable=True),
        sa.Column("rolled_back_by", sa.String(length=80), nullable=False),
        sa.Column("rolled_back_reason", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'rolled_back') = (rolled_back_at IS NOT NULL)",
            name=op.f("ck_import_batch_rolled_back_at"),
        ),
        sa.CheckConstraint(
            "(state IN ('applied', 'rolled_back')) = (applied_at IS NOT NULL)",
            name=op.f("ck_import_batch_applied_at"),
        ),
        sa.ForeignKeyConstraint(["file_hash"], ["stored_file.hash"], name=op.f("fk_import_batch_file_hash")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_import_batch_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("id", name=op.f("uq_import_batch_id")),
    )
    op.create_index(
        op.f("ix_import_batch_county_code_file_hash"),
        "import_batch",
        ["county_code", "file_hash"],
        unique=False,
    )
    op.create_index(
        op.f("ix_import_batch_county_code_uploaded_at"),
        "import_batch",
        ["county_code", "uploaded_at"],
        unique=False,
    )
    op.create_table(
        "permit_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("permit_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "facts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("replaced_at", types.UtcDateTime(), nullable=False),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_permit_change_permit_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_permit_change")),
        sa.UniqueConstraint("id", name=op.f("uq_permit_change_id")),
        sa.UniqueConstraint("permit_id", "version", name=op.f("uq_permit_change_permit_id_version")),
    )
    op.create_table(
        "permit_well",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("permit_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_permit_well_permit_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_permit_well_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_permit_well")),
        sa.UniqueConstraint("id", name=op.f("uq_permit_well_id")),
        sa.UniqueConstraint("permit_id", "well_id", name=op.f("uq_permit_well_permit_id_well_id")),
    )
    op.create_index(
        op.f("ix_permit_well_well_id_permit_id"), "permit_well", ["well_id", "permit_id"], unique=False
    )
    op.create_table(
        "batch_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "said",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "before",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_batch_change_batch_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_batch_change_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_batch_change")),
        sa.UniqueConstraint("batch_id", "well_id", name=op.f("uq_batch_change_batch_id_well_id")),
        sa.UniqueConstraint("id", name=op.f("uq_batch_change_id")),
    )
    op.create_index(op.f("ix_batch_change_well_id"), "batch_change", ["well_id"], unique=False)
    op.create_table(
        "import_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("refused", "accepted", name="lineoutcome", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reasons", sa.String(length=600), nullable=False),
        sa.Column("is_changed", sa.Boolean(), nullable=False),
        sa.Column(
            "findings",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "differences",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_import_line_batch_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_import_line")),
        sa.UniqueConstraint("batch_id", "row_number", name=op.f("uq_import_line_batch_id_row_number")),
        sa.UniqueConstraint("id", name=op.f("uq_import_line_id")),
    )
    op.create_index(
        op.f("ix_import_line_batch_id_outcome_row_number"),
        "import_line",
        ["batch_id", "outcome", "row_number"],
        unique=False,
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
