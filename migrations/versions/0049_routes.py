"""What became of hits, and the day's route."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import types

revision = "0049"
down_revision = "0048"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER day_route_stop_no_update BEFORE UPDATE ON day_route_stop BEGIN SELECT "
            "RAISE(ABORT, 'append-only: day_route_stop'); END"
        ),
        (
            "CREATE TRIGGER day_route_stop_no_delete BEFORE DELETE ON day_route_stop BEGIN SELECT "
            "RAISE(ABORT, 'append-only: day_route_stop'); END"
        ),
        (
            "CREATE TRIGGER day_route_stop_no_replace BEFORE INSERT ON day_route_stop WHEN EXISTS "
            "(SELECT 1 FROM day_route_stop WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM day_route_stop "
            "WHERE route_id = NEW.route_id AND lead_id = NEW.lead_id) OR EXISTS (SELECT 1 FROM "
            "day_route_stop WHERE route_id = NEW.route_id AND place = NEW.place) OR EXISTS (SELECT 1 "
            "FROM day_route_stop WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "day_route_stop'); END"
        ),
        (
            "CREATE TRIGGER screening_hit_event_no_update BEFORE UPDATE ON screening_hit_event BEGIN "
            "SELECT RAISE(ABORT, 'append-only: screening_hit_event'); END"
        ),
        (
            "CREATE TRIGGER screening_hit_event_no_delete BEFORE DELETE ON screening_hit_event BEGIN "
            "SELECT RAISE(ABORT, 'append-only: screening_hit_event'); END"
        ),
        (
            "CREATE TRIGGER screening_hit_event_no_replace BEFORE INSERT ON screening_hit_event WHEN "
            "EXISTS (SELECT 1 FROM screening_hit_event WHERE hit_id = NEW.hit_id AND sequence = "
            "NEW.sequence) OR EXISTS (SELECT 1 FROM screening_hit_event WHERE id = NEW.id) OR EXISTS "
            "(SELECT 1 FROM screening_hit_event WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: screening_hit_event'); END"
        ),
        (
            "CREATE TRIGGER screening_hit_version_no_update BEFORE UPDATE ON screening_hit_version BEGIN "
            "SELECT RAISE(ABORT, 'append-only: screening_hit_version'); END"
        ),
        (
            "CREATE TRIGGER screening_hit_version_no_delete BEFORE DELETE ON screening_hit_version BEGIN "
            "SELECT RAISE(ABORT, 'append-only: screening_hit_version'); END"
        ),
        (
            "CREATE TRIGGER screening_hit_version_no_replace BEFORE INSERT ON screening_hit_version WHEN "
            "EXISTS (SELECT 1 FROM screening_hit_version WHERE hit_id = NEW.hit_id AND version = "
            "NEW.version) OR EXISTS (SELECT 1 FROM screening_hit_version WHERE id = NEW.id) OR EXISTS "
            "(SELECT 1 FROM screening_hit_version WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: screening_hit_version'); END"
        ),
        (
            "CREATE TRIGGER screening_run_hit_no_update BEFORE UPDATE ON screening_run_hit BEGIN SELECT "
            "RAISE(ABORT, 'append-only: screening_run_hit'); END"
        ),
        (
            "CREATE TRIGGER screening_run_hit_no_delete BEFORE DELETE ON screening_run_hit BEGIN SELECT "
            "RAISE(ABORT, 'append-only: screening_run_hit'); END"
        ),
        (
            "CREATE TRIGGER screening_run_hit_no_replace BEFORE INSERT ON screening_run_hit WHEN EXISTS "
            "(SELECT 1 FROM screening_run_hit WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "screening_run_hit WHERE rowid = NEW.rowid) OR EXISTS (SELECT 1 FROM screening_run_hit WHERE "
            "run_id = NEW.run_id AND version_id = NEW.version_id) BEGIN SELECT RAISE(ABORT, "
            "'append-only: screening_run_hit'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER day_route_stop_no_change BEFORE UPDATE OR DELETE ON day_route_stop FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER day_route_stop_no_truncate BEFORE TRUNCATE ON day_route_stop FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER screening_hit_event_no_change BEFORE UPDATE OR DELETE ON screening_hit_event "
            "FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER screening_hit_event_no_truncate BEFORE TRUNCATE ON screening_hit_event FOR "
            "EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER screening_hit_version_no_change BEFORE UPDATE OR DELETE ON "
            "screening_hit_version FOR EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER screening_hit_version_no_truncate BEFORE TRUNCATE ON screening_hit_version "
            "FOR EACH STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER screening_run_hit_no_change BEFORE UPDATE OR DELETE ON screening_run_hit FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER screening_run_hit_no_truncate BEFORE TRUNCATE ON screening_run_hit FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("screening_run_hit", "screening_hit_version", "screening_hit_event", "day_route_stop", "day_route")


def upgrade() -> None:
    op.create_table(
        "day_route",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "division_code",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("route_planned", "route_dropped", name="routestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("metres", sa.Integer(), nullable=False),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_day_route_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_day_route")),
        sa.UniqueConstraint("id", name=op.f("uq_day_route_id")),
    )
    op.create_index(
        op.f("ix_day_route_county_code_on_day_id"), "day_route", ["county_code", "on_day", "id"], unique=False
    )
    op.create_index(
        op.f("ix_day_route_officer_id_on_day"), "day_route", ["officer_id", "on_day"], unique=False
    )
    op.create_table(
        "day_route_stop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("metres", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_day_route_stop_lead_id")),
        sa.ForeignKeyConstraint(["route_id"], ["day_route.id"], name=op.f("fk_day_route_stop_route_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_day_route_stop_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_day_route_stop")),
        sa.UniqueConstraint("id", name=op.f("uq_day_route_stop_id")),
        sa.UniqueConstraint("route_id", "lead_id", name=op.f("uq_day_route_stop_route_id_lead_id")),
        sa.UniqueConstraint("route_id", "place", name=op.f("uq_day_route_stop_route_id_place")),
    )
    op.create_table(
        "screening_hit_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hit_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "hit_open",
                "hit_known",
                "hit_lead",
                "hit_dismissed",
                "hit_ended",
                name="hitstate",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "hit_open",
                "hit_known",
                "hit_lead",
                "hit_dismissed",
                "hit_ended",
                name="hitstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("what", sa.String(length=600), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_screening_hit_event_actor_id")),
        sa.ForeignKeyConstraint(["hit_id"], ["screening_hit.id"], name=op.f("fk_screening_hit_event_hit_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_screening_hit_event")),
        sa.UniqueConstraint("hit_id", "sequence", name=op.f("uq_screening_hit_event_hit_id_sequence")),
        sa.UniqueConstraint("id", name=op.f("uq_screening_hit_event_id")),
    )
    op.create_table(
        "screening_hit_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hit_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "figures",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("measure_milli", types.Litres(), nullable=False),
        sa.Column("article", sa.String(length=200), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column(
            "thresholds",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("found_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["hit_id"], ["screening_hit.id"], name=op.f("fk_screening_hit_version_hit_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_screening_hit_version")),
        sa.UniqueConstraint("hit_id", "version", name=op.f("uq_screening_hit_version_hit_id_version")),
        sa.UniqueConstraint("id", name=op.f("uq_screening_hit_version_id")),
    )
    op.create_table(
        "screening_run_hit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["screening_run.id"], name=op.f("fk_screening_run_hit_run_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["screening_hit_version.id"], name=op.f("fk_screening_run_hit_version_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_screening_run_hit")),
        sa.UniqueConstraint("id", name=op.f("uq_screening_run_hit_id")),
        sa.UniqueConstraint("run_id", "version_id", name=op.f("uq_screening_run_hit_run_id_version_id")),
    )
    op.create_index(
        op.f("ix_screening_run_hit_version_id"), "screening_run_hit", ["version_id"], unique=False
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
