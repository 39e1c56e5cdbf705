"""Leads of all channels."""

import sqlalchemy as sa
from alembic import op

from casebook.db import alter, types

revision = "0030"
down_revision = "0029"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = ("report_photograph", "public_report", "lead_reporter")


def upgrade() -> None:
    op.create_table(
        "lead_reporter",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_lead_reporter_lead_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_lead_reporter")),
        sa.UniqueConstraint("id", name=op.f("uq_lead_reporter_id")),
        sa.UniqueConstraint("lead_id", name=op.f("uq_lead_reporter_lead_id")),
    )
    op.create_table(
        "public_report",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=80), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("caller_mark", sa.String(length=40), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_public_report_lead_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_public_report")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_public_report_code_hash")),
        sa.UniqueConstraint("id", name=op.f("uq_public_report_id")),
        sa.UniqueConstraint("lead_id", name=op.f("uq_public_report_lead_id")),
    )
    op.create_index(
        op.f("ix_public_report_county_code_received_on"),
        "public_report",
        ["county_code", "received_on"],
        unique=False,
    )
    op.create_table(
        "report_photograph",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_hash"], ["stored_file.hash"], name=op.f("fk_report_photograph_file_hash")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["public_report.id"], name=op.f("fk_report_photograph_report_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_report_photograph")),
        sa.UniqueConstraint("id", name=op.f("uq_report_photograph_id")),
        sa.UniqueConstraint("report_id", "place", name=op.f("uq_report_photograph_report_id_place")),
    )
    op.add_column(
        "lead", sa.Column("outer_no", sa.String(length=60), server_default=sa.text("('')"), nullable=False)
    )
    op.add_column(
        "lead", sa.Column("place", sa.String(length=200), server_default=sa.text("('')"), nullable=False)
    )
    op.add_column("lead", sa.Column("content", sa.Text(), server_default=sa.text("('')"), nullable=False))
    op.add_column("lead", sa.Column("received_at", types.UtcDateTime(), nullable=True))
    op.add_column(
        "lead",
        sa.Column(
            "owner_id", sa.Uuid(), sa.ForeignKey("officer.id", name=op.f("fk_lead_owner_id")), nullable=True
        ),
        inline_references=True,
    )
    op.add_column(
        "lead",
        sa.Column(
            "merged_into_id",
            sa.Uuid(),
            sa.ForeignKey("lead.id", name=op.f("fk_lead_merged_into_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column(
        "lead",
        sa.Column(
            "repeats_id", sa.Uuid(), sa.ForeignKey("lead.id", name=op.f("fk_lead_repeats_id")), nullable=True
        ),
        inline_references=True,
    )
    op.add_column("lead", sa.Column("accepted_on", sa.Date(), nullable=True))
    op.add_column("lead", sa.Column("answered_on", sa.Date(), nullable=True))
    op.add_column(
        "lead",
        sa.Column(
            "answered_by_id",
            sa.Uuid(),
            sa.ForeignKey("officer.id", name=op.f("fk_lead_answered_by_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column("lead", sa.Column("answer", sa.Text(), server_default=sa.text("('')"), nullable=False))
    op.add_column("lead", sa.Column("visited_back_on", sa.Date(), nullable=True))
    op.add_column(
        "lead",
        sa.Column(
            "satisfaction",
            sa.Enum(
                "satisfied",
                "fairly",
                "dissatisfied",
                "unreached",
                name="satisfaction",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.add_column(
        "lead", sa.Column("visit_note", sa.String(length=400), server_default=sa.text("('')"), nullable=False)
    )
    op.create_index(
        op.f("ix_lead_county_code_received_at"), "lead", ["county_code", "received_at"], unique=False
    )
    op.create_index(op.f("ix_lead_merged_into_id"), "lead", ["merged_into_id"], unique=False)
    op.create_index(op.f("ix_lead_repeats_id"), "lead", ["repeats_id"], unique=False)
    op.create_index(op.f("ix_lead_well_id"), "lead", ["well_id"], unique=False)
    op.create_index(
        "uq_lead_outer_no",
        "lead",
        ["county_code", "channel", "outer_no"],
        unique=True,
        sqlite_where=sa.text("outer_no <> ''"),
        postgresql_where=sa.text("outer_no <> ''"),
    )
    alter.change_constraints(
        op.get_bind(),
        "lead",
        drop=("ck_lead_well_or_position",),
        add={
            "ck_lead_answered_in_words": "answered_on IS NULL OR answer <> ''",
            "ck_lead_has_place": "well_id IS NOT NULL OR lon IS NOT NULL OR place <> ''",
            "ck_lead_merged_into": "(state = 'merged') = (merged_into_id IS NOT NULL)",
            "ck_lead_visited_after_answer": "visited_back_on IS NULL OR answered_on IS NOT NULL",
            "ck_lead_visited_whole": "(visited_back_on IS NULL) = (satisfaction IS NULL)",
        },
        optional=("sign",),
    )


def downgrade() -> None:
    op.execute("UPDATE lead SET sign = 'unregistered' WHERE sign IS NULL")
    alter.change_constraints(
        op.get_bind(),
        "lead",
        drop=(
            "ck_lead_answered_in_words",
            "ck_lead_has_place",
            "ck_lead_merged_into",
            "ck_lead_visited_after_answer",
            "ck_lead_visited_whole",
        ),
        add={"ck_lead_well_or_position": "well_id IS NOT NULL OR lon IS NOT NULL"},
        needed=("sign",),
        from_now_on=True,
    )
    op.drop_index(
        "uq_lead_outer_no",
        table_name="lead",
        sqlite_where=sa.text("outer_no <> ''"),
        postgresql_where=sa.text("outer_no <> ''"),
    )
    op.drop_index(op.f("ix_lead_well_id"), table_name="lead")
    op.drop_index(op.f("ix_lead_repeats_id"), table_name="lead")
    op.drop_index(op.f("ix_lead_merged_into_id"), table_name="lead")
    op.drop_index(op.f("ix_lead_county_code_received_at"), table_name="lead")
    op.drop_column("lead", "visit_note")
    op.drop_column("lead", "satisfaction")
    op.drop_column("lead", "visited_back_on")
    op.drop_column("lead", "answer")
    op.drop_column("lead", "answered_by_id")
    op.drop_column("lead", "answered_on")
    op.drop_column("lead", "accepted_on")
    op.drop_column("lead", "repeats_id")
    op.drop_column("lead", "merged_into_id")
    op.drop_column("lead", "owner_id")
    op.drop_column("lead", "received_at")
    op.drop_column("lead", "content")
    op.drop_column("lead", "place")
    op.drop_column("lead", "outer_no")
    for table in TABLES:
        op.drop_table(table)
