"""Tables of tablets, uploads, known points, plates and proposals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0013"
down_revision = "0012"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = ("well_field_edit", "upload", "device", "well_plate", "position_proposal", "known_point")


def upgrade() -> None:
    op.create_table(
        "known_point",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("lat BETWEEN 3 AND 54", name=op.f("ck_known_point_lat_in_china")),
        sa.CheckConstraint("lon BETWEEN 73 AND 136", name=op.f("ck_known_point_lon_in_china")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_known_point")),
        sa.UniqueConstraint("county_code", "name", name=op.f("uq_known_point_county_code_name")),
        sa.UniqueConstraint("id", name=op.f("uq_known_point_id")),
    )
    op.create_table(
        "position_proposal",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("distance_m", sa.Double(), nullable=False),
        sa.Column("spread_m", sa.Double(), nullable=False),
        sa.Column(
            "visits",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("proposed", "accepted", "declined", name="proposalstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("proposed_at", types.UtcDateTime(), nullable=False),
        sa.Column("decided_at", types.UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("decided_note", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)", name=op.f("ck_position_proposal_decision_has_time")
        ),
        sa.CheckConstraint("lat BETWEEN 3 AND 54", name=op.f("ck_position_proposal_lat_in_china")),
        sa.CheckConstraint("lon BETWEEN 73 AND 136", name=op.f("ck_position_proposal_lon_in_china")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_position_proposal_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_position_proposal")),
        sa.UniqueConstraint("id", name=op.f("uq_position_proposal_id")),
    )
    op.create_index(
        op.f("ix_position_proposal_county_code_state_proposed_at"),
        "position_proposal",
        ["county_code", "state", "proposed_at"],
        unique=False,
    )
    op.create_index(
        "uq_position_proposal_open",
        "position_proposal",
        ["well_id"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_table(
        "well_plate",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("issued_at", types.UtcDateTime(), nullable=False),
        sa.Column("issued_by", sa.String(length=80), nullable=False),
        sa.Column("revoked_at", types.UtcDateTime(), nullable=True),
        sa.Column("revoked_by", sa.String(length=80), nullable=False),
        sa.Column("revoked_reason", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_reason = '')", name=op.f("ck_well_plate_revocation_has_reason")
        ),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_well_plate_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_well_plate")),
        sa.UniqueConstraint("id", name=op.f("uq_well_plate_id")),
        sa.UniqueConstraint("serial", name=op.f("uq_well_plate_serial")),
    )
    op.create_index(op.f("ix_well_plate_well_id"), "well_plate", ["well_id"], unique=False)
    op.create_index(
        "uq_well_plate_valid",
        "well_plate",
        ["well_id"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "device",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("signing_key", sa.Text(), nullable=False),
        sa.Column("agreement_key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=90), nullable=False),
        sa.Column("server_fingerprint", sa.String(length=90), nullable=False),
        sa.Column("registered_at", types.UtcDateTime(), nullable=False),
        sa.Column("seen_at", types.UtcDateTime(), nullable=False),
        sa.Column("revoked_at", types.UtcDateTime(), nullable=True),
        sa.Column("revoked_by", sa.String(length=60), nullable=False),
        sa.Column("revoked_reason", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_reason = '')", name=op.f("ck_device_revocation_has_reason")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_device_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_device")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_device_fingerprint")),
        sa.UniqueConstraint("id", name=op.f("uq_device_id")),
    )
    op.create_index(
        op.f("ix_device_officer_id_registered_at"), "device", ["officer_id", "registered_at"], unique=False
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=160), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("begun_at", types.UtcDateTime(), nullable=False),
        sa.Column("finished_at", types.UtcDateTime(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("length > 0", name=op.f("ck_upload_not_empty")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_upload_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_upload")),
        sa.UniqueConstraint("id", name=op.f("uq_upload_id")),
        sa.UniqueConstraint("officer_id", "hash", name=op.f("uq_upload_officer_id_hash")),
    )
    op.create_table(
        "well_field_edit",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column(
            "base",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "seen",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "written",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("officer_name", sa.String(length=80), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("received_at", types.UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("merged", "conflict", "taken", "dropped", name="editstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("decided_at", types.UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("decided_note", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state IN ('taken', 'dropped')) = (decided_at IS NOT NULL)",
            name=op.f("ck_well_field_edit_decision_has_time"),
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_well_field_edit_officer_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_well_field_edit_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_well_field_edit")),
        sa.UniqueConstraint("id", name=op.f("uq_well_field_edit_id")),
        sa.UniqueConstraint("source_id", "field", name=op.f("uq_well_field_edit_source_id_field")),
    )
    op.create_index(
        op.f("ix_well_field_edit_county_code_state_received_at"),
        "well_field_edit",
        ["county_code", "state", "received_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_well_field_edit_well_id_field_is_live"),
        "well_field_edit",
        ["well_id", "field", "is_live"],
        unique=False,
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
