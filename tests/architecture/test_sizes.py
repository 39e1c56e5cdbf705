"""Nothing grows past what a reader can hold (docs/architecture.md)."""

from __future__ import annotations

from tests.support import source_tree
from tests.support.source_tree import ROOT, Function, Source, python

PYTHON_FILE = 400
TEST_FILE = 600
FUNCTION = 40
HANDLER = 30
TEMPLATE = 200

ROUTE_DECORATORS = {"route", "get", "post", "put", "patch", "delete"}


def test_python_files() -> None:
    sources = python("casebook", "migrations", "tools")
    assert sources
    assert [f"{s.place}: {len(s.lines)}" for s in sources if len(s.lines) > PYTHON_FILE] == []


def test_test_files() -> None:
    assert [f"{s.place}: {len(s.lines)}" for s in python("tests") if len(s.lines) > TEST_FILE] == []


def test_functions() -> None:
    assert _longer_than(FUNCTION, [(s, f) for s in python("casebook", "tools") for f in s.functions()]) == []


def test_view_handlers() -> None:
    handlers = [(s, f) for s in python("casebook") for f in s.functions() if _is_handler(f)]
    assert _longer_than(HANDLER, handlers) == []


def test_templates() -> None:
    templates = source_tree.files("templates")
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in templates}
    assert [f"{path.relative_to(ROOT)}: {n}" for path, n in lengths.items() if n > TEMPLATE] == []


def _longer_than(limit: int, functions: list[tuple[Source, Function]]) -> list[str]:
    lengths = [(source.at(f), f.name, f.end_lineno - f.lineno + 1) for source, f in functions]
    return [f"{place} {name}: {length} lines" for place, name, length in lengths if length > limit]


def _is_handler(function: Function) -> bool:
    """Whether a blueprint's or the app's decorator makes it an endpoint."""
    called = [decorator.func for decorator in function.decorator_list if hasattr(decorator, "func")]
    return any(getattr(func, "attr", "") in ROUTE_DECORATORS for func in called)
