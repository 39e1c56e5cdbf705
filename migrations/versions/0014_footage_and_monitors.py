"""Cards of evidence; tables of footage and monitors."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0014"
down_revision = "0013"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER footage_recording_no_update BEFORE UPDATE ON footage_recording BEGIN SELECT "
            "RAISE(ABORT, 'append-only: footage_recording'); END"
        ),
        (
            "CREATE TRIGGER footage_recording_no_delete BEFORE DELETE ON footage_recording BEGIN SELECT "
            "RAISE(ABORT, 'append-only: footage_recording'); END"
        ),
        (
            "CREATE TRIGGER footage_recording_no_replace BEFORE INSERT ON footage_recording WHEN EXISTS "
            "(SELECT 1 FROM footage_recording WHERE county_code = NEW.county_code AND device_no = "
            "NEW.device_no AND file_name = NEW.file_name AND file_hash = NEW.file_hash) OR EXISTS "
            "(SELECT 1 FROM footage_recording WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "footage_recording WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "footage_recording'); END"
        ),
        (
            "CREATE TRIGGER evidence_item_facts BEFORE UPDATE ON evidence_item WHEN NEW.id IS NOT OLD.id "
            "OR NEW.county_code IS NOT OLD.county_code OR NEW.about_id IS NOT OLD.about_id OR NEW.origin "
            "IS NOT OLD.origin OR NEW.file_name IS NOT OLD.file_name OR NEW.file_hash IS NOT "
            "OLD.file_hash OR NEW.method IS NOT OLD.method OR NEW.item_code IS NOT OLD.item_code OR "
            "NEW.captured_at IS NOT OLD.captured_at OR NEW.hashed_at IS NOT OLD.hashed_at OR NEW.fix_at "
            "IS NOT OLD.fix_at OR NEW.lon IS NOT OLD.lon OR NEW.lat IS NOT OLD.lat OR NEW.accuracy_m IS "
            "NOT OLD.accuracy_m OR NEW.exif_taken_at IS NOT OLD.exif_taken_at OR NEW.exif_lon IS NOT "
            "OLD.exif_lon OR NEW.exif_lat IS NOT OLD.exif_lat OR NEW.exif_device IS NOT OLD.exif_device "
            "OR NEW.has_mismatch IS NOT OLD.has_mismatch OR NEW.received_at IS NOT OLD.received_at OR "
            "NEW.device_id IS NOT OLD.device_id OR NEW.pair_of IS NOT OLD.pair_of OR NEW.corrects_id IS "
            "NOT OLD.corrects_id BEGIN SELECT RAISE(ABORT, 'evidence: evidence_item keeps its facts'); "
            "END"
        ),
        (
            "CREATE TRIGGER monitoring_review_no_update BEFORE UPDATE ON monitoring_review BEGIN SELECT "
            "RAISE(ABORT, 'append-only: monitoring_review'); END"
        ),
        (
            "CREATE TRIGGER monitoring_review_no_delete BEFORE DELETE ON monitoring_review BEGIN SELECT "
            "RAISE(ABORT, 'append-only: monitoring_review'); END"
        ),
        (
            "CREATE TRIGGER monitoring_review_no_replace BEFORE INSERT ON monitoring_review WHEN EXISTS "
            "(SELECT 1 FROM monitoring_review WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "monitoring_review WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "monitoring_review'); END"
        ),
        (
            "CREATE TRIGGER footage_clip_no_update BEFORE UPDATE ON footage_clip BEGIN SELECT "
            "RAISE(ABORT, 'append-only: footage_clip'); END"
        ),
        (
            "CREATE TRIGGER footage_clip_no_delete BEFORE DELETE ON footage_clip BEGIN SELECT "
            "RAISE(ABORT, 'append-only: footage_clip'); END"
        ),
        (
            "CREATE TRIGGER footage_clip_no_replace BEFORE INSERT ON footage_clip WHEN EXISTS (SELECT 1 "
            "FROM footage_clip WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM footage_clip WHERE item_id = "
            "NEW.item_id) OR EXISTS (SELECT 1 FROM footage_clip WHERE rowid = NEW.rowid) BEGIN SELECT "
            "RAISE(ABORT, 'append-only: footage_clip'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER footage_recording_no_change BEFORE UPDATE OR DELETE ON footage_recording FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER footage_recording_no_truncate BEFORE TRUNCATE ON footage_recording FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE OR REPLACE FUNCTION casebook_evidence_item() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN IF TG_OP <> 'UPDATE' THEN RAISE EXCEPTION 'evidence: evidence_item is never removed'; "
            "END IF; IF OLD.locked_at IS NOT NULL THEN RAISE EXCEPTION 'evidence: evidence_item is "
            "locked'; END IF; IF NEW.id IS DISTINCT FROM OLD.id OR NEW.county_code IS DISTINCT FROM "
            "OLD.county_code OR NEW.about_id IS DISTINCT FROM OLD.about_id OR NEW.origin IS DISTINCT "
            "FROM OLD.origin OR NEW.file_name IS DISTINCT FROM OLD.file_name OR NEW.file_hash IS "
            "DISTINCT FROM OLD.file_hash OR NEW.method IS DISTINCT FROM OLD.method OR NEW.item_code IS "
            "DISTINCT FROM OLD.item_code OR NEW.captured_at IS DISTINCT FROM OLD.captured_at OR "
            "NEW.hashed_at IS DISTINCT FROM OLD.hashed_at OR NEW.fix_at IS DISTINCT FROM OLD.fix_at OR "
            "NEW.lon IS DISTINCT FROM OLD.lon OR NEW.lat IS DISTINCT FROM OLD.lat OR NEW.accuracy_m IS "
            "DISTINCT FROM OLD.accuracy_m OR NEW.exif_taken_at IS DISTINCT FROM OLD.exif_taken_at OR "
            "NEW.exif_lon IS DISTINCT FROM OLD.exif_lon OR NEW.exif_lat IS DISTINCT FROM OLD.exif_lat OR "
            "NEW.exif_device IS DISTINCT FROM OLD.exif_device OR NEW.has_mismatch IS DISTINCT FROM "
            "OLD.has_mismatch OR NEW.received_at IS DISTINCT FROM OLD.received_at OR NEW.device_id IS "
            "DISTINCT FROM OLD.device_id OR NEW.pair_of IS DISTINCT FROM OLD.pair_of OR NEW.corrects_id "
            "IS DISTINCT FROM OLD.corrects_id THEN RAISE EXCEPTION 'evidence: evidence_item keeps its "
            "facts'; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER monitoring_review_no_change BEFORE UPDATE OR DELETE ON monitoring_review FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER monitoring_review_no_truncate BEFORE TRUNCATE ON monitoring_review FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER footage_clip_no_change BEFORE UPDATE OR DELETE ON footage_clip FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER footage_clip_no_truncate BEFORE TRUNCATE ON footage_clip FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
BEFORE: dict[str, tuple[str, ...]] = {
    "sqlite": (
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
    ),
}
"""What stood in their place."""
TABLES = ("footage_clip", "monitoring_review", "monitoring_device", "footage_recording")


def upgrade() -> None:
    _drop_changed()
    op.create_table(
        "footage_recording",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("device_no", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("started_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=False),
        sa.Column("clock_offset_s", sa.Integer(), nullable=False),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("user_name", sa.String(length=60), nullable=False),
        sa.Column("indexed_by", sa.String(length=60), nullable=False),
        sa.Column("indexed_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("ended_at > started_at", name=op.f("ck_footage_recording_span")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_footage_recording")),
        sa.UniqueConstraint(
            "county_code",
            "device_no",
            "file_name",
            "file_hash",
            name=op.f("uq_footage_recording_county_code_device_no_file_name_file_hash"),
        ),
        sa.UniqueConstraint("id", name=op.f("uq_footage_recording_id")),
    )
    op.create_index(
        op.f("ix_footage_recording_county_code_started_at_id"),
        "footage_recording",
        ["county_code", "started_at", "id"],
        unique=False,
    )
    op.create_table(
        "monitoring_device",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_where", sa.String(length=200), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.Column("added_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(published_on IS NULL) = (published_where = '')",
            name=op.f("ck_monitoring_device_publication_whole"),
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_monitoring_device")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_monitoring_device_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_monitoring_device_id")),
    )
    op.create_table(
        "monitoring_review",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("legal", "technical", name="reviewkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
        sa.Column("reviewer_name", sa.String(length=60), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_monitoring_review_span")),
        sa.ForeignKeyConstraint(
            ["device_id"], ["monitoring_device.id"], name=op.f("fk_monitoring_review_device_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["officer.id"], name=op.f("fk_monitoring_review_reviewer_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_monitoring_review")),
        sa.UniqueConstraint("id", name=op.f("uq_monitoring_review_id")),
    )
    op.create_index(op.f("ix_monitoring_review_device_id"), "monitoring_review", ["device_id"], unique=False)
    op.create_table(
        "footage_clip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("from_at", types.UtcDateTime(), nullable=False),
        sa.Column("to_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("to_at > from_at", name=op.f("ck_footage_clip_span")),
        sa.ForeignKeyConstraint(["item_id"], ["evidence_item.id"], name=op.f("fk_footage_clip_item_id")),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["footage_recording.id"], name=op.f("fk_footage_clip_recording_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_footage_clip")),
        sa.UniqueConstraint("id", name=op.f("uq_footage_clip_id")),
        sa.UniqueConstraint("item_id", name=op.f("uq_footage_clip_item_id")),
    )
    op.create_index(op.f("ix_footage_clip_recording_id"), "footage_clip", ["recording_id"], unique=False)
    op.add_column(
        "evidence_item",
        sa.Column(
            "method",
            sa.Enum(
                "photograph",
                "video",
                "audio",
                "scan",
                "copy",
                "extract",
                "drawing",
                name="evidencemethod",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.add_column(
        "evidence_item", sa.Column("item_code", sa.String(length=20), server_default="", nullable=False)
    )
    op.add_column("evidence_item", sa.Column("hashed_at", types.UtcDateTime(), nullable=True))
    op.add_column("evidence_item", sa.Column("fix_at", types.UtcDateTime(), nullable=True))
    op.add_column("evidence_item", sa.Column("has_mismatch", sa.Boolean(), nullable=True))
    op.add_column("evidence_item", sa.Column("device_id", sa.Uuid(), nullable=True))
    op.add_column("evidence_item", sa.Column("pair_of", sa.Uuid(), nullable=True))
    op.add_column(
        "evidence_item",
        sa.Column(
            "corrects_id",
            sa.Uuid(),
            sa.ForeignKey("evidence_item.id", name=op.f("fk_evidence_item_corrects_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column(
        "evidence_item",
        sa.Column(
            "monitoring_device_id",
            sa.Uuid(),
            sa.ForeignKey("monitoring_device.id", name=op.f("fk_evidence_item_monitoring_device_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index(op.f("ix_evidence_item_corrects_id"), "evidence_item", ["corrects_id"], unique=False)
    op.create_index(op.f("ix_evidence_item_pair_of"), "evidence_item", ["pair_of"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    _drop_changed()
    op.drop_index(op.f("ix_evidence_item_pair_of"), table_name="evidence_item")
    op.drop_index(op.f("ix_evidence_item_corrects_id"), table_name="evidence_item")
    op.drop_column("evidence_item", "monitoring_device_id")
    op.drop_column("evidence_item", "corrects_id")
    op.drop_column("evidence_item", "pair_of")
    op.drop_column("evidence_item", "device_id")
    op.drop_column("evidence_item", "has_mismatch")
    op.drop_column("evidence_item", "fix_at")
    op.drop_column("evidence_item", "hashed_at")
    op.drop_column("evidence_item", "item_code")
    op.drop_column("evidence_item", "method")
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in (
            "footage_recording_no_change",
            "footage_recording_no_truncate",
            "monitoring_review_no_change",
            "monitoring_review_no_truncate",
            "footage_clip_no_change",
            "footage_clip_no_truncate",
        ):
            op.execute(f"DROP FUNCTION IF EXISTS {function}()")
    for statement in BEFORE[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def _drop_changed() -> None:
    """Make room for triggers that change."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER evidence_item_facts")
