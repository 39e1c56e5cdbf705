"""Tables of interviews and patrols."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0019"
down_revision = "0018"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER interview_no_update BEFORE UPDATE ON interview BEGIN SELECT RAISE(ABORT, "
            "'append-only: interview'); END"
        ),
        (
            "CREATE TRIGGER interview_no_delete BEFORE DELETE ON interview BEGIN SELECT RAISE(ABORT, "
            "'append-only: interview'); END"
        ),
        (
            "CREATE TRIGGER interview_no_replace BEFORE INSERT ON interview WHEN EXISTS (SELECT 1 FROM "
            "interview WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM interview WHERE rowid = NEW.rowid) "
            "BEGIN SELECT RAISE(ABORT, 'append-only: interview'); END"
        ),
        (
            "CREATE TRIGGER patrol_visit_no_update BEFORE UPDATE ON patrol_visit BEGIN SELECT "
            "RAISE(ABORT, 'append-only: patrol_visit'); END"
        ),
        (
            "CREATE TRIGGER patrol_visit_no_delete BEFORE DELETE ON patrol_visit BEGIN SELECT "
            "RAISE(ABORT, 'append-only: patrol_visit'); END"
        ),
        (
            "CREATE TRIGGER patrol_visit_no_replace BEFORE INSERT ON patrol_visit WHEN EXISTS (SELECT 1 "
            "FROM patrol_visit WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM patrol_visit WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: patrol_visit'); END"
        ),
        (
            "CREATE TRIGGER interview_line_no_update BEFORE UPDATE ON interview_line BEGIN SELECT "
            "RAISE(ABORT, 'append-only: interview_line'); END"
        ),
        (
            "CREATE TRIGGER interview_line_no_delete BEFORE DELETE ON interview_line BEGIN SELECT "
            "RAISE(ABORT, 'append-only: interview_line'); END"
        ),
        (
            "CREATE TRIGGER interview_line_no_replace BEFORE INSERT ON interview_line WHEN EXISTS "
            "(SELECT 1 FROM interview_line WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM interview_line "
            "WHERE interview_id = NEW.interview_id AND position = NEW.position) OR EXISTS (SELECT 1 FROM "
            "interview_line WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "interview_line'); END"
        ),
        (
            "CREATE TRIGGER interview_officer_no_update BEFORE UPDATE ON interview_officer BEGIN SELECT "
            "RAISE(ABORT, 'append-only: interview_officer'); END"
        ),
        (
            "CREATE TRIGGER interview_officer_no_delete BEFORE DELETE ON interview_officer BEGIN SELECT "
            "RAISE(ABORT, 'append-only: interview_officer'); END"
        ),
        (
            "CREATE TRIGGER interview_officer_no_replace BEFORE INSERT ON interview_officer WHEN EXISTS "
            "(SELECT 1 FROM interview_officer WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "interview_officer WHERE interview_id = NEW.interview_id AND officer_id = NEW.officer_id) OR "
            "EXISTS (SELECT 1 FROM interview_officer WHERE interview_id = NEW.interview_id AND part = "
            "NEW.part) OR EXISTS (SELECT 1 FROM interview_officer WHERE rowid = NEW.rowid) BEGIN SELECT "
            "RAISE(ABORT, 'append-only: interview_officer'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER interview_no_change BEFORE UPDATE OR DELETE ON interview FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER interview_no_truncate BEFORE TRUNCATE ON interview FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER patrol_visit_no_change BEFORE UPDATE OR DELETE ON patrol_visit FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER patrol_visit_no_truncate BEFORE TRUNCATE ON patrol_visit FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER interview_line_no_change BEFORE UPDATE OR DELETE ON interview_line FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER interview_line_no_truncate BEFORE TRUNCATE ON interview_line FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER interview_officer_no_change BEFORE UPDATE OR DELETE ON interview_officer FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER interview_officer_no_truncate BEFORE TRUNCATE ON interview_officer FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("interview_officer", "interview_line", "patrol_visit", "interview", "patrol")


def upgrade() -> None:
    op.create_table(
        "patrol",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("officer_name", sa.String(length=60), nullable=False),
        sa.Column("started_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_patrol_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_patrol")),
        sa.UniqueConstraint("id", name=op.f("uq_patrol_id")),
    )
    op.create_index(
        op.f("ix_patrol_county_code_started_at_id"),
        "patrol",
        ["county_code", "started_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_patrol_officer_id_started_at"), "patrol", ["officer_id", "started_at"], unique=False
    )
    op.create_table(
        "interview",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "problem_codes",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("started_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=False),
        sa.Column("person_name", sa.String(length=60), nullable=False),
        sa.Column("person_sex", sa.String(length=10), nullable=False),
        sa.Column("person_born_on", sa.Date(), nullable=True),
        sa.Column("person_identity", sa.String(length=40), nullable=False),
        sa.Column("person_work", sa.String(length=120), nullable=False),
        sa.Column("person_phone", sa.String(length=40), nullable=False),
        sa.Column("person_address", sa.String(length=200), nullable=False),
        sa.Column("relation", sa.String(length=60), nullable=False),
        sa.Column("id_shown_at", types.UtcDateTime(), nullable=True),
        sa.Column("recusal_note", sa.String(length=400), nullable=False),
        sa.Column("is_told_rights", sa.Boolean(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("filed_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("ended_at >= started_at", name=op.f("ck_interview_in_order")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_interview_agency_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_interview_device_id")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_interview_inspection_id")
        ),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_interview_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_interview")),
        sa.UniqueConstraint("id", name=op.f("uq_interview_id")),
    )
    op.create_index(
        op.f("ix_interview_county_code_started_at_id"),
        "interview",
        ["county_code", "started_at", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_interview_inspection_id"), "interview", ["inspection_id"], unique=False)
    op.create_index(
        op.f("ix_interview_well_id_started_at"), "interview", ["well_id", "started_at"], unique=False
    )
    op.create_table(
        "patrol_visit",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patrol_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=True),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("village", sa.String(length=60), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "in_use",
                "idle",
                "closed",
                "not_found",
                "new_well",
                name="patrolstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_closure_intact", sa.Boolean(), nullable=True),
        sa.Column("dial_l", types.Litres(), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("visited_at", types.UtcDateTime(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("filed_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(well_id IS NULL) = (state = 'new_well')", name=op.f("ck_patrol_visit_new_well_has_no_row")
        ),
        sa.CheckConstraint("(lon IS NULL) = (lat IS NULL)", name=op.f("ck_patrol_visit_whole_position")),
        sa.CheckConstraint("dial_l >= 0", name=op.f("ck_patrol_visit_dial")),
        sa.CheckConstraint(
            "well_id IS NOT NULL OR lon IS NOT NULL", name=op.f("ck_patrol_visit_well_or_position")
        ),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_patrol_visit_device_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_patrol_visit_officer_id")),
        sa.ForeignKeyConstraint(["patrol_id"], ["patrol.id"], name=op.f("fk_patrol_visit_patrol_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_patrol_visit_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_patrol_visit")),
        sa.UniqueConstraint("id", name=op.f("uq_patrol_visit_id")),
    )
    op.create_index(
        op.f("ix_patrol_visit_patrol_id_visited_at"),
        "patrol_visit",
        ["patrol_id", "visited_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_patrol_visit_well_id_visited_at"), "patrol_visit", ["well_id", "visited_at"], unique=False
    )
    op.create_table(
        "interview_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_interview_line_interview_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_interview_line")),
        sa.UniqueConstraint("id", name=op.f("uq_interview_line_id")),
        sa.UniqueConstraint("interview_id", "position", name=op.f("uq_interview_line_interview_id_position")),
    )
    op.create_table(
        "interview_officer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum("lead", "second", name="officerpart", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("certificate_no", sa.String(length=40), nullable=False),
        sa.Column("certificate_valid_to", sa.Date(), nullable=False),
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
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_interview_officer_interview_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_interview_officer_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_interview_officer")),
        sa.UniqueConstraint("id", name=op.f("uq_interview_officer_id")),
        sa.UniqueConstraint(
            "interview_id", "officer_id", name=op.f("uq_interview_officer_interview_id_officer_id")
        ),
        sa.UniqueConstraint("interview_id", "part", name=op.f("uq_interview_officer_interview_id_part")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in (
            "interview_no_change",
            "interview_no_truncate",
            "patrol_visit_no_change",
            "patrol_visit_no_truncate",
            "interview_line_no_change",
            "interview_line_no_truncate",
            "interview_officer_no_change",
            "interview_officer_no_truncate",
        ):
            op.execute(f"DROP FUNCTION IF EXISTS {function}()")
