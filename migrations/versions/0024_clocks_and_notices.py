"""Settings of clocks, reminders and their channels."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import alter, types

revision = "0024"
down_revision = "0023"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER notice_plan_no_update BEFORE UPDATE ON notice_plan BEGIN SELECT RAISE(ABORT, "
            "'append-only: notice_plan'); END"
        ),
        (
            "CREATE TRIGGER notice_plan_no_delete BEFORE DELETE ON notice_plan BEGIN SELECT RAISE(ABORT, "
            "'append-only: notice_plan'); END"
        ),
        (
            "CREATE TRIGGER notice_plan_no_replace BEFORE INSERT ON notice_plan WHEN EXISTS (SELECT 1 "
            "FROM notice_plan WHERE county_code = NEW.county_code AND rule = NEW.rule AND version = "
            "NEW.version) OR EXISTS (SELECT 1 FROM notice_plan WHERE id = NEW.id) OR EXISTS (SELECT 1 "
            "FROM notice_plan WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "notice_plan'); END"
        ),
        (
            "CREATE TRIGGER term_setting_no_update BEFORE UPDATE ON term_setting BEGIN SELECT "
            "RAISE(ABORT, 'append-only: term_setting'); END"
        ),
        (
            "CREATE TRIGGER term_setting_no_delete BEFORE DELETE ON term_setting BEGIN SELECT "
            "RAISE(ABORT, 'append-only: term_setting'); END"
        ),
        (
            "CREATE TRIGGER term_setting_no_replace BEFORE INSERT ON term_setting WHEN EXISTS (SELECT 1 "
            "FROM term_setting WHERE county_code = NEW.county_code AND rule = NEW.rule AND version = "
            "NEW.version) OR EXISTS (SELECT 1 FROM term_setting WHERE id = NEW.id) OR EXISTS (SELECT 1 "
            "FROM term_setting WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "term_setting'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER notice_plan_no_change BEFORE UPDATE OR DELETE ON notice_plan FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER notice_plan_no_truncate BEFORE TRUNCATE ON notice_plan FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER term_setting_no_change BEFORE UPDATE OR DELETE ON term_setting FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER term_setting_no_truncate BEFORE TRUNCATE ON term_setting FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("notice", "term_setting", "notice_plan", "notice_dispatch", "notice_choice", "notice_channel")


def upgrade() -> None:
    op.create_table(
        "notice_channel",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("mail", "wecom", "dingtalk", name="channel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column(
            "facts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("shown", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(length=60), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_notice_channel")),
        sa.UniqueConstraint("county_code", "channel", name=op.f("uq_notice_channel_county_code_channel")),
        sa.UniqueConstraint("id", name=op.f("uq_notice_channel_id")),
    )
    op.create_table(
        "notice_choice",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.String(length=254), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_notice_choice_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_notice_choice")),
        sa.UniqueConstraint("id", name=op.f("uq_notice_choice_id")),
        sa.UniqueConstraint("officer_id", name=op.f("uq_notice_choice_officer_id")),
    )
    op.create_table(
        "notice_dispatch",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("mail", "wecom", "dingtalk", name="channel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("held_until", types.UtcDateTime(), nullable=True),
        sa.Column("fault", sa.String(length=60), nullable=False),
        sa.Column("sent_at", types.UtcDateTime(), nullable=True),
        sa.Column("gave_up_at", types.UtcDateTime(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "sent_at IS NULL OR gave_up_at IS NULL", name=op.f("ck_notice_dispatch_ended_once")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_notice_dispatch_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_notice_dispatch")),
        sa.UniqueConstraint("id", name=op.f("uq_notice_dispatch_id")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_dispatch_key")),
    )
    op.create_index(
        op.f("ix_notice_dispatch_county_code_channel_made_at"),
        "notice_dispatch",
        ["county_code", "channel", "made_at"],
        unique=False,
    )
    op.create_index(
        "ix_notice_dispatch_unsent",
        "notice_dispatch",
        ["rowid"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL AND gave_up_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL AND gave_up_at IS NULL"),
    )
    op.create_table(
        "notice_plan",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ahead", sa.String(length=40), nullable=False),
        sa.Column("tells_due", sa.Boolean(), nullable=False),
        sa.Column("head_after", sa.Integer(), nullable=True),
        sa.Column("agency_after", sa.Integer(), nullable=True),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_by", sa.String(length=60), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_notice_plan_version")),
        sa.ForeignKeyConstraint(["set_by_id"], ["officer.id"], name=op.f("fk_notice_plan_set_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_notice_plan")),
        sa.UniqueConstraint(
            "county_code", "rule", "version", name=op.f("uq_notice_plan_county_code_rule_version")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_notice_plan_id")),
    )
    op.create_table(
        "term_setting",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
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
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_by", sa.String(length=60), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("amount >= 1", name=op.f("ck_term_setting_amount")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_term_setting_version")),
        sa.ForeignKeyConstraint(["set_by_id"], ["officer.id"], name=op.f("fk_term_setting_set_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_term_setting")),
        sa.UniqueConstraint(
            "county_code", "rule", "version", name=op.f("uq_term_setting_county_code_rule_version")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_term_setting_id")),
    )
    op.create_table(
        "notice",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reminder",
                "escalation",
                "arrived",
                "returned",
                "answered",
                "told",
                name="noticekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("term_id", sa.Uuid(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum("ahead", "due", "overdue", "head", "agency", name="stage", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("rule", sa.String(length=30), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_at", types.UtcDateTime(), nullable=False),
        sa.Column("read_at", types.UtcDateTime(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(term_id IS NULL) = (stage IS NULL)", name=op.f("ck_notice_stage_of_term")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_notice_officer_id")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_notice_term_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_notice")),
        sa.UniqueConstraint("id", name=op.f("uq_notice_id")),
        sa.UniqueConstraint("officer_id", "key", name=op.f("uq_notice_officer_id_key")),
    )
    op.create_index(op.f("ix_notice_county_code_told_at"), "notice", ["county_code", "told_at"], unique=False)
    op.create_index(op.f("ix_notice_officer_id_rowid"), "notice", ["officer_id", "rowid"], unique=False)
    op.create_index(op.f("ix_notice_term_id"), "notice", ["term_id"], unique=False)
    op.create_index(
        "ix_notice_unread",
        "notice",
        ["officer_id"],
        unique=False,
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.add_column("term", sa.Column("begun_at", types.UtcDateTime(), nullable=True))
    op.add_column("term", sa.Column("due_at", types.UtcDateTime(), nullable=True))
    op.add_column("term", sa.Column("met_at", types.UtcDateTime(), nullable=True))
    alter.change_constraints(
        op.get_bind(),
        "term",
        add={
            "ck_term_hours_whole": "(begun_at IS NULL) = (due_at IS NULL)",
            "ck_term_met_in_hours": "met_at IS NULL OR (met_on IS NOT NULL AND due_at IS NOT NULL)",
        },
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    alter.change_constraints(op.get_bind(), "term", drop=("ck_term_hours_whole", "ck_term_met_in_hours"))
    op.drop_column("term", "met_at")
    op.drop_column("term", "due_at")
    op.drop_column("term", "begun_at")
    for table in TABLES:
        op.drop_table(table)
