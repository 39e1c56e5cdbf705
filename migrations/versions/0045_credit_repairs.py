"""Repair of credit, and what became of publications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0045"
down_revision = "0044"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER publication_event_no_update BEFORE UPDATE ON publication_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: publication_event'); END"
        ),
        (
            "CREATE TRIGGER publication_event_no_delete BEFORE DELETE ON publication_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: publication_event'); END"
        ),
        (
            "CREATE TRIGGER publication_event_no_replace BEFORE INSERT ON publication_event WHEN EXISTS "
            "(SELECT 1 FROM publication_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "publication_event WHERE publication_id = NEW.publication_id AND sequence = NEW.sequence) OR "
            "EXISTS (SELECT 1 FROM publication_event WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: publication_event'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER publication_event_no_change BEFORE UPDATE OR DELETE ON publication_event FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER publication_event_no_truncate BEFORE TRUNCATE ON publication_event FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("publication_event", "credit_repair")


def upgrade() -> None:
    op.create_table(
        "credit_repair",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked", "granted", "refused", "withdrawn", name="repairstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("applicant", sa.String(length=120), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("pledge_hash", sa.String(length=160), nullable=True),
        sa.Column("pledge_name", sa.String(length=120), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.String(length=60), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("findings_json", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'asked') = (decided_on IS NULL)", name=op.f("ck_credit_repair_decided_whole")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["officer.id"], name=op.f("fk_credit_repair_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_credit_repair_publication_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["officer.id"], name=op.f("fk_credit_repair_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_credit_repair")),
        sa.UniqueConstraint("id", name=op.f("uq_credit_repair_id")),
    )
    op.create_index(
        op.f("ix_credit_repair_county_code_state_rowid"),
        "credit_repair",
        ["county_code", "state", "rowid"],
        unique=False,
    )
    op.create_index(
        op.f("ix_credit_repair_publication_id"), "credit_repair", ["publication_id"], unique=False
    )
    op.create_index(
        "uq_credit_repair_open",
        "credit_repair",
        ["publication_id"],
        unique=True,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_table(
        "publication_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("publication_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "to_state",
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
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=900), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_publication_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_publication_event_publication_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_publication_event")),
        sa.UniqueConstraint("id", name=op.f("uq_publication_event_id")),
        sa.UniqueConstraint(
            "publication_id", "sequence", name=op.f("uq_publication_event_publication_id_sequence")
        ),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
