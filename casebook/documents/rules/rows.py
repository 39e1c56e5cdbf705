"""Rows of a fact as they are typed: a line each, a bar between the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from casebook.documents.rules.fields import Field

BAR = "|"
_WIDE_BAR = "｜"
"""What a Chinese keyboard gives for it."""


def read_rows(field: Field, text: str) -> list[dict[str, str]]:
    """Return one row for each line; what stands after the last bar belongs to the last column."""
    names = [name for name, _label in field.columns]
    lines = [line.replace(_WIDE_BAR, BAR).strip() for line in text.splitlines()]
    split = [line.split(BAR, len(names) - 1) for line in lines if line]
    return [dict(zip(names, [*parts, *[""] * len(names)], strict=False)) for parts in split]


def write_rows(field: Field, rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as one types them."""
    names = [name for name, _label in field.columns]
    return "\n".join(BAR.join(row.get(name, "") for name in names) for row in rows)
