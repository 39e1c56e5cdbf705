"""Facts: what a form takes, how it reads, what is blank, and where a file contradicts itself."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.documents.rules import FORMS, FormCode, checked, deviations, lacking, shown
from casebook.documents.rules.wording import amount_words, day_words, in_capitals, moment_words
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id

F27, F30B, F04 = FORMS[FormCode.F27], FORMS[FormCode.F30B], FORMS[FormCode.F04]
_VALUES = {"零": 0, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_capitals(words: str) -> int:
    """Return the fen of an amount in capital numerals, read independently of how it was written."""
    whole, fen, group, digit = 0, 0, 0, 0
    for sign in words:
        if sign in _VALUES:
            digit = _VALUES[sign]
        elif sign in _UNITS:
            group, digit = group + digit * _UNITS[sign], 0
        elif sign in "万亿":
            factor = 10_000 if sign == "万" else 100_000_000
            whole, group, digit = (whole + group + digit) * factor, 0, 0
        elif sign == "元":
            whole, group, digit = whole + group + digit, 0, 0
        elif sign in "角分":
            fen, digit = fen + digit * (10 if sign == "角" else 1), 0
    return whole * 100 + fen


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (10, "壹角整"),
        (105, "壹元零伍分"),
        (2_000_000, "贰万元整"),
        (1_050_000, "壹万零伍佰元整"),
        (10_000_500, "壹拾万零伍元整"),
        (100_000_000, "壹佰万元整"),
        (1_000_100_050, "壹仟万壹仟元伍角整"),
        (5_000_000_000, "伍仟万元整"),
    ],
)
def test_amounts_in_capitals(fen: int, words: str) -> None:
    assert in_capitals(fen) == words


@given(st.integers(min_value=1, max_value=99_999_999_99))
def test_capitals_read_back_as_the_same_amount(fen: int) -> None:
    words = in_capitals(fen)
    assert read_capitals(words) == fen
    assert "零零" not in words


def test_an_amount_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        in_capitals(-1)


def test_days_instants_and_amounts_read_as_papers_write_them() -> None:
    assert day_words(date(2023, 9, 1)) == "2023年9月1日"
    assert moment_words(datetime(2023, 9, 1, 6, 5, tzinfo=UTC)) == "2023年9月1日14时05分"
    assert amount_words(2_000_000) == "人民币贰万元整（¥20,000.00）"


def test_blank_items_become_a_stroke() -> None:
    words = shown(F27, checked(F27, {"cause": "  ", "fine_fen": None, "evidence": []}))
    assert (words["cause"], words["fine_fen"], words["pay_until"], words["evidence"]) == ("/", "/", "/", [])


def test_a_blank_cell_becomes_a_stroke() -> None:
    kept = checked(F30B, {"papers": [{"title": "决定书", "number": None}]})
    assert shown(F30B, kept)["papers"] == [{"title": "决定书", "number": "/", "count": "/"}]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cause", 7),
        ("cause", "长" * 20_001),
        ("fine_fen", -1),
        ("fine_fen", True),
        ("fine_fen", 20.5),
        ("pay_until", "2023-09-01"),
        ("pay_until", datetime(2023, 9, 1, tzinfo=UTC)),
        ("evidence", "笔录"),
        ("evidence", [{"colour": "red"}]),
        ("evidence", ["笔录"]),
        ("evidence", [{}] * 501),
    ],
)
def test_a_fact_of_another_kind_is_refused(name: str, value: object) -> None:
    with pytest.raises(RuleBroken, match="document_fact_wrong"):
        checked(F27, {name: value})


def test_an_instant_needs_its_zone() -> None:
    with pytest.raises(RuleBroken, match="document_fact_wrong"):
        checked(F04, {"begun_at": datetime(2023, 9, 1)})  # noqa: DTZ001 - the fault


def test_what_a_decision_lacks_is_named() -> None:
    names = {field.name for field in lacking(F27, {})}
    assert {"party_name", "cause", "facts", "evidence", "violated", "basis", "penalty"} <= names
    assert {"performance", "review_agency", "court", "officers", "discretion", "defence"} <= names
    assert not names & {"fine_fen", "pay_to"}


def test_papers_of_a_file_say_the_same_of_cause_and_party() -> None:
    first, second, third = new_id(), new_id(), new_id()

    def said(cause: str, name: str = "禾顺面粉厂") -> dict[str, Any]:
        return {"cause": cause, "party_name": name}

    papers = [
        (first, F27, said("未经批准擅自取水案")),
        (second, F30B, said("未经批准擅自取水案")),
        (third, F27, said("擅自取水案")),
    ]
    (found,) = deviations(papers)
    assert (found.name, found.usual, found.others) == (
        "cause",
        "未经批准擅自取水案",
        ((third, "擅自取水案"),),
    )
    assert deviations(papers[:2]) == []
    assert deviations([(first, F27, said("甲")), (second, F27, {})]) == []
