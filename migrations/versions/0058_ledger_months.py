"""Targets by definition and closed months of the ledger."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0058"
down_revision = "0057"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER ledger_month_no_update BEFORE UPDATE ON ledger_month BEGIN SELECT "
            "RAISE(ABORT, 'append-only: ledger_month'); END"
        ),
        (
            "CREATE TRIGGER ledger_month_no_delete BEFORE DELETE ON ledger_month BEGIN SELECT "
            "RAISE(ABORT, 'append-only: ledger_month'); END"
        ),
        (
            "CREATE TRIGGER ledger_month_no_replace BEFORE INSERT ON ledger_month WHEN EXISTS (SELECT 1 "
            "FROM ledger_month WHERE county_code = NEW.county_code AND number = NEW.number) OR EXISTS "
            "(SELECT 1 FROM ledger_month WHERE county_code = NEW.county_code AND year = NEW.year AND "
            "month = NEW.month) OR EXISTS (SELECT 1 FROM ledger_month WHERE id = NEW.id) OR EXISTS "
            "(SELECT 1 FROM ledger_month WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: ledger_month'); END"
        ),
        (
            "CREATE TRIGGER month_sending_no_update BEFORE UPDATE ON month_sending BEGIN SELECT "
            "RAISE(ABORT, 'append-only: month_sending'); END"
        ),
        (
            "CREATE TRIGGER month_sending_no_delete BEFORE DELETE ON month_sending BEGIN SELECT "
            "RAISE(ABORT, 'append-only: month_sending'); END"
        ),
        (
            "CREATE TRIGGER month_sending_no_replace BEFORE INSERT ON month_sending WHEN EXISTS (SELECT "
            "1 FROM month_sending WHERE closed_id = NEW.closed_id AND recipient = NEW.recipient) OR "
            "EXISTS (SELECT 1 FROM month_sending WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "month_sending WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "month_sending'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER ledger_month_no_change BEFORE UPDATE OR DELETE ON ledger_month FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER ledger_month_no_truncate BEFORE TRUNCATE ON ledger_month FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER month_sending_no_change BEFORE UPDATE OR DELETE ON month_sending FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER month_sending_no_truncate BEFORE TRUNCATE ON month_sending FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("month_sending", "stated_figure", "ledger_month")


def upgrade() -> None:
    op.create_table(
        "ledger_month",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("head_count", sa.BigInteger(), nullable=False),
        sa.Column("head_hash", sa.String(length=90), nullable=False),
        sa.Column("statement", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.String(length=200), nullable=False),
        sa.Column("xlsx_hash", sa.String(length=90), nullable=False),
        sa.Column("pdf_hash", sa.String(length=90), nullable=False),
        sa.Column("json_hash", sa.String(length=90), nullable=False),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_by", sa.String(length=80), nullable=False),
        sa.Column("closed_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("head_count >= 0", name=op.f("ck_ledger_month_head_count")),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_ledger_month_month")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["officer.id"], name=op.f("fk_ledger_month_closed_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_ledger_month")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_ledger_month_county_code_number")),
        sa.UniqueConstraint(
            "county_code", "year", "month", name=op.f("uq_ledger_month_county_code_year_month")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_ledger_month_id")),
    )
    op.create_table(
        "stated_figure",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "figure", sa.Enum("sewage_treated", name="figure", native_enum=False, length=40), nullable=False
        ),
        sa.Column("amount_l", types.Litres(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("replaced_at", types.UtcDateTime(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("paper <> ''", name=op.f("ck_stated_figure_paper_given")),
        sa.CheckConstraint("amount_l >= 0", name=op.f("ck_stated_figure_amount")),
        sa.ForeignKeyConstraint(["set_by_id"], ["officer.id"], name=op.f("fk_stated_figure_set_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_stated_figure")),
        sa.UniqueConstraint("id", name=op.f("uq_stated_figure_id")),
    )
    op.create_index(
        "uq_stated_figure_in_force",
        "stated_figure",
        ["county_code", "year", "figure"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "month_sending",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closed_id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.String(length=100), nullable=False),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_by_id", sa.Uuid(), nullable=True),
        sa.Column("sent_by", sa.String(length=80), nullable=False),
        sa.Column("sent_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("recipient <> ''", name=op.f("ck_month_sending_recipient_given")),
        sa.ForeignKeyConstraint(["closed_id"], ["ledger_month.id"], name=op.f("fk_month_sending_closed_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["officer.id"], name=op.f("fk_month_sending_sent_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_month_sending")),
        sa.UniqueConstraint("closed_id", "recipient", name=op.f("uq_month_sending_closed_id_recipient")),
        sa.UniqueConstraint("id", name=op.f("uq_month_sending_id")),
    )
    op.add_column("target", sa.Column("definition", sa.Integer(), nullable=True))
    op.add_column("target", sa.Column("baseline", sa.BigInteger(), nullable=True))
    op.add_column("target", sa.Column("baseline_note", sa.String(length=200), nullable=True))
    op.add_column("target", sa.Column("reason", sa.String(length=400), nullable=True))
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    op.drop_column("target", "reason")
    op.drop_column("target", "baseline_note")
    op.drop_column("target", "baseline")
    op.drop_column("target", "definition")
    for table in TABLES:
        op.drop_table(table)
