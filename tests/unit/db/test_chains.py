"""Whatever is done to stored entries of a chain is found, and the first place named is the place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel import chains as kernel_chains
from casebook.kernel.chains import GENESIS, Fault, FaultKind, Head, Link, follow, seal
from casebook.kernel.hashing import algorithm_of, canonical_json, digest

CHAIN = "ledger:371525"
NAMES = ("sequence", "previous_hash", "well", "litres")

Facts = dict[str, Any]
Entries = list[Facts]
Row = list[Any]
facts = st.fixed_dictionaries(
    {
        "well": st.none() | st.text(max_size=8),
        "litres": st.integers(-(10**12), 10**12),
        "papers": st.lists(st.text(max_size=3)),
    }
)
chains = st.lists(facts, min_size=1, max_size=8)
small_chains = st.lists(facts, min_size=2, max_size=8)


def sealed(entries: Entries) -> list[Link]:
    links: list[Link] = []
    end = Head.of_empty(CHAIN)
    for entry in entries:
        links.append(seal(end, entry))
        end = links[-1].head
    return links


def stored(entries: Entries) -> list[Row]:
    """The rows as the database would give them back."""
    return [
        [link.body, link.hash, link.sequence, link.previous_hash, entry["well"], entry["litres"]]
        for link, entry in zip(sealed(entries), entries, strict=True)
    ]


def faults(rows: list[Row], chain: str = CHAIN) -> list[Fault]:
    """What is found, which is the same row by row and column by column, and in one chunk or in several."""
    found = list(follow(chain, NAMES, [rows]))
    with patch.object(kernel_chains, "LEAST_AT_ONCE", 1):
        assert list(follow(chain, NAMES, [rows])) == found
        assert list(follow(chain, NAMES, [rows[:2], rows[2:]])) == found
    return found


def kinds(rows: list[Row]) -> set[tuple[int | None, FaultKind]]:
    return {(fault.sequence, fault.what) for fault in faults(rows)}


@given(chains)
def test_an_untouched_chain_is_whole(entries: Entries) -> None:
    assert faults(stored(entries)) == []


def test_an_empty_chain_is_whole_and_its_genesis_names_the_algorithm() -> None:
    assert faults([]) == []
    assert algorithm_of(GENESIS) == "sha256"


@given(chains, st.data())
def test_any_changed_byte_is_found_at_its_entry(entries: Entries, data: st.DataObject) -> None:
    rows = stored(entries)
    index = data.draw(st.integers(0, len(rows) - 1))
    body = bytearray(rows[index][0])
    at = data.draw(st.integers(0, len(body) - 1))
    body[at] ^= data.draw(st.integers(1, 255))
    rows[index][0] = bytes(body)
    assert faults(rows)[0].sequence == index + 1
    assert faults(rows)[0].what in {FaultKind.BODY, FaultKind.HASH}


@given(chains, st.data())
def test_any_changed_column_is_found_at_its_entry(entries: Entries, data: st.DataObject) -> None:
    rows = stored(entries)
    index = data.draw(st.integers(0, len(rows) - 1))
    rows[index][5] += data.draw(st.integers(1, 10**12))
    assert kinds(rows) == {(index + 1, FaultKind.COLUMN)}
    assert "litres" in faults(rows)[0].detail


@given(chains, st.data())
def test_bytes_changed_together_with_their_hash_break_the_next_link_or_the_head(
    entries: Entries, data: st.DataObject
) -> None:
    rows = stored(entries)
    index = data.draw(st.integers(0, len(rows) - 1))
    changed = {**entries[index], "litres": entries[index]["litres"] + 1}
    link = replace(sealed(entries)[index], body=b"")
    body = canonical_json(
        {**changed, "chain": CHAIN, "sequence": link.sequence, "previous_hash": link.previous_hash}
    )
    rows[index] = [body, digest(body), link.sequence, link.previous_hash, changed["well"], changed["litres"]]
    if index + 1 < len(rows):
        assert kinds(rows) == {(index + 2, FaultKind.LINK)}
    else:
        assert digest(body) != sealed(entries)[-1].hash


@given(small_chains, st.data())
def test_a_removed_entry_is_found_behind_the_hole(entries: Entries, data: st.DataObject) -> None:
    rows = stored(entries)
    index = data.draw(st.integers(0, len(rows) - 2))
    del rows[index]
    assert kinds(rows) == {(index + 2, FaultKind.GAP), (index + 2, FaultKind.LINK)}


@given(small_chains)
def test_a_cut_tail_leaves_a_head_that_others_do_not_have(entries: Entries) -> None:
    assert faults(stored(entries)[:-1]) == []
    assert sealed(entries)[-2].head != sealed(entries)[-1].head


@given(small_chains, st.data())
def test_swapped_entries_are_found_even_under_exchanged_numbers(
    entries: Entries, data: st.DataObject
) -> None:
    rows = stored(entries)
    first = data.draw(st.integers(0, len(rows) - 2))
    second = data.draw(st.integers(first + 1, len(rows) - 1))
    rows[first], rows[second] = rows[second], rows[first]
    rows[first][2], rows[second][2] = first + 1, second + 1
    assert {(first + 1, FaultKind.COLUMN), (second + 1, FaultKind.COLUMN)} <= kinds(rows)


@given(chains, facts, st.data())
def test_an_inserted_entry_is_found(entries: Entries, added: Facts, data: st.DataObject) -> None:
    rows = stored(entries)
    index = data.draw(st.integers(0, len(rows) - 1))
    end = Head(CHAIN, index, rows[index][3])
    link = seal(end, {**added, "papers": ["inserted"]})
    rows.insert(
        index, [link.body, link.hash, link.sequence, link.previous_hash, added["well"], added["litres"]]
    )
    assert {(index + 1, FaultKind.GAP), (index + 1, FaultKind.LINK)} <= kinds(rows)


@given(chains)
def test_entries_of_another_chain_are_found(entries: Entries) -> None:
    rows = stored(entries)
    found = faults(rows, "ledger:371526")
    assert {fault.what for fault in found} == {FaultKind.COLUMN}
    assert len(found) == len(rows)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{}", None, "text", 7])
def test_bytes_that_are_no_entry_are_told_once(body: object) -> None:
    rows = stored([{"well": None, "litres": 1, "papers": []}])
    rows[0][0] = body
    assert kinds(rows) == {(1, FaultKind.BODY)}


@pytest.mark.parametrize("stored_hash", ["", "md5:00", "sha256:", None])
def test_a_hash_of_no_known_algorithm_is_a_fault(stored_hash: object) -> None:
    rows = stored([{"well": None, "litres": 1, "papers": []}])
    rows[0][1] = stored_hash
    assert kinds(rows) == {(1, FaultKind.HASH)}


def test_a_number_that_is_no_number_is_a_fault_and_the_walk_goes_on() -> None:
    rows = stored([{"well": None, "litres": litres, "papers": []} for litres in range(3)])
    rows[1][2] = "two"
    found = faults(rows)
    assert {fault.sequence for fault in found} == {"two"}
    assert {fault.what for fault in found} == {FaultKind.GAP, FaultKind.COLUMN}


@pytest.mark.parametrize("well", [None, "a-b", "a\nb", ""])
def test_texts_stored_otherwise_than_spelled_are_compared_as_stored(well: str | None) -> None:
    rows = stored([{"well": well, "litres": litres, "papers": []} for litres in range(3)])
    turned = {"well": lambda text: text.replace("-", "")}
    for row in rows:
        row[4] = None if well is None else well.replace("-", "")
    with patch.object(kernel_chains, "LEAST_AT_ONCE", 1):
        assert list(follow(CHAIN, NAMES, [rows], stored_as=turned)) == []
        rows[1][4] = "other"
        found = list(follow(CHAIN, NAMES, [rows], stored_as=turned))
    assert [(one.sequence, one.what) for one in found] == [(2, FaultKind.COLUMN)]


def test_a_fault_names_its_place_in_one_line() -> None:
    assert str(Fault(CHAIN, 7, FaultKind.COLUMN, "count: 1 != 2")) == "ledger:371525#7 column: count: 1 != 2"
    assert Fault(CHAIN, None, FaultKind.ROLLUP).place == CHAIN
