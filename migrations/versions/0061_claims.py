"""Claims of reductions of every kind, with their papers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0061"
down_revision = "0060"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER claim_paper_no_update BEFORE UPDATE ON claim_paper BEGIN SELECT RAISE(ABORT, "
            "'append-only: claim_paper'); END"
        ),
        (
            "CREATE TRIGGER claim_paper_no_delete BEFORE DELETE ON claim_paper BEGIN SELECT RAISE(ABORT, "
            "'append-only: claim_paper'); END"
        ),
        (
            "CREATE TRIGGER claim_paper_no_replace BEFORE INSERT ON claim_paper WHEN EXISTS (SELECT 1 "
            "FROM claim_paper WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM claim_paper WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: claim_paper'); END"
        ),
        (
            "CREATE TRIGGER reduction_claim_event_no_update BEFORE UPDATE ON reduction_claim_event BEGIN "
            "SELECT RAISE(ABORT, 'append-only: reduction_claim_event'); END"
        ),
        (
            "CREATE TRIGGER reduction_claim_event_no_delete BEFORE DELETE ON reduction_claim_event BEGIN "
            "SELECT RAISE(ABORT, 'append-only: reduction_claim_event'); END"
        ),
        (
            "CREATE TRIGGER reduction_claim_event_no_replace BEFORE INSERT ON reduction_claim_event WHEN "
            "EXISTS (SELECT 1 FROM reduction_claim_event WHERE claim_id = NEW.claim_id AND sequence = "
            "NEW.sequence) OR EXISTS (SELECT 1 FROM reduction_claim_event WHERE id = NEW.id) OR EXISTS "
            "(SELECT 1 FROM reduction_claim_event WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: reduction_claim_event'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER claim_paper_no_change BEFORE UPDATE OR DELETE ON claim_paper FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER claim_paper_no_truncate BEFORE TRUNCATE ON claim_paper FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER reduction_claim_event_no_change BEFORE UPDATE OR DELETE ON "
            "reduction_claim_event FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER reduction_claim_event_no_truncate BEFORE TRUNCATE ON reduction_claim_event "
            "FOR EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("reduction_claim_event", "claim_paper", "reduction_claim", "substitute_draw")


def upgrade() -> None:
    op.create_table(
        "substitute_draw",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("volume_l", types.Litres(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("volume_l >= 0", name=op.f("ck_substitute_draw_volume")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["substitute_water.id"], name=op.f("fk_substitute_draw_substitute_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_substitute_draw")),
        sa.UniqueConstraint("id", name=op.f("uq_substitute_draw_id")),
        sa.UniqueConstraint("subject_id", name=op.f("uq_substitute_draw_subject_id")),
    )
    op.create_index(
        op.f("ix_substitute_draw_substitute_id"), "substitute_draw", ["substitute_id"], unique=False
    )
    op.create_table(
        "reduction_claim",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sealing",
                "replacement",
                "saving",
                "crops",
                "plan_reduction",
                "reclaimed_use",
                name="measurekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("baseline_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=True),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("claimed_l", types.Litres(), nullable=False),
        sa.Column("residual_l", types.Litres(), nullable=False),
        sa.Column("emergency_l", types.Litres(), nullable=False),
        sa.Column("saving_l", types.Litres(), nullable=False),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("papers", sa.String(length=400), nullable=False),
        sa.Column("explanation", sa.String(length=400), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "claim_draft",
                "claim_submitted",
                "claim_accepted",
                "claim_returned",
                "claim_refused",
                "claim_withdrawn",
                name="claimstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("edited_by_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        sa.Column("booked_l", types.Litres(), nullable=True),
        sa.Column("booked_this_year_l", types.Litres(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "booked_l IS NULL OR booked_l BETWEEN 0 AND claimed_l", name=op.f("ck_reduction_claim_booked")
        ),
        sa.CheckConstraint(
            "claimed_l > 0 AND residual_l >= 0 AND emergency_l >= 0", name=op.f("ck_reduction_claim_volumes")
        ),
        sa.CheckConstraint("saving_l BETWEEN 0 AND claimed_l", name=op.f("ck_reduction_claim_saving")),
        sa.ForeignKeyConstraint(
            ["baseline_id"], ["claim_baseline.id"], name=op.f("fk_reduction_claim_baseline_id")
        ),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["officer.id"], name=op.f("fk_reduction_claim_edited_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["officer.id"], name=op.f("fk_reduction_claim_submitted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["substitute_water.id"], name=op.f("fk_reduction_claim_substitute_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_reduction_claim")),
        sa.UniqueConstraint("id", name=op.f("uq_reduction_claim_id")),
        sa.UniqueConstraint("number", name=op.f("uq_reduction_claim_number")),
    )
    op.create_index(
        op.f("ix_reduction_claim_baseline_id_status"),
        "reduction_claim",
        ["baseline_id", "status"],
        unique=False,
    )
    op.create_index(
        op.f("ix_reduction_claim_county_code_year_number"),
        "reduction_claim",
        ["county_code", "year", "number"],
        unique=False,
    )
    op.create_table(
        "claim_paper",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("baseline_id", sa.Uuid(), nullable=True),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("added_by", sa.String(length=80), nullable=False),
        sa.Column("added_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(baseline_id IS NULL) <> (claim_id IS NULL)", name=op.f("ck_claim_paper_one_subject")
        ),
        sa.ForeignKeyConstraint(
            ["baseline_id"], ["claim_baseline.id"], name=op.f("fk_claim_paper_baseline_id")
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["reduction_claim.id"], name=op.f("fk_claim_paper_claim_id")),
        sa.ForeignKeyConstraint(["file_hash"], ["stored_file.hash"], name=op.f("fk_claim_paper_file_hash")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_claim_paper")),
        sa.UniqueConstraint("id", name=op.f("uq_claim_paper_id")),
    )
    op.create_index(op.f("ix_claim_paper_baseline_id"), "claim_paper", ["baseline_id"], unique=False)
    op.create_index(op.f("ix_claim_paper_claim_id"), "claim_paper", ["claim_id"], unique=False)
    op.create_table(
        "reduction_claim_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "to_status",
            sa.Enum(
                "claim_draft",
                "claim_submitted",
                "claim_accepted",
                "claim_returned",
                "claim_refused",
                "claim_withdrawn",
                name="claimstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("what", sa.String(length=600), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_reduction_claim_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["reduction_claim.id"], name=op.f("fk_reduction_claim_event_claim_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_reduction_claim_event")),
        sa.UniqueConstraint("claim_id", "sequence", name=op.f("uq_reduction_claim_event_claim_id_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_reduction_claim_event_id")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
