"""Tables of the register: regions, parties, wells, permits, volumes, imports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from casebook.db import spatial, types

revision = "0003"
down_revision = "0002"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = (
    "import_line",
    "batch_change",
    "well_event",
    "permit_well",
    "permit_change",
    "import_batch",
    "well_zone",
    "well_party",
    "well_alias",
    "permit",
    "annual_volume",
    "well",
    "party",
    "import_mapping",
    "division",
    "control_zone",
)


def upgrade() -> None:
    op.create_table(
        "control_zone",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "no_abstraction",
                "restricted",
                "over_extraction",
                "severe_over_extraction",
                "public_supply",
                "reclaimed_network",
                name="zonekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=100), nullable=False),
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
            nullable=True,
        ),
        sa.Column("geom", types.shape("MULTIPOLYGON"), nullable=False),
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
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= valid_from", name=op.f("ck_control_zone_period")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_control_zone")),
        sa.UniqueConstraint("id", name=op.f("uq_control_zone_id")),
    )
    op.create_index(
        op.f("ix_control_zone_county_code_kind_name_valid_from"),
        "control_zone",
        ["county_code", "kind", "name", "valid_from"],
        unique=False,
    )
    op.create_index(
        "uq_control_zone_open",
        "control_zone",
        ["county_code", "kind", "name", "aquifer"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_index(
        "uq_control_zone_open_all_layers",
        "control_zone",
        ["county_code", "kind", "name"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL AND aquifer IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL AND aquifer IS NULL"),
    )
    op.create_table(
        "division",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("written_name", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("county", "township", name="divisionkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("geom", types.shape("MULTIPOLYGON"), nullable=True),
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
            nullable=True,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(geom IS NULL) = (crs_source IS NULL)", name=op.f("ck_division_outline_has_crs")),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= valid_from", name=op.f("ck_division_period")),
        sa.CheckConstraint("substr(code, 1, 6) = county_code", name=op.f("ck_division_code_in_county")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_division")),
        sa.UniqueConstraint("id", name=op.f("uq_division_id")),
    )
    op.create_index(
        op.f("ix_division_county_code_code_valid_from"),
        "division",
        ["county_code", "code", "valid_from"],
        unique=False,
    )
    op.create_index(
        "uq_division_open",
        "division",
        ["code"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_table(
        "import_mapping",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("signature", sa.String(length=160), nullable=False),
        sa.Column(
            "mapping",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint("county_code", "signature", name=op.f("uq_import_mapping_county_code_signature")),
        sa.UniqueConstraint("id", name=op.f("uq_import_mapping_id")),
    )
    op.create_table(
        "party",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "citizen",
                "organisation",
                "village",
                "unknown",
                name="partykind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "identifier_kind",
            sa.Enum(
                "uscc",
                "organisation",
                "citizen",
                "unknown",
                name="identifierkind",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("identifier", sa.String(length=40), nullable=False),
        sa.Column("is_identifier_sound", sa.Boolean(), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("match_key", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(identifier = '') = (identifier_kind IS NULL)", name=op.f("ck_party_identifier_has_kind")
        ),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_party")),
        sa.UniqueConstraint("county_code", "match_key", name=op.f("uq_party_county_code_match_key")),
        sa.UniqueConstraint("id", name=op.f("uq_party_id")),
    )
    op.create_index(
        op.f("ix_party_county_code_identifier"), "party", ["county_code", "identifier"], unique=False
    )
    op.create_index("ix_party_name", "party", ["county_code", "name", "id"], unique=False)
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
        "annual_volume",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("register", "measured", name="volumesource", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("volume_l", types.Litres(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "online_meter",
                "manual_meter",
                "power_coefficient",
                "pump_hours",
                "norm",
                "stated",
                name="volumemethod",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "grade", sa.Enum("a", "b", "c", "d", name="grade", native_enum=False, length=40), nullable=False
        ),
        sa.Column("written", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", types.UtcDateTime(), nullable=False),
        sa.Column("replaced_at", types.UtcDateTime(), nullable=True),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("volume_l >= 0", name=op.f("ck_annual_volume_volume")),
        sa.CheckConstraint("year BETWEEN 1949 AND 2200", name=op.f("ck_annual_volume_year")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_annual_volume_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_annual_volume")),
        sa.UniqueConstraint("id", name=op.f("uq_annual_volume_id")),
    )
    op.create_index(
        op.f("ix_annual_volume_county_code_year"), "annual_volume", ["county_code", "year"], unique=False
    )
    op.create_index(op.f("ix_annual_volume_well_id_year"), "annual_volume", ["well_id", "year"], unique=False)
    op.create_index(
        "uq_annual_volume_in_force",
        "annual_volume",
        ["well_id", "year", "source"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "permit",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column(
            "number_kind",
            sa.Enum("electronic", "paper", name="permitnumberkind", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("permitted_l", types.Litres(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
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
            nullable=True,
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
            nullable=True,
        ),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("number <> ''", name=op.f("ck_permit_number_given")),
        sa.CheckConstraint("permitted_l >= 0", name=op.f("ck_permit_volume")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_permit_version")),
        sa.ForeignKeyConstraint(["holder_id"], ["party.id"], name=op.f("fk_permit_holder_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_permit")),
        sa.UniqueConstraint("county_code", "number", name=op.f("uq_permit_county_code_number")),
        sa.UniqueConstraint("id", name=op.f("uq_permit_id")),
    )
    op.create_index(op.f("ix_permit_holder_id"), "permit", ["holder_id"], unique=False)
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
        "import_batch",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_hash", sa.String(length=160), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sheet", sa.String(length=120), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column(
            "mapping",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "previewed",
                "applying",
                "applied",
                "rolled_back",
                name="batchstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("with_changes", sa.Boolean(), nullable=False),
        sa.Column(
            "report",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "names",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("uploaded_at", types.UtcDateTime(), nullable=False),
        sa.Column("uploaded_by", sa.String(length=80), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("applied_at", types.UtcDateTime(), nullable=True),
        sa.Column("rolled_back_at", types.UtcDateTime(), nullable=True),
        sa.Column("rolled_back_by", sa.String(length=80), nullable=False),
        sa.Column("rolled_back_reason", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "(state = 'rolled_back') = (rolled_back_at IS NOT NULL)",
            name=op.f("ck_import_batch_rolled_back_at"),
        ),
        sa.CheckConstraint(
            "(state IN ('applied', 'rolled_back')) = (applied_at IS NOT NULL)",
            name=op.f("ck_import_batch_applied_at"),
        ),
        sa.ForeignKeyConstraint(["file_hash"], ["stored_file.hash"], name=op.f("fk_import_batch_file_hash")),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_import_batch_officer_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("id", name=op.f("uq_import_batch_id")),
    )
    op.create_index(
        op.f("ix_import_batch_county_code_file_hash"),
        "import_batch",
        ["county_code", "file_hash"],
        unique=False,
    )
    op.create_index(
        op.f("ix_import_batch_county_code_uploaded_at"),
        "import_batch",
        ["county_code", "uploaded_at"],
        unique=False,
    )
    op.create_table(
        "permit_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("permit_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "facts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("replaced_at", types.UtcDateTime(), nullable=False),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_permit_change_permit_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_permit_change")),
        sa.UniqueConstraint("id", name=op.f("uq_permit_change_id")),
        sa.UniqueConstraint("permit_id", "version", name=op.f("uq_permit_change_permit_id_version")),
    )
    op.create_table(
        "permit_well",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("permit_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_permit_well_permit_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_permit_well_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_permit_well")),
        sa.UniqueConstraint("id", name=op.f("uq_permit_well_id")),
        sa.UniqueConstraint("permit_id", "well_id", name=op.f("uq_permit_well_permit_id_well_id")),
    )
    op.create_index(
        op.f("ix_permit_well_well_id_permit_id"), "permit_well", ["well_id", "permit_id"], unique=False
    )
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
    op.create_table(
        "batch_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("well_id", sa.Uuid(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "said",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "before",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_batch_change_batch_id")),
        sa.ForeignKeyConstraint(["well_id"], ["well.id"], name=op.f("fk_batch_change_well_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_batch_change")),
        sa.UniqueConstraint("batch_id", "well_id", name=op.f("uq_batch_change_batch_id_well_id")),
        sa.UniqueConstraint("id", name=op.f("uq_batch_change_id")),
    )
    op.create_index(op.f("ix_batch_change_well_id"), "batch_change", ["well_id"], unique=False)
    op.create_table(
        "import_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("refused", "accepted", name="lineoutcome", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reasons", sa.String(length=600), nullable=False),
        sa.Column("is_changed", sa.Boolean(), nullable=False),
        sa.Column(
            "findings",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "differences",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_import_line_batch_id")),
        sa.PrimaryKeyConstraint("rowid", name=op.f("pk_import_line")),
        sa.UniqueConstraint("batch_id", "row_number", name=op.f("uq_import_line_batch_id_row_number")),
        sa.UniqueConstraint("id", name=op.f("uq_import_line_id")),
    )
    op.create_index(
        op.f("ix_import_line_batch_id_outcome_row_number"),
        "import_line",
        ["batch_id", "outcome", "row_number"],
        unique=False,
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in ("control_zone", "division", "well"):
        spatial.drop_shape(op.get_bind(), table)
    for table in TABLES:
        op.drop_table(table)
