"""Returns of users."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0054"
down_revision = "0053"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER return_setting_no_update BEFORE UPDATE ON return_setting BEGIN SELECT "
            "RAISE(ABORT, 'append-only: return_setting'); END"
        ),
        (
            "CREATE TRIGGER return_setting_no_delete BEFORE DELETE ON return_setting BEGIN SELECT "
            "RAISE(ABORT, 'append-only: return_setting'); END"
        ),
        (
            "CREATE TRIGGER return_setting_no_replace BEFORE INSERT ON return_setting WHEN EXISTS "
            "(SELECT 1 FROM return_setting WHERE county_code = NEW.county_code AND key = NEW.key AND "
            "version = NEW.version) OR EXISTS (SELECT 1 FROM return_setting WHERE id = NEW.id) OR EXISTS "
            "(SELECT 1 FROM return_setting WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: return_setting'); END"
        ),
        (
            "CREATE TRIGGER return_event_no_update BEFORE UPDATE ON return_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: return_event'); END"
        ),
        (
            "CREATE TRIGGER return_event_no_delete BEFORE DELETE ON return_event BEGIN SELECT "
            "RAISE(ABORT, 'append-only: return_event'); END"
        ),
        (
            "CREATE TRIGGER return_event_no_replace BEFORE INSERT ON return_event WHEN EXISTS (SELECT 1 "
            "FROM return_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM return_event WHERE return_id "
            "= NEW.return_id AND sequence = NEW.sequence) OR EXISTS (SELECT 1 FROM return_event WHERE "
            "rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: return_event'); END"
        ),
        (
            "CREATE TRIGGER return_submission_no_update BEFORE UPDATE ON return_submission BEGIN SELECT "
            "RAISE(ABORT, 'append-only: return_submission'); END"
        ),
        (
            "CREATE TRIGGER return_submission_no_delete BEFORE DELETE ON return_submission BEGIN SELECT "
            "RAISE(ABORT, 'append-only: return_submission'); END"
        ),
        (
            "CREATE TRIGGER return_submission_no_replace BEFORE INSERT ON return_submission WHEN EXISTS "
            "(SELECT 1 FROM return_submission WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "return_submission WHERE return_id = NEW.return_id AND version = NEW.version) OR EXISTS "
            "(SELECT 1 FROM return_submission WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: return_submission'); END"
        ),
        (
            "CREATE TRIGGER return_line_no_update BEFORE UPDATE ON return_line BEGIN SELECT RAISE(ABORT, "
            "'append-only: return_line'); END"
        ),
        (
            "CREATE TRIGGER return_line_no_delete BEFORE DELETE ON return_line BEGIN SELECT RAISE(ABORT, "
            "'append-only: return_line'); END"
        ),
        (
            "CREATE TRIGGER return_line_no_replace BEFORE INSERT ON return_line WHEN EXISTS (SELECT 1 "
            "FROM return_line WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM return_line WHERE rowid = "
            "NEW.rowid) OR EXISTS (SELECT 1 FROM return_line WHERE submission_id = NEW.submission_id AND "
            "place = NEW.place) BEGIN SELECT RAISE(ABORT, 'append-only: return_line'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER return_setting_no_change BEFORE UPDATE OR DELETE ON return_setting FOR EACH "
            "ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER return_setting_no_truncate BEFORE TRUNCATE ON return_setting FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER return_event_no_change BEFORE UPDATE OR DELETE ON return_event FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER return_event_no_truncate BEFORE TRUNCATE ON return_event FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER return_submission_no_change BEFORE UPDATE OR DELETE ON return_submission FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER return_submission_no_truncate BEFORE TRUNCATE ON return_submission FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER return_line_no_change BEFORE UPDATE OR DELETE ON return_line FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER return_line_no_truncate BEFORE TRUNCATE ON return_line FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = (
    "return_line",
    "return_submission",
    "return_link_use",
    "return_event",
    "periodic_return",
    "return_setting",
    "return_round",
)


def upgrade() -> None:
    op.create_table(
        "return_round",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "period_month",
                "period_quarter",
                "period_year",
                name="periodkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opened_at", types.UtcDateTime(), nullable=False),
        sa.Column("opened_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 12", name=op.f("ck_return_round_number")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_return_round_year")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_return_round")),
        sa.UniqueConstraint(
            "county_code", "kind", "year", "number", name=op.f("uq_return_round_county_code_kind_year_number")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_return_round_id")),
    )
    op.create_table(
        "return_setting",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "key",
            sa.Enum(
                "return_scope",
                "return_least",
                "return_period",
                "return_due_days",
                "reconcile_deviation",
                "tax_tiers",
                name="returnsettingkey",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("set_by", sa.String(length=80), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("paper <> ''", name=op.f("ck_return_setting_paper_given")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_return_setting_version")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_return_setting")),
        sa.UniqueConstraint(
            "county_code", "key", "version", name=op.f("uq_return_setting_county_code_key_version")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_return_setting_id")),
    )
    op.create_table(
        "periodic_return",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("division_code", sa.String(length=12), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "return_due",
                "return_late",
                "return_received",
                "return_nil",
                "return_under_query",
                "return_accepted",
                "return_void",
                name="returnstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("total_l", types.Litres(), nullable=True),
        sa.Column("query", sa.String(length=400), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(received_on IS NULL) = (submission_id IS NULL)",
            name=op.f("ck_periodic_return_received_has_submission"),
        ),
        sa.CheckConstraint("link_version BETWEEN 1 AND 65535", name=op.f("ck_periodic_return_link_version")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_periodic_return_version")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_periodic_return_party_id")),
        sa.ForeignKeyConstraint(["round_id"], ["return_round.id"], name=op.f("fk_periodic_return_round_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_periodic_return")),
        sa.UniqueConstraint("id", name=op.f("uq_periodic_return_id")),
        sa.UniqueConstraint("round_id", "party_id", name=op.f("uq_periodic_return_round_id_party_id")),
    )
    op.create_index(
        op.f("ix_periodic_return_county_code_state_round_id"),
        "periodic_return",
        ["county_code", "state", "round_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_periodic_return_party_id_round_id"),
        "periodic_return",
        ["party_id", "round_id"],
        unique=False,
    )
    op.create_table(
        "return_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_state",
            sa.Enum(
                "return_due",
                "return_late",
                "return_received",
                "return_nil",
                "return_under_query",
                "return_accepted",
                "return_void",
                name="returnstate",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "return_due",
                "return_late",
                "return_received",
                "return_nil",
                "return_under_query",
                "return_accepted",
                "return_void",
                name="returnstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_return_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["return_id"], ["periodic_return.id"], name=op.f("fk_return_event_return_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_return_event")),
        sa.UniqueConstraint("id", name=op.f("uq_return_event_id")),
        sa.UniqueConstraint("return_id", "sequence", name=op.f("uq_return_event_return_id_sequence")),
    )
    op.create_table(
        "return_link_use",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("caller_mark", sa.String(length=40), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["return_id"], ["periodic_return.id"], name=op.f("fk_return_link_use_return_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_return_link_use")),
        sa.UniqueConstraint("id", name=op.f("uq_return_link_use_id")),
    )
    op.create_index(
        op.f("ix_return_link_use_county_code_used_on_caller_mark"),
        "return_link_use",
        ["county_code", "used_on", "caller_mark"],
        unique=False,
    )
    op.create_index(
        op.f("ix_return_link_use_return_id_used_on"),
        "return_link_use",
        ["return_id", "used_on"],
        unique=False,
    )
    op.create_table(
        "return_submission",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_nil", sa.Boolean(), nullable=False),
        sa.Column("total_l", types.Litres(), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("reporter", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("sent_at", types.UtcDateTime(), nullable=False),
        sa.Column("entered_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("NOT is_nil OR total_l = 0", name=op.f("ck_return_submission_nil_is_nothing")),
        sa.ForeignKeyConstraint(
            ["return_id"], ["periodic_return.id"], name=op.f("fk_return_submission_return_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_return_submission")),
        sa.UniqueConstraint("id", name=op.f("uq_return_submission_id")),
        sa.UniqueConstraint("return_id", "version", name=op.f("uq_return_submission_return_id_version")),
    )
    op.create_table(
        "return_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=True),
        sa.Column("volume_l", types.Litres(), nullable=False),
        sa.Column("dial_l", types.Litres(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("photograph_hash", sa.String(length=160), nullable=True),
        sa.Column("photograph_name", sa.String(length=200), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("dial_l IS NULL OR dial_l >= 0", name=op.f("ck_return_line_dial")),
        sa.CheckConstraint("volume_l >= 0", name=op.f("ck_return_line_volume")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["return_submission.id"], name=op.f("fk_return_line_submission_id")
        ),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_return_line_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_return_line")),
        sa.UniqueConstraint("id", name=op.f("uq_return_line_id")),
        sa.UniqueConstraint("submission_id", "place", name=op.f("uq_return_line_submission_id_place")),
    )
    op.create_index(op.f("ix_return_line_well_id"), "return_line", ["well_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
