"""Which items have fewer photographs than their checklist asks for: a word to the reviewer, no refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.inspections.rules.answers import is_bad
from casebook.inspections.rules.kinds import AnswerKind, YesNo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from casebook.inspections.rules.checklist import Item


def short_of_photographs(
    items: Iterable[Item], answers: Mapping[str, str], counts: Mapping[str, int]
) -> list[str]:
    """Return the codes of items that were seen and have fewer photographs than asked for.

    A yes-or-no item is photographed where the answer is bad, any other one where it is answered.
    """
    return [
        item.code
        for item in items
        if counts.get(item.code, 0) < item.photographs and _is_shown(item, answers.get(item.code, ""))
    ]


def _is_shown(item: Item, value: str) -> bool:
    if item.kind is AnswerKind.YES_NO:
        return value != YesNo.NA and is_bad(item, value)
    return bool(value)
