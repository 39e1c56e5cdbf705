"""Tasks of townships and sweeps."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0065"
down_revision = "0064"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER township_task_event_no_update BEFORE UPDATE ON township_task_event BEGIN "
            "SELECT RAISE(ABORT, 'append-only: township_task_event'); END"
        ),
        (
            "CREATE TRIGGER township_task_event_no_delete BEFORE DELETE ON township_task_event BEGIN "
            "SELECT RAISE(ABORT, 'append-only: township_task_event'); END"
        ),
        (
            "CREATE TRIGGER township_task_event_no_replace BEFORE INSERT ON township_task_event WHEN "
            "EXISTS (SELECT 1 FROM township_task_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "township_task_event WHERE rowid = NEW.rowid) OR EXISTS (SELECT 1 FROM township_task_event "
            "WHERE task_id = NEW.task_id AND sequence = NEW.sequence) BEGIN SELECT RAISE(ABORT, "
            "'append-only: township_task_event'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER township_task_event_no_change BEFORE UPDATE OR DELETE ON township_task_event "
            "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER township_task_event_no_truncate BEFORE TRUNCATE ON township_task_event FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("township_task_event", "sweep_well", "township_task")


def upgrade() -> None:
    op.create_table(
        "township_task",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "publicity",
                "self_check",
                "sweep",
                "pledge",
                name="townshiptaskkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("source_kind", sa.String(length=40), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("source_title", sa.String(length=200), nullable=False),
        sa.Column("problem_code", sa.String(length=4), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "assigned",
                "answered",
                "accepted",
                "withdrawn",
                name="taskstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("assigned_by_id", sa.Uuid(), nullable=True),
        sa.Column("assigned_at", types.UtcDateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("accepted_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'accepted') = (accepted_by_id IS NOT NULL)", name=op.f("ck_township_task_accepted_by")
        ),
        sa.CheckConstraint(
            "(source_kind IS NULL) = (source_id IS NULL)", name=op.f("ck_township_task_source_whole")
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["officer.id"], name=op.f("fk_township_task_accepted_by_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_township_task_agency_id")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["officer.id"], name=op.f("fk_township_task_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["officer.id"], name=op.f("fk_township_task_assigned_by_id")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_township_task_campaign_id")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_township_task_term_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_township_task")),
        sa.UniqueConstraint("id", name=op.f("uq_township_task_id")),
        sa.UniqueConstraint("number", name=op.f("uq_township_task_number")),
    )
    op.create_index(
        op.f("ix_township_task_agency_id_state"), "township_task", ["agency_id", "state"], unique=False
    )
    op.create_index(op.f("ix_township_task_campaign_id"), "township_task", ["campaign_id"], unique=False)
    op.create_index(
        op.f("ix_township_task_county_code_state_number"),
        "township_task",
        ["county_code", "state", "number"],
        unique=False,
    )
    op.create_index(op.f("ix_township_task_source_id"), "township_task", ["source_id"], unique=False)
    op.create_table(
        "sweep_well",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "finding",
            sa.Enum("clear", "same", "other", "unseen", name="sweepfinding", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.Column("found_by_id", sa.Uuid(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(finding IS NULL) = (found_on IS NULL)", name=op.f("ck_sweep_well_found_whole")),
        sa.ForeignKeyConstraint(["found_by_id"], ["officer.id"], name=op.f("fk_sweep_well_found_by_id")),
        sa.ForeignKeyConstraint(["task_id"], ["township_task.id"], name=op.f("fk_sweep_well_task_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_sweep_well_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_sweep_well")),
        sa.UniqueConstraint("id", name=op.f("uq_sweep_well_id")),
        sa.UniqueConstraint("task_id", "well_id", name=op.f("uq_sweep_well_task_id_well_id")),
    )
    op.create_table(
        "township_task_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "to_state",
            sa.Enum(
                "assigned",
                "answered",
                "accepted",
                "withdrawn",
                name="taskstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_township_task_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["township_task.id"], name=op.f("fk_township_task_event_task_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_township_task_event")),
        sa.UniqueConstraint("id", name=op.f("uq_township_task_event_id")),
        sa.UniqueConstraint("task_id", "sequence", name=op.f("uq_township_task_event_task_id_sequence")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
