"""Works of closings and emergency uses."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0057"
down_revision = "0056"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER closure_publication_no_update BEFORE UPDATE ON closure_publication BEGIN "
            "SELECT RAISE(ABORT, 'append-only: closure_publication'); END"
        ),
        (
            "CREATE TRIGGER closure_publication_no_delete BEFORE DELETE ON closure_publication BEGIN "
            "SELECT RAISE(ABORT, 'append-only: closure_publication'); END"
        ),
        (
            "CREATE TRIGGER closure_publication_no_replace BEFORE INSERT ON closure_publication WHEN "
            "EXISTS (SELECT 1 FROM closure_publication WHERE closure_id = NEW.closure_id) OR EXISTS "
            "(SELECT 1 FROM closure_publication WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "closure_publication WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "closure_publication'); END"
        ),
        (
            "CREATE TRIGGER closure_works_no_update BEFORE UPDATE ON closure_works BEGIN SELECT "
            "RAISE(ABORT, 'append-only: closure_works'); END"
        ),
        (
            "CREATE TRIGGER closure_works_no_delete BEFORE DELETE ON closure_works BEGIN SELECT "
            "RAISE(ABORT, 'append-only: closure_works'); END"
        ),
        (
            "CREATE TRIGGER closure_works_no_replace BEFORE INSERT ON closure_works WHEN EXISTS (SELECT "
            "1 FROM closure_works WHERE closure_id = NEW.closure_id) OR EXISTS (SELECT 1 FROM "
            "closure_works WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM closure_works WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: closure_works'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER closure_publication_no_change BEFORE UPDATE OR DELETE ON closure_publication "
            "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER closure_publication_no_truncate BEFORE TRUNCATE ON closure_publication FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER closure_works_no_change BEFORE UPDATE OR DELETE ON closure_works FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER closure_works_no_truncate BEFORE TRUNCATE ON closure_works FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("emergency_opening", "closure_works", "closure_recheck", "closure_publication")


def upgrade() -> None:
    op.create_table(
        "closure_publication",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closure_id", sa.Uuid(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("until_on >= published_on", name=op.f("ck_closure_publication_days")),
        sa.ForeignKeyConstraint(
            ["closure_id"], ["closure.id"], name=op.f("fk_closure_publication_closure_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_closure_publication_officer_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_publication")),
        sa.UniqueConstraint("closure_id", name=op.f("uq_closure_publication_closure_id")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_publication_id")),
    )
    op.create_table(
        "closure_recheck",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closure_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("draw", sa.String(length=60), nullable=False),
        sa.Column(
            "ground",
            sa.Enum("by_risk", "by_lot", name="recheckground", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column(
            "result",
            sa.Enum("intact", "damaged", "pumped", name="recheckresult", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(done_on IS NULL) = (result IS NULL)", name=op.f("ck_closure_recheck_done_whole")
        ),
        sa.ForeignKeyConstraint(["closure_id"], ["closure.id"], name=op.f("fk_closure_recheck_closure_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_closure_recheck_officer_id")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_closure_recheck_term_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_closure_recheck_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_recheck")),
        sa.UniqueConstraint("closure_id", "draw", name=op.f("uq_closure_recheck_closure_id_draw")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_recheck_id")),
    )
    op.create_index(
        op.f("ix_closure_recheck_county_code_done_on_drawn_on"),
        "closure_recheck",
        ["county_code", "done_on", "drawn_on"],
        unique=False,
    )
    op.create_table(
        "closure_works",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closure_id", sa.Uuid(), nullable=False),
        sa.Column(
            "steps",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("tag_no", sa.String(length=60), nullable=False),
        sa.Column("fill_l", types.Litres(), nullable=True),
        sa.Column("material", sa.String(length=200), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("fill_l >= 0", name=op.f("ck_closure_works_fill")),
        sa.ForeignKeyConstraint(["closure_id"], ["closure.id"], name=op.f("fk_closure_works_closure_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_closure_works_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_works")),
        sa.UniqueConstraint("closure_id", name=op.f("uq_closure_works_closure_id")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_works_id")),
    )
    op.create_table(
        "emergency_opening",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("closure_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "emergency_asked",
                "emergency_approved",
                "emergency_refused",
                "emergency_open",
                "emergency_sealed",
                "emergency_lapsed",
                name="emergencystatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cause", sa.String(length=400), nullable=False),
        sa.Column("limit_l", types.Litres(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", types.UtcDateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", types.UtcDateTime(), nullable=True),
        sa.Column("decision", sa.String(length=400), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("sealed_on", sa.Date(), nullable=True),
        sa.Column("first_reading_l", types.Litres(), nullable=True),
        sa.Column("last_reading_l", types.Litres(), nullable=True),
        sa.Column("tag_no", sa.String(length=60), nullable=False),
        sa.Column("used_l", types.Litres(), nullable=True),
        sa.Column("overrun", sa.String(length=400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(status = 'emergency_sealed') = (used_l IS NOT NULL)", name=op.f("ck_emergency_opening_used")
        ),
        sa.CheckConstraint("limit_l > 0", name=op.f("ck_emergency_opening_limit")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_emergency_opening_days")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["officer.id"], name=op.f("fk_emergency_opening_asked_by_id")
        ),
        sa.ForeignKeyConstraint(["closure_id"], ["closure.id"], name=op.f("fk_emergency_opening_closure_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["officer.id"], name=op.f("fk_emergency_opening_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_emergency_opening_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_emergency_opening")),
        sa.UniqueConstraint("id", name=op.f("uq_emergency_opening_id")),
        sa.UniqueConstraint("number", name=op.f("uq_emergency_opening_number")),
    )
    op.create_index(
        op.f("ix_emergency_opening_closure_id_number"),
        "emergency_opening",
        ["closure_id", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_emergency_opening_county_code_status_number"),
        "emergency_opening",
        ["county_code", "status", "number"],
        unique=False,
    )
    op.create_index(
        "uq_emergency_opening_open",
        "emergency_opening",
        ["well_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('emergency_asked', 'emergency_approved', 'emergency_open')"),
        postgresql_where=sa.text("status IN ('emergency_asked', 'emergency_approved', 'emergency_open')"),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
