"""Tables of orders served on the spot, and of acceptance on site."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0021"
down_revision = "0020"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER site_order_no_update BEFORE UPDATE ON site_order BEGIN SELECT RAISE(ABORT, "
            "'append-only: site_order'); END"
        ),
        (
            "CREATE TRIGGER site_order_no_delete BEFORE DELETE ON site_order BEGIN SELECT RAISE(ABORT, "
            "'append-only: site_order'); END"
        ),
        (
            "CREATE TRIGGER site_order_no_replace BEFORE INSERT ON site_order WHEN EXISTS (SELECT 1 FROM "
            "site_order WHERE county_code = NEW.county_code AND number = NEW.number) OR EXISTS (SELECT 1 "
            "FROM site_order WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM site_order WHERE rowid = "
            "NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: site_order'); END"
        ),
        (
            "CREATE TRIGGER site_order_problem_no_update BEFORE UPDATE ON site_order_problem BEGIN "
            "SELECT RAISE(ABORT, 'append-only: site_order_problem'); END"
        ),
        (
            "CREATE TRIGGER site_order_problem_no_delete BEFORE DELETE ON site_order_problem BEGIN "
            "SELECT RAISE(ABORT, 'append-only: site_order_problem'); END"
        ),
        (
            "CREATE TRIGGER site_order_problem_no_replace BEFORE INSERT ON site_order_problem WHEN "
            "EXISTS (SELECT 1 FROM site_order_problem WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "site_order_problem WHERE order_id = NEW.order_id AND problem_id = NEW.problem_id) OR EXISTS "
            "(SELECT 1 FROM site_order_problem WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: site_order_problem'); END"
        ),
        (
            "CREATE TRIGGER closure_field_acceptance_no_update BEFORE UPDATE ON closure_field_acceptance "
            "BEGIN SELECT RAISE(ABORT, 'append-only: closure_field_acceptance'); END"
        ),
        (
            "CREATE TRIGGER closure_field_acceptance_no_delete BEFORE DELETE ON closure_field_acceptance "
            "BEGIN SELECT RAISE(ABORT, 'append-only: closure_field_acceptance'); END"
        ),
        (
            "CREATE TRIGGER closure_field_acceptance_no_replace BEFORE INSERT ON "
            "closure_field_acceptance WHEN EXISTS (SELECT 1 FROM closure_field_acceptance WHERE "
            "closure_id = NEW.closure_id) OR EXISTS (SELECT 1 FROM closure_field_acceptance WHERE id = "
            "NEW.id) OR EXISTS (SELECT 1 FROM closure_field_acceptance WHERE rowid = NEW.rowid) BEGIN "
            "SELECT RAISE(ABORT, 'append-only: closure_field_acceptance'); END"
        ),
        (
            "CREATE TRIGGER closure_signature_image_no_update BEFORE UPDATE ON closure_signature_image "
            "BEGIN SELECT RAISE(ABORT, 'append-only: closure_signature_image'); END"
        ),
        (
            "CREATE TRIGGER closure_signature_image_no_delete BEFORE DELETE ON closure_signature_image "
            "BEGIN SELECT RAISE(ABORT, 'append-only: closure_signature_image'); END"
        ),
        (
            "CREATE TRIGGER closure_signature_image_no_replace BEFORE INSERT ON closure_signature_image "
            "WHEN EXISTS (SELECT 1 FROM closure_signature_image WHERE closure_id = NEW.closure_id AND "
            "role = NEW.role) OR EXISTS (SELECT 1 FROM closure_signature_image WHERE id = NEW.id) OR "
            "EXISTS (SELECT 1 FROM closure_signature_image WHERE rowid = NEW.rowid) BEGIN SELECT "
            "RAISE(ABORT, 'append-only: closure_signature_image'); END"
        ),
        (
            "CREATE TRIGGER site_order_takeover_no_update BEFORE UPDATE ON site_order_takeover BEGIN "
            "SELECT RAISE(ABORT, 'append-only: site_order_takeover'); END"
        ),
        (
            "CREATE TRIGGER site_order_takeover_no_delete BEFORE DELETE ON site_order_takeover BEGIN "
            "SELECT RAISE(ABORT, 'append-only: site_order_takeover'); END"
        ),
        (
            "CREATE TRIGGER site_order_takeover_no_replace BEFORE INSERT ON site_order_takeover WHEN "
            "EXISTS (SELECT 1 FROM site_order_takeover WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "site_order_takeover WHERE measure_id = NEW.measure_id) OR EXISTS (SELECT 1 FROM "
            "site_order_takeover WHERE order_id = NEW.order_id) OR EXISTS (SELECT 1 FROM "
            "site_order_takeover WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "site_order_takeover'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER site_order_no_change BEFORE UPDATE OR DELETE ON site_order FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER site_order_no_truncate BEFORE TRUNCATE ON site_order FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER site_order_problem_no_change BEFORE UPDATE OR DELETE ON site_order_problem "
            "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER site_order_problem_no_truncate BEFORE TRUNCATE ON site_order_problem FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER closure_field_acceptance_no_change BEFORE UPDATE OR DELETE ON "
            "closure_field_acceptance FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER closure_field_acceptance_no_truncate BEFORE TRUNCATE ON "
            "closure_field_acceptance FOR EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER closure_signature_image_no_change BEFORE UPDATE OR DELETE ON "
            "closure_signature_image FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER closure_signature_image_no_truncate BEFORE TRUNCATE ON "
            "closure_signature_image FOR EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER site_order_takeover_no_change BEFORE UPDATE OR DELETE ON site_order_takeover "
            "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER site_order_takeover_no_truncate BEFORE TRUNCATE ON site_order_takeover FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = (
    "site_order_takeover",
    "measure_recheck",
    "closure_signature_image",
    "closure_field_acceptance",
    "site_order_problem",
    "site_order",
)


def upgrade() -> None:
    op.create_table(
        "site_order",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column(
            "form",
            sa.Enum(
                "site_record",
                "survey_record",
                "interview_record",
                "order_stop",
                "order_rectify",
                name="paperform",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("agency_name", sa.String(length=100), nullable=False),
        sa.Column("demand", sa.String(length=400), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("served_at", types.UtcDateTime(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("receiver", sa.String(length=60), nullable=False),
        sa.Column("served_by_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("filed_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "due_on IS NULL OR due_on > served_on", name=op.f("ck_site_order_due_after_service")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_site_order_agency_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_site_order_device_id")),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_site_order_inspection_id")
        ),
        sa.ForeignKeyConstraint(["served_by_id"], ["officer.id"], name=op.f("fk_site_order_served_by_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_site_order_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_site_order")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_site_order_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_site_order_id")),
    )
    op.create_index(op.f("ix_site_order_inspection_id"), "site_order", ["inspection_id"], unique=False)
    op.create_index(op.f("ix_site_order_well_id"), "site_order", ["well_id"], unique=False)
    op.create_table(
        "site_order_problem",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["site_order.id"], name=op.f("fk_site_order_problem_order_id")),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_site_order_problem_problem_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_site_order_problem")),
        sa.UniqueConstraint("id", name=op.f("uq_site_order_problem_id")),
        sa.UniqueConstraint("order_id", "problem_id", name=op.f("uq_site_order_problem_order_id_problem_id")),
    )
    op.create_index(
        op.f("ix_site_order_problem_problem_id"), "site_order_problem", ["problem_id"], unique=False
    )
    op.create_table(
        "closure_field_acceptance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closure_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("second_name", sa.String(length=60), nullable=False),
        sa.Column(
            "second_how",
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
            nullable=True,
        ),
        sa.Column("certificate_no", sa.String(length=60), nullable=False),
        sa.Column("second_certificate_no", sa.String(length=60), nullable=False),
        sa.Column("id_shown_at", types.UtcDateTime(), nullable=True),
        sa.Column("recusal_asked", sa.Boolean(), nullable=False),
        sa.Column("recusal_note", sa.String(length=400), nullable=False),
        sa.Column("person_on_site", sa.String(length=200), nullable=False),
        sa.Column("absence_note", sa.String(length=400), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column(
            "plate",
            sa.Enum(
                "none",
                "match",
                "other",
                "revoked",
                "forged",
                "unreadable",
                name="plateseen",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("far_reason", sa.String(length=400), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=True),
        sa.Column("filed_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(lon IS NULL) = (lat IS NULL)", name=op.f("ck_closure_field_acceptance_whole_position")
        ),
        sa.ForeignKeyConstraint(
            ["closure_id"], ["closure.id"], name=op.f("fk_closure_field_acceptance_closure_id")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_closure_field_acceptance_device_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_closure_field_acceptance_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["site_paper.id"], name=op.f("fk_closure_field_acceptance_paper_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["officer.id"], name=op.f("fk_closure_field_acceptance_second_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_field_acceptance")),
        sa.UniqueConstraint("closure_id", name=op.f("uq_closure_field_acceptance_closure_id")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_field_acceptance_id")),
    )
    op.create_table(
        "closure_signature_image",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closure_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "builder",
                "supervisor",
                "owner",
                "water_authority",
                name="signaturerole",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("image_hash", sa.String(length=160), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["closure_id"], ["closure.id"], name=op.f("fk_closure_signature_image_closure_id")
        ),
        sa.ForeignKeyConstraint(
            ["image_hash"], ["stored_file.hash"], name=op.f("fk_closure_signature_image_image_hash")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_signature_image")),
        sa.UniqueConstraint("closure_id", "role", name=op.f("uq_closure_signature_image_closure_id_role")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_signature_image_id")),
    )
    op.create_table(
        "measure_recheck",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_measure_recheck_inspection_id")
        ),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_measure_recheck_measure_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_measure_recheck")),
        sa.UniqueConstraint("id", name=op.f("uq_measure_recheck_id")),
        sa.UniqueConstraint("inspection_id", name=op.f("uq_measure_recheck_inspection_id")),
    )
    op.create_index(op.f("ix_measure_recheck_measure_id"), "measure_recheck", ["measure_id"], unique=False)
    op.create_table(
        "site_order_takeover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", types.UtcDateTime(), nullable=False),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_site_order_takeover_measure_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["site_order.id"], name=op.f("fk_site_order_takeover_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["officer.id"], name=op.f("fk_site_order_takeover_taken_by_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_site_order_takeover")),
        sa.UniqueConstraint("id", name=op.f("uq_site_order_takeover_id")),
        sa.UniqueConstraint("measure_id", name=op.f("uq_site_order_takeover_measure_id")),
        sa.UniqueConstraint("order_id", name=op.f("uq_site_order_takeover_order_id")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in (
            "site_order_no_change",
            "site_order_no_truncate",
            "site_order_problem_no_change",
            "site_order_problem_no_truncate",
            "closure_field_acceptance_no_change",
            "closure_field_acceptance_no_truncate",
            "closure_signature_image_no_change",
            "closure_signature_image_no_truncate",
            "site_order_takeover_no_change",
            "site_order_takeover_no_truncate",
        ):
            op.execute(f"DROP FUNCTION IF EXISTS {function}()")
