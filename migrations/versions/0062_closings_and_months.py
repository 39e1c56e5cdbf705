"""What closings, months of the ledger and their reports keep."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0062"
down_revision = "0061"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER well_report_event_no_update BEFORE UPDATE ON well_report_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: well_report_event'); END"
        ),
        (
            "CREATE TRIGGER well_report_event_no_delete BEFORE DELETE ON well_report_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: well_report_event'); END"
        ),
        (
            "CREATE TRIGGER well_report_event_no_replace BEFORE INSERT ON well_report_event WHEN EXISTS "
            "(SELECT 1 FROM well_report_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "well_report_event WHERE report_id = NEW.report_id AND sequence = NEW.sequence) OR EXISTS "
            "(SELECT 1 FROM well_report_event WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: well_report_event'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER well_report_event_no_change BEFORE UPDATE OR DELETE ON well_report_event FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER well_report_event_no_truncate BEFORE TRUNCATE ON well_report_event FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("well_report_event", "well_report", "report_mailing")


def upgrade() -> None:
    op.create_table(
        "report_mailing",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "report",
            sa.Enum("mailed_month", "mailed_wells", name="mailedreport", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("addresses", sa.String(length=1000), nullable=False),
        sa.Column("since_year", sa.Integer(), nullable=False),
        sa.Column("since_month", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.String(length=80), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("day BETWEEN 1 AND 28", name=op.f("ck_report_mailing_day")),
        sa.CheckConstraint("since_month BETWEEN 1 AND 12", name=op.f("ck_report_mailing_since_month")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_report_mailing")),
        sa.UniqueConstraint("id", name=op.f("uq_report_mailing_id")),
    )
    op.create_index(
        op.f("ix_report_mailing_county_code_ended_at"),
        "report_mailing",
        ["county_code", "ended_at"],
        unique=False,
    )
    op.create_table(
        "well_report",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "report_draft",
                "report_checked",
                "report_sent",
                "report_returned",
                "report_accepted",
                name="wellreportstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("wells", sa.Integer(), nullable=False),
        sa.Column("full_year_l", types.Litres(), nullable=False),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=True),
        sa.Column("drafted_by", sa.String(length=80), nullable=False),
        sa.Column("checked_by", sa.String(length=80), nullable=False),
        sa.Column("recipient", sa.String(length=100), nullable=False),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("xlsx_hash", sa.String(length=90), nullable=True),
        sa.Column("pdf_hash", sa.String(length=90), nullable=True),
        sa.Column("answer", sa.String(length=400), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(status IN ('report_draft', 'report_checked')) = (sent_on IS NULL)",
            name=op.f("ck_well_report_sent_with_day"),
        ),
        sa.CheckConstraint(
            "(sent_on IS NULL) = (pdf_hash IS NULL)", name=op.f("ck_well_report_sent_with_files")
        ),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_well_report_month")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["officer.id"], name=op.f("fk_well_report_drafted_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_well_report")),
        sa.UniqueConstraint(
            "county_code",
            "year",
            "month",
            "version",
            name=op.f("uq_well_report_county_code_year_month_version"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_well_report_id")),
        sa.UniqueConstraint("number", name=op.f("uq_well_report_number")),
    )
    op.create_index(
        "uq_well_report_standing",
        "well_report",
        ["county_code", "year", "month"],
        unique=True,
        sqlite_where=sa.text("status <> 'report_returned'"),
        postgresql_where=sa.text("status <> 'report_returned'"),
    )
    op.create_table(
        "well_report_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "report_draft",
                "report_checked",
                "report_sent",
                "report_returned",
                "report_accepted",
                name="wellreportstatus",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "report_draft",
                "report_checked",
                "report_sent",
                "report_returned",
                "report_accepted",
                name="wellreportstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("body_hash", sa.String(length=90), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_well_report_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["well_report.id"], name=op.f("fk_well_report_event_report_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_well_report_event")),
        sa.UniqueConstraint("id", name=op.f("uq_well_report_event_id")),
        sa.UniqueConstraint("report_id", "sequence", name=op.f("uq_well_report_event_report_id_sequence")),
    )
    op.add_column(
        "closure",
        sa.Column(
            "substitute_id",
            sa.Uuid(),
            sa.ForeignKey("substitute_water.id", name=op.f("fk_closure_substitute_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index(op.f("ix_closure_substitute_id"), "closure", ["substitute_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    op.drop_index(op.f("ix_closure_substitute_id"), table_name="closure")
    op.drop_column("closure", "substitute_id")
    for table in TABLES:
        op.drop_table(table)
