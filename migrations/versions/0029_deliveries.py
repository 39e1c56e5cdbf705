"""Tables of stamps and deliveries."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0029"
down_revision = "0028"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER delivery_no_update BEFORE UPDATE ON delivery BEGIN SELECT RAISE(ABORT, "
            "'append-only: delivery'); END"
        ),
        (
            "CREATE TRIGGER delivery_no_delete BEFORE DELETE ON delivery BEGIN SELECT RAISE(ABORT, "
            "'append-only: delivery'); END"
        ),
        (
            "CREATE TRIGGER delivery_no_replace BEFORE INSERT ON delivery WHEN EXISTS (SELECT 1 FROM "
            "delivery WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM delivery WHERE rowid = NEW.rowid) "
            "BEGIN SELECT RAISE(ABORT, 'append-only: delivery'); END"
        ),
        (
            "CREATE TRIGGER document_event_no_update BEFORE UPDATE ON document_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: document_event'); END"
        ),
        (
            "CREATE TRIGGER document_event_no_delete BEFORE DELETE ON document_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: document_event'); END"
        ),
        (
            "CREATE TRIGGER document_event_no_replace BEFORE INSERT ON document_event WHEN EXISTS "
            "(SELECT 1 FROM document_event WHERE document_id = NEW.document_id AND sequence = "
            "NEW.sequence) OR EXISTS (SELECT 1 FROM document_event WHERE id = NEW.id) OR EXISTS (SELECT "
            "1 FROM document_event WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "document_event'); END"
        ),
        (
            "CREATE TRIGGER delivery_receipt_no_update BEFORE UPDATE ON delivery_receipt BEGIN SELECT "
            "RAISE(ABORT, 'append-only: delivery_receipt'); END"
        ),
        (
            "CREATE TRIGGER delivery_receipt_no_delete BEFORE DELETE ON delivery_receipt BEGIN SELECT "
            "RAISE(ABORT, 'append-only: delivery_receipt'); END"
        ),
        (
            "CREATE TRIGGER delivery_receipt_no_replace BEFORE INSERT ON delivery_receipt WHEN EXISTS "
            "(SELECT 1 FROM delivery_receipt WHERE delivery_id = NEW.delivery_id AND file_hash = "
            "NEW.file_hash) OR EXISTS (SELECT 1 FROM delivery_receipt WHERE id = NEW.id) OR EXISTS "
            "(SELECT 1 FROM delivery_receipt WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: delivery_receipt'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER delivery_no_change BEFORE UPDATE OR DELETE ON delivery FOR EACH ROW EXECUTE "
            "FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER delivery_no_truncate BEFORE TRUNCATE ON delivery FOR EACH STATEMENT EXECUTE "
            "FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER document_event_no_change BEFORE UPDATE OR DELETE ON document_event FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER document_event_no_truncate BEFORE TRUNCATE ON document_event FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER delivery_receipt_no_change BEFORE UPDATE OR DELETE ON delivery_receipt FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER delivery_receipt_no_truncate BEFORE TRUNCATE ON delivery_receipt FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("delivery_receipt", "stamping", "document_event", "delivery")


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "direct",
                "left",
                "electronic",
                "mail",
                "entrusted",
                "passed_on",
                "public",
                name="deliverymode",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("failure", sa.String(length=400), nullable=False),
        sa.Column("receiver", sa.String(length=120), nullable=False),
        sa.Column(
            "receiver_kind",
            sa.Enum(
                "self",
                "family",
                "legal_rep",
                "mail_clerk",
                "agent",
                name="receiverkind",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("relation", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("servers", sa.String(length=200), nullable=False),
        sa.Column("refusal", sa.String(length=400), nullable=False),
        sa.Column("witness", sa.String(length=120), nullable=False),
        sa.Column("video", sa.String(length=120), nullable=False),
        sa.Column("tracking_no", sa.String(length=60), nullable=False),
        sa.Column("through", sa.String(length=200), nullable=False),
        sa.Column("ground", sa.String(length=400), nullable=False),
        sa.Column("confirmation_id", sa.Uuid(), nullable=True),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("served_hash", sa.String(length=160), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(served_on IS NULL) = (failure != '')", name=op.f("ck_delivery_served_or_failed")
        ),
        sa.ForeignKeyConstraint(
            ["confirmation_id"], ["address_confirmation.id"], name=op.f("fk_delivery_confirmation_id")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_delivery_document_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["officer.id"], name=op.f("fk_delivery_recorded_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_delivery")),
        sa.UniqueConstraint("id", name=op.f("uq_delivery_id")),
    )
    op.create_index(op.f("ix_delivery_document_id"), "delivery", ["document_id"], unique=False)
    op.create_table(
        "document_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
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
            nullable=True,
        ),
        sa.Column(
            "to_state",
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
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("what", sa.String(length=600), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_document_event_actor_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_event_document_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_document_event")),
        sa.UniqueConstraint("document_id", "sequence", name=op.f("uq_document_event_document_id_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_document_event_id")),
    )
    op.create_table(
        "stamping",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("offline", "service", name="stampway", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("begun_at", types.UtcDateTime(), nullable=False),
        sa.Column("begun_by_id", sa.Uuid(), nullable=True),
        sa.Column("begun_by", sa.String(length=60), nullable=False),
        sa.Column("sent_hash", sa.String(length=160), nullable=False),
        sa.Column("service", sa.String(length=120), nullable=False),
        sa.Column("stamped_on", sa.Date(), nullable=True),
        sa.Column("result_hash", sa.String(length=160), nullable=True),
        sa.Column("is_agreed", sa.Boolean(), nullable=True),
        sa.Column("decided_at", types.UtcDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (is_agreed IS NULL)", name=op.f("ck_stamping_decision_whole")
        ),
        sa.CheckConstraint("copies > 0", name=op.f("ck_stamping_some_copies")),
        sa.ForeignKeyConstraint(["begun_by_id"], ["officer.id"], name=op.f("fk_stamping_begun_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["officer.id"], name=op.f("fk_stamping_decided_by_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_stamping_document_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_stamping")),
        sa.UniqueConstraint("id", name=op.f("uq_stamping_id")),
    )
    op.create_index(op.f("ix_stamping_document_id"), "stamping", ["document_id"], unique=False)
    op.create_table(
        "delivery_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("added_at", types.UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_receipt_delivery_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_delivery_receipt")),
        sa.UniqueConstraint(
            "delivery_id", "file_hash", name=op.f("uq_delivery_receipt_delivery_id_file_hash")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_delivery_receipt_id")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
