"""Tables of papers made at the well."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0018"
down_revision = "0017"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER paper_blank_no_update BEFORE UPDATE ON paper_blank BEGIN SELECT RAISE(ABORT, "
            "'append-only: paper_blank'); END"
        ),
        (
            "CREATE TRIGGER paper_blank_no_delete BEFORE DELETE ON paper_blank BEGIN SELECT RAISE(ABORT, "
            "'append-only: paper_blank'); END"
        ),
        (
            "CREATE TRIGGER paper_blank_no_replace BEFORE INSERT ON paper_blank WHEN EXISTS (SELECT 1 "
            "FROM paper_blank WHERE county_code = NEW.county_code AND number = NEW.number) OR EXISTS "
            "(SELECT 1 FROM paper_blank WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM paper_blank WHERE "
            "rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: paper_blank'); END"
        ),
        (
            "CREATE TRIGGER site_paper_no_update BEFORE UPDATE ON site_paper BEGIN SELECT RAISE(ABORT, "
            "'append-only: site_paper'); END"
        ),
        (
            "CREATE TRIGGER site_paper_no_delete BEFORE DELETE ON site_paper BEGIN SELECT RAISE(ABORT, "
            "'append-only: site_paper'); END"
        ),
        (
            "CREATE TRIGGER site_paper_no_replace BEFORE INSERT ON site_paper WHEN EXISTS (SELECT 1 FROM "
            "site_paper WHERE county_code = NEW.county_code AND number = NEW.number) OR EXISTS (SELECT 1 "
            "FROM site_paper WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM site_paper WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: site_paper'); END"
        ),
        (
            "CREATE TRIGGER paper_page_no_update BEFORE UPDATE ON paper_page BEGIN SELECT RAISE(ABORT, "
            "'append-only: paper_page'); END"
        ),
        (
            "CREATE TRIGGER paper_page_no_delete BEFORE DELETE ON paper_page BEGIN SELECT RAISE(ABORT, "
            "'append-only: paper_page'); END"
        ),
        (
            "CREATE TRIGGER paper_page_no_replace BEFORE INSERT ON paper_page WHEN EXISTS (SELECT 1 FROM "
            "paper_page WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM paper_page WHERE paper_id = "
            "NEW.paper_id AND position = NEW.position) OR EXISTS (SELECT 1 FROM paper_page WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: paper_page'); END"
        ),
        (
            "CREATE TRIGGER paper_signature_no_update BEFORE UPDATE ON paper_signature BEGIN SELECT "
            "RAISE(ABORT, 'append-only: paper_signature'); END"
        ),
        (
            "CREATE TRIGGER paper_signature_no_delete BEFORE DELETE ON paper_signature BEGIN SELECT "
            "RAISE(ABORT, 'append-only: paper_signature'); END"
        ),
        (
            "CREATE TRIGGER paper_signature_no_replace BEFORE INSERT ON paper_signature WHEN EXISTS "
            "(SELECT 1 FROM paper_signature WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM paper_signature "
            "WHERE paper_id = NEW.paper_id AND position = NEW.position) OR EXISTS (SELECT 1 FROM "
            "paper_signature WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "paper_signature'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER paper_blank_no_change BEFORE UPDATE OR DELETE ON paper_blank FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER paper_blank_no_truncate BEFORE TRUNCATE ON paper_blank FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER site_paper_no_change BEFORE UPDATE OR DELETE ON site_paper FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER site_paper_no_truncate BEFORE TRUNCATE ON site_paper FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER paper_page_no_change BEFORE UPDATE OR DELETE ON paper_page FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER paper_page_no_truncate BEFORE TRUNCATE ON paper_page FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER paper_signature_no_change BEFORE UPDATE OR DELETE ON paper_signature FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER paper_signature_no_truncate BEFORE TRUNCATE ON paper_signature FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("paper_signature", "paper_page", "site_paper", "paper_blank")


def upgrade() -> None:
    op.create_table(
        "paper_blank",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "form",
            sa.Enum(
                "site_record",
                "survey_record",
                "interview_record",
                "order_stop",
                "order_rectify",
                name="paperform",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=False),
        sa.Column("printed_at", types.UtcDateTime(), nullable=False),
        sa.Column("printed_by_id", sa.Uuid(), nullable=False),
        sa.Column("printed_by", sa.String(length=60), nullable=False),
        sa.Column("agency_name", sa.String(length=100), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["printed_by_id"], ["officer.id"], name=op.f("fk_paper_blank_printed_by_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_paper_blank_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_paper_blank")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_paper_blank_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_paper_blank_id")),
    )
    op.create_index(
        op.f("ix_paper_blank_well_id_printed_on"), "paper_blank", ["well_id", "printed_on"], unique=False
    )
    op.create_table(
        "site_paper",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "form",
            sa.Enum(
                "site_record",
                "survey_record",
                "interview_record",
                "order_stop",
                "order_rectify",
                name="paperform",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=90), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("is_read_back", sa.Boolean(), nullable=False),
        sa.Column("is_on_paper", sa.Boolean(), nullable=False),
        sa.Column("shelf", sa.String(length=120), nullable=False),
        sa.Column("refusal_reason", sa.String(length=400), nullable=False),
        sa.Column("refusal_witness", sa.String(length=60), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("kept_at", types.UtcDateTime(), nullable=False),
        sa.Column("kept_by_id", sa.Uuid(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(refusal_reason = '') = (refusal_witness = '')", name=op.f("ck_site_paper_refusal_whole")
        ),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_site_paper_device_id")),
        sa.ForeignKeyConstraint(["kept_by_id"], ["officer.id"], name=op.f("fk_site_paper_kept_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_site_paper")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_site_paper_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_site_paper_id")),
    )
    op.create_index(
        op.f("ix_site_paper_county_code_kept_at_id"),
        "site_paper",
        ["county_code", "kept_at", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_site_paper_subject_id"), "site_paper", ["subject_id"], unique=False)
    op.create_table(
        "paper_page",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence_item.id"], name=op.f("fk_paper_page_evidence_id")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["site_paper.id"], name=op.f("fk_paper_page_paper_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_paper_page")),
        sa.UniqueConstraint("id", name=op.f("uq_paper_page_id")),
        sa.UniqueConstraint("paper_id", "position", name=op.f("uq_paper_page_paper_id_position")),
    )
    op.create_index(op.f("ix_paper_page_evidence_id"), "paper_page", ["evidence_id"], unique=False)
    op.create_table(
        "paper_signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("lead", "second", "party", "witness", name="signerrole", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "own_device",
                "signed_in",
                "declared",
                "screen",
                "pen",
                name="signedhow",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("signed_at", types.UtcDateTime(), nullable=False),
        sa.Column("image_hash", sa.String(length=160), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_hash"], ["stored_file.hash"], name=op.f("fk_paper_signature_image_hash")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["site_paper.id"], name=op.f("fk_paper_signature_paper_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_paper_signature")),
        sa.UniqueConstraint("id", name=op.f("uq_paper_signature_id")),
        sa.UniqueConstraint("paper_id", "position", name=op.f("uq_paper_signature_paper_id_position")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in (
            "paper_blank_no_change",
            "paper_blank_no_truncate",
            "site_paper_no_change",
            "site_paper_no_truncate",
            "paper_page_no_change",
            "paper_page_no_truncate",
            "paper_signature_no_change",
            "paper_signature_no_truncate",
        ):
            op.execute(f"DROP FUNCTION IF EXISTS {function}()")
