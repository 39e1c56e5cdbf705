from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.numbering.rules import TRANSITIONS, NumberState, spell


def test_register_numbers() -> None:
    assert spell(county_code="371525", kind="WT", year=2023, number=12) == "371525-2023-WT-00012"


def test_document_numbers() -> None:
    text = spell(county_code="371525", kind="WS", year=2023, number=1, word="冠综执罚决字")
    assert text == "冠综执罚决字〔2023〕第001号"


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.sampled_from(["", "冠水罚字"]))
def test_two_numbers_are_never_spelled_alike(one: int, other: int, word: str) -> None:
    first, second = (
        spell(county_code="371525", kind="WT", year=2023, number=n, word=word) for n in (one, other)
    )
    assert (first == second) == (one == other)


@pytest.mark.parametrize(
    ("kind", "year", "number"), [("W", 2023, 1), ("WT", 23, 1), ("WT", 2023, 0), ("wt", 2023, 1)]
)
def test_nonsense_has_no_number(kind: str, year: int, number: int) -> None:
    with pytest.raises(ValueError, match="no number"):
        spell(county_code="371525", kind=kind, year=year, number=number)


def test_a_void_number_stays_void() -> None:
    assert set(TRANSITIONS) == set(NumberState)
    assert TRANSITIONS[NumberState.VOID] == frozenset()
