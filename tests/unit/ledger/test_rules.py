"""Which figures each kind of posting carries, and what a reversal takes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.errors import Refused, RuleBroken
from casebook.ledger.rules import (
    GRADES,
    GROUPS,
    REVERSALS,
    AquiferGroup,
    Posting,
    PostingKind,
    chain_of,
    check,
    reversal_of,
)

TODAY = date(2023, 12, 1)
CLOSED = Posting(PostingKind.WELL_CLOSED, date(2023, 10, 1), 2023, "371525104", "371525104JJ00037", count=1)
REDUCTION = Posting(
    PostingKind.REDUCTION,
    date(2023, 10, 1),
    2023,
    "371525104",
    "371525104JJ00037",
    AquiferGroup.DEEP,
    full_year_m3=Decimal(36500),
    this_year_m3=Decimal(9100),
    method="B1",
    grade="A",
    papers=("sha256:00",),
)
STRUCK_OFF = Posting(PostingKind.PROBLEM_STRUCK_OFF, date(2023, 10, 1), 2023, "371525104", count=1)
PLAN_CUT = Posting(PostingKind.PLAN_CUT, date(2023, 12, 1), 2024, "371525104", full_year_m3=Decimal(500))


def codes(posting: Posting) -> list[str]:
    try:
        check(posting, today=TODAY)
    except Refused as refused:
        return [reason.code for reason in refused.reasons]
    return []


@pytest.mark.parametrize(
    "posting", [CLOSED, REDUCTION, STRUCK_OFF, PLAN_CUT], ids=lambda posting: posting.kind
)
def test_each_kind_passes_in_its_own_shape(posting: Posting) -> None:
    assert codes(posting) == []


def test_a_dead_well_is_a_reduction_of_nothing() -> None:
    assert codes(replace(REDUCTION, full_year_m3=Decimal(0), this_year_m3=Decimal(0))) == []


@pytest.mark.parametrize(
    ("posting", "code"),
    [
        (replace(CLOSED, count=0), "posting_count"),
        (replace(CLOSED, count=2), "posting_count"),
        (replace(CLOSED, well_code=None), "posting_without_well"),
        (replace(CLOSED, well_code=""), "posting_without_well"),
        (replace(CLOSED, full_year_m3=Decimal(1)), "posting_with_volume"),
        (replace(CLOSED, method="B1"), "posting_with_method"),
        (replace(CLOSED, grade="A"), "posting_with_method"),
        (replace(CLOSED, on=date(2023, 12, 2)), "posting_in_future"),
        (replace(CLOSED, year=2024), "posting_year"),
        (replace(CLOSED, papers=("00ff",)), "posting_paper"),
        (replace(REDUCTION, count=1), "posting_count"),
        (replace(REDUCTION, method=None, grade=None), "posting_method"),
        (replace(REDUCTION, grade="B"), "posting_method"),
        (replace(REDUCTION, method="B7"), "posting_method"),
        (replace(REDUCTION, method="日最大取水能力", grade="A"), "posting_method"),
        (replace(REDUCTION, this_year_m3=Decimal("36500.001")), "posting_this_year"),
        (replace(REDUCTION, full_year_m3=Decimal(-1), this_year_m3=Decimal(-2)), "posting_negative"),
        (replace(STRUCK_OFF, count=0), "posting_count"),
        (replace(PLAN_CUT, method="B6", grade="D"), "posting_with_method"),
        (replace(CLOSED, kind=PostingKind.WELL_REOPENED), "posting_only_by_reversal"),
        (replace(REDUCTION, kind=PostingKind.REDUCTION_REVERSED), "posting_only_by_reversal"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_rule(posting: Posting, code: str) -> None:
    assert codes(posting) == [code]


def test_all_broken_rules_are_told_at_once() -> None:
    posting = replace(CLOSED, count=3, well_code=None, on=date(2024, 1, 1))
    assert codes(posting) == ["posting_count", "posting_without_well", "posting_in_future", "posting_year"]


volumes = st.decimals(min_value=0, max_value=10**9, places=3)


@given(volumes, st.floats(0, 1), st.floats(0, 1))
def test_a_reversal_leaves_nothing_but_what_was_truly_saved(
    full: Decimal, part: float, kept_part: float
) -> None:
    this_year = (full * Decimal(part)).quantize(Decimal("0.001"), "ROUND_DOWN")
    kept = (this_year * Decimal(kept_part)).quantize(Decimal("0.001"), "ROUND_DOWN")
    posting = replace(REDUCTION, full_year_m3=full, this_year_m3=this_year)
    back = reversal_of(posting, on=TODAY, today=TODAY, this_year_m3_kept=kept)
    assert back.kind is PostingKind.REDUCTION_REVERSED
    assert posting.full_year_m3 + back.full_year_m3 == 0
    assert posting.this_year_m3 + back.this_year_m3 == kept
    assert (back.year, back.division_code, back.well_code) == (2023, "371525104", "371525104JJ00037")
    assert (back.method, back.grade, back.aquifer_group) == ("B1", "A", AquiferGroup.DEEP)


def test_a_reopened_well_counts_minus_one_in_the_year_of_its_closing() -> None:
    back = reversal_of(CLOSED, on=date(2024, 3, 1), today=date(2024, 3, 2), this_year_m3_kept=Decimal(0))
    assert (back.kind, back.count, back.year) == (PostingKind.WELL_REOPENED, -1, 2023)


@pytest.mark.parametrize("on", [date(2023, 9, 30), date(2023, 12, 2)])
def test_a_reversal_before_the_posting_or_in_the_future_is_refused(on: date) -> None:
    with pytest.raises(RuleBroken) as caught:
        reversal_of(CLOSED, on=on, today=TODAY, this_year_m3_kept=Decimal(0))
    assert caught.value.code == "reversal_day"


@pytest.mark.parametrize("kept", [Decimal(-1), Decimal("9100.001")])
def test_more_than_was_saved_cannot_be_kept(kept: Decimal) -> None:
    with pytest.raises(RuleBroken) as caught:
        reversal_of(REDUCTION, on=TODAY, today=TODAY, this_year_m3_kept=kept)
    assert caught.value.code == "reversal_kept"


def test_every_kind_can_be_taken_back_or_is_what_takes_back() -> None:
    assert set(REVERSALS) | set(REVERSALS.values()) == set(PostingKind)


def test_the_methods_and_layers_of_the_trade_have_their_grade_and_group() -> None:
    assert GRADES == {"B1": "A", "B2": "B", "B3": "B", "B4": "C", "B5": "C", "B6": "D"}
    assert GROUPS["deep_confined"] is AquiferGroup.DEEP
    assert GROUPS["saline"] is AquiferGroup.SHALLOW


def test_a_county_has_one_chain() -> None:
    assert chain_of("371525") == "ledger:371525"
