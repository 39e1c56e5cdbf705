"""Tables of accounts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0001"
down_revision = None

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER password_record_no_update BEFORE UPDATE ON password_record BEGIN SELECT "
            "RAISE(ABORT, 'append-only: password_record'); END"
        ),
        (
            "CREATE TRIGGER password_record_no_delete BEFORE DELETE ON password_record BEGIN SELECT "
            "RAISE(ABORT, 'append-only: password_record'); END"
        ),
        (
            "CREATE TRIGGER password_record_no_replace BEFORE INSERT ON password_record WHEN EXISTS "
            "(SELECT 1 FROM password_record WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM password_record "
            "WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: password_record'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE OR REPLACE FUNCTION casebook_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$"
        ),
        (
            "CREATE TRIGGER password_record_no_change BEFORE UPDATE OR DELETE ON password_record FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER password_record_no_truncate BEFORE TRUNCATE ON password_record FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("sign_in_session", "password_record", "officer_role", "officer", "agency_power", "agency")


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "water_bureau",
                "law_enforcement",
                "township",
                "other",
                name="agencykind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("stamp_name", sa.String(length=100), nullable=False),
        sa.Column("number_word", sa.String(length=20), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_agency")),
        sa.UniqueConstraint("county_code", "name", name=op.f("uq_agency_county_code_name")),
        sa.UniqueConstraint("id", name=op.f("uq_agency_id")),
    )
    op.create_table(
        "agency_power",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("matter", sa.String(length=20), nullable=False),
        sa.Column(
            "model",
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
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("principal_agency_id", sa.Uuid(), nullable=True),
        sa.Column("authorisation", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_power_agency_id")),
        sa.ForeignKeyConstraint(
            ["principal_agency_id"], ["agency.id"], name=op.f("fk_agency_power_principal_agency_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_agency_power")),
        sa.UniqueConstraint("id", name=op.f("uq_agency_power_id")),
    )
    op.create_index(
        op.f("ix_agency_power_county_code_matter"), "agency_power", ["county_code", "matter"], unique=False
    )
    op.create_table(
        "officer",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("jurisdiction", sa.String(length=12), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("password_changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("certificate_no", sa.String(length=40), nullable=True),
        sa.Column("certificate_valid_from", sa.Date(), nullable=True),
        sa.Column("certificate_valid_to", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until", types.UtcDateTime(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_officer_agency_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_officer")),
        sa.UniqueConstraint("id", name=op.f("uq_officer_id")),
        sa.UniqueConstraint("login", name=op.f("uq_officer_login")),
    )
    op.create_table(
        "officer_role",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "informant",
                "inspector",
                "case_head",
                "legal_reviewer",
                "agency_head",
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
            nullable=False,
        ),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_officer_role_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_officer_role")),
        sa.UniqueConstraint("id", name=op.f("uq_officer_role_id")),
        sa.UniqueConstraint("officer_id", "role", name=op.f("uq_officer_role_officer_id_role")),
    )
    op.create_table(
        "password_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_password_record_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_password_record")),
        sa.UniqueConstraint("id", name=op.f("uq_password_record_id")),
    )
    op.create_index(op.f("ix_password_record_officer_id"), "password_record", ["officer_id"], unique=False)
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=100), nullable=False),
        sa.Column("started_at", types.UtcDateTime(), nullable=False),
        sa.Column("last_write_at", types.UtcDateTime(), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_sign_in_session_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("id", name=op.f("uq_sign_in_session_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_session_officer_id"), "sign_in_session", ["officer_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in ("casebook_append_only",):
            op.execute(f"DROP FUNCTION IF EXISTS {function}()")
