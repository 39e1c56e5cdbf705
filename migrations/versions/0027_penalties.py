"""Tables of penal provisions and their settings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import types

revision = "0027"
down_revision = "0026"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER discretion_level_no_update BEFORE UPDATE ON discretion_level BEGIN SELECT "
            "RAISE(ABORT, 'append-only: discretion_level'); END"
        ),
        (
            "CREATE TRIGGER discretion_level_no_delete BEFORE DELETE ON discretion_level BEGIN SELECT "
            "RAISE(ABORT, 'append-only: discretion_level'); END"
        ),
        (
            "CREATE TRIGGER discretion_level_no_replace BEFORE INSERT ON discretion_level WHEN EXISTS "
            "(SELECT 1 FROM discretion_level WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM "
            "discretion_level WHERE line_id = NEW.line_id AND version = NEW.version) OR EXISTS (SELECT 1 "
            "FROM discretion_level WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "discretion_level'); END"
        ),
        (
            "CREATE TRIGGER penalty_pack_no_update BEFORE UPDATE ON penalty_pack BEGIN SELECT "
            "RAISE(ABORT, 'append-only: penalty_pack'); END"
        ),
        (
            "CREATE TRIGGER penalty_pack_no_delete BEFORE DELETE ON penalty_pack BEGIN SELECT "
            "RAISE(ABORT, 'append-only: penalty_pack'); END"
        ),
        (
            "CREATE TRIGGER penalty_pack_no_replace BEFORE INSERT ON penalty_pack WHEN EXISTS (SELECT 1 "
            "FROM penalty_pack WHERE county_code = NEW.county_code AND code = NEW.code AND version = "
            "NEW.version) OR EXISTS (SELECT 1 FROM penalty_pack WHERE id = NEW.id) OR EXISTS (SELECT 1 "
            "FROM penalty_pack WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'append-only: "
            "penalty_pack'); END"
        ),
        (
            "CREATE TRIGGER penalty_setting_no_update BEFORE UPDATE ON penalty_setting BEGIN SELECT "
            "RAISE(ABORT, 'append-only: penalty_setting'); END"
        ),
        (
            "CREATE TRIGGER penalty_setting_no_delete BEFORE DELETE ON penalty_setting BEGIN SELECT "
            "RAISE(ABORT, 'append-only: penalty_setting'); END"
        ),
        (
            "CREATE TRIGGER penalty_setting_no_replace BEFORE INSERT ON penalty_setting WHEN EXISTS "
            "(SELECT 1 FROM penalty_setting WHERE county_code = NEW.county_code AND key = NEW.key AND "
            "version = NEW.version) OR EXISTS (SELECT 1 FROM penalty_setting WHERE id = NEW.id) OR "
            "EXISTS (SELECT 1 FROM penalty_setting WHERE rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, "
            "'append-only: penalty_setting'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TRIGGER discretion_level_no_change BEFORE UPDATE OR DELETE ON discretion_level FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER discretion_level_no_truncate BEFORE TRUNCATE ON discretion_level FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER penalty_pack_no_change BEFORE UPDATE OR DELETE ON penalty_pack FOR EACH ROW "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER penalty_pack_no_truncate BEFORE TRUNCATE ON penalty_pack FOR EACH STATEMENT "
            "EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER penalty_setting_no_change BEFORE UPDATE OR DELETE ON penalty_setting FOR "
            "EACH ROW EXECUTE FUNCTION casebook_append_only()"
        ),
        (
            "CREATE TRIGGER penalty_setting_no_truncate BEFORE TRUNCATE ON penalty_setting FOR EACH "
            "STATEMENT EXECUTE FUNCTION casebook_append_only()"
        ),
    ),
}
TABLES = ("penalty_setting", "penalty_pack", "discretion_level")


def upgrade() -> None:
    op.create_table(
        "discretion_level",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pen_id", sa.String(length=20), nullable=False),
        sa.Column(
            "condition",
            sa.Enum("normal", "grave", "refuses", name="condition", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("min_fen", sa.BigInteger(), nullable=False),
        sa.Column("max_fen", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("doc_no", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=True),
        sa.Column("entered_by", sa.String(length=80), nullable=False),
        sa.Column("entered_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("0 <= min_fen AND min_fen <= max_fen", name=op.f("ck_discretion_level_fines")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_discretion_level_days")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_discretion_level_version")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["officer.id"], name=op.f("fk_discretion_level_entered_by_id")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_discretion_level")),
        sa.UniqueConstraint("id", name=op.f("uq_discretion_level_id")),
        sa.UniqueConstraint("line_id", "version", name=op.f("uq_discretion_level_line_id_version")),
    )
    op.create_index(
        op.f("ix_discretion_level_county_code_pen_id"),
        "discretion_level",
        ["county_code", "pen_id"],
        unique=False,
    )
    op.create_table(
        "penalty_pack",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=6), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=80), nullable=False),
        sa.Column("loaded_by_id", sa.Uuid(), nullable=True),
        sa.Column("loaded_by", sa.String(length=80), nullable=False),
        sa.Column("loaded_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_penalty_pack_version")),
        sa.ForeignKeyConstraint(["loaded_by_id"], ["officer.id"], name=op.f("fk_penalty_pack_loaded_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_penalty_pack")),
        sa.UniqueConstraint(
            "county_code", "code", "version", name=op.f("uq_penalty_pack_county_code_code_version")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_penalty_pack_id")),
    )
    op.create_table(
        "penalty_setting",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "key",
            sa.Enum(
                "yellow_river_basin",
                "yellow_river_supply_area",
                "snwd_receiving_area",
                "tax_regime_from",
                "sealing_agency",
                "hearing_citizen",
                "hearing_unit",
                "deliberation_citizen",
                "deliberation_unit",
                name="settingkey",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column(
            "certainty",
            sa.Enum("L", "P", "M", "S", name="certainty", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("set_by", sa.String(length=80), nullable=False),
        sa.Column("set_at", types.UtcDateTime(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("source <> ''", name=op.f("ck_penalty_setting_source_given")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_penalty_setting_version")),
        sa.ForeignKeyConstraint(["set_by_id"], ["officer.id"], name=op.f("fk_penalty_setting_set_by_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_penalty_setting")),
        sa.UniqueConstraint(
            "county_code", "key", "version", name=op.f("uq_penalty_setting_county_code_key_version")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_penalty_setting_id")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
