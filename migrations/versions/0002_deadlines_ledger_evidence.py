"""Tables of the calendar and its terms, the ledger and evidence."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0002"
down_revision = "0001"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN SELECT "
            "RAISE(ABORT, 'append-only: ledger_entry'); END"
        ),
        (
            "CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry BEGIN SELECT "
            "RAISE(ABORT, 'append-only: ledger_entry'); END"
        ),
        (
            "CREATE TRIGGER ledger_entry_no_replace BEFORE INSERT ON ledger_entry WHEN EXISTS (SELECT 1 "
            "FROM ledger_entry WHERE chain = NEW.chain AND previous_hash = NEW.previous_hash) OR EXISTS "
            "(SELECT 1 FROM ledger_entry WHERE chain = NEW.chain AND sequence = NEW.sequence) OR EXISTS "
            "(SELECT 1 FROM ledger_entry WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM ledger_entry WHERE "
            "reverses_id = NEW.reverses_id) OR EXISTS (SELECT 1 FROM ledger_entry WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: ledger_entry'); END"
        ),
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
            "CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
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
TABLES = (
    "term_suspension",
    "term_extension",
    "evidence_derivative",
    "custody_entry",
    "term",
    "evidence_item",
    "calendar_day",
    "ledger_rollup",
    "ledger_entry",
    "evidence_subject",
    "calendar_year",
)


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
        "ledger_entry",
        sa.Column("chain", sa.String(length=60), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("previous_hash", sa.String(length=90), nullable=False),
        sa.Column("hash", sa.String(length=90), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "well_closed",
                "well_reopened",
                "reduction",
                "reduction_reversed",
                "problem_struck_off",
                "plan_cut",
                name="postingkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("well_code", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "aquifer_group",
            sa.Enum("shallow", "deep", "mixed", "unknown", name="aquifergroup", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("full_year_l", types.Litres(), nullable=False),
        sa.Column("this_year_l", types.Litres(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("chain = 'ledger:' || county_code", name=op.f("ck_ledger_entry_own_chain")),
        sa.CheckConstraint(
            "(reverses_id IS NULL AND count >= 0 AND full_year_l >= 0 AND this_year_l >= 0) OR (reverses_id IS NOT NULL AND count <= 0 AND full_year_l <= 0 AND this_year_l <= 0)",
            name=op.f("ck_ledger_entry_sign"),
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["ledger_entry.id"], name=op.f("fk_ledger_entry_reverses_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("chain", "previous_hash", name=op.f("uq_ledger_entry_chain_previous_hash")),
        sa.UniqueConstraint("chain", "sequence", name=op.f("uq_ledger_entry_chain_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_ledger_entry_id")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_entry_reverses_id")),
    )
    op.create_index(
        op.f("ix_ledger_entry_county_code_well_code"),
        "ledger_entry",
        ["county_code", "well_code"],
        unique=False,
    )
    op.create_index(
        op.f("ix_ledger_entry_county_code_year_booked_on"),
        "ledger_entry",
        ["county_code", "year", "booked_on"],
        unique=False,
    )
    op.create_index(op.f("ix_ledger_entry_subject_id"), "ledger_entry", ["subject_id"], unique=False)
    op.create_table(
        "ledger_rollup",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "well_closed",
                "well_reopened",
                "reduction",
                "reduction_reversed",
                "problem_struck_off",
                "plan_cut",
                name="postingkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "aquifer_group",
            sa.Enum("shallow", "deep", "mixed", "unknown", name="aquifergroup", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("full_year_l", types.Litres(), nullable=False),
        sa.Column("this_year_l", types.Litres(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_ledger_rollup")),
        sa.UniqueConstraint(
            "county_code",
            "year",
            "division_code",
            "kind",
            "aquifer_group",
            name=op.f("uq_ledger_rollup_county_code_year_division_code_kind_aquifer_group"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_ledger_rollup_id")),
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
    if op.get_bind().dialect.name == "postgresql":
        for function in ("casebook_evidence_item",):
            op.execute(f"DROP FUNCTION IF EXISTS {function}()")
