"""Tasks of problems, looks back and the fourth exit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0031"
down_revision = "0030"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER problem_task_event_no_update BEFORE UPDATE ON problem_task_event BEGIN "
            "SELECT RAISE(ABORT, 'append-only: problem_task_event'); END"
        ),
        (
            "CREATE TRIGGER problem_task_event_no_delete BEFORE DELETE ON problem_task_event BEGIN "
            "SELECT RAISE(ABORT, 'append-only: problem_task_event'); END"
        ),
        (
            "CREATE TRIGGER problem_task_event_no_replace BEFORE INSERT ON problem_task_event WHEN "
            "EXISTS (SELECT 1 FROM problem_task_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "problem_task_event WHERE rowid = NEW.rowid) OR EXISTS (SELECT 1 FROM problem_task_event "
            "WHERE task_id = NEW.task_id AND sequence = NEW.sequence) BEGIN SELECT RAISE(ABORT, "
            "'append-only: problem_task_event'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER problem_task_event_no_change BEFORE UPDATE OR DELETE ON problem_task_event "
            "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER problem_task_event_no_truncate BEFORE TRUNCATE ON problem_task_event FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = (
    "problem_task_event",
    "problem_task",
    "problem_recheck",
    "exempt_item",
    "exempt_submission",
    "exempt_act",
    "casework_setting",
)


def upgrade() -> None:
    op.create_table(
        "casework_setting",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=100), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["set_by_id"], ["officer.id"], name=op.f("fk_casework_setting_set_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_casework_setting")),
        sa.UniqueConstraint("county_code", "name", name=op.f("uq_casework_setting_county_code_name")),
        sa.UniqueConstraint("id", name=op.f("uq_casework_setting_id")),
    )
    op.create_table(
        "exempt_act",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "problem_codes",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("conditions", sa.String(length=400), nullable=False),
        sa.Column("first_time", sa.Boolean(), nullable=False),
        sa.Column(
            "gravest",
            sa.Enum("low", "mid", "high", "critical", name="severity", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("within_days", sa.Integer(), nullable=False),
        sa.Column("doc_no", sa.String(length=100), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("entered_by_id", sa.Uuid(), nullable=True),
        sa.Column("entered_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_exempt_act_in_order")),
        sa.CheckConstraint("within_days >= 1", name=op.f("ck_exempt_act_within_days")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["officer.id"], name=op.f("fk_exempt_act_entered_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_exempt_act")),
        sa.UniqueConstraint(
            "county_code", "code", "valid_from", name=op.f("uq_exempt_act_county_code_code_valid_from")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_exempt_act_id")),
    )
    op.create_table(
        "exempt_submission",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("village", sa.String(length=60), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "asked",
                "approved",
                "declined",
                "dropped",
                name="submissionstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_exempt_submission_agency_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["officer.id"], name=op.f("fk_exempt_submission_made_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_exempt_submission")),
        sa.UniqueConstraint("id", name=op.f("uq_exempt_submission_id")),
        sa.UniqueConstraint("number", name=op.f("uq_exempt_submission_number")),
    )
    op.create_index(
        op.f("ix_exempt_submission_county_code_state_number"),
        "exempt_submission",
        ["county_code", "state", "number"],
        unique=False,
    )
    op.create_table(
        "exempt_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("act_code", sa.String(length=20), nullable=False),
        sa.Column("act_doc_no", sa.String(length=100), nullable=False),
        sa.Column("act_valid_from", sa.Date(), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=False),
        sa.Column("order_no", sa.String(length=60), nullable=False),
        sa.Column("commitment_no", sa.String(length=60), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_exempt_item_problem_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["exempt_submission.id"], name=op.f("fk_exempt_item_submission_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_exempt_item")),
        sa.UniqueConstraint("id", name=op.f("uq_exempt_item_id")),
        sa.UniqueConstraint(
            "submission_id", "problem_id", name=op.f("uq_exempt_item_submission_id_problem_id")
        ),
    )
    op.create_index(op.f("ix_exempt_item_problem_id"), "exempt_item", ["problem_id"], unique=False)
    op.create_table(
        "problem_recheck",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("is_relapse", sa.Boolean(), nullable=True),
        sa.Column("inspection_id", sa.Uuid(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(done_on IS NULL) = (is_relapse IS NULL)", name=op.f("ck_problem_recheck_done_whole")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_problem_recheck_inspection_id")
        ),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_problem_recheck_problem_id")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_problem_recheck_term_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_problem_recheck_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_problem_recheck")),
        sa.UniqueConstraint("id", name=op.f("uq_problem_recheck_id")),
        sa.UniqueConstraint("problem_id", "sequence", name=op.f("uq_problem_recheck_problem_id_sequence")),
    )
    op.create_index(op.f("ix_problem_recheck_well_id"), "problem_recheck", ["well_id"], unique=False)
    op.create_table(
        "problem_task",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "duty",
            sa.Enum(
                "water_scheduling",
                "enforcement",
                "price",
                "subsidy",
                "environment",
                "industry",
                "housing",
                "permit",
                "supply",
                "township",
                "police",
                "tax",
                "natural_resources",
                "agriculture",
                "power",
                "other",
                name="duty",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=True),
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
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("accepted_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'accepted') = (accepted_by_id IS NOT NULL)", name=op.f("ck_problem_task_accepted_by")
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["officer.id"], name=op.f("fk_problem_task_accepted_by_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_problem_task_agency_id")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["officer.id"], name=op.f("fk_problem_task_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_by_id"], ["officer.id"], name=op.f("fk_problem_task_assigned_by_id")
        ),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_problem_task_problem_id")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_problem_task_term_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_problem_task")),
        sa.UniqueConstraint("id", name=op.f("uq_problem_task_id")),
    )
    op.create_index(
        op.f("ix_problem_task_agency_id_state"), "problem_task", ["agency_id", "state"], unique=False
    )
    op.create_index(op.f("ix_problem_task_problem_id"), "problem_task", ["problem_id"], unique=False)
    op.create_table(
        "problem_task_event",
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
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_problem_task_event_actor_id")),
        sa.ForeignKeyConstraint(["task_id"], ["problem_task.id"], name=op.f("fk_problem_task_event_task_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_problem_task_event")),
        sa.UniqueConstraint("id", name=op.f("uq_problem_task_event_id")),
        sa.UniqueConstraint("task_id", "sequence", name=op.f("uq_problem_task_event_task_id_sequence")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
