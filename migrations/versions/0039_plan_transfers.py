"""Water moved between plans, and what became of plans."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0039"
down_revision = "0038"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER plan_transfer_no_update BEFORE UPDATE ON plan_transfer BEGIN SELECT "
            "RAISE(ABORT, 'append-only: plan_transfer'); END"
        ),
        (
            "CREATE TRIGGER plan_transfer_no_delete BEFORE DELETE ON plan_transfer BEGIN SELECT "
            "RAISE(ABORT, 'append-only: plan_transfer'); END"
        ),
        (
            "CREATE TRIGGER plan_transfer_no_replace BEFORE INSERT ON plan_transfer WHEN EXISTS (SELECT "
            "1 FROM plan_transfer WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM plan_transfer WHERE rowid "
            "= NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: plan_transfer'); END"
        ),
        (
            "CREATE TRIGGER plan_event_no_update BEFORE UPDATE ON plan_event BEGIN SELECT RAISE(ABORT, "
            "'append-only: plan_event'); END"
        ),
        (
            "CREATE TRIGGER plan_event_no_delete BEFORE DELETE ON plan_event BEGIN SELECT RAISE(ABORT, "
            "'append-only: plan_event'); END"
        ),
        (
            "CREATE TRIGGER plan_event_no_replace BEFORE INSERT ON plan_event WHEN EXISTS (SELECT 1 FROM "
            "plan_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM plan_event WHERE node_id = "
            "NEW.node_id AND sequence = NEW.sequence) OR EXISTS (SELECT 1 FROM plan_event WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: plan_event'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER plan_transfer_no_change BEFORE UPDATE OR DELETE ON plan_transfer FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER plan_transfer_no_truncate BEFORE TRUNCATE ON plan_transfer FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER plan_event_no_change BEFORE UPDATE OR DELETE ON plan_event FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER plan_event_no_truncate BEFORE TRUNCATE ON plan_event FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("plan_event", "plan_transfer")


def upgrade() -> None:
    op.create_table(
        "plan_transfer",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "groundwater_shallow",
                "groundwater_deep",
                "surface",
                "tap",
                "yellow_river",
                "yangtze_river",
                "reclaimed",
                name="watersource",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("volume_l", types.Litres(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("entered_at", types.UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_plan_transfer_two_lines")),
        sa.CheckConstraint("volume_l > 0", name=op.f("ck_plan_transfer_volume")),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_plan_transfer_actor_id")),
        sa.ForeignKeyConstraint(["from_id"], ["plan_node.id"], name=op.f("fk_plan_transfer_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["plan_node.id"], name=op.f("fk_plan_transfer_to_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_plan_transfer")),
        sa.UniqueConstraint("id", name=op.f("uq_plan_transfer_id")),
    )
    op.create_index(
        op.f("ix_plan_transfer_county_code_year"), "plan_transfer", ["county_code", "year"], unique=False
    )
    op.create_table(
        "plan_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("node_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "propose",
                "revise",
                "approve",
                "return",
                "issue",
                "begin",
                "warn",
                "resume",
                "adjust",
                "transfer",
                "settle",
                "cut",
                "restore",
                "drop",
                name="planstep",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "suggested",
                "plan_approved",
                "plan_issued",
                "in_force",
                "plan_warned",
                "adjusted",
                "settled",
                "cut_next_year",
                "plan_dropped",
                name="planstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("planned_l", types.Litres(), nullable=False),
        sa.Column("domestic_l", types.Litres(), nullable=False),
        sa.Column(
            "months",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("cut_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_plan_event_actor_id")),
        sa.ForeignKeyConstraint(["node_id"], ["plan_node.id"], name=op.f("fk_plan_event_node_id")),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["plan_transfer.id"], name=op.f("fk_plan_event_transfer_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_plan_event")),
        sa.UniqueConstraint("id", name=op.f("uq_plan_event_id")),
        sa.UniqueConstraint("node_id", "sequence", name=op.f("uq_plan_event_node_id_sequence")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
