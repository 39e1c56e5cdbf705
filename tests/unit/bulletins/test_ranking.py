"""Ranking: by what was asked for, ties share a place, money cannot be weighed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.bulletins.rules import (
    DEFAULT_WEIGHTS,
    RANKABLE,
    TRANSITIONS,
    BulletinState,
    Measure,
    Ranked,
    check_weights,
    last_ones,
    months_last,
    rank,
    score,
    step,
)
from casebook.kernel.errors import RuleBroken
from casebook.oversight.rules import DEFINITIONS, Indicator, Unit

WELLS, WATER, RATE = Indicator.WELLS_CLOSED, Indicator.REDUCTION, Indicator.STRUCK_OFF_RATE
WEIGHTS = {WELLS: 50, RATE: 50}


def at(value: str | None, target: str | None = "10", indicator: Indicator = WELLS) -> Measure:
    return Measure(
        indicator, None if target is None else Decimal(target), None if value is None else Decimal(value)
    )


def ranked(**values: str | None) -> tuple[Ranked, ...]:
    return rank(
        {code: (code, (at(value, "10" if value else None),)) for code, value in values.items()}, WEIGHTS
    )


def test_ties_share_a_place_and_who_has_no_target_comes_apart() -> None:
    found = ranked(a="4", b="8", c="8", d=None, e="2")
    assert [(one.code, one.place, one.score) for one in found] == [
        ("b", 1, Decimal("80.0")),
        ("c", 1, Decimal("80.0")),
        ("a", 3, Decimal("40.0")),
        ("e", 4, Decimal("20.0")),
        ("d", None, None),
    ]


def test_what_is_unknown_gives_its_weight_to_the_others() -> None:
    assert score([at("5"), at(None, "100", RATE)], WEIGHTS) == Decimal("50.0")
    assert score([at("5"), at("100", "100", RATE)], WEIGHTS) == Decimal("75.0")
    assert score([at("20")], WEIGHTS) == Decimal("100.0")
    assert score([at("5", indicator=WATER)], WEIGHTS) is None
    assert score([], WEIGHTS) is None


@given(st.lists(st.integers(0, 10), min_size=1, max_size=12))
def test_places_follow_scores(values: list[int]) -> None:
    found = ranked(**{f"t{number}": str(value) for number, value in enumerate(values)})
    assert sorted(values, reverse=True) == [
        int(one.score * 10 / 100) for one in found if one.score is not None
    ]
    for one in found:
        assert one.place == 1 + sum(other.score > one.score for other in found)  # type: ignore[operator]  # none is None


def test_who_stands_last_and_for_how_long() -> None:
    november, october, september = (
        ranked(a="1", b="1", c="9"),
        ranked(a="1", b="5", c="9"),
        ranked(a="9", b="1"),
    )
    assert last_ones(november) == {"a", "b"}
    assert months_last([november, october, september]) == {"a": 2, "b": 1}
    assert last_ones(ranked(a="3", b="3")) == frozenset()
    assert last_ones(ranked(a=None)) == frozenset()
    assert months_last([]) == {}


@pytest.mark.parametrize("name", ["fines", "fine_amount", "罚款金额", "confiscated", "reclaimed_rate", ""])
def test_nothing_but_what_townships_were_asked_for_can_be_weighed(name: str) -> None:
    with pytest.raises(RuleBroken, match="ranking_never_by_money"):
        check_weights({WELLS.value: 50, name: 50})


def test_no_indicator_is_money() -> None:
    """Weights are named by indicators, and no unit of an indicator is money (行政处罚法 74)."""
    assert {DEFINITIONS[one].unit for one in Indicator} <= {Unit.WELLS, Unit.M3, Unit.PERCENT}
    assert set(DEFAULT_WEIGHTS) <= set(RANKABLE)
    assert check_weights({one.value: weight for one, weight in DEFAULT_WEIGHTS.items()}) == DEFAULT_WEIGHTS


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ({"wells_closed": 99}, "ranking_weights_sum"),
        ({}, "ranking_weights_sum"),
        ({"wells_closed": 150, "reduction": -50}, "ranking_weight"),
    ],
)
def test_weights_that_cannot_be_meant(weights: dict[str, int], code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_weights(weights)


@given(st.sampled_from(list(BulletinState)), st.sampled_from(list(BulletinState)))
def test_a_bulletin_moves_by_the_table_alone(present: BulletinState, to: BulletinState) -> None:
    if to in TRANSITIONS[present]:
        step(present, to)
    else:
        with pytest.raises(RuleBroken, match="bulletin_out_of_order"):
            step(present, to)
