"""Tables of problems and cases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0010"
down_revision = "0009"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = ("problem_event", "case_problem", "case_event", "problem", "enforcement_case")


def upgrade() -> None:
    op.create_table(
        "enforcement_case",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("matter", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("power_id", sa.Uuid(), nullable=False),
        sa.Column(
            "power_model",
            sa.Enum(
                "own",
                "transferred",
                "delegated",
                "empowered",
                name="powermodel",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("acts_in_name_of", sa.String(length=100), nullable=False),
        sa.Column("stamp_name", sa.String(length=100), nullable=False),
        sa.Column("number_word", sa.String(length=20), nullable=False),
        sa.Column("authorisation", sa.String(length=200), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("investigator_id", sa.Uuid(), nullable=False),
        sa.Column("second_investigator_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("investigating", "decided", "closed", name="casestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("decision_term_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_enforcement_case_agency_id")),
        sa.ForeignKeyConstraint(
            ["decision_term_id"], ["term.id"], name=op.f("fk_enforcement_case_decision_term_id")
        ),
        sa.ForeignKeyConstraint(
            ["investigator_id"], ["officer.id"], name=op.f("fk_enforcement_case_investigator_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_enforcement_case_party_id")),
        sa.ForeignKeyConstraint(["power_id"], ["agency_power.id"], name=op.f("fk_enforcement_case_power_id")),
        sa.ForeignKeyConstraint(
            ["second_investigator_id"],
            ["officer.id"],
            name=op.f("fk_enforcement_case_second_investigator_id"),
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_enforcement_case")),
        sa.UniqueConstraint("id", name=op.f("uq_enforcement_case_id")),
        sa.UniqueConstraint("number", name=op.f("uq_enforcement_case_number")),
    )
    op.create_index(
        op.f("ix_enforcement_case_county_code_division_code_number"),
        "enforcement_case",
        ["county_code", "division_code", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_enforcement_case_county_code_status_number"),
        "enforcement_case",
        ["county_code", "status", "number"],
        unique=False,
    )
    op.create_table(
        "problem",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column(
            "severity",
            sa.Enum("low", "mid", "high", "critical", name="severity", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "problem_class",
            sa.Enum("keep", "rectify", "exit", name="problemclass", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "disposition",
            sa.Enum(
                "fix_now",
                "rectify",
                "case",
                "close_well",
                "transfer",
                name="disposition",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("class_reason", sa.String(length=400), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column(
            "found_how",
            sa.Enum(
                "inspection",
                "patrol",
                "screening",
                "report",
                "monitoring",
                "superior",
                "transfer",
                "media",
                "power_anomaly",
                name="foundhow",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("inspection_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "listed",
                "rectifying",
                "in_case",
                "rectified",
                "verified",
                "struck_off",
                name="problemstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("responsible_unit", sa.String(length=100), nullable=False),
        sa.Column("responsible_officer_id", sa.Uuid(), nullable=False),
        sa.Column("rectifier", sa.String(length=120), nullable=False),
        sa.Column("rectification", sa.String(length=400), nullable=False),
        sa.Column("rectification_term_id", sa.Uuid(), nullable=True),
        sa.Column("rectified_on", sa.Date(), nullable=True),
        sa.Column("rectified_by_id", sa.Uuid(), nullable=True),
        sa.Column("struck_off_on", sa.Date(), nullable=True),
        sa.Column("struck_off_by_id", sa.Uuid(), nullable=True),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(status = 'struck_off') = (struck_off_on IS NOT NULL)",
            name=op.f("ck_problem_struck_off_has_day"),
        ),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_problem_inspection_id")),
        sa.ForeignKeyConstraint(
            ["rectification_term_id"], ["term.id"], name=op.f("fk_problem_rectification_term_id")
        ),
        sa.ForeignKeyConstraint(["rectified_by_id"], ["officer.id"], name=op.f("fk_problem_rectified_by_id")),
        sa.ForeignKeyConstraint(
            ["responsible_officer_id"], ["officer.id"], name=op.f("fk_problem_responsible_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["struck_off_by_id"], ["officer.id"], name=op.f("fk_problem_struck_off_by_id")
        ),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_problem_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_problem")),
        sa.UniqueConstraint("id", name=op.f("uq_problem_id")),
        sa.UniqueConstraint("number", name=op.f("uq_problem_number")),
    )
    op.create_index(
        op.f("ix_problem_county_code_division_code_number"),
        "problem",
        ["county_code", "division_code", "number"],
        unique=False,
    )
    op.create_index(
        op.f("ix_problem_county_code_status_number"),
        "problem",
        ["county_code", "status", "number"],
        unique=False,
    )
    op.create_index(op.f("ix_problem_inspection_id"), "problem", ["inspection_id"], unique=False)
    op.create_index(
        "uq_problem_open",
        "problem",
        ["well_id", "code"],
        unique=True,
        sqlite_where=sa.text("status <> 'struck_off'"),
        postgresql_where=sa.text("status <> 'struck_off'"),
    )
    op.create_table(
        "case_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum("investigating", "decided", "closed", name="casestatus", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum("investigating", "decided", "closed", name="casestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_case_event_actor_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_case_event_case_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_case_event")),
        sa.UniqueConstraint("case_id", "sequence", name=op.f("uq_case_event_case_id_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_case_event_id")),
    )
    op.create_table(
        "case_problem",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_case_problem_case_id")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_case_problem_problem_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_case_problem")),
        sa.UniqueConstraint("case_id", "problem_id", name=op.f("uq_case_problem_case_id_problem_id")),
        sa.UniqueConstraint("id", name=op.f("uq_case_problem_id")),
    )
    op.create_index(op.f("ix_case_problem_problem_id"), "case_problem", ["problem_id"], unique=False)
    op.create_table(
        "problem_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "listed",
                "rectifying",
                "in_case",
                "rectified",
                "verified",
                "struck_off",
                name="problemstatus",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "listed",
                "rectifying",
                "in_case",
                "rectified",
                "verified",
                "struck_off",
                name="problemstatus",
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
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_problem_event_actor_id")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_problem_event_problem_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_problem_event")),
        sa.UniqueConstraint("id", name=op.f("uq_problem_event_id")),
        sa.UniqueConstraint("problem_id", "sequence", name=op.f("uq_problem_event_problem_id_sequence")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
