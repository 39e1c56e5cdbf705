"""Two people changed the same well: what the register holds now beside what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casebook.web.forms import Form

_APART = frozenset({"base_version", "reason", "csrf_token"})


def differences(typed: Form, stored: Form) -> list[dict[str, Any]]:
    """Return the fields in which two forms of one kind differ, as the diff table shows them."""
    return [
        {"label": field.label.text, "old": _shown(stored[field.name]), "new": _shown(field)}
        for field in typed
        if field.name not in _APART and _shown(stored[field.name]) != _shown(field)
    ]


def _shown(field: Any) -> str:  # noqa: ANN401 - WTForms types neither choices nor the text of a field
    if hasattr(field, "choices"):
        words = {choice.value: choice.label for choice in field.choices}
        return str(words.get(field.data, field.data))
    return str(field._value())  # noqa: SLF001 - what a widget asks a field for
