"""Tables of evidence."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0005"
down_revision = "0004"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER evidence_item_locked BEFORE UPDATE ON evidence_item WHEN OLD.locked_at IS "
            "NOT NULL BEGIN SELECT RAISE(ABORT, 'evidence: evidence_item is locked'); END"
        ),
        (
            "CREATE TRIGGER evidence_item_facts BEFORE UPDATE ON evidence_item WHEN NEW.id IS NOT OLD.id "
            "OR NEW.county_code IS NOT OLD.county_code OR NEW.about_id IS NOT OLD.about_id OR NEW.origin "
            "IS NOT OLD.origin OR NEW.file_name IS NOT OLD.file_name OR NEW.file_hash IS NOT "
            "OLD.file_hash OR NEW.captured_at IS NOT OLD.captured_at OR NEW.lon IS NOT OLD.lon OR "
            "NEW.lat IS NOT OLD.lat OR NEW.accuracy_m IS NOT OLD.accuracy_m OR NEW.exif_taken_at IS NOT "
            "OLD.exif_taken_at OR NEW.exif_lon IS NOT OLD.exif_lon OR NEW.exif_lat IS NOT OLD.exif_lat "
            "OR NEW.exif_device IS NOT OLD.exif_device OR NEW.received_at IS NOT OLD.received_at OR "
            "NEW.maker_id IS NOT OLD.maker_id OR NEW.maker_name IS NOT OLD.maker_name BEGIN SELECT "
            "RAISE(ABORT, 'evidence: evidence_item keeps its facts'); END"
        ),
        (
            "CREATE TRIGGER evidence_item_no_delete BEFORE DELETE ON evidence_item BEGIN SELECT "
            "RAISE(ABORT, 'evidence: evidence_item is never removed'); END"
        ),
        (
            "CREATE TRIGGER evidence_item_no_replace BEFORE INSERT ON evidence_item WHEN NEW.id IN "
            "(SELECT id FROM evidence_item) BEGIN SELECT RAISE(ABORT, 'evidence: evidence_item is never "
            "replaced'); END"
        ),
        (
            "CREATE TRIGGER custody_entry_no_update BEFORE UPDATE ON custody_entry BEGIN SELECT "
            "RAISE(ABORT, 'append-only: custody_entry'); END"
        ),
        (
            "CREATE TRIGGER custody_entry_no_delete BEFORE DELETE ON custody_entry BEGIN SELECT "
            "RAISE(ABORT, 'append-only: custody_entry'); END"
        ),
        (
            "CREATE TRIGGER custody_entry_no_replace BEFORE INSERT ON custody_entry WHEN EXISTS (SELECT "
            "1 FROM custody_entry WHERE chain = NEW.chain AND previous_hash = NEW.previous_hash) OR "
            "EXISTS (SELECT 1 FROM custody_entry WHERE chain = NEW.chain AND sequence = NEW.sequence) OR "
            "EXISTS (SELECT 1 FROM custody_entry WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "custody_entry WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "custody_entry'); END"
        ),
        (
            "CREATE TRIGGER evidence_derivative_no_update BEFORE UPDATE ON evidence_derivative BEGIN "
            "SELECT RAISE(ABORT, 'append-only: evidence_derivative'); END"
        ),
        (
            "CREATE TRIGGER evidence_derivative_no_delete BEFORE DELETE ON evidence_derivative BEGIN "
            "SELECT RAISE(ABORT, 'append-only: evidence_derivative'); END"
        ),
        (
            "CREATE TRIGGER evidence_derivative_no_replace BEFORE INSERT ON evidence_derivative WHEN "
            "EXISTS (SELECT 1 FROM evidence_derivative WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "evidence_derivative WHERE item_id = NEW.item_id AND kind = NEW.kind) OR EXISTS (SELECT 1 "
            "FROM evidence_derivative WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "evidence_derivative'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE OR REPLACE FUNCTION casebook_evidence_item() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN IF TG_OP <> 'UPDATE' THEN RAISE EXCEPTION 'evidence: evidence_item is never removed'; "
            "END IF; IF OLD.locked_at IS NOT NULL THEN RAISE EXCEPTION 'evidence: evidence_item is "
            "locked'; END IF; IF NEW.id IS DISTINCT FROM OLD.id OR NEW.county_code IS DISTINCT FROM "
            "OLD.county_code OR NEW.about_id IS DISTINCT FROM OLD.about_id OR NEW.origin IS DISTINCT "
            "FROM OLD.origin OR NEW.file_name IS DISTINCT FROM OLD.file_name OR NEW.file_hash IS "
            "DISTINCT FROM OLD.file_hash OR NEW.captured_at IS DISTINCT FROM OLD.captured_at OR NEW.lon "
            "IS DISTINCT FROM OLD.lon OR NEW.lat IS DISTINCT FROM OLD.lat OR NEW.accuracy_m IS DISTINCT "
            "FROM OLD.accuracy_m OR NEW.exif_taken_at IS DISTINCT FROM OLD.exif_taken_at OR NEW.exif_lon "
            "IS DISTINCT FROM OLD.exif_lon OR NEW.exif_lat IS DISTINCT FROM OLD.exif_lat OR "
            "NEW.exif_device IS DISTINCT FROM OLD.exif_device OR NEW.received_at IS DISTINCT FROM "
            "OLD.received_at OR NEW.maker_id IS DISTINCT FROM OLD.maker_id OR NEW.maker_name IS DISTINCT "
            "FROM OLD.maker_name THEN RAISE EXCEPTION 'evidence: evidence_item keeps its facts'; END IF; "
            "RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER evidence_item_no_change BEFORE UPDATE OR DELETE ON evidence_item FOR EACH "
            "ROW EXECUTE FUNCTION casebook_evidence_item()"
        ),
        (
            "CREATE TRIGGER evidence_item_no_truncate BEFORE TRUNCATE ON evidence_item FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_evidence_item()"
        ),
        (
            "CREATE TRIGGER custody_entry_no_change BEFORE UPDATE OR DELETE ON custody_entry FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER custody_entry_no_truncate BEFORE TRUNCATE ON custody_entry FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER evidence_derivative_no_change BEFORE UPDATE OR DELETE ON evidence_derivative "
            "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER evidence_derivative_no_truncate BEFORE TRUNCATE ON evidence_derivative FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("evidence_derivative", "custody_entry", "evidence_item", "evidence_subject")


def upgrade() -> None:
    op.create_table(
        "evidence_subject",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_evidence_subject")),
        sa.UniqueConstraint("id", name=op.f("uq_evidence_subject_id")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_evidence_subject_kind_subject_id")),
    )
    op.create_table(
        "evidence_item",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "documentary",
                "physical",
                "audiovisual",
                "electronic",
                "testimony",
                "party_statement",
                "expert_opinion",
                "site_record",
                name="evidencekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum("before", "during", "after", name="evidencestage", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("describes", sa.String(length=500), nullable=False),
        sa.Column(
            "origin",
            sa.Enum("camera", "file", "chat", name="evidenceorigin", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("captured_at", types.UtcDateTime(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("exif_taken_at", types.UtcDateTime(), nullable=True),
        sa.Column("exif_lon", sa.Double(), nullable=True),
        sa.Column("exif_lat", sa.Double(), nullable=True),
        sa.Column("exif_device", sa.String(length=100), nullable=False),
        sa.Column("received_at", types.UtcDateTime(), nullable=False),
        sa.Column("maker_id", sa.Uuid(), nullable=True),
        sa.Column("maker_name", sa.String(length=60), nullable=False),
        sa.Column("withdrawn_at", types.UtcDateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.Column("locked_at", types.UtcDateTime(), nullable=True),
        sa.Column("locked_by", sa.String(length=60), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason = '')",
            name=op.f("ck_evidence_item_withdrawal_has_reason"),
        ),
        sa.CheckConstraint(
            "(locked_at IS NULL) = (locked_by IS NULL)", name=op.f("ck_evidence_item_lock_has_officer")
        ),
        sa.CheckConstraint("(lon IS NULL) = (lat IS NULL)", name=op.f("ck_evidence_item_whole_position")),
        sa.CheckConstraint("accuracy_m >= 0", name=op.f("ck_evidence_item_accuracy")),
        sa.CheckConstraint(
            "locked_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_evidence_item_locked_or_withdrawn")
        ),
        sa.CheckConstraint(
            "lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90",
            name=op.f("ck_evidence_item_position_on_earth"),
        ),
        sa.ForeignKeyConstraint(
            ["about_id"], ["evidence_subject.id"], name=op.f("fk_evidence_item_about_id")
        ),
        sa.ForeignKeyConstraint(["file_hash"], ["stored_file.hash"], name=op.f("fk_evidence_item_file_hash")),
        sa.ForeignKeyConstraint(["maker_id"], ["officer.id"], name=op.f("fk_evidence_item_maker_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_evidence_item")),
        sa.UniqueConstraint("about_id", "file_hash", name=op.f("uq_evidence_item_about_id_file_hash")),
        sa.UniqueConstraint("id", name=op.f("uq_evidence_item_id")),
    )
    op.create_index(op.f("ix_evidence_item_file_hash"), "evidence_item", ["file_hash"], unique=False)
    op.create_table(
        "custody_entry",
        sa.Column("chain", sa.String(length=60), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("previous_hash", sa.String(length=90), nullable=False),
        sa.Column("hash", sa.String(length=90), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "received", "withdrawn", "locked", "viewed", name="custodyact", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["evidence_item.id"], name=op.f("fk_custody_entry_item_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_custody_entry")),
        sa.UniqueConstraint("chain", "previous_hash", name=op.f("uq_custody_entry_chain_previous_hash")),
        sa.UniqueConstraint("chain", "sequence", name=op.f("uq_custody_entry_chain_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_custody_entry_id")),
    )
    op.create_index(op.f("ix_custody_entry_item_id"), "custody_entry", ["item_id"], unique=False)
    op.create_table(
        "evidence_derivative",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", sa.Enum("preview", name="derivativekind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_hash"], ["stored_file.hash"], name=op.f("fk_evidence_derivative_file_hash")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["evidence_item.id"], name=op.f("fk_evidence_derivative_item_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_evidence_derivative")),
        sa.UniqueConstraint("id", name=op.f("uq_evidence_derivative_id")),
        sa.UniqueConstraint("item_id", "kind", name=op.f("uq_evidence_derivative_item_id_kind")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in ("casebook_evidence_item",):
            op.execute(f"DROP FUNCTION IF EXISTS {function}()")
