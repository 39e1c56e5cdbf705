"""Ranges of register numbers and how a setting replaces them."""

from __future__ import annotations

import pytest

from casebook.wells.rules import LIMITS, limits


def test_without_a_setting_the_limits_stand() -> None:
    assert limits("") == LIMITS
    assert LIMITS["depth_m"] == (1, 1_500)


def test_a_setting_replaces_single_ones() -> None:
    found = limits('{"depth_m": [5, 800]}')
    assert found["depth_m"] == (5, 800)
    assert found["casing_mm"] == LIMITS["casing_mm"]


@pytest.mark.parametrize("setting", ['{"deep": [1, 2]}', "depth", '{"depth_m": [1]}'])
def test_a_wrong_setting_is_an_error(setting: str) -> None:
    with pytest.raises(ValueError):
        limits(setting)
