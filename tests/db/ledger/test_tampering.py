"""Somebody with the database in their hands: whatever they change, `verify` names the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from casebook.db.chain import append
from casebook.kernel.chains import FaultKind
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.ledger import queries
from casebook.ledger.models import LedgerEntry
from tests.factories.ledger import (
    COUNTY,
    NOW,
    OPERATOR,
    OTHER_TOWNSHIP,
    post_closed_well,
    post_reduction,
    reverse,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.kernel.chains import Fault, Head

CHAIN = f"ledger:{COUNTY}"
TRIGGERS = {
    "sqlite": ("no_update", "no_delete", "no_replace"),
    "postgresql": ("no_change", "no_truncate"),
}


@dataclass
class Intruder:
    """Has the owner's rights: drops the triggers first, then does as they like."""

    session: Session

    def __post_init__(self) -> None:
        dialect = self.session.get_bind().dialect.name
        on_table = " ON ledger_entry" if dialect == "postgresql" else ""
        for name in TRIGGERS[dialect]:
            self.run(f"DROP TRIGGER ledger_entry_{name}{on_table}")

    def run(self, statement: str, **values: object) -> None:
        self.session.flush()
        self.session.connection().execute(text(statement), values)
        self.session.expire_all()

    def faults(self, kept: Head | None = None) -> list[Fault]:
        return list(queries.verify(self.session, COUNTY, kept=kept).faults)

    def places(self, kept: Head | None = None) -> set[tuple[int | None, FaultKind]]:
        return {(fault.sequence, fault.what) for fault in self.faults(kept)}


@pytest.fixture
def intruder(session: Session) -> Intruder:
    for number in range(1, 4):
        post_closed_well(session, number)
        post_reduction(session, number)
    return Intruder(session)


def test_an_untouched_ledger_is_whole(intruder: Intruder, session: Session) -> None:
    assert intruder.faults() == []
    assert intruder.faults(queries.head(session, COUNTY)) == []


def test_one_flipped_byte(intruder: Intruder, session: Session) -> None:
    body = bytearray(stored_body(session, 3))
    body[10] ^= 1
    intruder.run("UPDATE ledger_entry SET body = :body WHERE sequence = 3", body=bytes(body))
    assert intruder.faults()[0].sequence == 3
    assert {place for place, _ in intruder.places()} == {3}


def stored_body(session: Session, sequence: int) -> bytes:
    return session.query(LedgerEntry).filter_by(sequence=sequence).one().body


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "plan_cut"),
        ("effective_on", "2023-10-02"),
        ("booked_on", "2023-10-10"),
        ("year", 2024),
        ("division_code", OTHER_TOWNSHIP),
        ("well_code", "371525104JJ09999"),
        ("well_code", None),
        ("subject_id", "00000000-0000-7000-8000-000000000000"),
        ("aquifer_group", "shallow"),
        ("full_year_l", 36_500_001),
        ("this_year_l", 0),
        ("at", "2023-10-09 02:00:00.000001"),
        ("id", "00000000-0000-7000-8000-000000000000"),
    ],
)
def test_any_changed_typed_column(intruder: Intruder, session: Session, column: str, value: object) -> None:
    if session.get_bind().dialect.name == "sqlite":
        value = value.replace("-", "") if column.endswith("id") and isinstance(value, str) else value
    elif column == "at":
        value = f"{value}+00:00"
    intruder.run(f"UPDATE ledger_entry SET {column} = :value WHERE sequence = 4", value=value)
    found = next(fault for fault in intruder.faults() if fault.what is FaultKind.COLUMN)
    assert found.sequence == 4
    assert found.detail.startswith(f"{column}: ")


def test_a_count_on_an_entry_that_has_none(intruder: Intruder) -> None:
    intruder.run("UPDATE ledger_entry SET count = 5 WHERE sequence = 1")
    assert (1, FaultKind.COLUMN) in intruder.places()
    assert (None, FaultKind.ROLLUP) in intruder.places()


def test_bytes_hash_and_columns_changed_together(intruder: Intruder, session: Session) -> None:
    body = stored_body(session, 4).replace(b'"full_year_l":36500000', b'"full_year_l":99900000')
    intruder.run(
        "UPDATE ledger_entry SET body = :body, hash = :hash, full_year_l = 99900000 WHERE sequence = 4",
        body=body,
        hash=digest(body),
    )
    intruder.run("UPDATE ledger_rollup SET full_year_l = full_year_l + 63400000 WHERE kind = 'reduction'")
    assert intruder.places() == {(5, FaultKind.LINK)}


def test_a_removed_entry(intruder: Intruder) -> None:
    intruder.run("DELETE FROM ledger_entry WHERE sequence = 3")
    assert {(4, FaultKind.GAP), (4, FaultKind.LINK), (None, FaultKind.ROLLUP)} == intruder.places()


