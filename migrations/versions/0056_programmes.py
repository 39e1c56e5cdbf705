"""The yearly programme of closings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0056"
down_revision = "0055"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER closure_plan_event_no_update BEFORE UPDATE ON closure_plan_event BEGIN "
            "SELECT RAISE(ABORT, 'append-only: closure_plan_event'); END"
        ),
        (
            "CREATE TRIGGER closure_plan_event_no_delete BEFORE DELETE ON closure_plan_event BEGIN "
            "SELECT RAISE(ABORT, 'append-only: closure_plan_event'); END"
        ),
        (
            "CREATE TRIGGER closure_plan_event_no_replace BEFORE INSERT ON closure_plan_event WHEN "
            "EXISTS (SELECT 1 FROM closure_plan_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "closure_plan_event WHERE plan_id = NEW.plan_id AND sequence = NEW.sequence) OR EXISTS "
            "(SELECT 1 FROM closure_plan_event WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: closure_plan_event'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER closure_plan_event_no_change BEFORE UPDATE OR DELETE ON closure_plan_event "
            "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER closure_plan_event_no_truncate BEFORE TRUNCATE ON closure_plan_event FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("closure_plan_event", "closure_plan")


def upgrade() -> None:
    op.create_table(
        "closure_plan",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "programme",
                "replacement",
                "case",
                "voluntary",
                "ownerless",
                name="closureorigin",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column(
            "phase",
            sa.Enum("voluntary", "forced", "acceptance", name="planphase", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "plan_listed",
                "plan_notified",
                "plan_applied",
                "plan_joined",
                "plan_supplied",
                "plan_closed",
                "plan_dropped",
                name="planstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("obliged", sa.String(length=200), nullable=False),
        sa.Column("executor", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=120), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "public_network",
                "yellow_river",
                "yangtze",
                "reclaimed",
                "storm_water",
                "other",
                "none_needed",
                name="replacementsource",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("network", sa.String(length=200), nullable=False),
        sa.Column("is_covered", sa.Boolean(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("determined_on", sa.Date(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("supplied_on", sa.Date(), nullable=True),
        sa.Column("power_cut_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("closure_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(status = 'plan_closed') = (closure_id IS NOT NULL)", name=op.f("ck_closure_plan_closed_by")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_closure_plan_case_id")),
        sa.ForeignKeyConstraint(["closure_id"], ["closure.id"], name=op.f("fk_closure_plan_closure_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_closure_plan_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_plan")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_plan_id")),
        sa.UniqueConstraint("number", name=op.f("uq_closure_plan_number")),
    )
    op.create_index(op.f("ix_closure_plan_case_id"), "closure_plan", ["case_id"], unique=False)
    op.create_index(op.f("ix_closure_plan_closure_id"), "closure_plan", ["closure_id"], unique=False)
    op.create_index(
        op.f("ix_closure_plan_county_code_year_division_code_number"),
        "closure_plan",
        ["county_code", "year", "division_code", "number"],
        unique=False,
    )
    op.create_index(
        "uq_closure_plan_live",
        "closure_plan",
        ["well_id"],
        unique=True,
        sqlite_where=sa.text("status NOT IN ('plan_closed', 'plan_dropped')"),
        postgresql_where=sa.text("status NOT IN ('plan_closed', 'plan_dropped')"),
    )
    op.create_table(
        "closure_plan_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "cover",
                "announce",
                "determine",
                "notify",
                "apply",
                "join",
                "supply",
                "waive",
                "force",
                "cut_power",
                "cost",
                "permit",
                "close",
                "drop",
                name="planstep",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "from_status",
            sa.Enum(
                "plan_listed",
                "plan_notified",
                "plan_applied",
                "plan_joined",
                "plan_supplied",
                "plan_closed",
                "plan_dropped",
                name="planstatus",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "plan_listed",
                "plan_notified",
                "plan_applied",
                "plan_joined",
                "plan_supplied",
                "plan_closed",
                "plan_dropped",
                name="planstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column(
            "facts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(step = 'cost') = (amount_fen IS NOT NULL)", name=op.f("ck_closure_plan_event_cost")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_closure_plan_event_actor_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["closure_plan.id"], name=op.f("fk_closure_plan_event_plan_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_plan_event")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_plan_event_id")),
        sa.UniqueConstraint("plan_id", "sequence", name=op.f("uq_closure_plan_event_plan_id_sequence")),
    )
    op.add_column("closure", sa.Column("begun_at", types.UtcDateTime(), nullable=True))
    op.add_column("closure", sa.Column("ended_at", types.UtcDateTime(), nullable=True))
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    op.drop_column("closure", "ended_at")
    op.drop_column("closure", "begun_at")
    for table in TABLES:
        op.drop_table(table)
