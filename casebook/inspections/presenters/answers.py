"""Questions and answers in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from casebook.cases.rules import CODES
from casebook.inspections.rules import NUMBERS, AnswerKind, YesNo, asked, is_bad
from casebook.regions.rules import ZoneKind
from casebook.web.formats import number
from casebook.web.labels import label
from casebook.web.wording import listed, translated

if TYPE_CHECKING:
    from casebook.inspections.models import ChecklistAnswer, Inspection
    from casebook.inspections.rules import Item


@dataclass(frozen=True)
class AnswerView:
    """One question with its answer in words."""

    item: Item
    answer: str
    remark: str
    is_bad: bool
    points_to: str


def title_of(problem_code: str) -> str:
    """Return what a problem code means."""
    known = CODES.get(problem_code)
    return translated(known.title) if known else ""


def points_to(item: Item) -> str:
    """Return the problems that a bad answer points to, in words."""
    return listed(f"{code} {title_of(code)}" for code in item.problem_codes)


def items_of(inspection: Inspection) -> list[Item]:
    """Return the items of the record's checklist that apply to its kind, in order."""
    return [item for item in inspection.checklist.questions if item.applies_to(inspection.kind)]


def asked_of(inspection: Inspection) -> list[Item]:
    """Return the items that people answer on the record."""
    return asked(inspection.checklist.questions, inspection.kind)


def answer_views(inspection: Inspection) -> list[AnswerView]:
    """Return all questions of the record with their answers, in order."""
    answers = {answer.item_code: answer for answer in inspection.answers}
    return [_view(item, answers.get(item.code)) for item in items_of(inspection)]


def _view(item: Item, answer: ChecklistAnswer | None) -> AnswerView:
    value, remark = (answer.value, answer.note) if answer else ("", "")
    return AnswerView(
        item=item,
        answer=_in_words(item, value),
        remark=remark,
        is_bad=is_bad(item, value),
        points_to=points_to(item),
    )


def _in_words(item: Item, value: str) -> str:
    if not value:
        return ""
    if item.kind is AnswerKind.YES_NO:
        return label(YesNo(value))
    if item.kind is AnswerKind.ZONES:
        kinds = [label(ZoneKind(kind)) for kind in value.split(",") if kind in set(ZoneKind)]
        return listed(kinds) or str(_("不在管控区内"))
    if item.kind is AnswerKind.CHOICE:
        return translated(value)
    return number(float(value)) if item.kind in NUMBERS else value
