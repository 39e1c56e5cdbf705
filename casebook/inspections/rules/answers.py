"""Reading an answer, and what it points to."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.inspections.rules.kinds import AnswerKind, YesNo
from casebook.kernel.cells import read_number
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from casebook.inspections.rules.checklist import Item

LONGEST = 400
LARGEST = Decimal(1_000_000_000)
_YES_NO = frozenset(YesNo)


def read_answer(item: Item, written: str) -> str:
    """Return an answer as it is stored, empty for none; RuleBroken with the item's code as its field."""
    text = written.strip()
    if not text:
        return ""
    if item.kind is AnswerKind.NUMBER:
        return _number(item, text)
    if item.kind is AnswerKind.YES_NO and text not in _YES_NO:
        raise RuleBroken("answer_unknown", field=item.code, item=item.code)
    if len(text) > LONGEST:
        raise RuleBroken("answer_too_long", field=item.code, item=item.code, most=LONGEST)
    return text


def _number(item: Item, text: str) -> str:
    value = read_number(text)
    if not isinstance(value, Decimal):
        raise RuleBroken("answer_not_a_number", field=item.code, item=item.code, written=text)
    if not 0 <= value <= LARGEST:
        raise RuleBroken("answer_out_of_range", field=item.code, item=item.code, written=text)
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _pointed_to(item: Item, value: str) -> tuple[str, ...]:
    if not value:
        return ()
    if item.limit is not None:
        return item.bad.get("above", ()) if float(value) > item.limit else ()
    answers = value.split(",") if item.kind is AnswerKind.ZONES else [value]
    return tuple(code for answer in answers for code in item.bad.get(answer, ()))


def is_bad(item: Item, value: str) -> bool:
    """Say whether an answer points to a problem."""
    return bool(_pointed_to(item, value))


def suggested_codes(items: Iterable[Item], answers: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the problem codes that the answers point to, each with the items it came from."""
    found: dict[str, list[str]] = {}
    for item in items:
        for code in _pointed_to(item, answers.get(item.code, "")):
            found.setdefault(code, []).append(item.code)
    return dict(sorted(found.items()))


def unanswered(items: Iterable[Item], answers: Mapping[str, str]) -> list[str]:
    """Return the codes of required items without an answer."""
    return [item.code for item in items if item.is_required and not answers.get(item.code)]
