"""What is asked before a dial is written down, and what nobody may insist on."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from casebook.kernel.errors import RuleBroken
from casebook.kernel.volumes import litres
from casebook.volumes.rules import ReadingMark
from casebook.volumes.rules.dials import Reading
from casebook.volumes.rules.doubts import check_dial, doubts_of
from tests.unit.volumes.series import NEW, OLD, TURN, reading

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "fixtures" / "reading_doubts.json").read_text("utf-8")
)
KNOWN = [reading("2023-01-25", 100), reading("2023-02-25", 160), reading("2023-04-25", 300)]
FULL = [reading("2023-01-25", 9_700)]


def codes(
    one: Reading, others: list[Reading], digits: int | None = None, flow: float | None = None
) -> list[str]:
    return [doubt.value for doubt, _facts in doubts_of(one, others, digits=digits, flow_m3h=flow)]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (reading("2023-03-25", 200), []),
        (reading("2023-03-25", 150), ["below_former"]),
        (reading("2023-03-25", 301), ["above_later"]),
        (reading("2023-05-25", 299), ["below_former"]),
        (reading("2023-05-25", 299, TURN), []),
        (reading("2023-05-25", 299, OLD), ["below_former"]),
        (reading("2022-12-25", 101), ["above_later"]),
    ],
)
def test_a_dial_beside_its_neighbours(one: Reading, expected: list[str]) -> None:
    assert codes(one, KNOWN) == expected


def test_a_dial_near_its_highest_number_goes_over_it_by_itself() -> None:
    assert codes(reading("2023-02-25", 40), FULL) == []
    assert codes(reading("2023-02-25", 40), FULL, digits=6) == ["below_former"]


def test_more_than_the_pump_lifts() -> None:
    """31 days at 1 m³/h are 744 m³."""
    at = reading("2023-02-25", 100 + 745)
    assert codes(at, KNOWN[:1], flow=1.0) == ["dial_above_capacity"]
    assert codes(reading("2023-02-25", 100 + 744), KNOWN[:1], flow=1.0) == []
    assert doubts_of(at, KNOWN[:1], digits=None, flow_m3h=1.0)[0][1] == {
        "m3": "745",
        "flow_m3h": "1",
        "dial": "100",
        "on": "2023-01-25",
    }


def test_who_is_sure_is_not_asked() -> None:
    one = reading("2023-03-25", 150.5)
    with pytest.raises(RuleBroken, match="below_former") as refused:
        check_dial(one, KNOWN, digits=None, flow_m3h=None, is_sure=False)
    assert refused.value.facts == {"dial": "160", "on": "2023-02-25"}
    check_dial(one, KNOWN, digits=None, flow_m3h=None, is_sure=True)
    check_dial(reading("2023-05-25", 0, NEW), KNOWN, digits=None, flow_m3h=None, is_sure=False)


def test_nobody_insists_on_a_dial_that_the_meter_cannot_show() -> None:
    with pytest.raises(RuleBroken, match="dial_too_long"):
        check_dial(reading("2023-05-25", 10_000), KNOWN, digits=4, flow_m3h=None, is_sure=True)
    check_dial(reading("2023-05-25", 9_999), KNOWN, digits=4, flow_m3h=None, is_sure=True)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_office_judges_as_the_tablet_does(case: dict[str, Any]) -> None:
    (last_on, last, mark), (on, dial, is_rolled) = case["last"], case["read"]
    known = Reading("m", date.fromisoformat(last_on), litres(Decimal(last)), ReadingMark(mark))
    turned = ReadingMark.ROLLOVER if is_rolled else ReadingMark.NONE
    one = Reading("m", date.fromisoformat(on), litres(Decimal(dial)), turned)
    assert codes(one, [known], case["digits"], case["flow"]) == case["doubts"]
