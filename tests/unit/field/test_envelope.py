"""Envelopes and payloads are read strictly; whatever is wrong is a refusal that names the place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.field.rules import envelope, inbox, outbox, payloads
from casebook.field.rules.states import TRANSITIONS, OperationState, check_step
from casebook.inspections.filed import FiledInspection
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id

NOW = datetime(2023, 6, 1, 2, 0, tzinfo=UTC)


def an_envelope(**other: object) -> dict[str, Any]:
    return {
        "version": 1,
        "id": str(new_id()),
        "county": "371525",
        "device": str(new_id()),
        "officer": str(new_id()),
        "sequence": 1,
        "previous": envelope.FIRST,
        "kind": "evidence.add",
        "record": str(new_id()),
        "made_at": "2023-06-01T02:00:00.000Z",
        "package": None,
        "payload": {},
        "files": [],
        **other,
    }


def read(**other: object) -> envelope.Envelope:
    return envelope.read(json.dumps(an_envelope(**other)).encode())


def a_file(**other: object) -> dict[str, Any]:
    return {"hash": digest(b"x"), "size": 1, "name": "a.jpg", "type": "image/jpeg", **other}


def test_a_good_one_is_read() -> None:
    found = read(files=[a_file(), a_file(name="b.jpg")], payload={"a": [1]})
    assert found.made_at == NOW
    assert bytes(found.payload) == b'{"a": [1]}'
    assert found.hashes == [digest(b"x")], "each file once"


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"version": 2}, "version"),
        ({"version": True}, "version"),
        ({"id": "x"}, "id"),
        ({"id": str(uuid4())}, "id"),
        ({"sequence": 0}, "sequence"),
        ({"sequence": 2**63}, "sequence"),
        ({"sequence": 1.5}, "sequence"),
        ({"previous": 64 * "0"}, "previous"),
        ({"previous": digest(b"another")}, "previous"),
        ({"kind": ""}, "kind"),
        ({"kind": "a\u0000b"}, "kind"),
        ({"kind": 41 * "x"}, "kind"),
        ({"made_at": "2023-06-01T02:00:00"}, "made_at"),
        ({"made_at": "0001-01-01T00:00:00Z"}, "made_at"),
        ({"made_at": 5}, "made_at"),
        ({"files": [a_file(hash="sha256:x")]}, "files"),
        ({"files": [a_file(hash="md5:" + 32 * "a")]}, "files"),
        ({"files": [a_file(size=0)]}, "files"),
        ({"files": [a_file(size=-1)]}, "files"),
        ({"files": [a_file(name="a\u0000")]}, "files"),
        ({"files": [a_file(path="../x")]}, "files[0]"),
        ({"files": [a_file() for _number in range(401)]}, "files"),
        ({"surprise": 1}, "body"),
    ],
)
def test_a_wrong_one_names_the_place(other: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        read(**other)
    assert refusal.value.field == field


@given(st.binary(max_size=400) | st.recursive(st.none() | st.text(), st.lists, max_leaves=5).map(repr))
def test_no_bytes_at_all_are_more_than_a_refusal(data: bytes | str) -> None:
    body = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    with pytest.raises(RuleBroken):
        envelope.read(body)


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"payload":' + b"[" * 200_000, b"", b"\xff", b"null"])
def test_hostile_bodies(body: bytes) -> None:
    with pytest.raises(RuleBroken, match="operation_unreadable"):
        envelope.read(body)


def test_about_owner_and_hash() -> None:
    found = read()
    with pytest.raises(RuleBroken, match="operation_id_differs"):
        envelope.check_about(found, operation_id=new_id(), county="371525")
    with pytest.raises(RuleBroken, match="operation_of_other_county"):
        envelope.check_about(found, operation_id=found.id, county="371502")
    with pytest.raises(NotFound):
        envelope.check_owner(found, new_id())
    with pytest.raises(RuleBroken, match="operation_hash_wrong"):
        envelope.check_hash(b"a", digest(b"b"))


def decode(payload: object, known: tuple[str, ...] = ()) -> FiledInspection:
    return payloads.decode(json.dumps(payload).encode(), FiledInspection, known)


def an_inspection(**other: object) -> dict[str, Any]:
    at = "2023-06-01T02:00:00.000Z"
    return {
        "well": str(new_id()),
        "kind": "inspection",
        "checklist": str(new_id()),
        "started_at": at,
        "arrival_at": at,
        "ended_at": at,
        "second": None,
        "presence": {},
        "told": {},
        **other,
    }


def a_fix(**other: object) -> dict[str, Any]:
    at = "2023-06-01T02:00:00.000Z"
    return {"at": at, "fix_at": at, "lon": 115.4, "lat": 36.4, "accuracy_m": 5, **other}


def test_a_payload_is_decoded() -> None:
    found = decode(an_inspection(presence={"fixes": [a_fix()]}, answers={"C01": "yes"}))
    assert found.presence.fixes[0].lon == 115.4
    assert found.answers == {"C01": "yes"}


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"presence": {"fixes": [a_fix(lon="x")]}}, "payload.presence.fixes[0].lon"),
        ({"well": None}, "payload.well"),
        ({"answers": {"C01": 1}}, "payload.answers[...]"),
        ({"surprise": 1}, "payload.surprise"),
        ({"presence": {"fixes": [a_fix(), a_fix(speed=3)]}}, "payload.presence.fixes[1].speed"),
        ({"ended_at": "2023-06-01T02:00:00"}, "payload.ended_at"),
        ({"presence": {"plate_at": "0001-01-01T00:00:00+14:00"}}, "payload.presence.plate_at"),
        ({"situation": "a\u0000b"}, "payload.situation"),
        ({"answers": {"C\u000001": "yes"}}, "payload.answers.C\u000001"),
        ({"sketch": digest(b"unlisted")}, "payload.sketch"),
    ],
)
def test_a_wrong_payload_names_the_place(other: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        decode(an_inspection(**other))
    assert refusal.value.field == field


def test_listed_files_may_be_named() -> None:
    known = digest(b"sketch")
    assert decode(an_inspection(sketch=known), (known,)).sketch == known


@pytest.mark.parametrize("data", [b"", b"[", b"[" * 100_000, b"\xff", b'{"lon": 1e999}', b"NaN"])
def test_hostile_payloads(data: bytes) -> None:
    with pytest.raises(RuleBroken, match="payload_unreadable"):
        payloads.decode(data, FiledInspection, ())


@dataclass(frozen=True)
class Odd:
    """Values that the trade's payloads have none of at present."""

    number: int = 0
    day: date = date(2023, 1, 1)
    id: UUID | None = None


