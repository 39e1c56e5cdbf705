"""Checklist items as data; `standard` holds the list that a new county begins with.

A stored list keeps its items as plain mappings; `Item.of` and `Item.as_data` are the two ways across.
Questions are worded so that one answer is bad; which one, and what problem it points to, is data too.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from casebook.inspections.rules.kinds import AnswerKind, InspectionKind

if TYPE_CHECKING:
    from collections.abc import Mapping

COUNTED_BY_CASEBOOK = frozenset({AnswerKind.DISTANCE, AnswerKind.ZONES, AnswerKind.PERMIT_SHARE})
NUMBERS = frozenset({AnswerKind.NUMBER, AnswerKind.DISTANCE, AnswerKind.PERMIT_SHARE})
"""Answers that a limit can be held against."""
ABOVE = "above"
"""The answer of a number that exceeds its limit."""


@dataclass(frozen=True)
class Item:
    """One question of a checklist."""

    code: str
    """C01 … C32 of rules.md 8, or a county's own."""
    question: str
    kind: AnswerKind
    bad: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Problem codes (rules.md 9) that an answer points to, by answer; a number above `limit` is `ABOVE`."""
    limit: float | None = None
    unit: str = ""
    hint: str = ""
    basis: str = ""
    """Article, as a number."""
    is_required: bool = True
    choices: tuple[str, ...] = ()
    """What a `CHOICE` can be answered with."""
    photographs: int = 0
    """Fewest photographs that show the item, where the answer is bad or the item is photographed always."""
    kinds: tuple[InspectionKind, ...] = ()
    """Acts that ask it; none means all."""

    def applies_to(self, kind: InspectionKind) -> bool:
        """Say whether an act of this kind asks the item."""
        return not self.kinds or kind in self.kinds

    @property
    def is_automatic(self) -> bool:
        """Whether casebook answers it by itself."""
        return self.kind in COUNTED_BY_CASEBOOK

    @property
    def problem_codes(self) -> tuple[str, ...]:
        """All problem codes that some answer points to."""
        return tuple(dict.fromkeys(code for codes in self.bad.values() for code in codes))

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Item:
        """Read a stored item."""
        bad = {answer: tuple(codes) for answer, codes in data.get("bad", {}).items()}
        kinds = tuple(InspectionKind(kind) for kind in data.get("kinds", ()))
        choices = tuple(data.get("choices", ()))
        typed = {"kind": AnswerKind(data["kind"]), "bad": bad, "kinds": kinds, "choices": choices}
        return cls(**{**data, **typed})

    def as_data(self) -> dict[str, Any]:
        """Return the item as it is stored."""
        return {
            **asdict(self),
            "kind": self.kind.value,
            "bad": {answer: list(codes) for answer, codes in self.bad.items()},
            "choices": list(self.choices),
            "kinds": [kind.value for kind in self.kinds],
        }
