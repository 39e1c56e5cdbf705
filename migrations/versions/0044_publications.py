"""What is published about a case."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0044"
down_revision = "0043"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER publication_setting_no_update BEFORE UPDATE ON publication_setting BEGIN "
            "SELECT RAISE(ABORT, 'append-only: publication_setting'); END"
        ),
        (
            "CREATE TRIGGER publication_setting_no_delete BEFORE DELETE ON publication_setting BEGIN "
            "SELECT RAISE(ABORT, 'append-only: publication_setting'); END"
        ),
        (
            "CREATE TRIGGER publication_setting_no_replace BEFORE INSERT ON publication_setting WHEN "
            "EXISTS (SELECT 1 FROM publication_setting WHERE county_code = NEW.county_code AND version = "
            "NEW.version) OR EXISTS (SELECT 1 FROM publication_setting WHERE id = NEW.id) OR EXISTS "
            "(SELECT 1 FROM publication_setting WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: publication_setting'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER publication_setting_no_change BEFORE UPDATE OR DELETE ON publication_setting "
            "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER publication_setting_no_truncate BEFORE TRUNCATE ON publication_setting FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("publication", "publication_setting")


def upgrade() -> None:
    op.create_table(
        "publication_setting",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_page_on", sa.Boolean(), nullable=False),
        sa.Column(
            "counts_from",
            sa.Enum("service", "decision", name="countsfrom", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("least_months", sa.Integer(), nullable=False),
        sa.Column("most_months", sa.Integer(), nullable=False),
        sa.Column("repair_days", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("set_by", sa.String(length=60), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "least_months >= 0 AND most_months >= least_months",
            name=op.f("ck_publication_setting_months_in_order"),
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_publication_setting")),
        sa.UniqueConstraint(
            "county_code", "version", name=op.f("uq_publication_setting_county_code_version")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_publication_setting_id")),
    )
    op.create_table(
        "publication",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "form",
            sa.Enum(
                "F01",
                "F02",
                "F03",
                "F04",
                "F05",
                "F06A",
                "F06B",
                "F07",
                "F08A",
                "F08B",
                "F09",
                "F10",
                "F11",
                "F12A",
                "F12B",
                "F13A",
                "F13B",
                "F13C",
                "F13D",
                "F14",
                "F15A",
                "F15B",
                "F16",
                "F17",
                "F18A",
                "F18B",
                "F19",
                "F20",
                "F21",
                "F22",
                "F23",
                "F24A",
                "F24B",
                "F25A",
                "F25B",
                "F25C",
                "F25D",
                "F25E",
                "F25F",
                "F26",
                "F27",
                "F28",
                "F29",
                "F30A",
                "F30B",
                "F31A",
                "F31B",
                "F31C",
                "F32",
                "F33A",
                "F33B",
                "F34A",
                "F34B",
                "F35",
                "F36A",
                "F36B",
                "F37A",
                "F37B",
                "F38A",
                "F38B",
                "F39",
                "F40A",
                "F40B",
                "F40C",
                "F41A",
                "F41B",
                "F41C",
                "F42",
                "F43A",
                "F43B",
                "F44A",
                "F44B",
                "F44C",
                "F45A",
                "F45B",
                "F45C",
                "F45D",
                "F46",
                "F47A",
                "F47B",
                "F47C",
                "F48A",
                "F48B",
                name="formcode",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("agency", sa.String(length=100), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "owed",
                "proposed",
                "confirmed",
                "published",
                "taken_down",
                "exempt",
                name="publicationstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("shown_party", sa.String(length=300), nullable=False),
        sa.Column("cause_words", sa.String(length=200), nullable=False),
        sa.Column("shown_cause", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cuts_json", sa.Text(), nullable=False),
        sa.Column("kept_json", sa.Text(), nullable=False),
        sa.Column("kept_reason", sa.String(length=500), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "classified",
                "safety",
                "minor",
                "little_weight",
                "gone",
                name="ground",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("ground_reason", sa.String(length=500), nullable=False),
        sa.Column("proposed_at", types.UtcDateTime(), nullable=True),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_by", sa.String(length=60), nullable=False),
        sa.Column("confirmed_at", types.UtcDateTime(), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=60), nullable=False),
        sa.Column("text_hash", sa.String(length=160), nullable=True),
        sa.Column("pdf_hash", sa.String(length=160), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("published_by", sa.String(length=60), nullable=False),
        sa.Column("taken_down_on", sa.Date(), nullable=True),
        sa.Column(
            "cause",
            sa.Enum(
                "revoked",
                "changed",
                "unlawful",
                "mistake",
                "repaired",
                "expired",
                name="downcause",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("down_reason", sa.String(length=500), nullable=False),
        sa.Column("down_by", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'taken_down') = (taken_down_on IS NOT NULL)", name=op.f("ck_publication_down_whole")
        ),
        sa.CheckConstraint(
            "(state IN ('published', 'taken_down')) = (published_on IS NOT NULL)",
            name=op.f("ck_publication_published_whole"),
        ),
        sa.CheckConstraint(
            "state <> 'exempt' OR ground IS NOT NULL", name=op.f("ck_publication_exempt_has_ground")
        ),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'published', 'taken_down') OR text_hash IS NOT NULL",
            name=op.f("ck_publication_frozen"),
        ),
        sa.CheckConstraint(
            "(taken_down_on IS NULL) = (cause IS NULL)", name=op.f("ck_publication_down_has_cause")
        ),
        sa.CheckConstraint(
            "(text_hash IS NULL) = (pdf_hash IS NULL)", name=op.f("ck_publication_frozen_whole")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_publication_case_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["officer.id"], name=op.f("fk_publication_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_publication_document_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_publication_party_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["officer.id"], name=op.f("fk_publication_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_publication")),
        sa.UniqueConstraint("document_id", name=op.f("uq_publication_document_id")),
        sa.UniqueConstraint("id", name=op.f("uq_publication_id")),
    )
    op.create_index(op.f("ix_publication_case_id"), "publication", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_publication_county_code_state_rowid"),
        "publication",
        ["county_code", "state", "rowid"],
        unique=False,
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
