from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.cases.rules import CODES
from casebook.inspections.rules import (
    STANDARD_CHECKLIST,
    AnswerKind,
    Item,
    is_bad,
    read_answer,
    suggested_codes,
    unanswered,
)
from casebook.kernel.errors import RuleBroken

ITEMS = {item.code: item for item in STANDARD_CHECKLIST}


def test_a_new_county_begins_with_the_items_of_the_trade() -> None:
    codes = [item.code for item in STANDARD_CHECKLIST]
    assert codes == [f"C{n:02d}" for n in range(1, 33)]
    pointed_to = {code for item in STANDARD_CHECKLIST for code in item.problem_codes}
    assert pointed_to <= CODES.keys()


@pytest.mark.parametrize("item", STANDARD_CHECKLIST, ids=lambda item: item.code)
def test_an_item_survives_storing(item: Item) -> None:
    assert Item.of(item.as_data()) == item


def test_only_what_casebook_cannot_answer_is_asked() -> None:
    assert [item.code for item in STANDARD_CHECKLIST if item.is_automatic] == ["C02", "C07", "C17"]


@pytest.mark.parametrize(
    ("code", "value", "bad"),
    [
        ("C01", "no", True),
        ("C01", "yes", False),
        ("C01", "na", False),
        ("C01", "", False),
        ("C08", "yes", True),
        ("C08", "no", False),
        ("C02", "20", False),
        ("C02", "20.1", True),
        ("C07", "over_extraction", False),
        ("C07", "over_extraction,no_abstraction", True),
        ("C12", "96410", False),
    ],
)
def test_which_answers_point_to_a_problem(code: str, value: str, bad: bool) -> None:
    assert is_bad(ITEMS[code], value) is bad


def test_suggested_problems_name_the_items_they_came_from() -> None:
    answers = {"C03": "no", "C10": "no", "C14": "no", "C02": "138.4", "C08": "no"}
    assert suggested_codes(STANDARD_CHECKLIST, answers) == {
        "P01": ["C03"],
        "P02": ["C03"],
        "P10": ["C10"],
        "P14": ["C14"],
        "P19": ["C02"],
        "P22": ["C03"],
    }


def test_optional_items_may_stay_unanswered() -> None:
    required = unanswered(STANDARD_CHECKLIST, {})
    assert required == ["C01", "C02", "C03", "C06", "C08", "C10", "C11", "C14", "C23", "C32"]
    assert unanswered(STANDARD_CHECKLIST, dict.fromkeys(required, "yes")) == []


@pytest.mark.parametrize(
    ("written", "stored"),
    [("９６４１０", "96410"), (" 32.50 ", "32.5"), ("96,410", "96410"), ("", ""), ("0", "0")],
)
def test_numbers_are_stored_in_one_spelling(written: str, stored: str) -> None:
    assert read_answer(ITEMS["C12"], written) == stored


@pytest.mark.parametrize(
    ("code", "written", "refusal"),
    [
        ("C12", "约3289", "answer_not_a_number"),
        ("C12", "<script>", "answer_not_a_number"),
        ("C12", "-5", "answer_out_of_range"),
        ("C12", "1000000001", "answer_out_of_range"),
        ("C01", "maybe", "answer_unknown"),
    ],
)
def test_other_answers_are_refused_by_item(code: str, written: str, refusal: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_answer(ITEMS[code], written)
    assert (refused.value.code, refused.value.field) == (refusal, code)


def test_a_text_answer_has_an_end() -> None:
    text = replace(ITEMS["C01"], kind=AnswerKind.TEXT)
    assert read_answer(text, "井台破损") == "井台破损"
    with pytest.raises(RuleBroken) as refused:
        read_answer(text, "长" * 401)
    assert refused.value.code == "answer_too_long"


@given(st.decimals(min_value=0, max_value=10**9, allow_nan=False, places=3))
def test_a_stored_number_reads_as_itself(value: object) -> None:
    stored = read_answer(ITEMS["C12"], f"{value:f}")
    assert read_answer(ITEMS["C12"], stored) == stored
