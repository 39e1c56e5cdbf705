"""Tables of approvals and their chains."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0025"
down_revision = "0024"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER approval_chain_no_update BEFORE UPDATE ON approval_chain BEGIN SELECT "
            "RAISE(ABORT, 'append-only: approval_chain'); END"
        ),
        (
            "CREATE TRIGGER approval_chain_no_delete BEFORE DELETE ON approval_chain BEGIN SELECT "
            "RAISE(ABORT, 'append-only: approval_chain'); END"
        ),
        (
            "CREATE TRIGGER approval_chain_no_replace BEFORE INSERT ON approval_chain WHEN EXISTS "
            "(SELECT 1 FROM approval_chain WHERE county_code = NEW.county_code AND kind = NEW.kind AND "
            "version = NEW.version) OR EXISTS (SELECT 1 FROM approval_chain WHERE id = NEW.id) OR EXISTS "
            "(SELECT 1 FROM approval_chain WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: approval_chain'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER approval_chain_no_change BEFORE UPDATE OR DELETE ON approval_chain FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER approval_chain_no_truncate BEFORE TRUNCATE ON approval_chain FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("approval", "approval_chain")


def upgrade() -> None:
    op.create_table(
        "approval_chain",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "case_filing",
                "case_not_filing",
                "inspection",
                "preservation",
                "case_suspension",
                "case_extension",
                "penalty_decision",
                "no_penalty_decision",
                "withdrawal",
                "transfer",
                "hearing",
                "instalment",
                "enforcement",
                "case_closing",
                "sealing",
                "supervision",
                "lead_dismissal",
                "publication",
                name="chainkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column(
            "positions",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("set_by", sa.String(length=60), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_approval_chain_counts_up")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_approval_chain_agency_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_approval_chain")),
        sa.UniqueConstraint(
            "county_code", "kind", "version", name=op.f("uq_approval_chain_county_code_kind_version")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_approval_chain_id")),
    )
    op.create_table(
        "approval",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("subject_title", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "case_filing",
                "case_not_filing",
                "inspection",
                "preservation",
                "case_suspension",
                "case_extension",
                "penalty_decision",
                "no_penalty_decision",
                "withdrawal",
                "transfer",
                "hearing",
                "instalment",
                "enforcement",
                "case_closing",
                "sealing",
                "supervision",
                "lead_dismissal",
                "publication",
                name="chainkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.String(length=160), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.String(length=60), nullable=False),
        sa.Column("asked_at", types.UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "approved",
                "returned",
                "refused",
                "withdrawn",
                name="approvalstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column(
            "turn_role",
            sa.Enum(
                "informant",
                "inspector",
                "case_head",
                "legal_reviewer",
                "deputy_head",
                "agency_head",
                "hearing_presider",
                "seal_keeper",
                "archivist",
                "permit_officer",
                "closure_officer",
                "closure_acceptor",
                "township_lead",
                "county_recheck",
                "liaison",
                "county_leader",
                "auditor",
                "system_admin",
                "security_admin",
                "audit_admin",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("turn_own_agency", sa.Boolean(), nullable=False),
        sa.Column("turn_asker", sa.Boolean(), nullable=False),
        sa.Column("turn_earlier", sa.Boolean(), nullable=False),
        sa.Column("turn_substitutes", sa.Boolean(), nullable=False),
        sa.Column("turn_since", types.UtcDateTime(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'requested') = (ended_on IS NULL)", name=op.f("ck_approval_ended_has_day")
        ),
        sa.CheckConstraint(
            "(state = 'requested') = (turn IS NOT NULL)", name=op.f("ck_approval_open_has_turn")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_approval_agency_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["officer.id"], name=op.f("fk_approval_asked_by_id")),
        sa.ForeignKeyConstraint(["previous_id"], ["approval.id"], name=op.f("fk_approval_previous_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_approval")),
        sa.UniqueConstraint("id", name=op.f("uq_approval_id")),
        sa.UniqueConstraint("subject_id", "kind", "round", name=op.f("uq_approval_subject_id_kind_round")),
    )
    op.create_index(op.f("ix_approval_asked_by_id_rowid"), "approval", ["asked_by_id", "rowid"], unique=False)
    op.create_index(
        op.f("ix_approval_county_code_state_turn_role_rowid"),
        "approval",
        ["county_code", "state", "turn_role", "rowid"],
        unique=False,
    )
    op.create_index(
        "uq_approval_open",
        "approval",
        ["subject_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'requested'"),
        postgresql_where=sa.text("state = 'requested'"),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
