"""What an interview needs, and what is asked."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from casebook.cases.rules import CODES
from casebook.inspections.filed import Exchange, FiledTold
from casebook.inspections.labels import MESSAGES
from casebook.inspections.rules.interviews import MOST_EXCHANGES, check_interview
from casebook.inspections.rules.questions import CLOSING, OPENING, QUESTIONS, questions_for
from casebook.kernel.errors import Refused
from casebook.kernel.ids import new_id
from tests.factories.accounts import NOW
from tests.factories.papers import interview, paper

WELL, SECOND = SimpleNamespace(id=new_id()), SimpleNamespace(id=new_id())


def codes(**changes: object) -> list[str]:
    try:
        check_interview(interview(WELL, SECOND, paper(), **changes))
    except Refused as refusal:
        return [reason.code for reason in refusal.reasons if MESSAGES[reason.code]]
    return []


def test_a_whole_interview_is_kept() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"place": " "}, "interview_fact_missing"),
        ({"person_name": ""}, "interview_fact_missing"),
        ({"relation": ""}, "interview_fact_missing"),
        ({"person_address": "村" * 201}, "paper_too_long"),
        ({"person_identity": "3" * 41}, "paper_too_long"),
        ({"ended_at": NOW - timedelta(minutes=1)}, "interview_ends_before_start"),
        ({"problem_codes": ("P99",)}, "finding_code_unknown"),
        ({"told": FiledTold(recusal_asked=True)}, "inspection_id_not_shown"),
        ({"told": FiledTold(id_shown=True)}, "inspection_recusal_not_asked"),
        ({"is_told_rights": False}, "interview_rights_not_told"),
        ({"second": None}, "inspection_second_missing"),
        ({"exchanges": ()}, "interview_without_answers"),
        ({"exchanges": (Exchange(question="问", answer=" "),)}, "interview_without_answers"),
        ({"exchanges": (Exchange(question=" ", answer="答"),)}, "interview_question_missing"),
        ({"exchanges": (Exchange(question="问", answer="答" * 4001),)}, "paper_too_long"),
        (
            {"exchanges": (Exchange(question="问", answer="答"),) * (MOST_EXCHANGES + 1)},
            "interview_too_many_questions",
        ),
    ],
)
def test_what_is_missing_is_told(changes: dict[str, object], code: str) -> None:
    assert codes(**changes) == [code]


def test_every_problem_has_three_to_six_questions_of_its_own() -> None:
    assert set(QUESTIONS) == set(CODES)
    assert {code: len(own) for code, own in QUESTIONS.items() if not 3 <= len(own) <= 6} == {}
    every = [question for own in QUESTIONS.values() for question in own]
    assert all(question.endswith(("？", "。")) for question in every)


def test_questions_begin_and_end_alike_and_come_once() -> None:
    asked = questions_for(("P10", "P11", "P10"))
    assert asked[: len(OPENING)] == OPENING
    assert asked[-len(CLOSING) :] == CLOSING
    assert len(set(asked)) == len(asked)
    assert set(QUESTIONS["P10"]) | set(QUESTIONS["P11"]) <= set(asked)
    assert questions_for(()) == (*OPENING, *CLOSING)
