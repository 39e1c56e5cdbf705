"""Letters between agencies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0034"
down_revision = "0033"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER letter_statement_no_update BEFORE UPDATE ON letter_statement BEGIN SELECT "
            "RAISE(ABORT, 'append-only: letter_statement'); END"
        ),
        (
            "CREATE TRIGGER letter_statement_no_delete BEFORE DELETE ON letter_statement BEGIN SELECT "
            "RAISE(ABORT, 'append-only: letter_statement'); END"
        ),
        (
            "CREATE TRIGGER letter_statement_no_replace BEFORE INSERT ON letter_statement WHEN EXISTS "
            "(SELECT 1 FROM letter_statement WHERE county_code = NEW.county_code AND month = NEW.month "
            "AND agency_id = NEW.agency_id AND other_name = NEW.other_name AND figures_hash = "
            "NEW.figures_hash) OR EXISTS (SELECT 1 FROM letter_statement WHERE id = NEW.id) OR EXISTS "
            "(SELECT 1 FROM letter_statement WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: letter_statement'); END"
        ),
        (
            "CREATE TRIGGER letter_event_no_update BEFORE UPDATE ON letter_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: letter_event'); END"
        ),
        (
            "CREATE TRIGGER letter_event_no_delete BEFORE DELETE ON letter_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: letter_event'); END"
        ),
        (
            "CREATE TRIGGER letter_event_no_replace BEFORE INSERT ON letter_event WHEN EXISTS (SELECT 1 "
            "FROM letter_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM letter_event WHERE letter_id "
            "= NEW.letter_id AND sequence = NEW.sequence) OR EXISTS (SELECT 1 FROM letter_event WHERE "
            "rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: letter_event'); END"
        ),
        (
            "CREATE TRIGGER letter_well_no_update BEFORE UPDATE ON letter_well BEGIN SELECT RAISE(ABORT, "
            "'append-only: letter_well'); END"
        ),
        (
            "CREATE TRIGGER letter_well_no_delete BEFORE DELETE ON letter_well BEGIN SELECT RAISE(ABORT, "
            "'append-only: letter_well'); END"
        ),
        (
            "CREATE TRIGGER letter_well_no_replace BEFORE INSERT ON letter_well WHEN EXISTS (SELECT 1 "
            "FROM letter_well WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM letter_well WHERE letter_id = "
            "NEW.letter_id AND well_id = NEW.well_id) OR EXISTS (SELECT 1 FROM letter_well WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: letter_well'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER letter_statement_no_change BEFORE UPDATE OR DELETE ON letter_statement FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER letter_statement_no_truncate BEFORE TRUNCATE ON letter_statement FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER letter_event_no_change BEFORE UPDATE OR DELETE ON letter_event FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER letter_event_no_truncate BEFORE TRUNCATE ON letter_event FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER letter_well_no_change BEFORE UPDATE OR DELETE ON letter_well FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER letter_well_no_truncate BEFORE TRUNCATE ON letter_well FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("letter_well", "letter_event", "letter", "letter_statement")


def upgrade() -> None:
    op.create_table(
        "letter_statement",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("other_name", sa.String(length=100), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("figures_hash", sa.String(length=160), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=60), nullable=False),
        sa.Column("confirmed_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_letter_statement_agency_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["officer.id"], name=op.f("fk_letter_statement_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(["other_id"], ["agency.id"], name=op.f("fk_letter_statement_other_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_letter_statement")),
        sa.UniqueConstraint(
            "county_code",
            "month",
            "agency_id",
            "other_name",
            "figures_hash",
            name=op.f("uq_letter_statement_county_code_month_agency_id_other_name_figures_hash"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_letter_statement_id")),
    )
    op.create_index(
        op.f("ix_letter_statement_county_code_month"),
        "letter_statement",
        ["county_code", "month"],
        unique=False,
    )
    op.create_table(
        "letter",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "lead_transfer",
                "assistance",
                "determination",
                "result",
                "permit_limit",
                "limit_lifted",
                "case_transfer",
                "police",
                "tax",
                "environment",
                "supervisory",
                name="letterkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("from_agency_id", sa.Uuid(), nullable=False),
        sa.Column("to_agency_id", sa.Uuid(), nullable=True),
        sa.Column("to_name", sa.String(length=100), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_title", sa.String(length=300), nullable=False),
        sa.Column("in_reply_to_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "asked",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("reply_on", sa.Date(), nullable=True),
        sa.Column(
            "way", sa.Enum("system", "paper", name="way", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "sent",
                "received",
                "returned",
                "answered",
                "closed",
                "withdrawn",
                name="letterstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=False),
        sa.Column("drafted_by", sa.String(length=60), nullable=False),
        sa.Column("drafted_at", types.UtcDateTime(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.String(length=160), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("receiver", sa.String(length=60), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_no", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column(
            "findings",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("state <> 'answered' OR answered_on IS NOT NULL", name=op.f("ck_letter_answer")),
        sa.CheckConstraint(
            "state NOT IN ('closed', 'withdrawn') OR ended_on IS NOT NULL", name=op.f("ck_letter_ended")
        ),
        sa.CheckConstraint(
            "state NOT IN ('received', 'answered') OR received_on IS NOT NULL", name=op.f("ck_letter_receipt")
        ),
        sa.CheckConstraint("(number IS NULL) = (sent_on IS NULL)", name=op.f("ck_letter_sent_has_number")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["officer.id"], name=op.f("fk_letter_drafted_by_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence_item.id"], name=op.f("fk_letter_evidence_id")),
        sa.ForeignKeyConstraint(["from_agency_id"], ["agency.id"], name=op.f("fk_letter_from_agency_id")),
        sa.ForeignKeyConstraint(["in_reply_to_id"], ["letter.id"], name=op.f("fk_letter_in_reply_to_id")),
        sa.ForeignKeyConstraint(["to_agency_id"], ["agency.id"], name=op.f("fk_letter_to_agency_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_letter")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_letter_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_letter_id")),
    )
    op.create_index(
        op.f("ix_letter_county_code_from_agency_id_rowid"),
        "letter",
        ["county_code", "from_agency_id", "rowid"],
        unique=False,
    )
    op.create_index(
        op.f("ix_letter_county_code_state_rowid"), "letter", ["county_code", "state", "rowid"], unique=False
    )
    op.create_index(
        op.f("ix_letter_county_code_to_agency_id_rowid"),
        "letter",
        ["county_code", "to_agency_id", "rowid"],
        unique=False,
    )
    op.create_index(op.f("ix_letter_in_reply_to_id"), "letter", ["in_reply_to_id"], unique=False)
    op.create_index(op.f("ix_letter_subject_id"), "letter", ["subject_id"], unique=False)
    op.create_table(
        "letter_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "draft",
                "sent",
                "received",
                "returned",
                "answered",
                "closed",
                "withdrawn",
                name="letterstate",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "draft",
                "sent",
                "received",
                "returned",
                "answered",
                "closed",
                "withdrawn",
                name="letterstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=1200), nullable=False),
        sa.Column("scan_hash", sa.String(length=160), nullable=True),
        sa.Column("scan_name", sa.String(length=120), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column("agency_name", sa.String(length=100), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_letter_event_actor_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_event_letter_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_letter_event")),
        sa.UniqueConstraint("id", name=op.f("uq_letter_event_id")),
        sa.UniqueConstraint("letter_id", "sequence", name=op.f("uq_letter_event_letter_id_sequence")),
    )
    op.create_table(
        "letter_well",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_well_letter_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_letter_well_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_letter_well")),
        sa.UniqueConstraint("id", name=op.f("uq_letter_well_id")),
        sa.UniqueConstraint("letter_id", "well_id", name=op.f("uq_letter_well_letter_id_well_id")),
    )
    op.create_index(op.f("ix_letter_well_well_id"), "letter_well", ["well_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
