"""Drawing looks back: half by risk, half by lot, anybody can draw the same again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.closures.rules import Candidate, RecheckGround, draw
from casebook.kernel.errors import RuleBroken

PLAIN = [Candidate(number=f"FJ-{n:03}") for n in range(30)]
RISKY = [Candidate(number=f"FX-{n:03}", is_reserve=True, flags=n) for n in range(5)]


@given(st.integers(1, 40), st.text(min_size=1, max_size=20).filter(str.strip))
def test_a_draw_is_whole_and_repeatable(count: int, seed: str) -> None:
    found = draw([*PLAIN, *RISKY], count=count, seed=seed)
    assert found == draw([*reversed(RISKY), *reversed(PLAIN)], count=count, seed=seed)
    numbers = [one.number for one, _ground in found]
    assert len(numbers) == len(set(numbers)) == min(count, 35)


def test_half_is_drawn_by_risk_the_highest_first() -> None:
    found = draw([*PLAIN, *RISKY], count=6, seed="20260101")
    by_risk = [one.number for one, ground in found if ground is RecheckGround.BY_RISK]
    assert by_risk == ["FX-004", "FX-003", "FX-002"]


def test_without_risk_all_is_drawn_by_lot() -> None:
    assert {ground for _one, ground in draw(PLAIN, count=4, seed="a")} == {RecheckGround.BY_LOT}
    first, second = (draw(PLAIN, count=10, seed=seed) for seed in ("a", "b"))
    assert first != second


def test_use_after_the_closing_comes_first() -> None:
    used = Candidate(number="FZ-1", used_after=True)
    assert draw([*RISKY, used], count=1, seed="x")[0][0] == used
    assert used.points > Candidate(number="FZ-2", used_after=True, was_seen=True).points


@pytest.mark.parametrize(("count", "seed"), [(0, "a"), (201, "a"), (3, " ")])
def test_what_cannot_be_drawn(count: int, seed: str) -> None:
    with pytest.raises(RuleBroken):
        draw(PLAIN, count=count, seed=seed)
