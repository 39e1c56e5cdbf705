"""Tables of divisions, zones and parties."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import text

from casebook.db import spatial, types

revision = "0006"
down_revision = "0005"

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (),
}
TABLES = ("party", "division", "control_zone")


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
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in ("control_zone", "division"):
        spatial.drop_shape(op.get_bind(), table)
    for table in TABLES:
        op.drop_table(table)
