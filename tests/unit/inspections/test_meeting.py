from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casebook.inspections.rules import Clash, meet

FIELDS = ("a", "b", "c")
SIDES = st.fixed_dictionaries({name: st.sampled_from(["", "1", "2"]) for name in FIELDS})


def test_disjoint_edits_merge() -> None:
    seen = {"a": "1", "b": "1"}
    assert meet(seen, {"a": "2", "b": "1"}, {"a": "1", "b": "9"}) == ({"a": "2"}, [])


def test_the_same_field_changed_twice_is_a_clash_with_both_values() -> None:
    assert meet({"a": "1"}, {"a": "2"}, {"a": "9"}) == ({}, [Clash("a", written="2", stored="9")])


def test_both_sides_writing_the_same_is_no_clash() -> None:
    assert meet({"a": "1"}, {"a": "2"}, {"a": "2"}) == ({}, [])


def test_a_field_that_was_not_shown_counts_as_seen_as_it_is() -> None:
    assert meet({}, {"a": "2"}, {"a": "9"}) == ({"a": "2"}, [])


@given(SIDES, SIDES, SIDES)
def test_nobodys_edit_is_lost_silently(
    seen: dict[str, str], written: dict[str, str], stored: dict[str, str]
) -> None:
    changes, clashes = meet(seen, written, stored)
    result = {**stored, **changes}
    told = {clash.field for clash in clashes}
    for name in FIELDS:
        if name in told:
            assert seen[name] not in (written[name], stored[name])
            continue
        assert result[name] in (written[name], stored[name])
        if stored[name] != seen[name]:
            assert result[name] == stored[name]
        if written[name] != seen[name]:
            assert result[name] == written[name]
