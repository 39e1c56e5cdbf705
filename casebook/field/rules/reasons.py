"""Why an operation was refused, as it is stored and as people read it later, in their own language."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from casebook.kernel.errors import CasebookError, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

Reason = dict[str, Any]
"""`code`, `field`, `article` and `facts`; a fact is a text, a number, or an enum's name with its value."""


def reasons_of(error: CasebookError) -> list[Reason]:
    """Return each rule that a refusal names."""
    each = error.reasons if isinstance(error, Refused) else (error,)
    return [
        {
            "code": one.code,
            "field": getattr(one, "field", None),
            "article": getattr(one, "article", None),
            "facts": {name: _plain(value) for name, value in one.facts.items()},
        }
        for one in each
    ]


def as_error(reason: Reason, enums: Mapping[str, type[StrEnum]]) -> CasebookError:
    """Return a stored reason as the refusal that it was; `enums` are those that have words, by name."""
    facts = {name: _revived(value, enums) for name, value in reason["facts"].items()}
    return CasebookError(reason["code"], **facts)


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return {"enum": type(value).__name__, "value": value.value}
    return value if isinstance(value, int | float | None) else str(value)


def _revived(value: Any, enums: Mapping[str, type[StrEnum]]) -> object:  # noqa: ANN401 - what JSON gave back
    if not isinstance(value, dict):
        return value
    kind = enums.get(value["enum"])
    return value["value"] if kind is None else kind(value["value"])
