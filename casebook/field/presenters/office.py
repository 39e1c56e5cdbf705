"""Operations as the office reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from casebook.field.labels.operations import KINDS
from casebook.field.presenters.answers import reason_words
from casebook.field.rules.states import Flag, OperationState
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.field.queries.listing import Entry

_EMPTY = frozenset({"", "null", "[]", "{}"})
_DECIDABLE = frozenset({OperationState.QUARANTINED, OperationState.REFUSED})


@dataclass(frozen=True)
class OperationLine:
    """One line of the list."""

    entry: Entry
    kind: str
    note: str
    """Why it stands where it stands, in short."""

    @classmethod
    def of(cls, entry: Entry) -> OperationLine:
        """Return the line of an operation."""
        return cls(entry, kind_words(entry.kind), "　".join(notes_of(entry)))

    @property
    def can_release(self) -> bool:
        """Whether it may be taken up again."""
        return self.entry.state in _DECIDABLE

    @property
    def can_reject(self) -> bool:
        """Whether it may be refused for good."""
        return self.entry.state is OperationState.QUARANTINED


def kind_words(kind: str) -> str:
    """Return what people call a kind; one that this version does not know by its own name."""
    return str(KINDS.get(kind, kind))


def notes_of(entry: Entry) -> list[str]:
    """Return why an operation was refused, or that the server failed on it."""
    return [label(Flag.SERVER_ERROR)] if entry.has_failed else reason_words(entry.reasons)


def content_rows(body: bytes) -> list[tuple[str, str]]:
    """Return what a body says, as (place, value) in its own order."""
    return list(_leaves(orjson.loads(body), ""))


def payload_rows(body: bytes) -> list[tuple[str, str]]:
    """Return what was filed, as (place, value), without what was left empty."""
    payload = orjson.loads(body)["payload"]
    return [(place, value) for place, value in _leaves(payload, "payload") if value not in _EMPTY]


def difference_rows(stored: bytes, other: bytes) -> list[dict[str, str]]:
    """Return where two bodies differ."""
    ours, theirs = dict(content_rows(stored)), dict(content_rows(other))
    places = [*ours, *(place for place in theirs if place not in ours)]
    return [
        {"label": place, "old": ours.get(place, ""), "new": theirs.get(place, "")}
        for place in places
        if ours.get(place) != theirs.get(place)
    ]


def _leaves(value: Any, place: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict) and value:
        for name, part in value.items():
            yield from _leaves(part, f"{place}.{name}" if place else name)
    elif isinstance(value, list) and value:
        for index, part in enumerate(value):
            yield from _leaves(part, f"{place}[{index}]")
    else:
        yield place, value if isinstance(value, str) else orjson.dumps(value).decode()
