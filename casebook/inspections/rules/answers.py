"""Reading an answer, and what it points to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.inspections.rules.checklist import ABOVE, NUMBERS
from casebook.inspections.rules.kinds import AnswerKind, YesNo
from casebook.kernel.cells import read_number
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from casebook.inspections.rules.checklist import Item
    from casebook.inspections.rules.kinds import InspectionKind

LONGEST = 400
LARGEST = Decimal(1_000_000_000)
_YES_NO = frozenset(YesNo)
_CHOSEN = frozenset({AnswerKind.YES_NO, AnswerKind.CHOICE})


def read_answer(item: Item, written: str) -> str:
    """Return an answer as it is stored, empty for none; RuleBroken with the item's code as its field."""
    text = written.strip()
    if not text:
        return ""
    if item.kind in NUMBERS:
        return _number(item, text)
    if item.kind is AnswerKind.DATE:
        return _day(item, text)
    choices = _YES_NO if item.kind is AnswerKind.YES_NO else item.choices
    if item.kind in _CHOSEN and text not in choices:
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


def _day(item: Item, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise RuleBroken("answer_not_a_day", field=item.code, item=item.code, written=text) from None


def _pointed_to(item: Item, value: str) -> tuple[str, ...]:
    if not value:
        return ()
    if item.kind in NUMBERS:
        is_above = item.limit is not None and float(value) > item.limit
        return item.bad.get(ABOVE, ()) if is_above else ()
    answers = value.split(",") if item.kind is AnswerKind.ZONES else [value]
    return tuple(code for answer in answers for code in item.bad.get(answer, ()))


def asked(items: Iterable[Item], kind: InspectionKind) -> list[Item]:
    """Return the items that people answer on an act of this kind."""
    return [item for item in items if item.applies_to(kind) and not item.is_automatic]


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
