"""How an edit meets what others saved meanwhile: by what the editor saw, field by field.

The editor sends what they saw beside what they wrote. Fields that only one side changed merge;
a field that both changed to different values is a clash, for a person to decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = TypeVar("Value")


@dataclass(frozen=True)
class Clash:
    """A field that two people changed to different values."""

    field: str
    written: object
    """What the editor wants."""
    stored: object
    """What the record says by now."""


def meet(
    seen: Mapping[str, Value], written: Mapping[str, Value], stored: Mapping[str, Value]
) -> tuple[dict[str, Value], list[Clash]]:
    """Return the changes to make and the clashes; with a clash nothing should be changed.

    A field that is missing in `seen` was not shown to the editor: then what is stored counts as seen.
    """
    changes: dict[str, Value] = {}
    clashes: list[Clash] = []
    for field, value in written.items():
        now = stored[field]
        before = seen.get(field, now)
        if value in (before, now):
            continue
        if now == before:
            changes[field] = value
        else:
            clashes.append(Clash(field, value, now))
    return changes, clashes
