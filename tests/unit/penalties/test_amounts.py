"""Amounts held against ranges, discretion, illegal gains."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.errors import RuleBroken
from casebook.penalties.rules import CATALOGUE, FineBasis, Range, find_provision
from casebook.penalties.rules.amounts import (
    check_amount,
    illegal_gains,
    narrow,
    propose_fine,
)
from casebook.penalties.rules.leniency import ARTICLES, Factor, Leniency, Weight, leads_to, mildest

YUAN = 100
METER = find_provision("PEN-07").bases[0]
MENDED = (Factor.HARM_REDUCED,)
TIERS = [
    (one.id, basis, tier)
    for one in CATALOGUE.values()
    for basis in one.bases
    for tier in basis.tiers
    if tier.fine is not None and tier.basis is FineBasis.FIXED
]


def code_of(amount: int, **facts: object) -> str:
    try:
        check_amount(METER, METER.tiers[0], amount * YUAN, **facts)  # type: ignore[arg-type]  # facts vary by case
    except RuleBroken as refused:
        return refused.code
    return "fine"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (99_999, "fine_outside_range"),
        (100_000, "fine"),
        (300_000, "fine"),
        (500_000, "fine"),
        (500_001, "fine_outside_range"),
        (0, "fine_outside_range"),
        (-1, "fine_outside_range"),
    ],
)
def test_a_fine_stays_in_the_range_of_its_tier(amount: int, expected: str) -> None:
    assert code_of(amount) == expected


def test_a_refusal_names_the_range_and_the_article() -> None:
    with pytest.raises(RuleBroken) as refused:
        check_amount(METER, METER.tiers[0], 1)
    assert refused.value.facts == {"least": 100_000, "most": 500_000}
    assert refused.value.article == "地下水管理条例 56(1)"
    assert refused.value.field == "fine"


@pytest.mark.parametrize(
    ("amount", "weight", "factors", "expected"),
    [
        (99_999, Weight.LIGHTER, MENDED, "fine_outside_range"),
        (100_000, Weight.LIGHTER, MENDED, "fine"),
        (99_999, Weight.REDUCED, MENDED, "fine"),
        (1, Weight.REDUCED, MENDED, "fine"),
        (0, Weight.REDUCED, MENDED, "fine_outside_range"),
        (100_000, Weight.REDUCED, MENDED, "fine_outside_range"),
        (50_000, Weight.REDUCED, (), "reduction_needs_factor"),
        (300_000, Weight.NORMAL, MENDED, "factor_demands_lighter"),
        (300_000, Weight.HEAVIER, MENDED, "factor_demands_lighter"),
        (300_000, Weight.NORMAL, (Factor.FIRST_AND_MENDED,), "fine"),
        (500_000, Weight.HEAVIER, (), "fine"),
        (500_001, Weight.HEAVIER, (), "fine_outside_range"),
    ],
)
def test_lighter_stays_in_the_range_and_only_a_reduction_goes_below(
    amount: int, weight: Weight, factors: tuple[Factor, ...], expected: str
) -> None:
    assert code_of(amount, weight=weight, factors=factors) == expected


def test_where_the_law_sets_no_least_nothing_can_be_reduced() -> None:
    basis = find_provision("PEN-03").bases[0]
    with pytest.raises(RuleBroken, match="fine_without_floor"):
        check_amount(basis, basis.tiers[0], 100, weight=Weight.REDUCED, factors=MENDED)


def test_a_tier_without_a_fine_takes_none() -> None:
    basis = find_provision("PEN-19").bases[0]
    with pytest.raises(RuleBroken, match="fine_not_of_law"):
        check_amount(basis, basis.tiers[1], 100)


def test_a_level_of_the_bench_narrows_the_range() -> None:
    bench = Range(150_000 * YUAN, 250_000 * YUAN)
    assert code_of(200_000, bench=bench) == "fine"
    assert code_of(149_999, bench=bench) == "fine_outside_range"
    assert code_of(300_000, bench=bench) == "fine_outside_range"
    assert code_of(99_000, bench=bench, weight=Weight.REDUCED, factors=MENDED) == "fine"


def test_a_bench_that_leaves_nothing_of_the_law_is_refused() -> None:
    with pytest.raises(RuleBroken, match="bench_outside_law"):
        narrow(Range(100, 200), Range(300, 400))


def test_the_fine_of_what_is_owed() -> None:
    basis = find_provision("PEN-24").bases[0]
    check_amount(basis, basis.tiers[0], 300_000, owed_fen=100_000)
    with pytest.raises(RuleBroken, match="fine_outside_range"):
        check_amount(basis, basis.tiers[0], 500_001, owed_fen=100_000)


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [(20_000, 100_000, 60_000), (0, 50_000, 25_000), (0, 1_000, 500), (20_050, 20_080, 20_065)],
)
def test_a_proposal_is_the_middle_in_round_figures(least: int, most: int, expected: int) -> None:
    assert propose_fine(Range(least * YUAN, most * YUAN)) == expected * YUAN


@given(data=st.data(), place=st.integers(0, len(TIERS) - 1))
def test_a_proposal_is_always_inside_the_law_and_the_bench(data: st.DataObject, place: int) -> None:
    _pen, basis, tier = TIERS[place]
    assert tier.fine is not None
    least = data.draw(st.integers(0, tier.fine.max_fen))
    bench = Range(least, data.draw(st.integers(max(least, tier.fine.min_fen), 10**8)))
    fine = propose_fine(narrow(tier.fine, bench))
    assert fine in tier.fine
    assert fine in bench
    check_amount(basis, tier, fine, bench=bench)


@given(least=st.integers(0, 10**10), width=st.integers(0, 10**10))
def test_a_proposal_is_inside_any_range(least: int, width: int) -> None:
    band = Range(least, least + width)
    assert propose_fine(band) in band


@pytest.mark.parametrize(("least", "most"), [(2, 1), (-1, 5)])
def test_a_range_that_is_none_is_refused(least: int, most: int) -> None:
    with pytest.raises(RuleBroken, match="fine_range_reversed"):
        Range(least, most)


def test_illegal_gains_are_what_came_in_less_what_was_paid_back() -> None:
    assert illegal_gains(50_000) == 50_000
    assert illegal_gains(50_000, 20_000) == 30_000
    for received, refunded in ((10, 20), (10, -1), (-5, 0)):
        with pytest.raises(RuleBroken, match="gains_reversed"):
            illegal_gains(received, refunded)


def test_what_each_factor_leads_to() -> None:
    assert {one.value: leads_to(one).value for one in Factor} == {
        "under_14": "none_must",
        "minor": "lighter_must",
        "not_of_sound_mind": "none_must",
        "partly_of_sound_mind": "lighter_may",
        "harm_reduced": "lighter_must",
        "coerced": "lighter_must",
        "confessed": "lighter_must",
        "merit": "lighter_must",
        "other_by_law": "lighter_must",
        "slight_and_mended": "none_must",
        "first_and_mended": "none_may",
        "no_fault": "none_must",
    }
    assert set(ARTICLES) == set(Factor)


def test_several_factors_lead_to_the_mildest() -> None:
    assert mildest(()) is None
    assert mildest({Factor.MINOR}) is Leniency.LIGHTER_MUST
    assert mildest({Factor.MINOR, Factor.FIRST_AND_MENDED}) is Leniency.NONE_MAY
    assert mildest(set(Factor)) is Leniency.NONE_MUST
