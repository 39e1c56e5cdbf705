"""The clock is read in one place, and so is the environment."""

from __future__ import annotations

import ast

from tests.support.source_tree import Source, python

CLOCKS = {
    (thing, method)
    for thing in ("datetime", "date", "func")  # the database's clock is a clock too
    for method in ("now", "today", "utcnow", "current_timestamp")
}
ENVIRONMENT = {("os", "environ"), ("os", "getenv"), ("os", "putenv")}


def _reads(source: Source, wanted: set[tuple[str, str]]) -> list[str]:
    """Return where one of these attributes is used, by whatever dotted path, or imported by name."""
    used = [
        source.at(node)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
        and (ast.unparse(node.value).rsplit(".", 1)[-1], node.attr) in wanted
    ]
    dotted = {f"{thing}.{name}" for thing, name in wanted}
    return used + [f"{source.place}:{found.line}" for found in source.imports() if found.name in dotted]


def _elsewhere(place: str, wanted: set[tuple[str, str]]) -> list[str]:
    return [hit for source in python("casebook") if source.place != place for hit in _reads(source, wanted)]


def test_the_clock() -> None:
    assert _elsewhere("casebook/kernel/clock.py", CLOCKS) == []


def test_the_environment() -> None:
    assert _elsewhere("casebook/config.py", ENVIRONMENT) == []
