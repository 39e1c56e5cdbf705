"""Campaigns, draws for self-checks, responsibility letters."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0064"
down_revision = "0063"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER spot_check_no_update BEFORE UPDATE ON spot_check BEGIN SELECT RAISE(ABORT, "
            "'append-only: spot_check'); END"
        ),
        (
            "CREATE TRIGGER spot_check_no_delete BEFORE DELETE ON spot_check BEGIN SELECT RAISE(ABORT, "
            "'append-only: spot_check'); END"
        ),
        (
            "CREATE TRIGGER spot_check_no_replace BEFORE INSERT ON spot_check WHEN EXISTS (SELECT 1 FROM "
            "spot_check WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM spot_check WHERE number = "
            "NEW.number) OR EXISTS (SELECT 1 FROM spot_check WHERE rowid = NEW.rowid) BEGIN SELECT "
            "RAISE(ABORT, 'append-only: spot_check'); END"
        ),
        (
            "CREATE TRIGGER campaign_event_no_update BEFORE UPDATE ON campaign_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: campaign_event'); END"
        ),
        (
            "CREATE TRIGGER campaign_event_no_delete BEFORE DELETE ON campaign_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: campaign_event'); END"
        ),
        (
            "CREATE TRIGGER campaign_event_no_replace BEFORE INSERT ON campaign_event WHEN EXISTS "
            "(SELECT 1 FROM campaign_event WHERE campaign_id = NEW.campaign_id AND sequence = "
            "NEW.sequence) OR EXISTS (SELECT 1 FROM campaign_event WHERE id = NEW.id) OR EXISTS (SELECT "
            "1 FROM campaign_event WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "campaign_event'); END"
        ),
        (
            "CREATE TRIGGER spot_check_well_no_update BEFORE UPDATE ON spot_check_well BEGIN SELECT "
            "RAISE(ABORT, 'append-only: spot_check_well'); END"
        ),
        (
            "CREATE TRIGGER spot_check_well_no_delete BEFORE DELETE ON spot_check_well BEGIN SELECT "
            "RAISE(ABORT, 'append-only: spot_check_well'); END"
        ),
        (
            "CREATE TRIGGER spot_check_well_no_replace BEFORE INSERT ON spot_check_well WHEN EXISTS "
            "(SELECT 1 FROM spot_check_well WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM spot_check_well "
            "WHERE rowid = NEW.rowid) OR EXISTS (SELECT 1 FROM spot_check_well WHERE spot_check_id = "
            "NEW.spot_check_id AND position = NEW.position) OR EXISTS (SELECT 1 FROM spot_check_well "
            "WHERE spot_check_id = NEW.spot_check_id AND well_id = NEW.well_id) BEGIN SELECT "
            "RAISE(ABORT, 'append-only: spot_check_well'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER spot_check_no_change BEFORE UPDATE OR DELETE ON spot_check FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER spot_check_no_truncate BEFORE TRUNCATE ON spot_check FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER campaign_event_no_change BEFORE UPDATE OR DELETE ON campaign_event FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER campaign_event_no_truncate BEFORE TRUNCATE ON campaign_event FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER spot_check_well_no_change BEFORE UPDATE OR DELETE ON spot_check_well FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER spot_check_well_no_truncate BEFORE TRUNCATE ON spot_check_well FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = (
    "spot_check_well",
    "campaign_member",
    "campaign_event",
    "spot_check",
    "responsibility_letter",
    "campaign",
)


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "townships",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "uses",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "aquifers",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("draft", "running", "closed", name="campaignstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column(
            "result",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column("result_hash", sa.String(length=90), nullable=True),
        sa.Column("opened_by_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_campaign_closed_whole")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_campaign_days")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["officer.id"], name=op.f("fk_campaign_opened_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_campaign")),
        sa.UniqueConstraint("id", name=op.f("uq_campaign_id")),
        sa.UniqueConstraint("number", name=op.f("uq_campaign_number")),
    )
    op.create_index(
        op.f("ix_campaign_county_code_state_number"),
        "campaign",
        ["county_code", "state", "number"],
        unique=False,
    )
    op.create_table(
        "responsibility_letter",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "signed",
                "replaced",
                "dropped",
                name="responsibilitystate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "targets",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("giver", sa.String(length=100), nullable=False),
        sa.Column("taker", sa.String(length=100), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.String(length=90), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("scan_hash", sa.String(length=90), nullable=True),
        sa.Column("scan_name", sa.String(length=120), nullable=False),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=True),
        sa.Column("drafted_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state IN ('signed', 'replaced')) = (body_hash IS NOT NULL)",
            name=op.f("ck_responsibility_letter_signed_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_responsibility_letter_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["officer.id"], name=op.f("fk_responsibility_letter_drafted_by_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_responsibility_letter")),
        sa.UniqueConstraint("id", name=op.f("uq_responsibility_letter_id")),
        sa.UniqueConstraint("number", name=op.f("uq_responsibility_letter_number")),
    )
    op.create_index(
        op.f("ix_responsibility_letter_county_code_year_number"),
        "responsibility_letter",
        ["county_code", "year", "number"],
        unique=False,
    )
    op.create_index(
        "uq_responsibility_letter_live",
        "responsibility_letter",
        ["agency_id", "year", "state"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'signed')"),
        postgresql_where=sa.text("state IN ('draft', 'signed')"),
    )
    op.create_table(
        "spot_check",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "kinds",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "townships",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=60), nullable=False),
        sa.Column("seed_by", sa.String(length=100), nullable=False),
        sa.Column(
            "pool",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("pool_count", sa.Integer(), nullable=False),
        sa.Column("pool_hash", sa.String(length=90), nullable=False),
        sa.Column("drawn_at", types.UtcDateTime(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("drawn_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_spot_check_count")),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["officer.id"], name=op.f("fk_spot_check_drawn_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_spot_check")),
        sa.UniqueConstraint("id", name=op.f("uq_spot_check_id")),
        sa.UniqueConstraint("number", name=op.f("uq_spot_check_number")),
    )
    op.create_index(
        op.f("ix_spot_check_county_code_division_code_number"),
        "spot_check",
        ["county_code", "division_code", "number"],
        unique=False,
    )
    op.create_table(
        "campaign_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "to_state",
            sa.Enum("draft", "running", "closed", name="campaignstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("what", sa.String(length=400), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_campaign_event_actor_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_event_campaign_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_campaign_event")),
        sa.UniqueConstraint("campaign_id", "sequence", name=op.f("uq_campaign_event_campaign_id_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_campaign_event_id")),
    )
    op.create_table(
        "campaign_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("team", sa.String(length=60), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("is_leader", sa.Boolean(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_member_campaign_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_campaign_member_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_campaign_member")),
        sa.UniqueConstraint(
            "campaign_id", "officer_id", name=op.f("uq_campaign_member_campaign_id_officer_id")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_campaign_member_id")),
    )
    op.create_table(
        "spot_check_well",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("spot_check_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "closed_in_year",
                "in_use_permitted",
                "struck_off_in_year",
                name="spotkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "kinds",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "gaps",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["spot_check_id"], ["spot_check.id"], name=op.f("fk_spot_check_well_spot_check_id")
        ),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_spot_check_well_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_spot_check_well")),
        sa.UniqueConstraint("id", name=op.f("uq_spot_check_well_id")),
        sa.UniqueConstraint(
            "spot_check_id", "position", name=op.f("uq_spot_check_well_spot_check_id_position")
        ),
        sa.UniqueConstraint(
            "spot_check_id", "well_id", name=op.f("uq_spot_check_well_spot_check_id_well_id")
        ),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
