from __future__ import annotations

from dataclasses import replace

import pytest

from casebook.cases.rules import CODES
from casebook.inspections.rules import STANDARD_CHECKLIST, AnswerKind, InspectionKind, Item, read_answer
from casebook.inspections.rules.editing import check_items, compare
from casebook.inspections.rules.photographs import short_of_photographs
from casebook.kernel.errors import RuleBroken

ITEM = Item("C40", "井台干净", AnswerKind.YES_NO, {"no": ("P20",)})
CHOICE = Item("C41", "水源", AnswerKind.CHOICE, {"井水": ("P09",)}, choices=("井水", "自来水"))


def codes(*items: Item) -> list[str]:
    return [fault.code for fault in check_items(items, CODES)]


def test_the_standard_list_may_be_saved() -> None:
    assert codes(*STANDARD_CHECKLIST) == []
    assert codes(ITEM, CHOICE) == []


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (replace(ITEM, code="井1"), "checklist_code"),
        (replace(ITEM, question=" "), "checklist_question"),
        (replace(ITEM, question="长" * 201), "checklist_question"),
        (replace(ITEM, hint="长" * 401), "checklist_hint"),
        (replace(ITEM, limit=5), "checklist_limit"),
        (replace(ITEM, photographs=21), "checklist_photographs"),
        (replace(ITEM, kinds=(InspectionKind.ACCEPTANCE,)), "checklist_kinds"),
        (replace(ITEM, choices=("甲", "乙")), "checklist_choices_unused"),
        (replace(ITEM, bad={"maybe": ("P20",)}), "checklist_bad_answer"),
        (replace(ITEM, bad={"no": ("P99",)}), "checklist_bad_code"),
        (replace(ITEM, bad={"no": ()}), "checklist_bad_code"),
        (replace(CHOICE, choices=("井水",)), "checklist_choices"),
        (replace(CHOICE, choices=("井水", "井水")), "checklist_choices"),
        (replace(CHOICE, bad={"河水": ("P09",)}), "checklist_bad_answer"),
    ],
)
def test_what_cannot_be_a_version(item: Item, code: str) -> None:
    assert code in codes(item)


def test_lists_that_are_empty_too_long_or_double() -> None:
    assert codes() == ["checklist_empty"]
    assert codes(ITEM, ITEM) == ["checklist_code_twice"]
    many = [replace(ITEM, code=f"D{number:03d}") for number in range(101)]
    assert codes(*many) == ["checklist_long"]


def test_versions_are_compared_item_by_item() -> None:
    other = replace(ITEM, question="井台干净、没有积水")
    added = replace(ITEM, code="C50")
    found = compare([ITEM, CHOICE], [other, added])
    assert [(one.code, one.old, one.new) for one in found] == [
        ("C40", ITEM, other),
        ("C50", None, added),
        ("C41", CHOICE, None),
    ]
    assert compare([ITEM, CHOICE], [CHOICE, ITEM]) == []


@pytest.mark.parametrize(
    ("item", "written", "stored"),
    [
        (replace(ITEM, kind=AnswerKind.DATE), " 2026-05-01 ", "2026-05-01"),
        (CHOICE, "井水", "井水"),
    ],
)
def test_days_and_choices_are_read(item: Item, written: str, stored: str) -> None:
    assert read_answer(item, written) == stored


@pytest.mark.parametrize(
    ("item", "written", "code"),
    [
        (replace(ITEM, kind=AnswerKind.DATE), "2026-02-30", "answer_not_a_day"),
        (replace(ITEM, kind=AnswerKind.DATE), "昨天", "answer_not_a_day"),
        (CHOICE, "河水", "answer_unknown"),
    ],
)
def test_other_days_and_choices_are_refused(item: Item, written: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        read_answer(item, written)


def test_photographs_are_missed_where_something_was_seen() -> None:
    shown = replace(ITEM, photographs=1)
    dial = Item("C42", "读数", AnswerKind.NUMBER, photographs=2)
    assert short_of_photographs([shown, dial], {}, {}) == []
    assert short_of_photographs([shown, dial], {"C40": "yes", "C42": "7"}, {"C42": 1}) == ["C42"]
    assert short_of_photographs([shown, dial], {"C40": "no", "C42": "7"}, {"C42": 2}) == ["C40"]
    assert short_of_photographs([shown], {"C40": "na"}, {}) == []
