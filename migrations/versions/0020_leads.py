"""Tables of leads."""

import sqlalchemy as sa
from alembic import op

from casebook.db import types

revision = "0020"
down_revision = "0019"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = ("lead_event", "lead")


def upgrade() -> None:
    op.create_table(
        "lead",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "inspection",
                "patrol",
                "screening",
                "report",
                "monitoring",
                "superior",
                "transfer",
                "media",
                "power_anomaly",
                name="foundhow",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("well_id", sa.Uuid(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("village", sa.String(length=60), nullable=False),
        sa.Column(
            "sign",
            sa.Enum(
                "pumping",
                "opened",
                "closure_broken",
                "unregistered",
                "gone",
                name="patrolsign",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("found_at", types.UtcDateTime(), nullable=False),
        sa.Column("found_by_id", sa.Uuid(), nullable=True),
        sa.Column("found_by", sa.String(length=60), nullable=False),
        sa.Column(
            "state",
            sa.Enum("new", "taken", "unfounded", "listed", name="leadstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.Column("inspection_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(lon IS NULL) = (lat IS NULL)", name=op.f("ck_lead_whole_position")),
        sa.CheckConstraint("well_id IS NOT NULL OR lon IS NOT NULL", name=op.f("ck_lead_well_or_position")),
        sa.ForeignKeyConstraint(["found_by_id"], ["officer.id"], name=op.f("fk_lead_found_by_id")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_lead_inspection_id")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["officer.id"], name=op.f("fk_lead_taken_by_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_lead_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_lead")),
        sa.UniqueConstraint("id", name=op.f("uq_lead_id")),
        sa.UniqueConstraint("number", name=op.f("uq_lead_number")),
    )
    op.create_index(
        op.f("ix_lead_county_code_division_code_number"),
        "lead",
        ["county_code", "division_code", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_lead_county_code_state_number"), "lead", ["county_code", "state", "number"], unique=False
    )
    op.create_index(op.f("ix_lead_inspection_id"), "lead", ["inspection_id"], unique=False)
    op.create_index(
        "uq_lead_open",
        "lead",
        ["well_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('new', 'taken')"),
        postgresql_where=sa.text("state IN ('new', 'taken')"),
    )
    op.create_table(
        "lead_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum("new", "taken", "unfounded", "listed", name="leadstate", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum("new", "taken", "unfounded", "listed", name="leadstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_lead_event_actor_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_lead_event_lead_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["patrol_visit.id"], name=op.f("fk_lead_event_visit_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_lead_event")),
        sa.UniqueConstraint("id", name=op.f("uq_lead_event_id")),
        sa.UniqueConstraint("lead_id", "sequence", name=op.f("uq_lead_event_lead_id_sequence")),
    )
    op.create_index(op.f("ix_lead_event_visit_id"), "lead_event", ["visit_id"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
