"""The tablet's builders make what the server decodes; tests/frontend holds them to the same files."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from casebook.closures.filed import FiledAcceptance
from casebook.field.rules.payloads import decode
from casebook.inspections.filed import (
    FiledAddition,
    FiledInspection,
    FiledInterview,
    FiledOrder,
    FiledPatrolVisit,
    FiledSignature,
)
from casebook.inspections.rules.papers import check_paper
from casebook.kernel.errors import RuleBroken
from casebook.volumes.filed import FiledReading
from casebook.wells.filed import FiledWellEdit

FIXTURES = Path(__file__).parents[2] / "fixtures" / "field"
KINDS: dict[str, type[Any]] = {
    "inspection.file": FiledInspection,
    "inspection.file.survey": FiledInspection,
    "signature.add": FiledSignature,
    "patrol.visit": FiledPatrolVisit,
    "interview.file": FiledInterview,
    "order.serve": FiledOrder,
    "evidence.add": FiledAddition,
    "well.edit": FiledWellEdit,
    "closure.accept": FiledAcceptance,
    "reading.record": FiledReading,
}


def read(kind: str) -> bytes:
    return (FIXTURES / f"{kind}.json").read_bytes()


def hashes_in(data: bytes) -> set[str]:
    def found(value: object) -> set[str]:
        if isinstance(value, dict):
            return set().union(*(found(part) for part in value.values())) if value else set()
        if isinstance(value, list):
            return set().union(*(found(part) for part in value)) if value else set()
        return {value} if isinstance(value, str) and value.startswith("sha256:") else set()

    return found(json.loads(data))


def test_there_is_a_fixture_of_every_kind() -> None:
    assert {path.stem for path in FIXTURES.glob("*.json")} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_payload_of_the_tablet_is_decoded(kind: str) -> None:
    decoded = decode(read(kind), KINDS[kind], hashes_in(read(kind)))
    assert type(decoded) is KINDS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_the_tablet_sends_every_field(kind: str) -> None:
    assert set(json.loads(read(kind))) == {field.name for field in fields(KINDS[kind])}


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_nobody_knows_is_refused(kind: str) -> None:
    data = json.dumps({**json.loads(read(kind)), "surprise": 1}).encode()
    with pytest.raises(RuleBroken, match="payload_field_unknown"):
        decode(data, KINDS[kind], hashes_in(data))


@pytest.mark.parametrize(
    "kind", ["inspection.file", "inspection.file.survey", "interview.file", "order.serve"]
)
def test_a_paper_of_the_tablet_holds(kind: str) -> None:
    decoded = decode(read(kind), KINDS[kind], hashes_in(read(kind)))
    check_paper(decoded.paper, allowed={decoded.paper.form})
