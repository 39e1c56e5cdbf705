"""Reclaimed water and the cut of the next year's plan."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0040"
down_revision = "0039"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER reclaimed_minimum_no_update BEFORE UPDATE ON reclaimed_minimum BEGIN SELECT "
            "RAISE(ABORT, 'append-only: reclaimed_minimum'); END"
        ),
        (
            "CREATE TRIGGER reclaimed_minimum_no_delete BEFORE DELETE ON reclaimed_minimum BEGIN SELECT "
            "RAISE(ABORT, 'append-only: reclaimed_minimum'); END"
        ),
        (
            "CREATE TRIGGER reclaimed_minimum_no_replace BEFORE INSERT ON reclaimed_minimum WHEN EXISTS "
            "(SELECT 1 FROM reclaimed_minimum WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "reclaimed_minimum WHERE party_id = NEW.party_id AND year = NEW.year AND version = "
            "NEW.version) OR EXISTS (SELECT 1 FROM reclaimed_minimum WHERE rowid = NEW.rowid) BEGIN "
            "SELECT RAISE(ABORT, 'append-only: reclaimed_minimum'); END"
        ),
        (
            "CREATE TRIGGER reclaimed_offer_no_update BEFORE UPDATE ON reclaimed_offer BEGIN SELECT "
            "RAISE(ABORT, 'append-only: reclaimed_offer'); END"
        ),
        (
            "CREATE TRIGGER reclaimed_offer_no_delete BEFORE DELETE ON reclaimed_offer BEGIN SELECT "
            "RAISE(ABORT, 'append-only: reclaimed_offer'); END"
        ),
        (
            "CREATE TRIGGER reclaimed_offer_no_replace BEFORE INSERT ON reclaimed_offer WHEN EXISTS "
            "(SELECT 1 FROM reclaimed_offer WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM reclaimed_offer "
            "WHERE party_id = NEW.party_id AND year = NEW.year AND version = NEW.version) OR EXISTS "
            "(SELECT 1 FROM reclaimed_offer WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: reclaimed_offer'); END"
        ),
        (
            "CREATE TRIGGER reclaimed_use_no_update BEFORE UPDATE ON reclaimed_use BEGIN SELECT "
            "RAISE(ABORT, 'append-only: reclaimed_use'); END"
        ),
        (
            "CREATE TRIGGER reclaimed_use_no_delete BEFORE DELETE ON reclaimed_use BEGIN SELECT "
            "RAISE(ABORT, 'append-only: reclaimed_use'); END"
        ),
        (
            "CREATE TRIGGER reclaimed_use_no_replace BEFORE INSERT ON reclaimed_use WHEN EXISTS (SELECT "
            "1 FROM reclaimed_use WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM reclaimed_use WHERE "
            "party_id = NEW.party_id AND year = NEW.year AND month = NEW.month AND version = "
            "NEW.version) OR EXISTS (SELECT 1 FROM reclaimed_use WHERE rowid = NEW.rowid) BEGIN SELECT "
            "RAISE(ABORT, 'append-only: reclaimed_use'); END"
        ),
        (
            "CREATE TRIGGER plan_cut_event_no_update BEFORE UPDATE ON plan_cut_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: plan_cut_event'); END"
        ),
        (
            "CREATE TRIGGER plan_cut_event_no_delete BEFORE DELETE ON plan_cut_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: plan_cut_event'); END"
        ),
        (
            "CREATE TRIGGER plan_cut_event_no_replace BEFORE INSERT ON plan_cut_event WHEN EXISTS "
            "(SELECT 1 FROM plan_cut_event WHERE cut_id = NEW.cut_id AND sequence = NEW.sequence) OR "
            "EXISTS (SELECT 1 FROM plan_cut_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "plan_cut_event WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "plan_cut_event'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER reclaimed_minimum_no_change BEFORE UPDATE OR DELETE ON reclaimed_minimum FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER reclaimed_minimum_no_truncate BEFORE TRUNCATE ON reclaimed_minimum FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER reclaimed_offer_no_change BEFORE UPDATE OR DELETE ON reclaimed_offer FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER reclaimed_offer_no_truncate BEFORE TRUNCATE ON reclaimed_offer FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER reclaimed_use_no_change BEFORE UPDATE OR DELETE ON reclaimed_use FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER reclaimed_use_no_truncate BEFORE TRUNCATE ON reclaimed_use FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER plan_cut_event_no_change BEFORE UPDATE OR DELETE ON plan_cut_event FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER plan_cut_event_no_truncate BEFORE TRUNCATE ON plan_cut_event FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("plan_cut_event", "plan_cut", "reclaimed_use", "reclaimed_offer", "reclaimed_minimum")


def upgrade() -> None:
    op.create_table(
        "reclaimed_minimum",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("minimum_l", types.Litres(), nullable=False),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("set_by", sa.String(length=80), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("paper <> ''", name=op.f("ck_reclaimed_minimum_paper_given")),
        sa.CheckConstraint("minimum_l >= 0", name=op.f("ck_reclaimed_minimum_volume")),
        sa.CheckConstraint("year BETWEEN 1949 AND 2200", name=op.f("ck_reclaimed_minimum_year")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_reclaimed_minimum_party_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_reclaimed_minimum")),
        sa.UniqueConstraint("id", name=op.f("uq_reclaimed_minimum_id")),
        sa.UniqueConstraint(
            "party_id", "year", "version", name=op.f("uq_reclaimed_minimum_party_id_year_version")
        ),
    )
    op.create_index(
        op.f("ix_reclaimed_minimum_county_code_year"),
        "reclaimed_minimum",
        ["county_code", "year"],
        unique=False,
    )
    op.create_table(
        "reclaimed_offer",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "covered",
            sa.Enum("yes", "no", "unknown", name="answer", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "grade_fits",
            sa.Enum("yes", "no", "unknown", name="answer", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "capacity_free",
            sa.Enum("yes", "no", "unknown", name="answer", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "served",
            sa.Enum("yes", "no", "unknown", name="answer", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column(
            "price_fair",
            sa.Enum("yes", "no", "unknown", name="answer", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(length=80), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "served <> 'yes' OR served_on IS NOT NULL", name=op.f("ck_reclaimed_offer_served_has_day")
        ),
        sa.CheckConstraint("year BETWEEN 1949 AND 2200", name=op.f("ck_reclaimed_offer_year")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_reclaimed_offer_party_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_reclaimed_offer")),
        sa.UniqueConstraint("id", name=op.f("uq_reclaimed_offer_id")),
        sa.UniqueConstraint(
            "party_id", "year", "version", name=op.f("uq_reclaimed_offer_party_id_year_version")
        ),
    )
    op.create_index(
        op.f("ix_reclaimed_offer_county_code_year"), "reclaimed_offer", ["county_code", "year"], unique=False
    )
    op.create_table(
        "reclaimed_use",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("used_l", types.Litres(), nullable=False),
        sa.Column("is_metered", sa.Boolean(), nullable=False),
        sa.Column("outage_l", types.Litres(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("set_by", sa.String(length=80), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_reclaimed_use_month")),
        sa.CheckConstraint("used_l >= 0 AND outage_l >= 0", name=op.f("ck_reclaimed_use_volume")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_reclaimed_use_party_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_reclaimed_use")),
        sa.UniqueConstraint("id", name=op.f("uq_reclaimed_use_id")),
        sa.UniqueConstraint(
            "party_id", "year", "month", "version", name=op.f("uq_reclaimed_use_party_id_year_month_version")
        ),
    )
    op.create_index(
        op.f("ix_reclaimed_use_county_code_year"), "reclaimed_use", ["county_code", "year"], unique=False
    )
    op.create_table(
        "plan_cut",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("node_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "cut_drafted",
                "cut_notified",
                "cut_defended",
                "cut_approved",
                "cut_ordered",
                "cut_reversed",
                "cut_dropped",
                name="cutstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minimum_l", types.Litres(), nullable=False),
        sa.Column("used_l", types.Litres(), nullable=False),
        sa.Column("outage_l", types.Litres(), nullable=False),
        sa.Column("excused_l", types.Litres(), nullable=False),
        sa.Column("shortfall_l", types.Litres(), nullable=False),
        sa.Column("alpha", sa.String(length=20), nullable=False),
        sa.Column("cap", sa.String(length=20), nullable=False),
        sa.Column("paper", sa.String(length=400), nullable=False),
        sa.Column("plan_l", types.Litres(), nullable=False),
        sa.Column("cut_l", types.Litres(), nullable=False),
        sa.Column("notice_paper", sa.String(length=120), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("defend_by", sa.Date(), nullable=True),
        sa.Column("defence", sa.Text(), nullable=False),
        sa.Column("defended_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_by", sa.String(length=80), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("order_paper", sa.String(length=120), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=True),
        sa.Column("reversed_on", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.String(length=400), nullable=False),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=True),
        sa.Column("drafted_by", sa.String(length=80), nullable=False),
        sa.Column("drafted_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "notified_on IS NOT NULL OR state IN ('cut_drafted', 'cut_dropped')",
            name=op.f("ck_plan_cut_notified"),
        ),
        sa.CheckConstraint("cut_l > 0", name=op.f("ck_plan_cut_volume")),
        sa.CheckConstraint("year BETWEEN 1949 AND 2200", name=op.f("ck_plan_cut_year")),
        sa.ForeignKeyConstraint(["approved_by_id"], ["officer.id"], name=op.f("fk_plan_cut_approved_by_id")),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["officer.id"], name=op.f("fk_plan_cut_drafted_by_id")),
        sa.ForeignKeyConstraint(["node_id"], ["plan_node.id"], name=op.f("fk_plan_cut_node_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_plan_cut_party_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_plan_cut")),
        sa.UniqueConstraint("id", name=op.f("uq_plan_cut_id")),
    )
    op.create_index(op.f("ix_plan_cut_county_code_year"), "plan_cut", ["county_code", "year"], unique=False)
    op.create_index(
        "uq_plan_cut_open",
        "plan_cut",
        ["party_id", "year"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('cut_reversed', 'cut_dropped')"),
        postgresql_where=sa.text("state NOT IN ('cut_reversed', 'cut_dropped')"),
    )
    op.create_table(
        "plan_cut_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cut_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "to_state",
            sa.Enum(
                "cut_drafted",
                "cut_notified",
                "cut_defended",
                "cut_approved",
                "cut_ordered",
                "cut_reversed",
                "cut_dropped",
                name="cutstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cut_l", types.Litres(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("what", sa.String(length=600), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_plan_cut_event_actor_id")),
        sa.ForeignKeyConstraint(["cut_id"], ["plan_cut.id"], name=op.f("fk_plan_cut_event_cut_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_plan_cut_event")),
        sa.UniqueConstraint("cut_id", "sequence", name=op.f("uq_plan_cut_event_cut_id_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_plan_cut_event_id")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
