"""The one module that knows every feature: it finds each one's tables, words, pages, jobs and commands.

A feature is a package with the file roles of docs/architecture.md. `FEATURES` is the house's
directory from bottom to top; a role that a feature does not need has no file.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

FEATURES = (
    "keys",
    "storage",
    "jobs",
    "audit",
    "numbering",
    "accounts",
    "deadlines",
    "ledger",
    "evidence",
    "regions",
    "parties",
    "wells",
    "quotas",
    "intake",
    "inspections",
    "cases",
    "closures",
    "oversight",
    "maps",
    "reports",
    "search",
    "desk",
    "backup",
)


@cache
def role(name: str) -> tuple[ModuleType, ...]:
    """Return the modules of one file role (`models`, `labels`, `views`, …), bottom feature first."""
    return tuple(_existing(name))


def _existing(name: str) -> Iterator[ModuleType]:
    for feature in FEATURES:
        path = f"casebook.{feature}.{name}"
        if find_spec(f"casebook.{feature}") is not None and find_spec(path) is not None:
            yield import_module(path)


def load_models() -> None:
    """Import every table, so that metadata is whole."""
    role("models")
