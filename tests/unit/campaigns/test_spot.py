"""The draw for a self-check: one seed, one draw; each kind and township by its share."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.campaigns.rules import Candidate, Gap, InUseItem, SpotKind, draw, pool_hash, read_gap
from casebook.campaigns.rules.spot import ITEMS, LONGEST_SEED, MOST_DRAWN, regions
from casebook.kernel.errors import RuleBroken

TOWNSHIPS = ("371525104", "371525105", "371525106")


def pool(*sizes: int) -> list[Candidate]:
    """As many wells of each stratum, strata in a fixed order."""
    strata = [(kind, township) for kind in SpotKind for township in TOWNSHIPS]
    return [
        Candidate(f"{township}JJ{at:02d}{number:03d}", kind, township)
        for at, ((kind, township), size) in enumerate(zip(strata, sizes, strict=False))
        for number in range(size)
    ]


sizes = st.lists(st.integers(0, 25), min_size=1, max_size=9).filter(any)
seeds = st.text(min_size=1, max_size=LONGEST_SEED).filter(lambda text: text.strip())


@given(sizes=sizes, count=st.integers(1, MOST_DRAWN), seed=seeds, turn=st.randoms())
def test_the_same_seed_and_pool_draw_the_same_whatever_the_order(
    sizes: list[int], count: int, seed: str, turn: object
) -> None:
    wells = pool(*sizes)
    shuffled = list(wells)
    turn.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis' random
    drawn = draw(wells, count=count, seed=seed)
    assert drawn == draw(shuffled, count=count, seed=f" {seed} ")
    assert len(set(drawn)) == len(drawn) == min(count, len(wells))
    assert pool_hash(wells) == pool_hash(shuffled)


@given(sizes=sizes, count=st.integers(1, MOST_DRAWN), seed=seeds)
def test_each_kind_has_its_share_and_each_township_its_own_of_that(
    sizes: list[int], count: int, seed: str
) -> None:
    wells = pool(*sizes)
    found = regions(wells, draw(wells, count=count, seed=seed))
    kinds = {kind: [one for one in found if one.kind is kind] for kind in {one.kind for one in found}}
    for here in kinds.values():
        drawn, size = sum(one.drawn for one in here), sum(one.pool for one in here)
        assert drawn <= size
        assert drawn >= (min(count, len(wells)) >= len(kinds))
        for one in here:
            share = drawn * one.pool / size
            assert int(share) <= one.drawn <= int(share) + 1


def test_a_rare_kind_is_drawn_beside_a_common_one() -> None:
    wells = pool(1, 0, 0, 25, 25, 25)
    drawn = Counter(one.kind for one in draw(wells, count=8, seed="1"))
    assert drawn == {SpotKind.CLOSED: 1, SpotKind.IN_USE: 7}


def test_another_seed_draws_others() -> None:
    wells = pool(40, 40)
    firsts = Counter(draw(wells, count=1, seed=str(seed))[0].code for seed in range(60))
    assert len(firsts) > 20


def test_a_pool_with_one_well_more_is_another_pool() -> None:
    assert pool_hash(pool(3)) != pool_hash(pool(4))


@pytest.mark.parametrize(
    ("count", "seed", "wells", "code"),
    [
        (0, "1", 3, "spot_count"),
        (MOST_DRAWN + 1, "1", 3, "spot_count"),
        (1, "  ", 3, "spot_seed"),
        (1, "x" * (LONGEST_SEED + 1), 3, "spot_seed"),
        (1, "1", 0, "spot_pool_empty"),
    ],
)
def test_what_is_no_draw_is_refused(count: int, seed: str, wells: int, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        draw(pool(wells), count=count, seed=seed)


def test_gaps_are_read_as_they_were_written() -> None:
    gaps = [Gap(kind, item) for kind, items in ITEMS.items() for item in items]
    assert [read_gap(str(one)) for one in gaps] == gaps
    assert str(Gap(SpotKind.IN_USE, InUseItem.PLATE)) == "in_use_permitted:plate"
