"""What of an act is kept beside the chain, what the chain gets of it, and who reads it."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.audit.rules import Details, changed, details_of, digest_of_looks, is_action, shows_details

values = st.dictionaries(st.sampled_from("abcd"), st.none() | st.integers() | st.text(max_size=3))


@given(values, values)
def test_only_what_differs_is_kept_and_nothing_is_lost(
    before: dict[str, object], after: dict[str, object]
) -> None:
    left, right = changed(before, after)
    same = {name for name in before.keys() & after.keys() if before[name] == after[name]}
    assert left == {name: before[name] for name in before.keys() - same}
    assert right == {name: after[name] for name in after.keys() - same}
    assert {**after, **left} == {**after, **before} or not left


def test_an_act_that_changed_nothing_and_needs_no_reason_has_no_details() -> None:
    assert details_of(None, None, None, salt=b"s") is None
    assert details_of({"a": 1}, {"a": 1}, "", salt=b"s") is None


def test_details_hold_both_sides_and_the_reason() -> None:
    details = details_of({"a": 1, "b": 2}, {"a": 3, "b": 2}, "核对原件", salt=b"s")
    assert details is not None
    assert orjson.loads(details.body) == {"after": {"a": 3}, "before": {"a": 1}, "reason": "核对原件"}


@given(st.binary(max_size=8), st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_the_hash_depends_on_the_salt(body: bytes, salt: bytes, other: bytes) -> None:
    details = Details(salt, body)
    assert details.has_hash(details.hash)
    assert Details(other, body).has_hash(details.hash) == (salt == other)


@pytest.mark.parametrize("text", ["case:open", "term:approve_extension"])
def test_an_action_is_noun_and_verb(text: str) -> None:
    assert is_action(text)


@pytest.mark.parametrize("text", ["", "case", "case:", ":open", "Case:open", "case:open:again", "case:打开"])
def test_anything_else_is_no_action(text: str) -> None:
    assert not is_action(text)


@pytest.mark.parametrize(
    "kind", ["case", "problem", "inspection", "well", "evidence", "party", "closure", "batch"]
)
def test_an_administrator_reads_no_details_of_casework(kind: str) -> None:
    assert not shows_details(kind)


@pytest.mark.parametrize("kind", ["officer", "agency", "calendar", "zone"])
def test_an_administrator_reads_details_of_accounts_and_the_county(kind: str) -> None:
    assert shows_details(kind)


looks = st.lists(st.fixed_dictionaries({"id": st.integers(0, 9), "what": st.text(max_size=3)}), max_size=4)


@given(looks, looks)
def test_looks_have_the_same_hash_only_when_they_are_the_same(
    one: list[dict[str, object]], other: list[dict[str, object]]
) -> None:
    assert (digest_of_looks(one) == digest_of_looks(other)) == (one == other)
