from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from casebook.cases.rules import CODES
from casebook.cases.rules.gates import GATES
from casebook.cases.rules.workflow import WORKFLOW
from casebook.config import Settings
from casebook.deadlines.presenters import length_text
from casebook.deadlines.rules import Unit
from casebook.deadlines.rules.table import RULES
from casebook.inspections.rules.standard import STANDARD_CHECKLIST
from casebook.web.wording import cited, clauses, labelled, listed, translated, with_aside
from casebook.wiring import create_speaker
from tests.support.source_tree import python

if TYPE_CHECKING:
    from collections.abc import Iterator

CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff]")
NAMED_IN_REFUSALS = {
    word.value.value
    for source in python("casebook")
    for word in ast.walk(source.tree)
    if isinstance(word, ast.keyword) and word.arg == "article" and isinstance(word.value, ast.Constant)
}
STORED = sorted(
    {
        *NAMED_IN_REFUSALS,
        *(gate.article for gate in GATES.values()),
        *(move.article for move in WORKFLOW),
        *(code.articles for code in CODES.values()),
        *(rule.article for rule in RULES.values()),
        *(item.basis for item in STANDARD_CHECKLIST),
    }
)


@pytest.fixture
def chinese() -> Iterator[None]:
    with create_speaker(Settings(default_locale="zh")).app_context():
        yield


@pytest.fixture
def english() -> Iterator[None]:
    with create_speaker(Settings(default_locale="en")).app_context():
        yield


@pytest.mark.usefixtures("english")
def test_every_article_of_the_rules_is_cited_in_english() -> None:
    assert len(STORED) > 30
    assert {written: cited(written) for written in STORED if CHINESE.search(cited(written))} == {}


@pytest.mark.usefixtures("chinese")
def test_articles_stay_in_chinese_as_they_are_written() -> None:
    assert [written for written in STORED if cited(written) != written] == []


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("处罚法 42", "Penalty Law Art. 42"),
        ("水法48、69(1)；748号55", "Water Law Art. 48, 69(1); Groundwater Regulation Art. 55"),
        ("地方规定", "Local rules"),
        ("某市条例 3", "某市条例 3"),
        ("", ""),
        (None, ""),
    ],
)
def test_citing(written: str | None, expected: str) -> None:
    assert cited(written) == expected


@pytest.mark.usefixtures("english")
def test_english_joins_with_commas_and_brackets() -> None:
    assert listed(["甲", 2]) == "甲, 2"
    assert clauses(["one", "two"]) == "one; two"
    assert labelled("Depth", 236) == "Depth: 236"
    assert with_aside("周明", "inspector") == "周明 (inspector)"


@pytest.mark.usefixtures("chinese")
def test_chinese_joins_with_its_own_marks() -> None:
    assert listed(["甲", 2]) == "甲、2"
    assert clauses(["一", "二"]) == "一；二"
    assert labelled("井深", 236) == "井深：236"
    assert with_aside("周明", "inspector") == "周明（inspector）"


@pytest.mark.usefixtures("english")
def test_stored_questions_are_translated_and_a_county_s_own_stay() -> None:
    assert [item.code for item in STANDARD_CHECKLIST if CHINESE.search(translated(item.question))] == []
    assert [code for code, row in CODES.items() if CHINESE.search(translated(row.title))] == []
    assert translated("本县自己的问题") == "本县自己的问题"
    assert translated("") == ""


@pytest.mark.usefixtures("english")
def test_one_day_is_a_day_and_more_are_days() -> None:
    assert length_text(1, Unit.WORKING_DAY) == "1 working day"
    assert length_text(7, Unit.WORKING_DAY) == "7 working days"
    assert length_text(1, Unit.YEAR_END) == "Until 31 December"
