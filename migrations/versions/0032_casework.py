"""Acts, parties and decisions of cases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import alter

revision = "0032"
down_revision = "0031"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER case_event_no_update BEFORE UPDATE ON case_event BEGIN SELECT RAISE(ABORT, "
            "'append-only: case_event'); END"
        ),
        (
            "CREATE TRIGGER case_event_no_delete BEFORE DELETE ON case_event BEGIN SELECT RAISE(ABORT, "
            "'append-only: case_event'); END"
        ),
        (
            "CREATE TRIGGER case_event_no_replace BEFORE INSERT ON case_event WHEN EXISTS (SELECT 1 FROM "
            "case_event WHERE case_id = NEW.case_id AND sequence = NEW.sequence) OR EXISTS (SELECT 1 "
            "FROM case_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM case_event WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: case_event'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER case_event_no_change BEFORE UPDATE OR DELETE ON case_event FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER case_event_no_truncate BEFORE TRUNCATE ON case_event FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("case_party",)


def upgrade() -> None:
    op.create_table(
        "case_party",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_case_party_case_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_case_party_party_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_case_party")),
        sa.UniqueConstraint("case_id", "party_id", name=op.f("uq_case_party_case_id_party_id")),
        sa.UniqueConstraint("id", name=op.f("uq_case_party_id")),
    )
    op.create_index(op.f("ix_case_party_party_id"), "case_party", ["party_id"], unique=False)
    op.add_column(
        "case_event",
        sa.Column(
            "kind",
            sa.Enum(
                "note",
                "filing_asked",
                "filed",
                "filing_refused",
                "id_shown",
                "recusal_asked",
                "recusal_decided",
                "officer_replaced",
                "party_added",
                "exception",
                "reported",
                "returned",
                "reviewed",
                "proposed",
                "deliberated",
                "notified",
                "statement",
                "statement_waived",
                "statement_answered",
                "hearing_asked",
                "hearing_waived",
                "hearing_called",
                "hearing_held",
                "considered",
                "decided",
                "served",
                "paper_made",
                "paper_served",
                "approval_asked",
                "term_extended",
                "term_stopped",
                "term_resumed",
                "paid",
                "cash_handed",
                "instalment_asked",
                "instalment",
                "surcharge",
                "surcharge_cut",
                "urged",
                "substitute",
                "cost",
                "court",
                "review_sought",
                "suit_brought",
                "stayed",
                "dispute_ended",
                "revoked",
                "performed",
                "enforced",
                "suspended",
                "resumed",
                "terminated",
                "withdrawn",
                "transferred",
                "receipt",
                "taken_back",
                "closed",
                "archived",
                "history",
                name="actkind",
                native_enum=False,
                length=40,
            ),
            server_default=sa.text("'note'"),
            nullable=False,
        ),
    )
    op.add_column(
        "case_event",
        sa.Column(
            "step",
            sa.Enum(
                "file",
                "refuse_filing",
                "report",
                "return",
                "review",
                "propose",
                "deliberate",
                "notify",
                "open_hearing",
                "consider",
                "renotify",
                "decide",
                "decide_no_penalty",
                "decide_on_spot",
                "serve",
                "enforce",
                "revoke",
                "withdraw",
                "transfer",
                "take_back",
                "suspend",
                "resume",
                "terminate",
                "close",
                "archive",
                name="casestep",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.add_column("case_event", sa.Column("facts", sa.Text(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column(
        "case_event",
        sa.Column(
            "document_id",
            sa.Uuid(),
            sa.ForeignKey("document.id", name=op.f("fk_case_event_document_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column(
        "case_event",
        sa.Column(
            "approval_id",
            sa.Uuid(),
            sa.ForeignKey("approval.id", name=op.f("fk_case_event_approval_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index(op.f("ix_case_event_approval_id"), "case_event", ["approval_id"], unique=False)
    op.create_index(op.f("ix_case_event_document_id"), "case_event", ["document_id"], unique=False)
    op.add_column(
        "enforcement_case",
        sa.Column(
            "procedure",
            sa.Enum("general", "simple", name="procedure", native_enum=False, length=40),
            server_default=sa.text("'general'"),
            nullable=False,
        ),
    )
    op.add_column(
        "enforcement_case", sa.Column("is_history", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "problem",
        sa.Column(
            "lead_id", sa.Uuid(), sa.ForeignKey("lead.id", name=op.f("fk_problem_lead_id")), nullable=True
        ),
        inline_references=True,
    )
    op.add_column(
        "problem",
        sa.Column(
            "predecessor_id",
            sa.Uuid(),
            sa.ForeignKey("problem.id", name=op.f("fk_problem_predecessor_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column("problem", sa.Column("relapses", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column(
        "problem",
        sa.Column(
            "leader_id",
            sa.Uuid(),
            sa.ForeignKey("officer.id", name=op.f("fk_problem_leader_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column(
        "problem",
        sa.Column(
            "unrest_risk",
            sa.Enum("low", "mid", "high", name="unrestrisk", native_enum=False, length=40),
            nullable=True,
        ),
    )
    op.add_column(
        "problem", sa.Column("unrest_plan", sa.Text(), server_default=sa.text("('')"), nullable=False)
    )
    op.add_column(
        "problem",
        sa.Column("transferred_to", sa.String(length=100), server_default=sa.text("('')"), nullable=False),
    )
    op.add_column(
        "problem",
        sa.Column("transfer_paper", sa.String(length=100), server_default=sa.text("('')"), nullable=False),
    )
    op.add_column("problem", sa.Column("transferred_on", sa.Date(), nullable=True))
    op.add_column("problem", sa.Column("transfer_taken_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_problem_lead_id"), "problem", ["lead_id"], unique=False)
    alter.change_constraints(
        op.get_bind(),
        "problem",
        add={"ck_problem_own_predecessor": "predecessor_id IS NULL OR predecessor_id <> id"},
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    alter.change_constraints(op.get_bind(), "problem", drop=("ck_problem_own_predecessor",))
    op.drop_index(op.f("ix_problem_lead_id"), table_name="problem")
    op.drop_column("problem", "transfer_taken_on")
    op.drop_column("problem", "transferred_on")
    op.drop_column("problem", "transfer_paper")
    op.drop_column("problem", "transferred_to")
    op.drop_column("problem", "unrest_plan")
    op.drop_column("problem", "unrest_risk")
    op.drop_column("problem", "leader_id")
    op.drop_column("problem", "relapses")
    op.drop_column("problem", "predecessor_id")
    op.drop_column("problem", "lead_id")
    op.drop_column("enforcement_case", "is_history")
    op.drop_column("enforcement_case", "procedure")
    op.drop_index(op.f("ix_case_event_document_id"), table_name="case_event")
    op.drop_index(op.f("ix_case_event_approval_id"), table_name="case_event")
    op.drop_column("case_event", "approval_id")
    op.drop_column("case_event", "document_id")
    op.drop_column("case_event", "facts")
    op.drop_column("case_event", "step")
    op.drop_column("case_event", "kind")
    for table in TABLES:
        op.drop_table(table)
