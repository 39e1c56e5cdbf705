"""The project's own source, parsed: what the architecture suite looks at."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """`name` is dotted to the last word: `from casebook.wells import models` is casebook.wells.models."""

    name: str
    line: int
    only_for_types: bool


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    @property
    def place(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def module(self) -> str:
        return self.place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def feature(self) -> str:
        """The package under casebook: wells, web, db …"""
        return [*self.module.split("."), ""][1]

    @property
    def role(self) -> str:
        """The file's role in its feature, also where the role is a package: rules, models, views …"""
        return [*self.module.split("."), "", ""][2]

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def at(self, node: ast.stmt | ast.expr) -> str:
        return f"{self.place}:{node.lineno}"

    def imports(self) -> Iterator[Import]:
        guarded = {
            id(node)
            for block in ast.walk(self.tree)
            if isinstance(block, ast.If) and ast.unparse(block.test).endswith("TYPE_CHECKING")
            for node in ast.walk(block)
        }
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(alias.name, node.lineno, id(node) in guarded)
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield Import(f"{node.module}.{alias.name}", node.lineno, id(node) in guarded)


@cache
def python(*folders: str) -> tuple[Source, ...]:
    """Return every Python file under these folders."""
    return tuple(Source(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))


@cache
def files(folder: str, *endings: str) -> tuple[Path, ...]:
    """Return every file under a folder, with one of these endings where any are given."""
    found = (path for path in sorted((ROOT / folder).rglob("*")) if path.is_file())
    return tuple(path for path in found if not endings or path.suffix in endings)
