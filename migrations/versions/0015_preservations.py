"""Tables of preservations and exhibits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0015"
down_revision = "0014"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER exhibit_no_update BEFORE UPDATE ON exhibit BEGIN SELECT RAISE(ABORT, "
            "'append-only: exhibit'); END"
        ),
        (
            "CREATE TRIGGER exhibit_no_delete BEFORE DELETE ON exhibit BEGIN SELECT RAISE(ABORT, "
            "'append-only: exhibit'); END"
        ),
        (
            "CREATE TRIGGER exhibit_no_replace BEFORE INSERT ON exhibit WHEN EXISTS (SELECT 1 FROM "
            "exhibit WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM exhibit WHERE number = NEW.number) OR "
            "EXISTS (SELECT 1 FROM exhibit WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: exhibit'); END"
        ),
        (
            "CREATE TRIGGER preservation_event_no_update BEFORE UPDATE ON preservation_event BEGIN "
            "SELECT RAISE(ABORT, 'append-only: preservation_event'); END"
        ),
        (
            "CREATE TRIGGER preservation_event_no_delete BEFORE DELETE ON preservation_event BEGIN "
            "SELECT RAISE(ABORT, 'append-only: preservation_event'); END"
        ),
        (
            "CREATE TRIGGER preservation_event_no_replace BEFORE INSERT ON preservation_event WHEN "
            "EXISTS (SELECT 1 FROM preservation_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "preservation_event WHERE preservation_id = NEW.preservation_id AND sequence = NEW.sequence) "
            "OR EXISTS (SELECT 1 FROM preservation_event WHERE rowid = NEW.rowid) BEGIN SELECT "
            "RAISE(ABORT, 'append-only: preservation_event'); END"
        ),
        (
            "CREATE TRIGGER exhibit_move_no_update BEFORE UPDATE ON exhibit_move BEGIN SELECT "
            "RAISE(ABORT, 'append-only: exhibit_move'); END"
        ),
        (
            "CREATE TRIGGER exhibit_move_no_delete BEFORE DELETE ON exhibit_move BEGIN SELECT "
            "RAISE(ABORT, 'append-only: exhibit_move'); END"
        ),
        (
            "CREATE TRIGGER exhibit_move_no_replace BEFORE INSERT ON exhibit_move WHEN EXISTS (SELECT 1 "
            "FROM exhibit_move WHERE exhibit_id = NEW.exhibit_id AND sequence = NEW.sequence) OR EXISTS "
            "(SELECT 1 FROM exhibit_move WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM exhibit_move WHERE "
            "rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: exhibit_move'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER exhibit_no_change BEFORE UPDATE OR DELETE ON exhibit FOR EACH ROW EXECUTE "
            "FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER exhibit_no_truncate BEFORE TRUNCATE ON exhibit FOR EACH STATEMENT EXECUTE "
            "FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER preservation_event_no_change BEFORE UPDATE OR DELETE ON preservation_event "
            "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER preservation_event_no_truncate BEFORE TRUNCATE ON preservation_event FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER exhibit_move_no_change BEFORE UPDATE OR DELETE ON exhibit_move FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER exhibit_move_no_truncate BEFORE TRUNCATE ON exhibit_move FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("exhibit_move", "preserved_thing", "preservation_event", "exhibit", "preservation")


def upgrade() -> None:
    op.create_table(
        "preservation",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("number_word", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "requested",
                "approved",
                "declined",
                "kept",
                "disposed",
                "dropped",
                name="preservationstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("requested_by", sa.String(length=60), nullable=False),
        sa.Column("requested_at", types.UtcDateTime(), nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_by", sa.String(length=60), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("receiver", sa.String(length=60), nullable=False),
        sa.Column("servers", sa.String(length=160), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(approved_on IS NULL) = (approved_by IS NULL)", name=op.f("ck_preservation_approval_whole")
        ),
        sa.CheckConstraint(
            "served_on IS NULL OR approved_on IS NOT NULL", name=op.f("ck_preservation_served_after_approval")
        ),
        sa.ForeignKeyConstraint(["about_id"], ["evidence_subject.id"], name=op.f("fk_preservation_about_id")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["officer.id"], name=op.f("fk_preservation_approved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["officer.id"], name=op.f("fk_preservation_requested_by_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_preservation")),
        sa.UniqueConstraint("id", name=op.f("uq_preservation_id")),
        sa.UniqueConstraint("number", name=op.f("uq_preservation_number")),
    )
    op.create_index(op.f("ix_preservation_about_id"), "preservation", ["about_id"], unique=False)
    op.create_index(
        op.f("ix_preservation_county_code_status"), "preservation", ["county_code", "status"], unique=False
    )
    op.create_table(
        "exhibit",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("specification", sa.String(length=120), nullable=False),
        sa.Column("quantity", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("registered_by", sa.String(length=60), nullable=False),
        sa.Column("registered_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["evidence_subject.id"], name=op.f("fk_exhibit_about_id")),
        sa.ForeignKeyConstraint(["item_id"], ["evidence_item.id"], name=op.f("fk_exhibit_item_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_exhibit")),
        sa.UniqueConstraint("id", name=op.f("uq_exhibit_id")),
        sa.UniqueConstraint("number", name=op.f("uq_exhibit_number")),
    )
    op.create_index(op.f("ix_exhibit_about_id"), "exhibit", ["about_id"], unique=False)
    op.create_table(
        "preservation_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("preservation_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "requested",
                "approved",
                "declined",
                "kept",
                "disposed",
                "dropped",
                name="preservationstate",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "requested",
                "approved",
                "declined",
                "kept",
                "disposed",
                "dropped",
                name="preservationstate",
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
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_preservation_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["preservation_id"], ["preservation.id"], name=op.f("fk_preservation_event_preservation_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_preservation_event")),
        sa.UniqueConstraint("id", name=op.f("uq_preservation_event_id")),
        sa.UniqueConstraint(
            "preservation_id", "sequence", name=op.f("uq_preservation_event_preservation_id_sequence")
        ),
    )
    op.create_table(
        "preserved_thing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("preservation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("specification", sa.String(length=120), nullable=False),
        sa.Column("quantity", sa.String(length=40), nullable=False),
        sa.Column("condition", sa.String(length=200), nullable=False),
        sa.Column(
            "kept_where",
            sa.Enum("original", "other", name="keptwhere", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column(
            "disposal",
            sa.Enum(
                "released",
                "tested",
                "confiscated",
                "transferred",
                "secured",
                name="disposal",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("disposed_on", sa.Date(), nullable=True),
        sa.Column("disposal_note", sa.String(length=500), nullable=False),
        sa.Column("disposed_by", sa.String(length=60), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(disposal IS NULL) = (disposed_on IS NULL)", name=op.f("ck_preserved_thing_disposal_whole")
        ),
        sa.ForeignKeyConstraint(
            ["preservation_id"], ["preservation.id"], name=op.f("fk_preserved_thing_preservation_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_preserved_thing")),
        sa.UniqueConstraint("id", name=op.f("uq_preserved_thing_id")),
        sa.UniqueConstraint(
            "preservation_id", "position", name=op.f("uq_preserved_thing_preservation_id_position")
        ),
    )
    op.create_table(
        "exhibit_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exhibit_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("from_holder", sa.String(length=60), nullable=False),
        sa.Column("from_place", sa.String(length=200), nullable=False),
        sa.Column("to_holder", sa.String(length=60), nullable=False),
        sa.Column("to_place", sa.String(length=200), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["exhibit_id"], ["exhibit.id"], name=op.f("fk_exhibit_move_exhibit_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_exhibit_move")),
        sa.UniqueConstraint("exhibit_id", "sequence", name=op.f("uq_exhibit_move_exhibit_id_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_exhibit_move_id")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in (
            "exhibit_no_change",
            "exhibit_no_truncate",
            "preservation_event_no_change",
            "preservation_event_no_truncate",
            "exhibit_move_no_change",
            "exhibit_move_no_truncate",
        ):
            op.execute(f"DROP FUNCTION IF EXISTS {function}()")
