"""What the database refuses whoever asks: changed facts, removal, any change of a locked item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from casebook.access import Role
from casebook.evidence import actions, locks
from casebook.evidence.models import EvidenceItem
from tests.factories import evidence as make
from tests.factories.accounts import make_actor

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pytestmark = pytest.mark.usefixtures("file_store")

WRITTEN_LATER = {
    "rowid",
    "kind",
    "stage",
    "describes",
    "maker_id",
    "maker_name",
    "monitoring_device_id",
    "withdrawn_at",
    "withdrawn_reason",
    "locked_at",
    "locked_by",
}


@pytest.fixture
def item(session: Session) -> EvidenceItem:
    return make.make_item(session, make_actor(session, Role.INSPECTOR))


@pytest.fixture
def locked(session: Session) -> EvidenceItem:
    actor, subject = make_actor(session, Role.INSPECTOR), make.a_subject()
    item = make.make_item(session, actor, subject=subject)
    actions.lock_items(session, actor=actor, now=make.NOW, subject=subject)
    return item


def test_each_column_is_a_fact_or_is_written_later() -> None:
    columns = {column.name for column in EvidenceItem.__table__.columns}
    assert columns == set(locks.FACTS) | WRITTEN_LATER


@pytest.mark.parametrize(
    "column",
    [
        name
        for name in locks.FACTS
        if name not in {"id", "about_id", "device_id", "pair_of", "corrects_id", "method"}
    ],
)
def test_a_fact_never_changes(session: Session, item: EvidenceItem, column: str) -> None:
    numbers, instants = {"lon", "lat", "accuracy_m", "exif_lon", "exif_lat"}, column.endswith("_at")
    value = "1.5" if column in numbers else "'2024-01-01 00:00:00'" if instants else "'other'"
    value = "true" if column == "has_mismatch" else value
    with pytest.raises(DatabaseError, match="keeps its facts"):
        session.execute(text(f"UPDATE evidence_item SET {column} = {value}"))


@pytest.mark.parametrize(
    "change",
    [
        "describes = 'other'",
        "stage = 'after'",
        "locked_at = NULL, locked_by = NULL",
        "kind = kind",
        "locked_by = 'other'",
    ],
)
def test_a_locked_item_never_changes(session: Session, locked: EvidenceItem, change: str) -> None:
    with pytest.raises(DatabaseError, match="is locked"):
        session.execute(text(f"UPDATE evidence_item SET {change}"))


def test_no_item_is_removed(session: Session, item: EvidenceItem) -> None:
    session.execute(text("UPDATE evidence_item SET describes = 'still open'"))
    with pytest.raises(DatabaseError, match="never removed"):
        session.execute(text("DELETE FROM evidence_item"))


def test_no_item_is_replaced(session: Session, backend: str, item: EvidenceItem) -> None:
    replace = {
        "spatialite": "INSERT OR REPLACE INTO evidence_item SELECT * FROM evidence_item",
        "postgis": "TRUNCATE evidence_item CASCADE",
    }
    with pytest.raises(DatabaseError, match=r"never re|append-only"):
        session.execute(text(replace[backend]))


@pytest.mark.parametrize(
    "statement", ["UPDATE custody_entry SET act = 'viewed'", "DELETE FROM custody_entry"]
)
def test_custody_is_append_only(session: Session, item: EvidenceItem, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(statement))
