"""Monday's pages, rankings and bulletins."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0063"
down_revision = "0062"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER monday_page_no_update BEFORE UPDATE ON monday_page BEGIN SELECT RAISE(ABORT, "
            "'append-only: monday_page'); END"
        ),
        (
            "CREATE TRIGGER monday_page_no_delete BEFORE DELETE ON monday_page BEGIN SELECT RAISE(ABORT, "
            "'append-only: monday_page'); END"
        ),
        (
            "CREATE TRIGGER monday_page_no_replace BEFORE INSERT ON monday_page WHEN EXISTS (SELECT 1 "
            "FROM monday_page WHERE county_code = NEW.county_code AND monday = NEW.monday) OR EXISTS "
            "(SELECT 1 FROM monday_page WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM monday_page WHERE "
            "rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: monday_page'); END"
        ),
        (
            "CREATE TRIGGER bulletin_setting_no_update BEFORE UPDATE ON bulletin_setting BEGIN SELECT "
            "RAISE(ABORT, 'append-only: bulletin_setting'); END"
        ),
        (
            "CREATE TRIGGER bulletin_setting_no_delete BEFORE DELETE ON bulletin_setting BEGIN SELECT "
            "RAISE(ABORT, 'append-only: bulletin_setting'); END"
        ),
        (
            "CREATE TRIGGER bulletin_setting_no_replace BEFORE INSERT ON bulletin_setting WHEN EXISTS "
            "(SELECT 1 FROM bulletin_setting WHERE county_code = NEW.county_code AND kind = NEW.kind AND "
            "version = NEW.version) OR EXISTS (SELECT 1 FROM bulletin_setting WHERE id = NEW.id) OR "
            "EXISTS (SELECT 1 FROM bulletin_setting WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: bulletin_setting'); END"
        ),
        (
            "CREATE TRIGGER bulletin_event_no_update BEFORE UPDATE ON bulletin_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: bulletin_event'); END"
        ),
        (
            "CREATE TRIGGER bulletin_event_no_delete BEFORE DELETE ON bulletin_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: bulletin_event'); END"
        ),
        (
            "CREATE TRIGGER bulletin_event_no_replace BEFORE INSERT ON bulletin_event WHEN EXISTS "
            "(SELECT 1 FROM bulletin_event WHERE bulletin_id = NEW.bulletin_id AND sequence = "
            "NEW.sequence) OR EXISTS (SELECT 1 FROM bulletin_event WHERE id = NEW.id) OR EXISTS (SELECT "
            "1 FROM bulletin_event WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "bulletin_event'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER monday_page_no_change BEFORE UPDATE OR DELETE ON monday_page FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER monday_page_no_truncate BEFORE TRUNCATE ON monday_page FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER bulletin_setting_no_change BEFORE UPDATE OR DELETE ON bulletin_setting FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER bulletin_setting_no_truncate BEFORE TRUNCATE ON bulletin_setting FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER bulletin_event_no_change BEFORE UPDATE OR DELETE ON bulletin_event FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER bulletin_event_no_truncate BEFORE TRUNCATE ON bulletin_event FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("bulletin_event", "bulletin_setting", "bulletin", "monday_page")


def upgrade() -> None:
    op.create_table(
        "monday_page",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("due_at", types.UtcDateTime(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("red", sa.Integer(), nullable=False),
        sa.Column("amber", sa.Integer(), nullable=False),
        sa.Column("green", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_hash", sa.String(length=160), nullable=False),
        sa.Column("pdf_hash", sa.String(length=160), nullable=False),
        sa.Column("picture_hash", sa.String(length=160), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("made_at >= due_at", name=op.f("ck_monday_page_not_before_due")),
        sa.CheckConstraint("red >= 0 AND amber >= 0 AND green >= 0", name=op.f("ck_monday_page_counts")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_monday_page")),
        sa.UniqueConstraint("county_code", "monday", name=op.f("uq_monday_page_county_code_monday")),
        sa.UniqueConstraint("id", name=op.f("uq_monday_page_id")),
    )
    op.create_table(
        "bulletin",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "issued", "dropped", name="bulletinstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("well_done", sa.Text(), nullable=False),
        sa.Column("lagging", sa.Text(), nullable=False),
        sa.Column("demands", sa.Text(), nullable=False),
        sa.Column("reply_on", sa.Date(), nullable=False),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=True),
        sa.Column("drafted_by", sa.String(length=60), nullable=False),
        sa.Column("drafted_at", types.UtcDateTime(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_by", sa.String(length=60), nullable=False),
        sa.Column("agency", sa.String(length=100), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.String(length=160), nullable=True),
        sa.Column("pdf_hash", sa.String(length=160), nullable=True),
        sa.Column("docx_hash", sa.String(length=160), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'issued') = (body IS NOT NULL)", name=op.f("ck_bulletin_issued_is_frozen")
        ),
        sa.CheckConstraint("state <> 'dropped' OR reason <> ''", name=op.f("ck_bulletin_dropped_has_reason")),
        sa.CheckConstraint(
            "(number IS NULL) = (issued_on IS NULL)", name=op.f("ck_bulletin_issued_has_number")
        ),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["officer.id"], name=op.f("fk_bulletin_drafted_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_bulletin")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_bulletin_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_bulletin_id")),
    )
    op.create_index(op.f("ix_bulletin_county_code_rowid"), "bulletin", ["county_code", "rowid"], unique=False)
    op.create_table(
        "bulletin_setting",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("lights", "weights", "people", name="settingkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "facts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("set_by", sa.String(length=60), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("paper <> ''", name=op.f("ck_bulletin_setting_paper_given")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_bulletin_setting_version")),
        sa.ForeignKeyConstraint(["set_by_id"], ["officer.id"], name=op.f("fk_bulletin_setting_set_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_bulletin_setting")),
        sa.UniqueConstraint(
            "county_code", "kind", "version", name=op.f("uq_bulletin_setting_county_code_kind_version")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_bulletin_setting_id")),
    )
    op.create_table(
        "bulletin_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bulletin_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "to_state",
            sa.Enum("draft", "issued", "dropped", name="bulletinstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("what", sa.String(length=600), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_bulletin_event_actor_id")),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletin.id"], name=op.f("fk_bulletin_event_bulletin_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_bulletin_event")),
        sa.UniqueConstraint("bulletin_id", "sequence", name=op.f("uq_bulletin_event_bulletin_id_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_bulletin_event_id")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
