"""What the database itself refuses about evidence items: changed facts, removal, and any change once locked.

Only the card (kind, stage, what it proves, who made it, the device it comes from), the withdrawal and
the lock are ever written after the insert, each before the lock is set.
"""

from __future__ import annotations

from sqlalchemy import DDL, Table, event

TABLE = "evidence_item"
FACTS = (
    "id",
    "county_code",
    "about_id",
    "origin",
    "file_name",
    "file_hash",
    "method",
    "item_code",
    "captured_at",
    "hashed_at",
    "fix_at",
    "lon",
    "lat",
    "accuracy_m",
    "exif_taken_at",
    "exif_lon",
    "exif_lat",
    "exif_device",
    "has_mismatch",
    "received_at",
    "device_id",
    "pair_of",
    "corrects_id",
)
"""Columns that keep what they got at the insert."""


def statements(dialect: str) -> list[str]:
    """Return the triggers for one database; migrations run the same ones."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def install(table: object) -> None:
    """Make the triggers together with the table."""
    assert isinstance(table, Table)
    for dialect in ("sqlite", "postgresql"):
        for text in statements(dialect):
            ddl = DDL(text.replace("%", "%%"))  # type: ignore[no-untyped-call] # SQLAlchemy leaves it untyped
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


def _sqlite() -> list[str]:
    changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in FACTS)
    taken = "NEW.id IN (SELECT id FROM evidence_item)"
    refuse = f"SELECT RAISE(ABORT, 'evidence: {TABLE}"
    return [
        f"CREATE TRIGGER {TABLE}_locked BEFORE UPDATE ON {TABLE} WHEN OLD.locked_at IS NOT NULL "
        f"BEGIN {refuse} is locked'); END",
        f"CREATE TRIGGER {TABLE}_facts BEFORE UPDATE ON {TABLE} WHEN {changed} "
        f"BEGIN {refuse} keeps its facts'); END",
        f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} BEGIN {refuse} is never removed'); END",
        f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} WHEN {taken} "
        f"BEGIN {refuse} is never replaced'); END",
    ]


def _postgresql() -> list[str]:
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FACTS)
    return [
        "CREATE OR REPLACE FUNCTION casebook_evidence_item() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'UPDATE' THEN RAISE EXCEPTION 'evidence: {TABLE} is never removed'; END IF; "
        f"IF OLD.locked_at IS NOT NULL THEN RAISE EXCEPTION 'evidence: {TABLE} is locked'; END IF; "
        f"IF {changed} THEN RAISE EXCEPTION 'evidence: {TABLE} keeps its facts'; END IF; "
        "RETURN NEW; END $$",
        f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION casebook_evidence_item()",
        f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION casebook_evidence_item()",
    ]
