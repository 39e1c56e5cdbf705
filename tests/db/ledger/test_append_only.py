"""Nothing that stands in the chain is changed, removed or replaced: not by the ORM, not by SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from casebook.kernel.errors import RuleBroken
from casebook.ledger.models import LedgerEntry
from tests.factories.ledger import post_closed_well, post_reduction, reverse

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

COLUMNS = ", ".join(column.name for column in LedgerEntry.__table__.columns if column.name != "rowid")


@pytest.fixture
def ledger(session: Session) -> Session:
    post_closed_well(session)
    post_reduction(session)
    return session


def row(ledger: Session) -> LedgerEntry:
    return ledger.query(LedgerEntry).order_by(LedgerEntry.sequence).first()


def test_the_orm_refuses_a_changed_row(ledger: Session) -> None:
    row(ledger).count = 2
    with pytest.raises(RuleBroken) as caught:
        ledger.flush()
    assert caught.value.code == "append_only"


def test_the_orm_refuses_a_deleted_row(ledger: Session) -> None:
    ledger.delete(row(ledger))
    with pytest.raises(RuleBroken):
        ledger.flush()


@pytest.mark.parametrize("statement", [update(LedgerEntry).values(count=2), delete(LedgerEntry)])
def test_the_orm_refuses_bulk_changes(ledger: Session, statement: object) -> None:
    with pytest.raises(RuleBroken):
        ledger.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET full_year_l = 1",
        "UPDATE ledger_entry SET body = body WHERE sequence = 1",
        "UPDATE ledger_entry SET sequence = 9 WHERE sequence = 2",
        "DELETE FROM ledger_entry WHERE sequence = 2",
        "DELETE FROM ledger_entry",
    ],
)
def test_triggers_refuse_changes_by_sql(ledger: Session, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only: ledger_entry"):
        ledger.connection().execute(text(statement))


@pytest.mark.parametrize("backend", ["postgis"], indirect=True)
def test_triggers_refuse_truncation(ledger: Session) -> None:
    with pytest.raises(DatabaseError, match="append-only: ledger_entry"):
        ledger.connection().execute(text("TRUNCATE ledger_entry CASCADE"))


@pytest.mark.parametrize("backend", ["postgis"], indirect=True)
def test_triggers_refuse_an_upsert(ledger: Session) -> None:
    insertion = f"INSERT INTO ledger_entry ({COLUMNS}) SELECT {COLUMNS} FROM ledger_entry"
    with pytest.raises(DatabaseError, match="append-only: ledger_entry"):
        ledger.connection().execute(text(f"{insertion} ON CONFLICT (id) DO UPDATE SET count = 9"))


@pytest.mark.parametrize("backend", ["spatialite"], indirect=True)
@pytest.mark.parametrize("pragma", ["ON", "OFF"])
@pytest.mark.parametrize("kept", ["rowid", "id", "chain, sequence", "chain, previous_hash", "reverses_id"])
def test_triggers_refuse_a_replacing_insert_on_each_unique_key(
    ledger: Session, kept: str, pragma: str
) -> None:
    """Whichever key the replacing row repeats, and even where deletes by REPLACE fire no triggers."""
    reverse(ledger, post_closed_well(ledger, 7))
    connection = ledger.connection()
    connection.connection.driver_connection.execute(f"PRAGMA recursive_triggers={pragma}")
    fresh = {
        "rowid": "999",
        "id": "'00000000000070008000000000000000'",
        "chain": "'ledger:371525'",
        "sequence": "999",
        "previous_hash": "'sha256:none'",
        "reverses_id": "NULL",
    }
    values = {name: name if name in kept.split(", ") else value for name, value in fresh.items()}
    names = ["rowid", *(name for name in COLUMNS.split(", "))]
    picked = ", ".join(values.get(name, name) for name in names)
    replacing = f"INSERT OR REPLACE INTO ledger_entry ({', '.join(names)}) SELECT {picked} FROM ledger_entry"
    with pytest.raises(DatabaseError, match="append-only: ledger_entry"):
        connection.execute(text(f"{replacing} WHERE sequence = 4"))


@pytest.mark.parametrize("repeated", ["sequence", "previous_hash"])
def test_a_fork_is_impossible(ledger: Session, repeated: str) -> None:
    with pytest.raises(IntegrityError):
        ledger.connection().execute(insert(LedgerEntry).values(**forked(row(ledger), repeated)))


def forked(entry: LedgerEntry, repeated: str) -> dict[str, object]:
    """A second entry after the same one, or under the same number."""
    names = [item.key for item in LedgerEntry.__mapper__.column_attrs if item.key not in {"rowid", "id"}]
    values = {name: getattr(entry, name) for name in names}
    other = {"sequence": 99, "previous_hash": "sha256:none"}
    return {**values, **{name: value for name, value in other.items() if name != repeated}}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"chain": "ledger:371526"}, "ck_ledger_entry_own_chain"),
        ({"count": -1}, "ck_ledger_entry_sign"),
        ({"full_year_m3": -1}, "ck_ledger_entry_sign"),
    ],
)
def test_the_database_itself_refuses_what_cannot_be(
    ledger: Session, changes: dict[str, object], name: str
) -> None:
    values = {**forked(row(ledger), repeated=""), **changes}
    with pytest.raises(IntegrityError, match=name):
        ledger.connection().execute(insert(LedgerEntry).values(**values))
