"""Tables of closures and targets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0012"
down_revision = "0011"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = ("closure_signature", "closure_event", "closure_confirmation", "closure", "target")


def upgrade() -> None:
    op.create_table(
        "target",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "indicator",
            sa.Enum("wells_closed", "reduction", name="indicator", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("replaced_at", types.UtcDateTime(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_target_amount")),
        sa.ForeignKeyConstraint(["set_by_id"], ["officer.id"], name=op.f("fk_target_set_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_target")),
        sa.UniqueConstraint("id", name=op.f("uq_target_id")),
    )
    op.create_index(op.f("ix_target_county_code_year"), "target", ["county_code", "year"], unique=False)
    op.create_index(
        "uq_target_in_force",
        "target",
        ["division_code", "year", "indicator"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "closure",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "programme",
                "replacement",
                "case",
                "voluntary",
                "ownerless",
                name="closureorigin",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("plugged", "mothballed", "monitoring", name="closurekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column(
            "replacement_source",
            sa.Enum(
                "public_network",
                "yellow_river",
                "yangtze",
                "reclaimed",
                "storm_water",
                "other",
                "none_needed",
                name="replacementsource",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("replacement_connected_on", sa.Date(), nullable=True),
        sa.Column(
            "baseline_method",
            sa.Enum("B1", "B2", "B3", "B4", "B5", "B6", name="baselinemethod", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("baseline_l", types.Litres(), nullable=False),
        sa.Column("residual_l", types.Litres(), nullable=False),
        sa.Column("full_year_l", types.Litres(), nullable=False),
        sa.Column("this_year_l", types.Litres(), nullable=False),
        sa.Column("basis_papers", sa.String(length=400), nullable=False),
        sa.Column("permit_note", sa.String(length=400), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "reported",
                "accepted",
                "confirmed",
                "returned",
                "reopened",
                name="closurestatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reported_by_id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", types.UtcDateTime(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("accepted_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("reopened_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "baseline_l >= 0 AND residual_l >= 0 AND residual_l <= baseline_l",
            name=op.f("ck_closure_volumes"),
        ),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["officer.id"], name=op.f("fk_closure_accepted_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_closure_case_id")),
        sa.ForeignKeyConstraint(["reported_by_id"], ["officer.id"], name=op.f("fk_closure_reported_by_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_closure_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_id")),
        sa.UniqueConstraint("number", name=op.f("uq_closure_number")),
    )
    op.create_index(op.f("ix_closure_case_id"), "closure", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_closure_county_code_division_code_number"),
        "closure",
        ["county_code", "division_code", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_closure_county_code_status_number"),
        "closure",
        ["county_code", "status", "number"],
        unique=False,
    )
    op.create_index(
        "uq_closure_live",
        "closure",
        ["well_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'reopened'"),
        postgresql_where=sa.text("status <> 'reopened'"),
    )
    op.create_table(
        "closure_confirmation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closure_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "enforcing_agency",
                "township",
                "county_recheck",
                name="confirmingpart",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_closure_confirmation_agency_id")),
        sa.ForeignKeyConstraint(
            ["closure_id"], ["closure.id"], name=op.f("fk_closure_confirmation_closure_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_closure_confirmation_officer_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_confirmation")),
        sa.UniqueConstraint("closure_id", "part", name=op.f("uq_closure_confirmation_closure_id_part")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_confirmation_id")),
    )
    op.create_table(
        "closure_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closure_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "reported",
                "accepted",
                "confirmed",
                "returned",
                "reopened",
                name="closurestatus",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "reported",
                "accepted",
                "confirmed",
                "returned",
                "reopened",
                name="closurestatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_closure_event_actor_id")),
        sa.ForeignKeyConstraint(["closure_id"], ["closure.id"], name=op.f("fk_closure_event_closure_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_event")),
        sa.UniqueConstraint("closure_id", "sequence", name=op.f("uq_closure_event_closure_id_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_event_id")),
    )
    op.create_table(
        "closure_signature",
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
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["closure_id"], ["closure.id"], name=op.f("fk_closure_signature_closure_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_closure_signature")),
        sa.UniqueConstraint("closure_id", "role", name=op.f("uq_closure_signature_closure_id_role")),
        sa.UniqueConstraint("id", name=op.f("uq_closure_signature_id")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
