"""Whatever is stored or refused has words for people."""

from __future__ import annotations

import ast
from collections import Counter
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

from casebook import wiring
from casebook.web import labels as web_labels
from tests.support.source_tree import Source, python

if TYPE_CHECKING:
    from types import ModuleType

REFUSALS = {"RuleBroken", "Conflict"}


def _stored_enums() -> set[type[StrEnum]]:
    """Return every StrEnum that a models module names outside its imports."""
    found: set[type[StrEnum]] = set()
    for source in python("casebook"):
        if source.role == "models":
            module = import_module(source.module)
            names = {node.id for node in ast.walk(source.tree) if isinstance(node, ast.Name)}
            values = (getattr(module, name, None) for name in names)
            found |= {value for value in values if isinstance(value, type) and issubclass(value, StrEnum)}
    return found - {StrEnum}


def _refusals(source: Source) -> list[ast.Call]:
    calls = (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))
    return [call for call in calls if ast.unparse(call.func).rsplit(".", 1)[-1] in REFUSALS]


def _modules() -> tuple[ModuleType, ...]:
    """Return where messages stand: each feature's labels, and the web's for what lies below them."""
    return (web_labels, *wiring.role("labels"))


def _code(call: ast.Call) -> object:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) else None


def test_every_stored_enum_has_a_label_for_each_member() -> None:
    labels: dict[type[StrEnum], dict[StrEnum, object]] = {}
    for module in wiring.role("labels"):
        labels |= getattr(module, "LABELS", {})
    missing = [f"{e.__module__}.{m}" for e in _stored_enums() for m in e if m not in labels.get(e, {})]
    assert sorted(missing) == []


def test_every_refusal_names_its_code_where_it_is_raised() -> None:
    """A code in a variable could neither be found nor checked for its message."""
    unnamed = [s.at(call) for s in python("casebook") for call in _refusals(s) if _code(call) is None]
    assert unnamed == []


def test_every_refusal_has_a_message() -> None:
    messages = {code for module in _modules() for code in getattr(module, "MESSAGES", {})}
    silent = [
        f"{source.at(call)} {_code(call)}"
        for source in python("casebook")
        for call in _refusals(source)
        if _code(call) is not None and _code(call) not in messages
    ]
    assert silent == []


def test_no_code_has_two_messages() -> None:
    codes = Counter(code for module in _modules() for code in getattr(module, "MESSAGES", {}))
    assert [code for code, times in codes.items() if times > 1] == []