@pytest.mark.parametrize("payload", [{"number": 2**63}, {"number": -(2**70)}, {"day": "0001-01-01"}])
def test_values_that_no_column_holds(payload: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken, match="payload_value_impossible"):
        payloads.decode(json.dumps(payload).encode(), Odd, ())


def test_every_state_has_its_row_and_settled_ones_rest() -> None:
    assert set(TRANSITIONS) == set(OperationState)
    for state in (OperationState.APPLIED, OperationState.CONFLICT):
        assert state.is_settled
        with pytest.raises(RuleBroken):
            check_step(state, OperationState.RECEIVED)
    check_step(OperationState.WAITING_FILES, OperationState.APPLIED)
    check_step(OperationState.APPLIED, OperationState.APPLIED)


def test_the_inbox_begins_a_little_before() -> None:
    assert inbox.begins_at("", NOW) == NOW - inbox.FIRST_SPAN
    assert inbox.begins_at("2023-06-01T01:00:00.000Z", NOW) == NOW - timedelta(hours=1) - inbox.OVERLAP
    assert inbox.begins_at("2099-01-01T00:00:00Z", NOW) == NOW - inbox.OVERLAP
    for odd in ("yesterday", "2023-06-01T01:00:00", "0001-01-01T00:00:00+14:00", "9" * 400):
        with pytest.raises(RuleBroken, match="inbox_since_unreadable"):
            inbox.begins_at(odd, NOW)


@given(st.lists(st.tuples(st.text(max_size=30), st.integers(0, 10**6)), min_size=1, max_size=5))
def test_only_names_of_an_outbox_pass(entries: list[tuple[str, int]]) -> None:
    with pytest.raises(RuleBroken):
        outbox.check_entries(entries, 10**9)


def test_entries_that_overlap_are_seen() -> None:
    name = f"files/{digest(b'x')}/"
    entries = [(f"{name}{number}", 1000) for number in range(10)]
    outbox.check_entries(entries, 10_000)
    with pytest.raises(RuleBroken, match="outbox_entry_refused"):
        outbox.check_entries(entries, 9_999)
