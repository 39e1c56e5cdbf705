"""Every status that a workflow stores has one tone, in the one place that decides colour."""

from __future__ import annotations

import ast
from collections import Counter

import pytest
from jinja2 import Environment, FileSystemLoader

from tests.support.source_tree import ROOT, python

STATUS_NAMES = ("Status", "State", "Outcome")


def status_values() -> dict[str, list[str]]:
    """Return the values of every status enum, by its place and name."""
    return {
        f"{source.place} {node.name}": [
            str(member.value.value)
            for member in node.body
            if isinstance(member, ast.Assign) and isinstance(member.value, ast.Constant)
        ]
        for source in python("casebook")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        and node.name.endswith(STATUS_NAMES)
        and any(isinstance(base, ast.Name) and base.id == "StrEnum" for base in node.bases)
    }


@pytest.fixture(scope="module")
def tones() -> dict[str, list[str]]:
    environment = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=True)
    environment.filters["label"] = str
    module = environment.get_template("components/status_tag.html").module
    return dict(module.TONES)  # type: ignore[attr-defined]  # the template's own variable


def test_every_status_has_a_tone(tones: dict[str, list[str]]) -> None:
    known = {value for values in tones.values() for value in values}
    statuses = status_values()
    assert len(statuses) > 5
    assert {
        place: sorted(set(values) - known) for place, values in statuses.items() if set(values) - known
    } == {}


def test_no_status_has_two_tones(tones: dict[str, list[str]]) -> None:
    counts = Counter(value for values in tones.values() for value in values)
    assert [value for value, times in counts.items() if times > 1] == []
