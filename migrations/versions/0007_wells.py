"""Tables of the well register."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import spatial, types

revision = "0007"
down_revision = "0006"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = ("well_event", "well_zone", "well_party", "well_alias", "well")


def upgrade() -> None:
    op.create_table(
        "well",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "code",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "code_reversed",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "division_code",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("village", sa.String(length=60), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("geom", types.shape("POINT"), nullable=False),
        sa.Column(
            "crs_source",
            sa.Enum(
                "cgcs2000",
                "cgcs2000_3deg",
                "wgs84",
                "gcj02",
                "bd09",
                name="crssource",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "under_construction",
                "in_use",
                "idle",
                "plugged",
                "mothballed",
                "monitoring",
                "not_found",
                "unverified",
                name="wellstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column(
            "use",
            sa.Enum(
                "irrigation",
                "industry",
                "public_supply",
                "rural_domestic",
                "special_trade",
                "livestock",
                "other",
                name="welluse",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "aquifer",
            sa.Enum(
                "shallow",
                "saline",
                "deep_confined",
                "mixed",
                "unknown",
                name="aquifer",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "exemption",
            sa.Enum("none", "collective", "household", name="permitexemption", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("built_on", sa.Date(), nullable=True),
        sa.Column(
            "built_precision",
            sa.Enum("year", "month", "day", name="dateprecision", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("depth_m", sa.Double(), nullable=True),
        sa.Column("casing_mm", sa.Double(), nullable=True),
        sa.Column("casing_material", sa.String(length=40), nullable=False),
        sa.Column("screen_from_m", sa.Double(), nullable=True),
        sa.Column("screen_to_m", sa.Double(), nullable=True),
        sa.Column("static_level_m", sa.Double(), nullable=True),
        sa.Column("pump_flow_m3h", sa.Double(), nullable=True),
        sa.Column("pump_power_kw", sa.Double(), nullable=True),
        sa.Column("irrigated_mu", sa.Double(), nullable=True),
        sa.Column("people_served", sa.Integer(), nullable=True),
        sa.Column(
            "meter_kind",
            sa.Enum(
                "online",
                "mechanical",
                "power",
                "none",
                "unknown",
                name="meterkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "meter_no",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "electricity_account",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column(
            "written",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("registered_at", types.UtcDateTime(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("code <> ''", name=op.f("ck_well_code_given")),
        sa.CheckConstraint(
            "(built_on IS NULL) = (built_precision IS NULL)", name=op.f("ck_well_built_has_precision")
        ),
        sa.CheckConstraint("depth_m > 0", name=op.f("ck_well_depth")),
        sa.CheckConstraint("lat BETWEEN 3 AND 54", name=op.f("ck_well_lat_in_china")),
        sa.CheckConstraint("lon BETWEEN 73 AND 136", name=op.f("ck_well_lon_in_china")),
        sa.CheckConstraint(
            "substr(division_code, 1, 6) = county_code", name=op.f("ck_well_division_in_county")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_well_version")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_well")),
        sa.UniqueConstraint("county_code", "code", name=op.f("uq_well_county_code_code")),
        sa.UniqueConstraint("id", name=op.f("uq_well_id")),
    )
    op.create_index(
        op.f("ix_well_county_code_aquifer_code"), "well", ["county_code", "aquifer", "code"], unique=False
    )
    op.create_index(
        op.f("ix_well_county_code_changed_at"), "well", ["county_code", "changed_at"], unique=False
    )
    op.create_index(
        op.f("ix_well_county_code_code_reversed"), "well", ["county_code", "code_reversed"], unique=False
    )
    op.create_index(
        op.f("ix_well_county_code_division_code_code"),
        "well",
        ["county_code", "division_code", "code"],
        unique=False,
    )
    op.create_index(
        op.f("ix_well_county_code_electricity_account"),
        "well",
        ["county_code", "electricity_account"],
        unique=False,
    )
    op.create_index(
        op.f("ix_well_county_code_meter_kind_code"),
        "well",
        ["county_code", "meter_kind", "code"],
        unique=False,
    )
    op.create_index(op.f("ix_well_county_code_meter_no"), "well", ["county_code", "meter_no"], unique=False)
    op.create_index(
        op.f("ix_well_county_code_status_code"), "well", ["county_code", "status", "code"], unique=False
    )
    op.create_index(
        op.f("ix_well_county_code_use_code"), "well", ["county_code", "use", "code"], unique=False
    )
    op.create_index("ix_well_village", "well", ["county_code", "village", "id"], unique=False)
    op.create_table(
        "well_alias",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("plate", "census", "platform", "other", name="aliaskind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "value",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_well_alias_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_well_alias")),
        sa.UniqueConstraint(
            "county_code", "kind", "value", name=op.f("uq_well_alias_county_code_kind_value")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_well_alias_id")),
    )
    op.create_index(
        op.f("ix_well_alias_county_code_value"), "well_alias", ["county_code", "value"], unique=False
    )
    op.create_index(op.f("ix_well_alias_well_id"), "well_alias", ["well_id"], unique=False)
    op.create_table(
        "well_party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("owner", "manager", "user", name="partyrole", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_well_party_party_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_well_party_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_well_party")),
        sa.UniqueConstraint("id", name=op.f("uq_well_party_id")),
        sa.UniqueConstraint("well_id", "role", "party_id", name=op.f("uq_well_party_well_id_role_party_id")),
    )
    op.create_index(
        op.f("ix_well_party_party_id_well_id"), "well_party", ["party_id", "well_id"], unique=False
    )
    op.create_table(
        "well_zone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_well_zone_well_id")),
        sa.ForeignKeyConstraint(["zone_id"], ["control_zone.id"], name=op.f("fk_well_zone_zone_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_well_zone")),
        sa.UniqueConstraint("id", name=op.f("uq_well_zone_id")),
        sa.UniqueConstraint("well_id", "zone_id", name=op.f("uq_well_zone_well_id_zone_id")),
    )
    op.create_index(op.f("ix_well_zone_zone_id_well_id"), "well_zone", ["zone_id", "well_id"], unique=False)
    op.create_table(
        "well_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "proposed",
                "under_construction",
                "in_use",
                "idle",
                "plugged",
                "mothballed",
                "monitoring",
                "not_found",
                "unverified",
                name="wellstatus",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "proposed",
                "under_construction",
                "in_use",
                "idle",
                "plugged",
                "mothballed",
                "monitoring",
                "not_found",
                "unverified",
                name="wellstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("subject_title", sa.String(length=200), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(sequence = 1) = (from_status IS NULL)", name=op.f("ck_well_event_first_has_no_from")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["officer.id"], name=op.f("fk_well_event_actor_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_well_event_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_well_event")),
        sa.UniqueConstraint("id", name=op.f("uq_well_event_id")),
        sa.UniqueConstraint("well_id", "sequence", name=op.f("uq_well_event_well_id_sequence")),
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in ("well",):
        spatial.drop_shape(op.get_bind(), table)
    for table in TABLES:
        op.drop_table(table)
