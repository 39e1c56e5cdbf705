"""The life of permits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0037"
down_revision = "0036"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER permit_event_no_update BEFORE UPDATE ON permit_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: permit_event'); END"
        ),
        (
            "CREATE TRIGGER permit_event_no_delete BEFORE DELETE ON permit_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: permit_event'); END"
        ),
        (
            "CREATE TRIGGER permit_event_no_replace BEFORE INSERT ON permit_event WHEN EXISTS (SELECT 1 "
            "FROM permit_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM permit_event WHERE permit_id "
            "= NEW.permit_id AND sequence = NEW.sequence) OR EXISTS (SELECT 1 FROM permit_event WHERE "
            "rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: permit_event'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER permit_event_no_change BEFORE UPDATE OR DELETE ON permit_event FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER permit_event_no_truncate BEFORE TRUNCATE ON permit_event FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("permit_event", "permit_list_entry", "permit_list")


def upgrade() -> None:
    op.create_table(
        "permit_list",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column(
            "counts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("taken_at", types.UtcDateTime(), nullable=False),
        sa.Column("taken_by", sa.String(length=80), nullable=False),
        sa.Column("taken_over_at", types.UtcDateTime(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("file_name <> ''", name=op.f("ck_permit_list_file_named")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_permit_list")),
        sa.UniqueConstraint("id", name=op.f("uq_permit_list_id")),
    )
    op.create_table(
        "permit_list_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "matched",
                "differing",
                "only_theirs",
                "only_ours",
                "row_refused",
                name="verdict",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("row_no", sa.Integer(), nullable=True),
        sa.Column(
            "theirs",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "ours",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "differences",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "faults",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["permit_list.id"], name=op.f("fk_permit_list_entry_list_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_permit_list_entry")),
        sa.UniqueConstraint("id", name=op.f("uq_permit_list_entry_id")),
        sa.UniqueConstraint("list_id", "sequence", name=op.f("uq_permit_list_entry_list_id_sequence")),
    )
    op.create_index(
        op.f("ix_permit_list_entry_list_id_verdict_sequence"),
        "permit_list_entry",
        ["list_id", "verdict", "sequence"],
        unique=False,
    )
    op.create_table(
        "permit_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("permit_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "apply",
                "accept",
                "not_accept",
                "approve",
                "refuse",
                "inspect",
                "lapse",
                "issue",
                "ask_renewal",
                "renew",
                "change",
                "cut",
                "transfer",
                "expire",
                "revoke",
                "withdraw",
                "cancel",
                name="permitstep",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "from_status",
            sa.Enum(
                "applied_for",
                "under_review",
                "not_accepted",
                "permit_approved",
                "not_granted",
                "inspected",
                "lapsed",
                "valid",
                "expired",
                "revoked",
                "permit_withdrawn",
                "cancelled",
                name="permitstatus",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "applied_for",
                "under_review",
                "not_accepted",
                "permit_approved",
                "not_granted",
                "inspected",
                "lapsed",
                "valid",
                "expired",
                "revoked",
                "permit_withdrawn",
                "cancelled",
                name="permitstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column(
            "facts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_permit_event_actor_id")),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_permit_event_permit_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_permit_event")),
        sa.UniqueConstraint("id", name=op.f("uq_permit_event_id")),
        sa.UniqueConstraint("permit_id", "sequence", name=op.f("uq_permit_event_permit_id_sequence")),
    )
    op.add_column(
        "permit",
        sa.Column(
            "status",
            sa.Enum(
                "applied_for",
                "under_review",
                "not_accepted",
                "permit_approved",
                "not_granted",
                "inspected",
                "lapsed",
                "valid",
                "expired",
                "revoked",
                "permit_withdrawn",
                "cancelled",
                name="permitstatus",
                native_enum=False,
                length=40,
            ),
            server_default=sa.text("'valid'"),
            nullable=False,
        ),
    )
    op.add_column(
        "permit",
        sa.Column(
            "source",
            sa.Enum(
                "groundwater_shallow",
                "groundwater_deep",
                "surface",
                "tap",
                "yellow_river",
                "yangtze_river",
                "reclaimed",
                name="watersource",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.add_column(
        "permit",
        sa.Column("application_no", sa.String(length=20), server_default=sa.text("('')"), nullable=False),
    )
    op.add_column(
        "permit",
        sa.Column("list_paper", sa.String(length=120), server_default=sa.text("('')"), nullable=False),
    )
    op.add_column("permit", sa.Column("renewal_asked_on", sa.Date(), nullable=True))
    op.add_column("permit", sa.Column("ended_on", sa.Date(), nullable=True))
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    op.drop_column("permit", "ended_on")
    op.drop_column("permit", "renewal_asked_on")
    op.drop_column("permit", "list_paper")
    op.drop_column("permit", "application_no")
    op.drop_column("permit", "source")
    op.drop_column("permit", "status")
    for table in TABLES:
        op.drop_table(table)
