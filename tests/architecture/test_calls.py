"""Every function and every public method is called by something that runs, not only by tests."""

from __future__ import annotations

import ast
import re
from collections import Counter
from typing import TYPE_CHECKING

from tests.support.source_tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALLOWED = {
    "downgrade": "the way back of a migration; the tests of migrations take it, an office restores a backup",
    "register_well": "one well by hand; the register is filled by imports, its tests place single wells",
    "text_rows": "the reader of readings by lines; loading reads by blocks, its tests compare the two",
    "propose_fine": "no page offers an amount yet: whoever decides writes it",
    "check_authority": "the case's gate asks for the paper only, not yet for the agency and the day in it",
}
"""Functions that only tests call, each with its reason; what is called again leaves the list."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def definitions(tree: ast.Module) -> Iterator[Function]:
    """Yield the top-level functions, and the public methods of classes without a base."""
    for node in tree.body:
        if isinstance(node, Function) and not node.decorator_list:
            yield node
        elif isinstance(node, ast.ClassDef) and not node.bases:
            yield from (one for one in node.body if isinstance(one, Function) and _is_public(one))


def _is_public(method: Function) -> bool:
    kinds = {one.id for one in method.decorator_list if isinstance(one, ast.Name)}
    is_plain = len(kinds) == len(method.decorator_list) and kinds <= {
        "property",
        "staticmethod",
        "classmethod",
    }
    return is_plain and not method.name.startswith("_")


def names(node: ast.AST) -> Counter[str]:
    """Count the names that code reads, alone or behind a dot; imports, `__all__` and words do not count."""
    found: Counter[str] = Counter()
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load):
            found[one.id] += 1
        elif isinstance(one, ast.Attribute):
            found[one.attr] += 1
    return found


def uncalled(own: list[ast.Module], others: Counter[str]) -> set[str]:
    """Return the functions of `own` that neither `own` nor `others` names outside of themselves."""
    used = others.copy()
    for tree in own:
        used.update(names(tree))
    return {one.name for tree in own for one in definitions(tree) if used[one.name] <= names(one)[one.name]}


def _parse(*places: Path) -> list[ast.Module]:
    files = [
        file for place in places for file in (sorted(place.rglob("*.py")) if place.is_dir() else [place])
    ]
    return [ast.parse(file.read_text("utf-8")) for file in files]


def test_every_function_is_called() -> None:
    others: Counter[str] = Counter()
    for file in (ROOT / "templates").rglob("*.*"):
        others.update(re.findall(r"\w+", re.sub(r"\{#.*?#\}", "", file.read_text("utf-8"), flags=re.DOTALL)))
    for tree in _parse(ROOT / "migrations", ROOT / "tools", ROOT / "wsgi.py"):
        others.update(names(tree))
    assert uncalled(_parse(ROOT / "casebook"), others) == set(ALLOWED)


def test_what_counts_as_a_call() -> None:
    source = """
from elsewhere import imported
__all__ = ["dead", "lonely"]
@command
def decorated(): "dead"
def dead(): return used()  # dead
def lonely(): return lonely()
def used(): return Thing().size
class Thing:
    @property
    def size(self): return 1
    @property
    def weight(self): return 2
    def _own(self): return 3
class Form(Base):
    def validate(self): return True
"""
    assert uncalled([ast.parse(source)], Counter()) == {"dead", "lonely", "weight"}
    assert uncalled([ast.parse(source)], Counter(["dead", "lonely", "weight"])) == set()