def test_a_cut_tail_shows_in_the_rollups_and_against_a_kept_head(
    intruder: Intruder, session: Session
) -> None:
    kept = queries.head(session, COUNTY)
    intruder.run("DELETE FROM ledger_entry WHERE sequence = 6")
    assert intruder.places() == {(None, FaultKind.ROLLUP)}
    intruder.run(
        "UPDATE ledger_rollup SET full_year_l = full_year_l - 36500000, this_year_l = this_year_l - 9100000"
        " WHERE kind = 'reduction'"
    )
    assert intruder.places() == set()
    assert intruder.places(kept) == {(6, FaultKind.HEAD)}


def test_a_history_written_anew_shows_against_a_kept_head(intruder: Intruder, session: Session) -> None:
    kept = queries.head(session, COUNTY)
    intruder.run("DELETE FROM ledger_entry")
    intruder.run("DELETE FROM ledger_rollup")
    for number in range(1, 8):
        post_closed_well(session, number)
    assert intruder.places() == set()
    assert intruder.places(kept) == {(6, FaultKind.HEAD)}


def test_an_added_entry_that_nobody_summed(intruder: Intruder, session: Session) -> None:
    """Sealed by the rules at the end of the chain, as a program would, but past `post`."""
    facts = {"county_code": COUNTY, "effective_on": NOW.date(), "booked_on": NOW.date(), "year": 2023}
    figures = {"count": 1, "full_year_m3": 0, "this_year_m3": 0, "aquifer_group": "deep"}
    about = {"kind": "well_closed", "division_code": OTHER_TOWNSHIP, "subject_id": new_id()}
    append(session, LedgerEntry, chain=CHAIN, at=NOW, **facts, **figures, **about)
    (fault,) = intruder.faults()
    assert (fault.what, fault.sequence) == (FaultKind.ROLLUP, None)


def test_an_entry_inserted_in_the_middle(intruder: Intruder, session: Session) -> None:
    for old in (6, 5, 4):
        intruder.run("UPDATE ledger_entry SET sequence = :new WHERE sequence = :old", old=old, new=old + 1)
    columns = [column.name for column in LedgerEntry.__table__.columns]
    fresh = {"rowid": "99", "id": ":id", "sequence": "4", "previous_hash": "'sha256:none'"}
    picked = ", ".join(fresh.get(name, name) for name in columns)
    insertion = f"INSERT INTO ledger_entry ({', '.join(columns)}) SELECT {picked} FROM ledger_entry"
    intruder.run(f"{insertion} WHERE sequence = 3", id=new_id().hex)
    assert {(4, FaultKind.COLUMN), (4, FaultKind.LINK), (5, FaultKind.COLUMN)} <= intruder.places()


def test_swapped_entries(intruder: Intruder) -> None:
    swap = "UPDATE ledger_entry SET sequence = :new WHERE sequence = :old"
    for old, new in ((2, 99), (4, 2), (99, 4)):
        intruder.run(swap, old=old, new=new)
    assert {
        (2, FaultKind.LINK),
        (2, FaultKind.COLUMN),
        (4, FaultKind.LINK),
        (4, FaultKind.COLUMN),
    } <= intruder.places()


@pytest.mark.parametrize("column", ["count", "full_year_l", "this_year_l"])
def test_a_changed_rollup(intruder: Intruder, column: str) -> None:
    intruder.run(f"UPDATE ledger_rollup SET {column} = {column} + 1 WHERE kind = 'reduction'")
    (fault,) = intruder.faults()
    assert fault.what is FaultKind.ROLLUP
    assert "2023 371525104 reduction deep" in fault.detail


def test_a_removed_and_an_invented_rollup(intruder: Intruder) -> None:
    intruder.run("UPDATE ledger_rollup SET year = 2022 WHERE kind = 'reduction'")
    found = {fault.detail.partition(":")[0] for fault in intruder.faults()}
    assert found == {"2022 371525104 reduction deep", "2023 371525104 reduction deep"}


@pytest.mark.parametrize("backend", ["postgis"], indirect=True)
def test_an_entry_moved_to_another_chain(intruder: Intruder) -> None:
    intruder.run("ALTER TABLE ledger_entry DROP CONSTRAINT ck_ledger_entry_own_chain")
    intruder.run("UPDATE ledger_entry SET chain = 'ledger:371599' WHERE sequence = 6")
    places = {(fault.chain, fault.sequence, fault.what) for fault in intruder.faults()}
    assert ("ledger:371599", 6, FaultKind.STRAY) in places


def test_a_reversal_made_to_look_like_none(intruder: Intruder, session: Session) -> None:
    reverse(session, queries.get_entry(session, 1, OPERATOR))
    intruder.run("UPDATE ledger_entry SET reverses_id = NULL, count = 0 WHERE sequence = 7")
    assert (7, FaultKind.COLUMN) in intruder.places()
