from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from casebook.backup import rules
from casebook.backup.rules import Entry, Manifest
from casebook.kernel.chains import Head
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest

FILE = "files/sha256/ab/cd/abcd" + 60 * "0"
HEAD = Head("ledger:371525", 3, digest(b"x"))
ENTRIES = tuple(Entry(name, 1, digest(b"x")) for name in ("database.sqlite", "keys/manifest.json", FILE))
MANIFEST = Manifest(
    made_at=datetime(2026, 11, 22, 6, 5, tzinfo=UTC),
    program="0.1.0",
    county_code="371525",
    backend="sqlite",
    revision="0001",
    heads=(HEAD,),
    entries=ENTRIES,
)
FOUND = {entry.name: entry for entry in ENTRIES}


def code(call: object, *args: object) -> str:
    assert callable(call)
    with pytest.raises(RuleBroken) as refusal:
        call(*args)
    return refusal.value.code


def test_a_manifest_survives_the_trip() -> None:
    assert rules.read_manifest(MANIFEST.as_json()) == MANIFEST


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"format":1}', b'{"format":1,"made_at":5}', b"\xff"])
def test_what_is_no_manifest(data: bytes) -> None:
    assert code(rules.read_manifest, data) == "backup_unreadable"


def test_a_manifest_of_the_future() -> None:
    assert code(rules.read_manifest, b'{"format":2}') == "backup_format_unknown"


@pytest.mark.parametrize("name", ["database.sqlite", "database.pgdump", "manifest.json", FILE, "keys/ab.pem"])
def test_names_of_entries(name: str) -> None:
    rules.check_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "../etc/passwd",
        "/etc/passwd",
        "keys/../../x",
        "keys/.hidden",
        "keys/a/b",
        "files/incoming/x",
        "x",
        "keys/",
    ],
)
def test_entries_that_would_lie_elsewhere(name: str) -> None:
    assert code(rules.check_name, name) == "backup_entry_strange"


def test_an_archive_as_its_manifest_says() -> None:
    rules.check_entries(MANIFEST, FOUND)


def test_an_archive_that_is_not() -> None:
    missing = {name: entry for name, entry in FOUND.items() if name != FILE}
    extra = {**FOUND, "keys/new": Entry("keys/new", 1, digest(b"x"))}
    changed = {**FOUND, FILE: Entry(FILE, 1, digest(b"y"))}
    assert code(rules.check_entries, MANIFEST, missing) == "backup_entry_missing"
    assert code(rules.check_entries, MANIFEST, extra) == "backup_entry_strange"
    assert code(rules.check_entries, MANIFEST, changed) == "backup_entry_changed"


@pytest.mark.parametrize("backend", ["postgresql", "mysql"])
def test_an_archive_without_its_database(backend: str) -> None:
    assert code(rules.check_entries, replace(MANIFEST, backend=backend), FOUND) == "backup_entry_missing"


def test_heads_that_differ() -> None:
    assert rules.differing_heads([HEAD], [HEAD]) == []
    assert rules.differing_heads([HEAD], []) == [HEAD.chain]
    assert rules.differing_heads([HEAD], [replace(HEAD, count=2)]) == [HEAD.chain]
