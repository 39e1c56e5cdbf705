"""What a checklist must be before it becomes a version, and in what two versions differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.inspections.rules.checklist import ABOVE, NUMBERS
from casebook.inspections.rules.kinds import AnswerKind, YesNo
from casebook.inspections.rules.needs import STARTABLE
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from casebook.inspections.rules.checklist import Item

MOST_ITEMS = 100
MOST_PHOTOGRAPHS = 20
LONGEST_QUESTION, LONGEST_HINT, LONGEST_CHOICE = 200, 400, 60
FEWEST_CHOICES = 2
_CODE = re.compile(r"[A-Z]\d{2,3}")
_ASKED_ANYWHERE = frozenset({AnswerKind.ZONES})
"""Kinds whose answers come from elsewhere, so that any answer may point to a problem."""


@dataclass(frozen=True)
class Difference:
    """One item of two versions: None where a version has it not."""

    code: str
    old: Item | None
    new: Item | None


def check_items(items: Sequence[Item], known_codes: Container[str]) -> list[RuleBroken]:
    """Return what is wrong with a list's items; `field` names the place `<index>.<field>`."""
    found = []
    if not items:
        found.append(RuleBroken("checklist_empty", field="items"))
    if len(items) > MOST_ITEMS:
        found.append(RuleBroken("checklist_long", field="items", most=MOST_ITEMS))
    codes: set[str] = set()
    for place, item in enumerate(items):
        if not _CODE.fullmatch(item.code):
            found.append(RuleBroken("checklist_code", field=f"{place}.code", item=item.code))
        if item.code in codes:
            found.append(RuleBroken("checklist_code_twice", field=f"{place}.code", item=item.code))
        codes.add(item.code)
        found += _check_item(place, item, known_codes)
    return found


def _check_item(place: int, item: Item, known_codes: Container[str]) -> list[RuleBroken]:
    found = []
    if not item.question.strip() or len(item.question) > LONGEST_QUESTION:
        found.append(
            RuleBroken("checklist_question", field=f"{place}.question", item=item.code, most=LONGEST_QUESTION)
        )
    if len(item.hint) > LONGEST_HINT:
        found.append(RuleBroken("checklist_hint", field=f"{place}.hint", item=item.code, most=LONGEST_HINT))
    if item.limit is not None and (item.kind not in NUMBERS or item.limit < 0):
        found.append(RuleBroken("checklist_limit", field=f"{place}.limit", item=item.code))
    if not 0 <= item.photographs <= MOST_PHOTOGRAPHS:
        found.append(
            RuleBroken(
                "checklist_photographs", field=f"{place}.photographs", item=item.code, most=MOST_PHOTOGRAPHS
            )
        )
    if any(kind not in STARTABLE for kind in item.kinds):
        found.append(RuleBroken("checklist_kinds", field=f"{place}.kinds", item=item.code))
    return [*found, *_check_choices(place, item), *_check_bad(place, item, known_codes)]


def _check_choices(place: int, item: Item) -> list[RuleBroken]:
    choices = item.choices
    is_right = (
        len(choices) >= FEWEST_CHOICES
        and len(set(choices)) == len(choices)
        and all(one and len(one) <= LONGEST_CHOICE for one in choices)
    )
    if item.kind is AnswerKind.CHOICE and not is_right:
        return [RuleBroken("checklist_choices", field=f"{place}.choices", item=item.code)]
    if item.kind is not AnswerKind.CHOICE and choices:
        return [RuleBroken("checklist_choices_unused", field=f"{place}.choices", item=item.code)]
    return []


def _check_bad(place: int, item: Item, known_codes: Container[str]) -> list[RuleBroken]:
    found = []
    answers = possible_answers(item)
    for answer, codes in item.bad.items():
        if item.kind not in _ASKED_ANYWHERE and answer not in answers:
            found.append(
                RuleBroken("checklist_bad_answer", field=f"{place}.bad", item=item.code, answer=answer)
            )
        unknown = [code for code in codes if code not in known_codes]
        if unknown or not codes:
            written = "、".join(unknown) or "—"
            found.append(
                RuleBroken("checklist_bad_code", field=f"{place}.bad", item=item.code, written=written)
            )
    return found


def possible_answers(item: Item) -> tuple[str, ...]:
    """Return the answers that may point to a problem."""
    if item.kind is AnswerKind.YES_NO:
        return (YesNo.YES.value, YesNo.NO.value)
    if item.kind in NUMBERS:
        return (ABOVE,)
    return item.choices


def compare(old: Sequence[Item], new: Sequence[Item]) -> list[Difference]:
    """Return the items in which two versions differ, in the order of the new one, then those left out."""
    before = {item.code: item for item in old}
    after = {item.code: item for item in new}
    changed = [
        Difference(code, before.get(code), item) for code, item in after.items() if before.get(code) != item
    ]
    return changed + [Difference(code, item, None) for code, item in before.items() if code not in after]
