"""Meters that tablets visited, and what readings keep."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import alter, types

revision = "0059"
down_revision = "0058"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER meter_visit_no_update BEFORE UPDATE ON meter_visit BEGIN SELECT RAISE(ABORT, "
            "'append-only: meter_visit'); END"
        ),
        (
            "CREATE TRIGGER meter_visit_no_delete BEFORE DELETE ON meter_visit BEGIN SELECT RAISE(ABORT, "
            "'append-only: meter_visit'); END"
        ),
        (
            "CREATE TRIGGER meter_visit_no_replace BEFORE INSERT ON meter_visit WHEN EXISTS (SELECT 1 "
            "FROM meter_visit WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM meter_visit WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: meter_visit'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER meter_visit_no_change BEFORE UPDATE OR DELETE ON meter_visit FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER meter_visit_no_truncate BEFORE TRUNCATE ON meter_visit FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("meter_visit",)


def upgrade() -> None:
    op.create_table(
        "meter_visit",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column(
            "division_code",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "meter_no",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "dial_read", "meter_stopped", "meter_barred", name="dialoutcome", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("dial_l", types.Litres(), nullable=True),
        sa.Column("is_rolled", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "form",
                "tablet",
                "file",
                "online",
                "inspection",
                name="readingsource",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("officer_name", sa.String(length=80), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'dial_read' OR dial_l IS NOT NULL", name=op.f("ck_meter_visit_read_has_dial")
        ),
        sa.CheckConstraint(
            "outcome = 'dial_read' OR reason <> ''", name=op.f("ck_meter_visit_unread_has_reason")
        ),
        sa.CheckConstraint("(lon IS NULL) = (lat IS NULL)", name=op.f("ck_meter_visit_whole_position")),
        sa.CheckConstraint("dial_l >= 0", name=op.f("ck_meter_visit_dial")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_meter_visit_device_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_meter_visit_officer_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_meter_visit_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_meter_visit")),
        sa.UniqueConstraint("id", name=op.f("uq_meter_visit_id")),
    )
    op.create_index(
        op.f("ix_meter_visit_well_id_read_on"), "meter_visit", ["well_id", "read_on"], unique=False
    )
    op.add_column(
        "volume_estimate",
        sa.Column("paper", sa.String(length=200), server_default=sa.text("('')"), nullable=False),
    )
    op.add_column(
        "volume_estimate",
        sa.Column("actor_name", sa.String(length=80), server_default=sa.text("('')"), nullable=False),
    )
    op.add_column(
        "volume_estimate",
        sa.Column("ended_reason", sa.String(length=400), server_default=sa.text("('')"), nullable=False),
    )
    alter.change_constraints(
        op.get_bind(), "well_month", drop=("fk_well_month_coefficient_id", "fk_well_month_well_id")
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    alter.change_constraints(
        op.get_bind(),
        "well_month",
        link={
            "fk_well_month_coefficient_id": "(coefficient_id) REFERENCES coefficient (id)",
            "fk_well_month_well_id": "(well_id) REFERENCES well (id)",
        },
        from_now_on=True,
    )
    op.drop_column("volume_estimate", "ended_reason")
    op.drop_column("volume_estimate", "actor_name")
    op.drop_column("volume_estimate", "paper")
    for table in TABLES:
        op.drop_table(table)
