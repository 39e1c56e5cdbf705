"""Tables of the calendar and its terms."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0003"
down_revision = "0002"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = ("term_suspension", "term_extension", "term", "calendar_day", "calendar_year")


def upgrade() -> None:
    op.create_table(
        "calendar_year",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("official", "provisional", name="yearstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("loaded_at", types.UtcDateTime(), nullable=False),
        sa.Column("loaded_by", sa.String(length=60), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_calendar_year")),
        sa.UniqueConstraint("id", name=op.f("uq_calendar_year_id")),
        sa.UniqueConstraint("year", name=op.f("uq_calendar_year_year")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calendar_year_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_year_id"], ["calendar_year.id"], name=op.f("fk_calendar_day_calendar_year_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("day", name=op.f("uq_calendar_day_day")),
        sa.UniqueConstraint("id", name=op.f("uq_calendar_day_id")),
    )
    op.create_index(
        op.f("ix_calendar_day_calendar_year_id"), "calendar_day", ["calendar_year_id"], unique=False
    )
    op.create_table(
        "term",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("rule", sa.String(length=30), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column(
            "unit",
            sa.Enum(
                "working_day",
                "calendar_day",
                "month",
                "year_end",
                "hour",
                name="unit",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("extension", sa.Integer(), nullable=False),
        sa.Column("raw_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("alarm_on", sa.Date(), nullable=False),
        sa.Column("soon_on", sa.Date(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("cancelled_at", types.UtcDateTime(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=200), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("started_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("amount >= 1", name=op.f("ck_term_amount")),
        sa.CheckConstraint("extension >= 0", name=op.f("ck_term_extension")),
        sa.CheckConstraint("met_on IS NULL OR cancelled_at IS NULL", name=op.f("ck_term_ended_once")),
        sa.ForeignKeyConstraint(["assignee_id"], ["officer.id"], name=op.f("fk_term_assignee_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_term")),
        sa.UniqueConstraint("id", name=op.f("uq_term_id")),
    )
    op.create_index(
        op.f("ix_term_assignee_id_alarm_on_rowid"),
        "term",
        ["assignee_id", "alarm_on", "rowid"],
        unique=False,
        sqlite_where=sa.text("met_on IS NULL AND cancelled_at IS NULL"),
        postgresql_where=sa.text("met_on IS NULL AND cancelled_at IS NULL"),
    )
    op.create_index(
        op.f("ix_term_county_code_alarm_on_rowid"),
        "term",
        ["county_code", "alarm_on", "rowid"],
        unique=False,
        sqlite_where=sa.text("met_on IS NULL AND cancelled_at IS NULL"),
        postgresql_where=sa.text("met_on IS NULL AND cancelled_at IS NULL"),
    )
    op.create_index(op.f("ix_term_subject_id"), "term", ["subject_id"], unique=False)
    op.create_index(
        "uq_term_running",
        "term",
        ["subject_id", "rule"],
        unique=True,
        sqlite_where=sa.text("met_on IS NULL AND cancelled_at IS NULL"),
        postgresql_where=sa.text("met_on IS NULL AND cancelled_at IS NULL"),
    )
    op.create_table(
        "term_extension",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", types.UtcDateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", types.UtcDateTime(), nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (is_granted IS NULL) AND (decided_at IS NULL) = (decided_by_id IS NULL)",
            name=op.f("ck_term_extension_decided_whole"),
        ),
        sa.CheckConstraint("added >= 1", name=op.f("ck_term_extension_added")),
        sa.CheckConstraint("decided_by_id <> requested_by_id", name=op.f("ck_term_extension_two_officers")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["officer.id"], name=op.f("fk_term_extension_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["officer.id"], name=op.f("fk_term_extension_requested_by_id")
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_term_extension_term_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_term_extension")),
        sa.UniqueConstraint("id", name=op.f("uq_term_extension_id")),
    )
    op.create_index(op.f("ix_term_extension_term_id"), "term_extension", ["term_id"], unique=False)
    op.create_table(
        "term_suspension",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "hearing",
                "publication",
                "testing",
                "appraisal",
                "review",
                "suit",
                "stay",
                "force_majeure",
                name="suspension",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_term_suspension_in_order")
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_term_suspension_term_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_term_suspension")),
        sa.UniqueConstraint("id", name=op.f("uq_term_suspension_id")),
    )
    op.create_index(op.f("ix_term_suspension_term_id"), "term_suspension", ["term_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
