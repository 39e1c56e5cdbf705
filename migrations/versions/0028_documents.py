"""Tables of documents, stamps and deliveries."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0028"
down_revision = "0027"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER address_confirmation_no_update BEFORE UPDATE ON address_confirmation BEGIN "
            "SELECT RAISE(ABORT, 'append-only: address_confirmation'); END"
        ),
        (
            "CREATE TRIGGER address_confirmation_no_delete BEFORE DELETE ON address_confirmation BEGIN "
            "SELECT RAISE(ABORT, 'append-only: address_confirmation'); END"
        ),
        (
            "CREATE TRIGGER address_confirmation_no_replace BEFORE INSERT ON address_confirmation WHEN "
            "EXISTS (SELECT 1 FROM address_confirmation WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "address_confirmation WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "address_confirmation'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER address_confirmation_no_change BEFORE UPDATE OR DELETE ON "
            "address_confirmation FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER address_confirmation_no_truncate BEFORE TRUNCATE ON address_confirmation FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("document", "template_version", "address_confirmation")


def upgrade() -> None:
    op.create_table(
        "address_confirmation",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_title", sa.String(length=120), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("party_name", sa.String(length=120), nullable=False),
        sa.Column("receiver", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("allows_electronic", sa.Boolean(), nullable=False),
        sa.Column("electronic_address", sa.String(length=200), nullable=False),
        sa.Column("scan_hash", sa.String(length=160), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_address_confirmation")),
        sa.UniqueConstraint("id", name=op.f("uq_address_confirmation_id")),
    )
    op.create_index(
        op.f("ix_address_confirmation_county_code_party_name"),
        "address_confirmation",
        ["county_code", "party_name"],
        unique=False,
    )
    op.create_index(
        op.f("ix_address_confirmation_subject_id"), "address_confirmation", ["subject_id"], unique=False
    )
    op.create_table(
        "template_version",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
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
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_hash", sa.String(length=160), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("saved_at", types.UtcDateTime(), nullable=False),
        sa.Column("saved_by", sa.String(length=60), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_template_version")),
        sa.UniqueConstraint(
            "county_code", "form", "version", name=op.f("uq_template_version_county_code_form_version")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_template_version_id")),
    )
    op.create_table(
        "document",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
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
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_title", sa.String(length=120), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "issued",
                "stamping",
                "stamped",
                "served",
                "void",
                name="documentstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_hash", sa.String(length=160), nullable=True),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=True),
        sa.Column("drafted_by", sa.String(length=60), nullable=False),
        sa.Column("drafted_at", types.UtcDateTime(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_at", types.UtcDateTime(), nullable=True),
        sa.Column("issued_by", sa.String(length=60), nullable=False),
        sa.Column(
            "rendering",
            sa.Enum("none", "waiting", "done", "failed", name="rendering", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("render_job_id", sa.Uuid(), nullable=True),
        sa.Column("pdf_hash", sa.String(length=160), nullable=True),
        sa.Column("docx_hash", sa.String(length=160), nullable=True),
        sa.Column("rendered_at", types.UtcDateTime(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("stamped_on", sa.Date(), nullable=True),
        sa.Column("stamped_hash", sa.String(length=160), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(length=500), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("state != 'void' OR void_reason != ''", name=op.f("ck_document_void_says_why")),
        sa.CheckConstraint(
            "(facts_hash IS NULL) = (issued_at IS NULL)", name=op.f("ck_document_issue_whole")
        ),
        sa.CheckConstraint(
            "(pdf_hash IS NULL) = (docx_hash IS NULL)", name=op.f("ck_document_rendering_whole")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_document_agency_id")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["officer.id"], name=op.f("fk_document_drafted_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_document")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_document_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_document_id")),
    )
    op.create_index(op.f("ix_document_county_code_state"), "document", ["county_code", "state"], unique=False)
    op.create_index(op.f("ix_document_subject_id_form"), "document", ["subject_id", "form"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
