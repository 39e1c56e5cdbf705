"""What becomes of hits, what a lead says, which firm is which, and what a list's file holds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casebook.cases.rules.codes import Severity
from casebook.kernel.errors import RuleBroken
from casebook.kernel.matching import Matcher
from casebook.screening.labels import HOW
from casebook.screening.rules import RuleId
from casebook.screening.rules.lists import ListFault, read_rows
from casebook.screening.rules.ranking import rank_of, score_of
from casebook.screening.rules.states import (
    TRANSITIONS,
    HitState,
    ListKind,
    Seen,
    check_step,
    is_material,
    next_state,
)
from casebook.screening.rules.wording import SUSPICION, lead_text

S = HitState


@pytest.mark.parametrize(
    ("state", "problem", "material", "lead_open", "to"),
    [
        (S.OPEN, False, False, False, S.OPEN),
        (S.OPEN, True, False, False, S.KNOWN),
        (S.KNOWN, False, False, False, S.OPEN),
        (S.ENDED, False, False, False, S.OPEN),
        (S.ENDED, True, False, False, S.KNOWN),
        (S.DISMISSED, True, False, False, S.DISMISSED),
        (S.DISMISSED, False, True, False, S.OPEN),
        (S.LEAD, True, True, True, S.LEAD),
        (S.LEAD, False, False, False, S.LEAD),
        (S.LEAD, False, True, False, S.OPEN),
        (S.LEAD, True, False, False, S.KNOWN),
    ],
)
def test_what_becomes_of_a_hit_that_is_seen_again(
    state: HitState, *, problem: bool, material: bool, lead_open: bool, to: HitState
) -> None:
    found = next_state(state, Seen(problem, material, lead_open))
    assert found is to
    assert to is state or to in TRANSITIONS[state]


def test_a_dismissed_hit_never_becomes_a_lead_at_once() -> None:
    with pytest.raises(RuleBroken, match="screening_step"):
        check_step(S.DISMISSED, S.LEAD)


def test_what_counts_as_another_hit() -> None:
    hundred = Decimal(100)
    assert not is_material("a", hundred, "a", Decimal(120))
    assert is_material("a", hundred, "a", Decimal("120.001"))
    assert is_material("a", hundred, "b", hundred)
    assert is_material("a", Decimal(0), "a", Decimal("0.001"))


def test_gravity_comes_before_water() -> None:
    assert rank_of(Severity.HIGH, None) > rank_of(Severity.MID, Decimal(10**12))
    assert rank_of(Severity.MID, Decimal(2)) > rank_of(Severity.MID, Decimal(1))
    assert score_of(Severity.CRITICAL, Decimal(10**9), 10**4) == 190
    assert score_of(Severity.LOW, None, -1) == 10


def test_a_lead_says_what_is_suspected_and_that_it_is_no_finding() -> None:
    text = lead_text(
        RuleId.OVER_PERMIT,
        "371525101JJ00001",
        {"year": 2023, "taken_m3": "12000.000", "permits": ["甲", "乙"]},
    )
    assert text == (
        "筛查线索：371525101JJ00001 涉嫌超许可水量取水（水法48、69(2)）。"
        "年度 2023，取水 12,000 m³，许可证 甲、乙。"
        "数据线索不作为违法认定，须由两名执法人员现场核查。"
    )
    assert set(SUSPICION) == set(RuleId)


def test_the_same_firm_is_known_by_number_else_by_name() -> None:
    known = Matcher([("9137A", "冠县（东风）浴池", 1), ("", "冠县东风浴池", 2), ("9137B", "冠县东风浴池", 3)])
    assert known.find("9137a", "") == [1]
    assert known.find("", "冠县 (东风)浴池") == [1, 2, 3]
    assert known.find("9137A", "冠县东风浴池") == [1, 2]
    assert known.find("", "别家") == []


HEAD = ["序号", "单位名称", "统一社会信用代码", "年度", "排水量（万m³）"]


def test_the_rows_of_a_list() -> None:
    rows = [
        (1, ["排水清单"]),
        (2, HEAD),
        (3, [1, "甲厂", "91a", 2023, "1.5"]),
        (4, [2, "甲厂", "91A", 2023, "1.5"]),
        (5, [3, None, None, 2023, "1"]),
        (6, [4, "乙厂", None, "去年", "1"]),
        (7, [5, "乙厂", None, 2023, "很多"]),
        (8, [6, "乙厂", None, None, "1"]),
        (9, [7, "乙厂", None, 2023, "-1"]),
    ]
    found = read_rows(rows, ListKind.DISCHARGES)  # type: ignore[arg-type]  # cells of any kind
    (line,) = found.lines
    assert (line.name, line.identifier, line.year, line.volume_m3) == (
        "甲厂",
        "91A",
        2023,
        Decimal("15000.000"),
    )
    assert [(one.line, one.fault) for one in found.refused] == [
        (4, ListFault.REPEATED),
        (5, ListFault.NOBODY),
        (6, ListFault.YEAR_UNREADABLE),
        (7, ListFault.NUMBER_UNREADABLE),
        (8, ListFault.VOLUME_MISSING),
        (9, ListFault.NUMBER_UNREADABLE),
    ]


def test_a_list_without_header_is_refused() -> None:
    with pytest.raises(RuleBroken, match="screening_list_no_header"):
        read_rows([(number, ["甲", "乙"]) for number in range(1, 30)], ListKind.BUSINESSES)


def test_every_rule_says_how_it_judges() -> None:
    assert set(HOW) == set(SUSPICION) == set(RuleId)
